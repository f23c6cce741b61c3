/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_fitted.h"

#include "scenario/scenario_keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  DAYS_SHOWN = 6,
  DAYS = 96,
  EFFECT = 96,
  DISTANCE = 48,
  WEEK = 7,
  FEW_DAYS = 28 /* up to there days are counted */
};

struct fitted {
  int64_t first_day;
  int64_t last_day;
  double horizon_days; /* NAN: no factors of season and week */
};

static bool read_days(const struct stf_node *node, struct fitted *out) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_FITTED;
  struct stf_civil from;
  struct stf_civil to;
  if (!stf_keys_check(node, keys)) {
    return false;
  }
  (void)stf_keys_check(stf_node_get(node, "holidays"), &STF_SCENARIO_KEYS_FITTED_HOLIDAYS);
  bool read = stf_node_date(stf_node_get(node, "from"), &from);
  read = stf_node_date(stf_node_get(node, "to"), &to) && read;
  if (!read) {
    return false;
  }
  out->first_day = stf_zone_day_number(&from);
  out->last_day = stf_zone_day_number(&to);
  out->horizon_days = stf_keys_number(node, keys, "horizon") / 86400;
  if (out->last_day < out->first_day) {
    stf_node_error(stf_node_get(node, "to"), "the fitted days end before they begin");
    return false;
  }
  return true;
}

/* "12 days", "48 weeks". */
static void put_distance(int64_t days, char out[DISTANCE]) {
  bool few = days < FEW_DAYS;
  long long n = few ? days : (days + WEEK / 2) / WEEK;
  (void)snprintf(out, DISTANCE, "%lld %s%s", n, few ? "day" : "week", n == 1 ? "" : "s");
}

/* Campaigns are sent when they are sent: the period may have none of them. */
static void tell_campaigns(struct stf_scenario_build *build) {
  const struct stf_desk *desk = &build->scenario->desk;
  size_t in_period_n = 0;
  for (size_t i = 0; i < build->demand->campaigns_n; i++) {
    int64_t at_us = build->demand->campaigns[i].at_us;
    in_period_n += at_us >= build->start_us && at_us < desk->to_us;
  }
  if (build->demand->campaigns_n > 0 && in_period_n == 0) {
    stf_scenario_build_assume(
        build, false,
        "assumed: no campaign is sent in this period (the desk's %zu were "
        "sent at other times)",
        build->demand->campaigns_n);
  }
}

static void tell_bands(struct stf_scenario_build *build, const struct fitted *fitted,
                       int64_t ahead) {
  char far[DISTANCE];
  char horizon[DISTANCE];
  put_distance(ahead, far);
  if (isnan(fitted->horizon_days)) {
    stf_scenario_build_assume(
        build, false,
        "assumed: no factor of season and week (the log was too short for "
        "them): bands of whole weeks are too narrow");
  } else if ((double)ahead > fitted->horizon_days) {
    put_distance((int64_t)fitted->horizon_days, horizon);
    stf_scenario_build_assume(
        build, false,
        "assumed: the factors of season and week, measured %s ahead, hold "
        "%s ahead: bands of whole weeks are too narrow",
        horizon, far);
  }
}

void stf_scenario_fitted_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *node = stf_node_get(root, "fitted");
  struct stf_scenario_days_span run = stf_scenario_days_run(build);
  struct fitted fitted;
  if (node == NULL || !read_days(node, &fitted) || build->scenario->replay_path != NULL ||
      build->demand == NULL ||
      (run.first_day >= fitted.first_day && run.last_day <= fitted.last_day)) {
    return;
  }
  bool behind = run.last_day > fitted.last_day;
  int64_t ahead = behind ? run.last_day - fitted.last_day : fitted.first_day - run.first_day;
  char first[STF_SCENARIO_DAYS_TEXT];
  char last[STF_SCENARIO_DAYS_TEXT];
  char far[DISTANCE];
  put_distance(ahead, far);
  stf_scenario_build_assume(build, false,
                            "assumed: customers come as on the fitted days, %s to %s: by "
                            "weekday, with no trend and no "
                            "time of year; this period %s %s %s them",
                            stf_scenario_days_text(fitted.first_day, first),
                            stf_scenario_days_text(fitted.last_day, last),
                            behind ? "ends" : "begins", far, behind ? "behind" : "before");
  tell_bands(build, &fitted, ahead);
  tell_campaigns(build);
}

/* ---- holidays ---- */

/* The item's days in the run: "2026-12-08, 2026-12-25". Returns how many. */
static size_t put_days(struct stf_scenario_days_span run, const struct stf_scenario_days *days,
                       const struct stf_node *item, char out[DAYS]) {
  size_t n = 0;
  out[0] = '\0';
  for (size_t i = 0; i < days->holidays_n; i++) {
    const struct stf_scenario_days_rule *rule = &days->holidays[i];
    char day[STF_SCENARIO_DAYS_TEXT];
    if (rule->node != item || rule->day < run.first_day || rule->day > run.last_day) {
      continue;
    }
    if (n++ < DAYS_SHOWN) {
      size_t at = strlen(out);
      (void)snprintf(out + at, DAYS - at, "%s%s", at > 0 ? ", " : "",
                     stf_scenario_days_text(rule->day, day));
    }
  }
  return n;
}

static void put_effect(const struct stf_scenario_days_rule *rule, char out[EFFECT]) {
  size_t n = 0;
  out[0] = '\0';
  if (rule->closed) {
    (void)snprintf(out, EFFECT, "nobody comes");
    return;
  }
  n += (size_t)snprintf(out, EFFECT, "as many come as on a %s",
                        rule->profile >= 0 ? STF_ZONE_WEEKDAY_NAMES[rule->profile]
                                           : "day of their weekday");
  if (rule->is_drawn) {
    (void)snprintf(out + n, EFFECT - n, ", times %g (%g to %g)", rule->likely, rule->low,
                   rule->high);
  } else if (rule->multiply < 1 || rule->multiply > 1) {
    (void)snprintf(out + n, EFFECT - n, ", times %g", rule->multiply);
  }
}

void stf_scenario_fitted_tell_days(struct stf_scenario_build *build,
                                   const struct stf_node *root,
                                   const struct stf_scenario_days *days) {
  struct stf_scenario_days_span run = stf_scenario_days_run(build);
  const struct stf_node *list = stf_node_get(stf_node_get(root, "demand"), "holidays");
  bool tells = stf_node_get(root, "fitted") != NULL && build->scenario->replay_path == NULL;
  for (size_t i = 0; list != NULL && tells && i < days->holidays_n; i++) {
    const struct stf_scenario_days_rule *rule = &days->holidays[i];
    char dates[DAYS];
    char effect[EFFECT];
    size_t n = put_days(run, days, rule->node, dates);
    bool first = true;
    for (size_t k = 0; k < i; k++) {
      first = first && days->holidays[k].node != rule->node;
    }
    if (!first || n == 0) {
      continue;
    }
    put_effect(rule, effect);
    if (rule->past_n > 1) {
      stf_scenario_build_assume(build, false, "holidays: on %s%s %s, by %zu past ones", dates,
                                n > DAYS_SHOWN ? "..." : "", effect, rule->past_n);
    } else {
      stf_scenario_build_assume(build, false,
                                "assumed: on the holidays %s%s %s (that rests on %s past one); "
                                "--holiday-demand says otherwise",
                                dates, n > DAYS_SHOWN ? "..." : "", effect,
                                rule->past_n == 1 ? "only one" : "no");
    }
  }
}
