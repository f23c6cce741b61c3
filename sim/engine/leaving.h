/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What customers do who have more than a patience (desk/leaving.h): turn away from a queue, go
 * without telling anybody, or leave out of an agent's hands before the first message.
 *
 * A silent leaver stays in the queue (deadline never) with the instant at which she went
 * (gone_us); an agent who takes her then works for the ghost time. In hand, a patience that
 * ends at the latest when the first message would be sent has ended: told, the contact ends
 * then; untold, the agent's work becomes the ghost time, at least what is done by then, and
 * the first message is said to nobody.
 */
#ifndef STF_ENGINE_LEAVING_H
#define STF_ENGINE_LEAVING_H

#include "engine/waiting.h"

/* Whether the customer, whose patience is drawn, goes silently. Classes without `leaving` and
 * patience known from a log stay as they are, but for given->silent. */
void stf_leaving_draw(const struct stf_class *class, const struct stf_stream *stream,
                      struct stf_waiting *who);

/* True if she turns away from a queue in which nobody may take her at once. */
bool stf_leaving_balks(struct stf_waiting_room *room, const struct stf_stream *stream,
                       const struct stf_arrival *arrival);

/* True if what follows here may concern her. */
static inline bool stf_leaving_matters(const struct stf_class *class,
                                       const struct stf_waiting *who) {
  return class->leaving != NULL || who->gone_us != INT64_MAX;
}

/* True if she has waited, and gone silently by that instant. */
static inline bool stf_leaving_is_ghost(const struct stf_waiting *who, int64_t now_us) {
  return who->gone_us <= now_us && who->arrival.queue_us < now_us;
}

/* Work of an agent on one who is gone: as logged, else drawn; her own where the class has no
 * law for it. */
int64_t stf_leaving_ghost_us(const struct stf_class *class, const struct stf_stream *stream,
                             const struct stf_waiting *who);

/* When she leaves if the first message has not been sent by then, told or not. */
static inline int64_t stf_leaving_at_us(const struct stf_waiting *who) {
  return who->deadline_us < who->gone_us ? who->deadline_us : who->gone_us;
}

/* End of the work of an agent who has one contact at a time, from start_us; end_us is the end
 * if nobody leaves. first_message_us: as in struct stf_record_work. */
int64_t stf_leaving_end_us(const struct stf_class *class, const struct stf_stream *stream,
                           const struct stf_waiting *who, const struct stf_record_work *work);

/* True if she, taken at work->start_us, leaves out of the agent's hands before the first
 * message unless the work ends before. */
bool stf_leaving_in_hand(const struct stf_class *class, const struct stf_waiting *who,
                         const struct stf_record_work *work);

/* Writes into the work whether the customer had gone, or went in hand, given its end: left_us,
 * silent; one who told got no message. */
void stf_leaving_judge(const struct stf_class *class, const struct stf_waiting *who,
                       struct stf_record_work *work);

#endif
