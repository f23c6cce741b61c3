/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_profile.h"

const char STF_SCENARIO_PROFILE_NOTE[] =
    "ASSUMED: the totals are spread by the default profile (demand.totals names none)";

enum {
  HOUR_S = 3600,
  HOURS = 24
};

static double hour_size(int hour) {
  if (hour >= 9 && hour < 20) {
    return 1;
  }
  return hour == 8 || hour == 20 || hour == 21 ? 0.5 : 0.1;
}

void stf_scenario_profile_default(struct stf_scenario_build *build,
                                  struct stf_scenario_curve *out) {
  static const double DAYS[7] = {1.2, 1, 1, 1, 0.9, 0.6, 0.4};
  *out = (struct stf_scenario_curve){.common = true};
  for (int weekday = 0; weekday < 7; weekday++) {
    for (int hour = 0; hour < HOURS; hour++) {
      struct stf_scenario_curve_row row = {.day = weekday,
                                           .start_s = hour * HOUR_S,
                                           .length_s = HOUR_S,
                                           .arrivals = DAYS[weekday] * hour_size(hour)};
      stf_scenario_curve_add(build, out, &row);
    }
  }
}
