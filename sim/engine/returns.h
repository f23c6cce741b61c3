/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers who come back. A contact that has ended draws its outcome and whether its customer
 * comes again, at addresses of its own; the new contact is drawn at (first contact of the
 * customer, number of the return): which other contacts there are, and what becomes of them,
 * does not touch it. Whoever would come after the end of the period never does, as nobody who
 * comes for the first time does.
 *
 * Off (records.returns NULL) unless a class of the desk has something after its contacts.
 */
#ifndef STF_RETURNS_H
#define STF_RETURNS_H

#include "engine/arrivals.h"
#include "engine/due.h"

struct stf_returns_slot {
  struct stf_arrival arrival;
  uint32_t next_free;
};

struct stf_returns {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  const struct stf_stream *stream; /* of the replication */
  struct stf_due *due;
  struct stf_returns_slot *slots; /* of those on their way back */
  size_t slots_n;
  size_t slots_capacity;
  uint32_t free_slot;
  uint32_t customers_n;
  int64_t now_us;         /* kept by the event loop: nobody comes back before it */
  enum stf_status status; /* STF_ERR_MEMORY once a return had no room */
};

/* `due` is borrowed. */
void stf_returns_init(struct stf_returns *returns, const struct stf_desk *desk,
                      struct stf_due *due, const struct stf_allocator *allocator);
void stf_returns_clear(struct stf_returns *returns);

/* Nobody is on the way. */
void stf_returns_start(struct stf_returns *returns, const struct stf_stream *stream);

/* Gives a contact that comes for the first time a customer of its own, unless the desk's given
 * contacts have theirs. */
void stf_returns_greet(struct stf_returns *returns, struct stf_arrival *arrival);

/* The contact's record is complete but for what comes after: draws that, and sends the customer
 * back if she returns. Nothing comes after a contact that is open at the horizon, or of which
 * stf_returns_silent was told. */
void stf_returns_ended(struct stf_returns *returns, const struct stf_arrival *arrival,
                       struct stf_contact *contact);

/* The customer leaves silently then: she comes back, if she does, after that, whenever her
 * contact ends. */
void stf_returns_silent(struct stf_returns *returns, const struct stf_arrival *arrival,
                        int64_t gone_us);

/* Draws whether and when the customer of a contact that ended then comes back. */
void stf_returns_draw(struct stf_returns *returns, const struct stf_arrival *arrival,
                      const struct stf_after_return *rule, int64_t ended_us);

/* Uniform of a close: below the class's share the contact is solved by then. reopens_n: times
 * that it was opened again before. */
double stf_returns_outcome(const struct stf_stream *stream, const struct stf_arrival *arrival,
                           uint32_t reopens_n);

/* Who comes back now: slot of the timer STF_DUE_RETURN. */
struct stf_arrival stf_returns_take(struct stf_returns *returns, uint32_t slot);

#endif
