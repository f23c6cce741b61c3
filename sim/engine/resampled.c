/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/resampled.h"

enum {
  LAYERS = 4096 /* of a day; the layer is the lower part of an item's number */
};

static uint64_t address_of(uint64_t address, int64_t day, uint32_t layer) {
  /* Steps of a SplitMix64 sequence lie apart for all days and layers. */
  uint64_t z = address + ((uint64_t)day * LAYERS + layer + 1) * UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return z ^ z >> 31;
}

uint64_t stf_resampled_address(const struct stf_desk *desk,
                               const struct stf_planned_item *item) {
  const struct stf_demand_bootstrap *bootstrap = desk->demand->bootstrap;
  int64_t day = bootstrap->targets[item->number / LAYERS].day;
  return address_of(bootstrap->contacts[item->item].address, day, item->number % LAYERS);
}

/* One layer of a day: those of the drawn logged day that a share keeps. */
static enum stf_status plan_layer(const struct stf_desk *desk, const struct stf_stream *stream,
                                  uint32_t number, double share, struct stf_planned *planned) {
  const struct stf_demand_bootstrap *bootstrap = desk->demand->bootstrap;
  const struct stf_demand_target *target = &bootstrap->targets[number / LAYERS];
  double u[2];
  stf_stream_pair(stream, STF_STREAM_DAY, (uint64_t)target->day, STF_STREAM_SOURCE_DAY,
                  number % LAYERS, u);
  uint32_t source = target->sources[(uint32_t)(u[0] * target->sources_n)];
  for (size_t i = bootstrap->firsts[source]; i < bootstrap->firsts[source + 1]; i++) {
    struct stf_planned_item item = {.at_us = stf_demand_at_us(target, bootstrap->walls_us[i]),
                                    .item = (uint32_t)i,
                                    .number = number,
                                    .kind = STF_PLANNED_DAY};
    bool runs = item.at_us >= desk->from_us - desk->warmup_us && item.at_us < desk->to_us;
    stf_stream_pair(stream, STF_STREAM_LOGGED, stf_resampled_address(desk, &item),
                    STF_STREAM_VOLUME, 0, u);
    if (runs && u[0] < share && stf_planned_add(planned, item) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_resampled_plan(const struct stf_desk *desk, const struct stf_stream *stream,
                                   double volume, struct stf_planned *planned) {
  const struct stf_demand_bootstrap *bootstrap =
      desk->demand != NULL ? desk->demand->bootstrap : NULL;
  size_t targets_n = bootstrap != NULL ? bootstrap->targets_n : 0;
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < targets_n; t++) {
    uint32_t layers = bootstrap->targets[t].sources_n > 0 ? LAYERS : 0;
    for (uint32_t layer = 0; layer < layers && layer < volume && status == STF_OK; layer++) {
      status = plan_layer(desk, stream, t * LAYERS + layer, volume - layer, planned);
    }
  }
  return status;
}
