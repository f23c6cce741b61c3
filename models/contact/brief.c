/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/brief.h"

struct stf_contact stf_brief_expand(const struct stf_contact *model,
                                    const struct stf_brief *brief) {
  struct stf_contact contact = *model;
  bool left = brief->taken_us == STF_NEVER;
  contact.open_us = brief->open_us;
  contact.queue_us = brief->open_us;
  contact.first_close_us = brief->end_us;
  contact.close_us = brief->end_us;
  contact.outcome = left ? STF_OUTCOME_ABANDONED : STF_OUTCOME_CLOSED;
  if (left) {
    contact.abandon_us = brief->end_us;
    contact.team = STF_NOBODY;
    return contact;
  }
  contact.assign_us = brief->taken_us;
  contact.works_n = 1;
  contact.work = (struct stf_work){.start_us = brief->taken_us,
                                   .end_us = brief->end_us,
                                   .agent = STF_NOBODY,
                                   .team = model->team};
  return contact;
}
