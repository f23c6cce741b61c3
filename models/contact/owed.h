/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a contact waited for its customer: the stretches in which the next word was the
 * customer's. SLA clocks that pause stand in them.
 *
 * As the messages show it: from an agent's reply to the customer's next message, without the
 * time in which an agent worked on the contact; behind the last reply from the end of all work
 * on, to the end. A contact of which no work was measured has none behind its last reply:
 * nobody can tell there whether customer or agent was expected to go on.
 */
#ifndef STF_OWED_H
#define STF_OWED_H

#include "contact/contact.h"

/* Where a walk over them stands. */
struct stf_owed {
  const struct stf_contact *contact;
  int64_t until_us;
  int64_t at_us;  /* told up to here */
  uint32_t reply; /* behind which it is */
  uint32_t work;  /* the first that may lie behind at_us */
};

/* Walks over those before until_us; the contact must outlive it. */
struct stf_owed stf_owed_of(const struct stf_contact *contact, int64_t until_us);

/* The next stretch [from, to), to > from, in order and apart; false: no more. */
bool stf_owed_next(struct stf_owed *owed, int64_t *from_us, int64_t *to_us);

#endif
