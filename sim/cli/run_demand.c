/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_demand.h"

#include "desk/demand.h"
#include "report/number.h"

enum {
  CELL = 32
};

static void put_campaign(FILE *out, const struct stf_desk *desk, const struct stf_zone *zone,
                         const struct stf_demand_campaign *campaign) {
  char messages[CELL];
  struct stf_civil at;
  stf_zone_to_civil(zone, campaign->at_us, &at, NULL);
  (void)stf_number_grouped(campaign->messages_n, 0, messages);
  (void)fprintf(
      out,
      "assumed: campaign %s, %s messages on %04d-%02d-%02d at %02d:%02d; %g %% reply as "
      "'%s', after %.3g min on average%s\n",
      campaign->name, messages, at.year, at.month, at.day, at.hour, at.minute,
      100 * campaign->reply_share,
      stf_dict_text(desk->names->classes, desk->classes[campaign->class_index].name),
      stf_law_mean_s(&campaign->delay) / 60, campaign->in_frt ? "" : ", not in FRT");
}

static double calls_of(const struct stf_desk *desk,
                       const struct stf_demand_deflection *deflection) {
  double calls = 0;
  for (size_t i = 0; i < desk->rates_n; i++) {
    int64_t from_us =
        desk->rate_edges_us[i] > desk->from_us ? desk->rate_edges_us[i] : desk->from_us;
    int64_t to_us =
        desk->rate_edges_us[i + 1] < desk->to_us ? desk->rate_edges_us[i + 1] : desk->to_us;
    calls +=
        to_us > from_us ? deflection->rates_per_s[i] * (double)(to_us - from_us) * 1e-6 : 0;
  }
  return calls;
}

static void put_deflection(FILE *out, const struct stf_desk *desk,
                           const struct stf_demand_deflection *deflection) {
  char calls[CELL];
  (void)stf_number_grouped(calls_of(desk, deflection), 0, calls);
  (void)fprintf(
      out, "assumed: %g %% of %s calls move into messaging as '%s'\n", 100 * deflection->share,
      calls, stf_dict_text(desk->names->classes, desk->classes[deflection->class_index].name));
}

void stf_run_demand_put_observed(FILE *out, const struct stf_desk *desk, size_t behind_n) {
  for (uint32_t c = 0; behind_n > 0 && c < desk->classes_n; c++) {
    double observed = desk->demand->observed[c];
    if (observed > 0) {
      (void)fprintf(out, " (who ended in the bot of %s rebuilt: %g %%)",
                    stf_dict_text(desk->names->classes, desk->classes[c].name), 100 * observed);
    }
  }
}

void stf_run_demand_put_assumed(FILE *out, const struct stf_scenario *scenario, bool of_demand,
                                bool of_staff) {
  for (size_t i = 0; i < scenario->assumptions_n; i++) {
    const struct stf_scenario_assumption *assumption = &scenario->assumptions[i];
    if (assumption->of_staff ? of_staff : of_demand) {
      (void)fprintf(out, "%s\n", assumption->text);
    }
  }
}

void stf_run_demand_note(const struct stf_desk *desk, const char *path,
                         struct stf_diags *diags) {
  if (desk->demand != NULL && desk->demand->observed != NULL) {
    stf_diag_add(diags, STF_SEVERITY_NOTE, (struct stf_where){.path = path},
                 "'demand.observed_containment' is of logs and this run has none: those of a "
                 "curve or of totals meet the bot as they come");
  }
}

void stf_run_demand_put(FILE *out, const struct stf_desk *desk, const struct stf_zone *zone) {
  const struct stf_demand *demand = desk->demand;
  if (demand == NULL) {
    return;
  }
  if (demand->intervals.cv > 0) {
    (void)fprintf(
        out,
        "intervals of %g min differ by a factor with cv %g, correlated by %g from one "
        "to the next\n",
        (double)desk->interval_us / 6e7, demand->intervals.cv, demand->intervals.correlation);
  }
  for (size_t i = 0; i < demand->campaigns_n; i++) {
    put_campaign(out, desk, zone, &demand->campaigns[i]);
  }
  for (size_t i = 0; i < demand->deflections_n; i++) {
    put_deflection(out, desk, &demand->deflections[i]);
  }
}
