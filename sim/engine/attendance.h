/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who of the plan is there in one replication: absence for a day, late log-in.
 *
 * Named agents and exchangeable teams, by shift (stf_shift): an agent is absent on a civil day
 * if her uniform of that day is below the team's absence_share, so that a higher share only
 * ever takes more away, and nobody's absence depends on who else is in the roster. Where it is
 * overdispersed, the share is a beta variable of mean absence_share drawn once a team and day,
 * common to all its agents: two of them are absent together with correlation `overdispersion`
 * (Skellam 1948, J. R. Stat. Soc. B 10(2): 257-261). Who is late
 * has log-in moved back by the team's law (one draw an agent and day), out of a break to its
 * end; who would come after the shift's end does not come.
 *
 * Pools given as counts: the agents of a count n are numbered 1 .. n in the team, and number i
 * is absent on a civil day of the desk's zone like a named agent, with a key of the team's name
 * and i. The count is looked at anew at each of its changes and at midnight. Nobody of a pool
 * is late: a count has no shifts.
 *
 * Pay: who is absent and paid, or late, has a PAID_AWAY presence from the planned start of the
 * shift, unpaid breaks left out; who is late past the shift's end counts as absent. Paid breaks
 * of exchangeable teams are told by the plan.
 */
#ifndef STF_ATTENDANCE_H
#define STF_ATTENDANCE_H

#include "engine/staff.h"
#include "random/stream.h"

/* A pool's count from an instant on. */
struct stf_attendance_count {
  int64_t at_us;
  int64_t day; /* civil day number */
  uint32_t team;
  int32_t n;
};

/* A shift in this replication. */
struct stf_attendance_shift {
  int64_t login_us;  /* INT64_MAX: does not come */
  int64_t paid_us;   /* paid from here on without being there; STF_NEVER: not now */
  int64_t break_us;  /* start of its last break */
  bool away_is_paid; /* the time before log-in */
};

struct stf_attendance {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_staff_change *changes; /* of this replication; NULL: always those of the desk */
  struct stf_attendance_shift *shifts;
  struct stf_attendance_count *counts; /* of teams with absence, by team and instant */
  size_t counts_n;
  size_t counts_capacity;
  double *day_shares; /* absent of each team on each day from first_day on; NULL: as planned */
  int64_t first_day;
  size_t days_n;
};

/* Fails without memory, or with STF_ERR_INPUT where the desk's zone is not known. */
STF_MUST_USE enum stf_status stf_attendance_init(struct stf_attendance *attendance,
                                                 const struct stf_desk *desk,
                                                 const struct stf_allocator *allocator);
void stf_attendance_clear(struct stf_attendance *attendance);

/* The changes of one replication; presence of those who are paid and not there goes to the
 * sink. Costs nothing where nobody is ever absent or late. Fails with what the sink returned.
 */
STF_MUST_USE enum stf_status stf_attendance_draw(struct stf_attendance *attendance,
                                                 const struct stf_stream *stream,
                                                 const struct stf_staff_sink *sink,
                                                 struct stf_staff_plan *out);

#endif
