/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a planner's Erlang calculator would have said of a logged period, interval by interval:
 * M/M/n+M (without leaving: M/M/n) in its steady state, with the interval's own arrivals, the
 * agents who had a contact in it, the desk's mean service and exponential patience for the mix
 * of classes that came. The rival that a simulation has to beat.
 */
#ifndef STF_ERLANG_INTERVALS_H
#define STF_ERLANG_INTERVALS_H

#include "desk/desk.h"
#include "kpi/kpi.h"
#include "logs/eventlog.h"

struct stf_erlang_intervals_in {
  const struct stf_kpi_layout *layout;
  const struct stf_desk *desk; /* service and patience of its classes */
  const struct stf_log *log;
  const char *definition; /* of service_level, "sl3_within_20s"; its limit: */
  double within_s;
};

/* out has a place for each row of the layout: the predicted share for intervals of that service
 * level in which anybody came, NAN for every other row. */
STF_MUST_USE enum stf_status
stf_erlang_intervals_predict(const struct stf_erlang_intervals_in *in,
                             const struct stf_allocator *allocator, double *out);

#endif
