/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/draws.h"

#include "random/law_block.h"

void stf_draws_fill(struct stf_draws *draws, const struct stf_stream *stream,
                    const struct stf_draws_source *source, uint32_t first) {
  const struct stf_law unit = {.kind = STF_LAW_EXPONENTIAL, .a = 1};
  uint64_t class_part = (uint64_t)source->key << 32;
  double u[2][STF_DRAWS_N];
  double gaps_u[STF_DRAWS_N];
  const struct stf_stream_address gaps = {source->gaps, STF_STREAM_ARRIVAL, 0,
                                          class_part | first / 2};
  stf_stream_pairs(stream, gaps, STF_DRAWS_N / 2, u[0], u[1]);
  for (size_t i = 0; i < STF_DRAWS_N / 2; i++) {
    gaps_u[2 * i] = u[0][i];
    gaps_u[2 * i + 1] = u[1][i];
  }
  stf_law_block_draw(&unit, gaps_u, STF_DRAWS_N, draws->gaps_e);
  const struct stf_stream_address works = {source->contacts, STF_STREAM_WORK, 0,
                                           class_part | first};
  stf_stream_pairs(stream, works, STF_DRAWS_N, u[0], u[1]);
  stf_law_block_draw(&source->class->service, u[0], STF_DRAWS_N, draws->services_s);
  stf_law_block_draw(&source->class->patience, u[1], STF_DRAWS_N, draws->patiences_s);
}
