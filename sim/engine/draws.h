/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of consecutive contacts of a class, made in blocks: the bits are those of the single
 * draws at the same addresses (random/stream.h), several times faster. */
#ifndef STF_DRAWS_H
#define STF_DRAWS_H

#include "desk/desk.h"
#include "random/stream.h"

enum {
  STF_DRAWS_N = 256 /* contacts of a block; even, since gaps are drawn two at a time */
};

struct stf_draws {
  double gaps_e[STF_DRAWS_N];      /* unit exponential before the arrival */
  double services_s[STF_DRAWS_N];  /* by the class's law of service */
  double patiences_s[STF_DRAWS_N]; /* INFINITY: never leaves */
};

/* Where the draws of a stream of contacts are. */
struct stf_draws_source {
  const struct stf_class *class; /* whose laws they have */
  uint32_t key;                  /* upper half of the entities: the class's, or its own */
  enum stf_stream_kind gaps;
  enum stf_stream_kind contacts;
};

/* Draws of the contacts numbered first .. first + STF_DRAWS_N - 1 in the class; first is a
 * multiple of STF_DRAWS_N. */
void stf_draws_fill(struct stf_draws *draws, const struct stf_stream *stream,
                    const struct stf_draws_source *source, uint32_t first);

#endif
