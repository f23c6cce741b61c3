/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/breaks.h"

#include "engine/customer.h"

void stf_breaks_start(struct stf_breaks *breaks) {
  *breaks =
      (struct stf_breaks){.open_us = STF_NEVER, .since_us = STF_NEVER, .until_us = INT64_MAX};
}

void stf_breaks_open(struct stf_breaks *breaks, int64_t at_us, bool paid) {
  breaks->open_us = at_us;
  breaks->open_paid = paid;
}

/* The one she is on runs by the plan: its end is not known yet. */
static bool is_on_the_open_one(const struct stf_breaks *breaks) {
  return stf_breaks_on(breaks) && breaks->until_us == INT64_MAX;
}

void stf_breaks_close(struct stf_breaks *breaks, int64_t at_us, enum stf_late_break late) {
  bool keeps_length = late == STF_LATE_BREAK_KEEPS_LENGTH;
  if (breaks->open_us == STF_NEVER) {
    return;
  }
  if (is_on_the_open_one(breaks)) {
    breaks->until_us = keeps_length ? at_us + (breaks->since_us - breaks->open_us) : at_us;
  } else if (keeps_length) {
    breaks->owed_us[breaks->open_paid] += at_us - breaks->open_us;
  }
  breaks->open_us = STF_NEVER;
}

void stf_breaks_begin(struct stf_breaks *breaks, int64_t now_us) {
  STF_ASSERT(stf_breaks_due(breaks) && !stf_breaks_on(breaks));
  breaks->since_us = now_us;
  breaks->until_us = INT64_MAX;
  breaks->kind = breaks->open_paid ? STF_BREAKS_PAID : STF_BREAKS_UNPAID;
  for (int kind = STF_BREAKS_UNLOGGED; kind >= 0; kind--) {
    if (breaks->owed_us[kind] > 0) {
      breaks->kind = (enum stf_breaks_kind)kind;
      breaks->until_us = stf_customer_later(now_us, breaks->owed_us[kind]);
      breaks->owed_us[kind] = 0;
      return;
    }
  }
}

void stf_breaks_end(struct stf_breaks *breaks) {
  breaks->since_us = STF_NEVER;
  breaks->until_us = INT64_MAX;
}
