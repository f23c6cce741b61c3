/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the data behind a class have seen: beyond it the class's laws and figures are
 * extrapolated. (Of a team: stf_team.load_seen.) Written by `fit`, told by every run
 * (replicate/support.h). */
#ifndef STF_SUPPORT_H
#define STF_SUPPORT_H

#include <stdint.h>

struct stf_support {    /* 0: not known */
  int64_t wait_us;      /* longest wait of anybody, taken or gone: patience is known up to it */
  int64_t age_us;       /* longest time from an opening to its close */
  int64_t service_us;   /* longest work on a contact: the sum of its stretches */
  int64_t first_us;     /* longest time from an assignment to the first human message */
  int64_t bot_us;       /* longest time from the opening to the end of the bot */
  int64_t per_interval; /* most contacts opened in one interval of interval_us: the load */
  int64_t interval_us;
  int64_t per_day; /* most contacts opened on one civil day: the volume */
};

#endif
