/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/owed.h"

struct stf_owed stf_owed_of(const struct stf_contact *contact, int64_t until_us) {
  return (struct stf_owed){.contact = contact,
                           .until_us = until_us,
                           .at_us =
                               contact->replies_n > 0 ? contact->replies[0].at_us : INT64_MAX};
}

/* When the customer wrote again behind reply i; STF_NEVER: not any more. */
static int64_t asked_again_us(const struct stf_contact *contact, uint32_t i) {
  return i + 1 < contact->replies_n ? contact->replies[i + 1].asked_us : contact->unanswered_us;
}

static int64_t ended_us(const struct stf_work *work) {
  return work->end_us != STF_NEVER ? work->end_us : INT64_MAX;
}

/* When all work on the contact was over; INT64_MAX: it is not, or none was measured. */
static int64_t done_us(const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  int64_t last_us = contact->works_n > 0 ? INT64_MIN : INT64_MAX;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    last_us = ended_us(&works[i]) > last_us ? ended_us(&works[i]) : last_us;
  }
  return last_us;
}

/* The end of the stretch behind the present reply; what lies before at_us is told. */
static int64_t stretch_end_us(struct stf_owed *owed) {
  int64_t again_us = asked_again_us(owed->contact, owed->reply);
  if (again_us == STF_NEVER) {
    int64_t from_us = done_us(owed->contact);
    owed->at_us = from_us > owed->at_us ? from_us : owed->at_us;
    again_us = owed->until_us;
  }
  return again_us < owed->until_us ? again_us : owed->until_us;
}

/* Steps over work that lies at at_us; returns when the next one begins, at most end_us. */
static int64_t skip_work(struct stf_owed *owed, int64_t end_us) {
  const struct stf_work *works = stf_contact_works(owed->contact);
  while (owed->work < owed->contact->works_n && works[owed->work].start_us < end_us) {
    const struct stf_work *work = &works[owed->work];
    if (work->start_us > owed->at_us) {
      return work->start_us;
    }
    owed->at_us = ended_us(work) > owed->at_us ? ended_us(work) : owed->at_us;
    owed->work++;
  }
  return end_us;
}

bool stf_owed_next(struct stf_owed *owed, int64_t *from_us, int64_t *to_us) {
  const struct stf_contact *contact = owed->contact;
  while (owed->reply < contact->replies_n) {
    int64_t end_us = stretch_end_us(owed);
    int64_t to = skip_work(owed, end_us);
    if (owed->at_us < to) {
      *from_us = owed->at_us;
      *to_us = to;
      owed->at_us = to;
      return true;
    }
    owed->reply++;
    if (owed->reply < contact->replies_n && contact->replies[owed->reply].at_us > owed->at_us) {
      owed->at_us = contact->replies[owed->reply].at_us;
    }
  }
  return false;
}
