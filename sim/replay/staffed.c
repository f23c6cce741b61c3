/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/staffed.h"

/* Whether anybody is there for some time of the period. */
static bool staffed(const struct stf_desk *desk) {
  int64_t on_n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us < desk->to_us; i++) {
    on_n += desk->changes[i].delta;
    bool lasts =
        i + 1 == desk->changes_n || desk->changes[i + 1].at_us > desk->changes[i].at_us;
    bool reaches = i + 1 == desk->changes_n || desk->changes[i + 1].at_us > desk->from_us;
    if (on_n > 0 && lasts && reaches) {
      return true;
    }
  }
  return false;
}

static void tell_nobody(const struct stf_replay_in *in, struct stf_diags *diags) {
  struct stf_where where = {.path = in->path};
  if ((in->given & STF_REPLAY_PRESENCE) != 0) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the log does not tell who was there in this period: it needs 'agent_on' and "
                 "'agent_off' or 'work_start' and 'work_end' events; or give the desk a roster "
                 "for these dates and run it with --given arrivals");
  } else if (in->map.days != NULL) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the desk has nobody on shift in the period, and the agents of a log do not "
                 "move to other days: give a team 'agents', 'staffing' or 'roster'");
  } else {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the desk has nobody on shift in this period of the log; take the log's "
                 "presence (--given arrivals,presence) or give the desk a roster for these "
                 "dates");
  }
}

void stf_staffed_check(const struct stf_replay_in *in, const struct stf_desk *desk,
                       struct stf_diags *diags) {
  if (!staffed(desk)) {
    tell_nobody(in, diags);
  }
}
