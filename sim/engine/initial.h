/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that agents have in hand when the run begins. */
#ifndef STF_INITIAL_H
#define STF_INITIAL_H

#include "engine/sessions.h"

/* All borrowed from the engine. */
struct stf_initial {
  const struct stf_desk *desk;
  const struct stf_stream *stream;
  struct stf_staff *staff;
  const struct stf_route *route;
  struct stf_release_queue *releases;
  struct stf_record_block *records;
  struct stf_sessions *sessions;
};

/* A contact that was taken before start_us (given->assign_us): its agent, or anybody where the
 * log names none, is busy until its end; one with a seat has the rest of that time as work,
 * under her speeds; a conversation in turns begins them anew. Where nobody has a place for it,
 * it is recorded alone. Nobody in hand leaves any more. */
void stf_initial_seat(const struct stf_initial *initial, const struct stf_arrival *arrival,
                      int64_t start_us);

#endif
