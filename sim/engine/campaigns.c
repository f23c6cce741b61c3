/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/campaigns.h"

#include "engine/customer.h"

enum {
  BLOCK_N = 256
};

/* Messages first_n .. first_n + n of a campaign. */
static enum stf_status plan_block(const struct stf_desk *desk, const struct stf_stream *stream,
                                  uint32_t index, uint32_t first, size_t n,
                                  struct stf_planned *planned) {
  const struct stf_demand_campaign *campaign = &desk->demand->campaigns[index];
  int64_t start_us = desk->from_us - desk->warmup_us;
  double replies[BLOCK_N];
  double when[BLOCK_N];
  stf_stream_pairs(
      stream,
      (struct stf_stream_address){.kind = STF_STREAM_CAMPAIGN,
                                  .purpose = STF_STREAM_CAMPAIGN_REPLY,
                                  .entity = stf_campaigns_address(campaign, first)},
      n, replies, when);
  for (uint32_t i = 0; i < n; i++) {
    if (replies[i] >= campaign->reply_share) {
      continue;
    }
    int64_t at_us = stf_customer_later(
        campaign->at_us, stf_customer_us(stf_law_draw_s(&campaign->delay, when[i])));
    if (at_us < start_us || at_us >= desk->to_us) {
      continue;
    }
    struct stf_planned_item item = {
        .at_us = at_us, .item = index, .number = first + i, .kind = STF_PLANNED_CAMPAIGN};
    if (stf_planned_add(planned, item) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_campaigns_plan(const struct stf_desk *desk, const struct stf_stream *stream,
                                   struct stf_planned *planned) {
  enum stf_status status = STF_OK;
  size_t campaigns_n = desk->demand != NULL ? desk->demand->campaigns_n : 0;
  for (uint32_t c = 0; c < campaigns_n; c++) {
    uint32_t messages_n = desk->demand->campaigns[c].messages_n;
    for (uint32_t first = 0; first < messages_n && status == STF_OK; first += BLOCK_N) {
      size_t left = messages_n - first;
      status = plan_block(desk, stream, c, first, left < BLOCK_N ? left : BLOCK_N, planned);
    }
  }
  return status;
}
