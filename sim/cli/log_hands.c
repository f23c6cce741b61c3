/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/log_hands.h"

#include "contact/union.h"

void stf_log_hands_clear(struct stf_log_hands *hands) {
  stf_mem_release(NULL, hands->works);
  stf_mem_release(NULL, hands->held);
  *hands = (struct stf_log_hands){0};
}

enum stf_status stf_log_hands_add(struct stf_log_hands *hands,
                                  const struct stf_contact *contact) {
  const struct stf_work *from = stf_contact_works(contact);
  struct stf_work *works = stf_mem_grown(NULL, hands->works, &hands->works_capacity,
                                         hands->works_n + contact->works_n + 1, sizeof *works);
  if (works == NULL) {
    return STF_ERR_MEMORY;
  }
  hands->works = works;
  struct stf_work *held =
      stf_mem_grown(NULL, hands->held, &hands->held_capacity,
                    hands->held_n + stf_union_held_most(contact), sizeof *held);
  if (held == NULL) {
    return STF_ERR_MEMORY;
  }
  hands->held = held;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    works[hands->works_n++] = from[i];
  }
  hands->held_n += stf_union_held(contact, &held[hands->held_n]);
  return STF_OK;
}

bool stf_log_hands_join(struct stf_log_hands *hands, int64_t horizon_us) {
  double each_us = stf_union_sum_us(hands->held, hands->held_n, horizon_us);
  hands->works_n = stf_union_join(hands->works, hands->works_n, horizon_us);
  hands->held_n = stf_union_join(hands->held, hands->held_n, horizon_us);
  return stf_union_several(each_us, stf_union_sum_us(hands->held, hands->held_n, horizon_us));
}

enum stf_status stf_log_hands_tally(const struct stf_log_hands *hands,
                                    struct stf_kpi_tally *tally) {
  enum stf_status status = stf_kpi_tally_busy(tally, hands->works, hands->works_n);
  return status == STF_OK ? stf_kpi_tally_occupied(tally, hands->held, hands->held_n) : status;
}
