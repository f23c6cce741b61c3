/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_contract.h"

#include "kpi/kpi_values.h"

#include <math.h>
#include <stdio.h>

enum {
  TIER_TEXT = 48
};

enum stf_kpi_kind stf_kpi_contract_kind(const struct stf_sla_contract *contract) {
  switch (contract->stretch) {
  case STF_SLA_STRETCH_DAY:
    return STF_KPI_CATALOGUE_DAY;
  case STF_SLA_STRETCH_WEEK:
    return STF_KPI_CATALOGUE_WEEK;
  case STF_SLA_STRETCH_MONTH:
    break;
  }
  return STF_KPI_CATALOGUE_MONTH;
}

/* "standard_below_95%", or the contract as a whole behind its tiers. */
static bool name_clause(struct stf_kpi_layout *layout, const struct stf_sla_policy *policy,
                        struct stf_kpi_clause *clause) {
  char text[TIER_TEXT] = "";
  if (clause->tier < policy->contract->tiers_n) {
    (void)snprintf(text, sizeof text, "_below_%.10g%%",
                   100 * policy->contract->tiers[clause->tier].below);
  }
  clause->name = stf_arena_join(layout->arena, policy->name, text, "");
  return clause->name != NULL;
}

static enum stf_status list_clauses(struct stf_kpi_layout *layout) {
  const struct stf_sla_terms *terms = layout->plan.terms;
  size_t most = (size_t)terms->policies_n * (STF_SLA_TIERS_MAX + 1);
  struct stf_kpi_clause *list = stf_arena_alloc(layout->arena, most, sizeof *list);
  if (list == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t p = 0; p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    for (uint32_t t = 0; policy->contract != NULL && t <= policy->contract->tiers_n; t++) {
      struct stf_kpi_clause *clause = &list[layout->clauses_n++];
      *clause = (struct stf_kpi_clause){.policy = p, .tier = t};
      if (!name_clause(layout, policy, clause)) {
        return STF_ERR_MEMORY;
      }
    }
  }
  layout->clauses = list;
  return STF_OK;
}

enum stf_status stf_kpi_contract_list(struct stf_kpi_layout *layout) {
  const struct stf_kpi_plan *plan = &layout->plan;
  if (plan->terms == NULL) {
    return STF_OK;
  }
  size_t days_n = layout->days.cells_n;
  double *forecasts =
      stf_arena_alloc(layout->arena, plan->terms->policies_n * days_n, sizeof *forecasts);
  if (forecasts == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t p = 0; p < plan->terms->policies_n; p++) {
    const struct stf_sla_contract *contract = plan->terms->policies[p].contract;
    bool is_asked = contract != NULL && contract->volume_above > 0 && plan->forecast != NULL;
    for (size_t d = 0; d < days_n; d++) {
      forecasts[p * days_n + d] =
          is_asked ? plan->forecast(plan->forecast_context, p, layout->days.edges_us[d],
                                    layout->days.edges_us[d + 1])
                   : (double)NAN;
    }
  }
  layout->forecasts = forecasts;
  return list_clauses(layout);
}

/* How a contract stands in one stretch. */
struct verdict {
  int64_t met_n;
  int64_t decided_n;
  int64_t opened_n;
  double forecast_n; /* NAN: not known */
};

static bool is_excluded_day(const struct stf_kpi_layout *layout,
                            const struct stf_sla_contract *contract, size_t day) {
  int64_t number = stf_zone_day_at(layout->plan.zone, layout->days.edges_us[day]);
  bool found = false;
  for (size_t i = 0; i < contract->excluded_days_n; i++) {
    found = found || contract->excluded_days[i] == number;
  }
  return found;
}

/* The day after the stretch that begins with a day. */
static size_t stretch_end(const struct stf_kpi_layout *layout,
                          const struct stf_sla_contract *contract, size_t day) {
  if (contract->stretch == STF_SLA_STRETCH_DAY) {
    return day + 1;
  }
  const uint32_t *cells =
      contract->stretch == STF_SLA_STRETCH_WEEK ? layout->week_cells : layout->month_cells;
  size_t end = day + 1;
  while (end < layout->days.cells_n && cells[end] == cells[day]) {
    end++;
  }
  return end;
}

static struct verdict judge(struct stf_kpi_tally *tally, uint32_t policy, size_t from_day,
                            size_t to_day) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_sla_contract *contract = layout->plan.terms->policies[policy].contract;
  struct verdict verdict = {0};
  for (size_t d = from_day; d < to_day; d++) {
    if (is_excluded_day(layout, contract, d)) {
      continue;
    }
    const int64_t *sla = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, d) +
                         layout->groups[STF_KPI_CATALOGUE_DAY].sla_at;
    const int64_t *fields = sla + stf_kpi_cell_sla_at(policy, STF_KPI_CELL_CONTRACT);
    verdict.met_n += fields[STF_KPI_CELL_MET];
    verdict.decided_n += fields[STF_KPI_CELL_MET] + fields[STF_KPI_CELL_MISSED] +
                         fields[STF_KPI_CELL_MISSED_OPEN];
    verdict.opened_n += sla[stf_kpi_cell_sla_opened_at(policy)];
    verdict.forecast_n += layout->forecasts[policy * layout->days.cells_n + d];
  }
  return verdict;
}

static bool is_excluded(const struct stf_sla_contract *contract,
                        const struct verdict *verdict) {
  return contract->volume_above > 0 &&
         (double)verdict->opened_n > contract->volume_above * verdict->forecast_n;
}

/* The lowest tier that the share stays below; tiers_n: none. Whole numbers, so that 19 of 20
 * are not below 95 %. */
static uint32_t tier_of(const struct stf_sla_contract *contract,
                        const struct verdict *verdict) {
  uint32_t tier = contract->tiers_n;
  for (uint32_t t = 0; t < contract->tiers_n; t++) {
    int64_t below_ppm = llround(contract->tiers[t].below * 1e6);
    tier = verdict->met_n * 1000000 < below_ppm * verdict->decided_n ? t : tier;
  }
  return tier;
}

/* What a contract's stretches come to. */
struct sum {
  struct verdict verdict;                /* of those not excluded */
  int64_t judged_n;                      /* stretches with somebody who counts */
  int64_t excluded_n;                    /* of them by their volume */
  int64_t tier_n[STF_SLA_TIERS_MAX + 1]; /* of the others, by tier; then those without */
  double penalty;
};

static void add_stretch(const struct stf_sla_contract *contract, struct verdict verdict,
                        struct sum *sum) {
  if (verdict.decided_n == 0) {
    return;
  }
  sum->judged_n++;
  if (is_excluded(contract, &verdict)) {
    sum->excluded_n++;
    return;
  }
  uint32_t tier = tier_of(contract, &verdict);
  sum->tier_n[tier]++;
  sum->verdict.met_n += verdict.met_n;
  sum->verdict.decided_n += verdict.decided_n;
  sum->penalty += tier < contract->tiers_n ? contract->tiers[tier].amount : 0;
}

void stf_kpi_contract_charge(struct stf_kpi_tally *tally) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_sla_terms *terms = layout->plan.terms;
  if (layout->plan.costs == NULL || layout->clauses_n == 0) {
    return;
  }
  int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0) +
                   layout->groups[STF_KPI_CATALOGUE_TOTAL].money_at + STF_KPI_CELL_PENALTIES;
  size_t at = layout->groups[STF_KPI_CATALOGUE_DAY].money_at + STF_KPI_CELL_PENALTIES;
  *total = 0;
  for (size_t d = 0; d < layout->days.cells_n; d++) {
    stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, d)[at] = 0;
  }
  for (uint32_t p = 0; p < terms->policies_n; p++) {
    const struct stf_sla_contract *contract = terms->policies[p].contract;
    if (contract == NULL || !stf_kpi_values_shows(tally, p, contract->clock)) {
      continue;
    }
    size_t end = 0;
    for (size_t d = 0; d < layout->days.cells_n; d = end) {
      struct sum sum = {0};
      end = stretch_end(layout, contract, d);
      add_stretch(contract, judge(tally, p, d, end), &sum);
      int64_t penalty_u = llround(sum.penalty * 1e6);
      stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, end - 1)[at] += penalty_u;
      *total += penalty_u;
    }
  }
}

/* One stretch, or all of them. */
static struct sum sum_of(struct stf_kpi_tally *tally, uint32_t policy, enum stf_kpi_kind kind,
                         size_t index) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_sla_contract *contract = layout->plan.terms->policies[policy].contract;
  struct sum sum = {0};
  size_t number = 0;
  size_t end = 0;
  for (size_t d = 0; d < layout->days.cells_n; d = end, number++) {
    end = stretch_end(layout, contract, d);
    if (kind == STF_KPI_CATALOGUE_TOTAL || number == index) {
      add_stretch(contract, judge(tally, policy, d, end), &sum);
    }
  }
  return sum;
}

static struct stf_kpi_value ratio_of(double num, double den, int64_t n) {
  return (struct stf_kpi_value){
      .value = den > 0 ? num / den : (double)NAN, .num = num, .den = den, .n = n};
}

struct stf_kpi_value stf_kpi_contract_value(struct stf_kpi_tally *tally,
                                            const struct stf_kpi_template *template,
                                            enum stf_kpi_kind kind, size_t index) {
  const struct stf_kpi_clause *clause = &tally->layout->clauses[template->item];
  const struct stf_sla_policy *policy = &tally->layout->plan.terms->policies[clause->policy];
  if (!stf_kpi_values_shows(tally, clause->policy, policy->contract->clock)) {
    return ratio_of(0, 0, -1);
  }
  struct sum sum = sum_of(tally, clause->policy, kind, index);
  double judged = (double)sum.judged_n;
  switch ((enum stf_kpi_contract_row) template->descriptor->field) {
  case STF_KPI_CATALOGUE_CONTRACT_SHARE:
    return ratio_of((double)sum.verdict.met_n, (double)sum.verdict.decided_n,
                    sum.verdict.decided_n);
  case STF_KPI_CATALOGUE_CONTRACT_TIER:
    return ratio_of((double)sum.tier_n[clause->tier], judged, sum.judged_n);
  case STF_KPI_CATALOGUE_CONTRACT_NONE:
    return ratio_of((double)sum.tier_n[policy->contract->tiers_n], judged, sum.judged_n);
  case STF_KPI_CATALOGUE_CONTRACT_EXCLUDED:
    return ratio_of((double)sum.excluded_n, judged, sum.judged_n);
  case STF_KPI_CATALOGUE_CONTRACT_PENALTY:
    break;
  }
  return ratio_of(sum.penalty, 1, sum.judged_n);
}
