/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_money.h"

#include "base/quantity.h"

#include <math.h>

#define US_PER_H ((double)(3600 * STF_US_PER_S))

static int64_t in_u(double amount) {
  return llround(amount * 1e6);
}

static int64_t month_start(int year, int month) {
  const struct stf_civil first = {
      .year = month > 12 ? year + 1 : year, .month = month > 12 ? 1 : month, .day = 1};
  return stf_zone_day_number(&first);
}

static int days_of_month(int year, int month) {
  return (int)(month_start(year, month + 1) - month_start(year, month));
}

/* Share of its month that is over at an instant of the day: (days before + part of the day) /
 * days. */
static double month_over(const struct stf_zone *zone, const struct stf_civil *day,
                         int64_t day_start_us, int64_t at_us) {
  double length_us = (double)(stf_zone_next_day(zone, day_start_us) - day_start_us);
  double part = (double)(at_us - day_start_us) / length_us;
  return (day->day - 1 + part) / days_of_month(day->year, day->month);
}

/* What a month's amount comes to in [from, to) of one day. Rounding what has come together
 * until then, and not the day's part, makes the days of a month sum to the amount. */
static int64_t part_of_month_u(const struct stf_zone *zone, double amount, int64_t from_us,
                               int64_t to_us) {
  if (to_us <= from_us) {
    return 0;
  }
  struct stf_civil day;
  stf_zone_to_civil(zone, from_us, &day, NULL);
  int64_t start_us = stf_zone_day_start(zone, from_us);
  return in_u(amount * month_over(zone, &day, start_us, to_us)) -
         in_u(amount * month_over(zone, &day, start_us, from_us));
}

/* The instant so many months later; a 31st becomes the last day of a shorter month. */
static int64_t months_later(const struct stf_zone *zone, int64_t from_us, int32_t months_n) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, from_us, &civil, NULL);
  int month = civil.month - 1 + months_n;
  civil.year += month / 12;
  civil.month = month % 12 + 1;
  int days_n = days_of_month(civil.year, civil.month);
  civil.day = civil.day < days_n ? civil.day : days_n;
  return stf_zone_to_utc(zone, &civil);
}

static int64_t instalment_u(const struct stf_zone *zone,
                            const struct stf_costs_one_off *one_off, int64_t from_us,
                            int64_t to_us) {
  if (one_off->from_us != STF_NEVER) {
    int64_t end_us = months_later(zone, one_off->from_us, one_off->months_n);
    from_us = one_off->from_us > from_us ? one_off->from_us : from_us;
    to_us = end_us < to_us ? end_us : to_us;
  }
  return part_of_month_u(zone, one_off->amount / one_off->months_n, from_us, to_us);
}

/* Each day counts as its fees do. */
static double months_of(const struct stf_zone *zone, const struct stf_kpi_grid *days) {
  double months = 0;
  for (size_t i = 0; i < days->cells_n; i++) {
    struct stf_civil day;
    stf_zone_to_civil(zone, days->edges_us[i], &day, NULL);
    int64_t start_us = stf_zone_day_start(zone, days->edges_us[i]);
    months += month_over(zone, &day, start_us, days->edges_us[i + 1]) -
              month_over(zone, &day, start_us, days->edges_us[i]);
  }
  return round(months * 1e9) / 1e9; /* whole months are whole */
}

enum stf_status stf_kpi_money_fix(struct stf_kpi_layout *layout) {
  const struct stf_costs *costs = layout->plan.costs;
  const struct stf_zone *zone = layout->plan.zone;
  const struct stf_kpi_grid *days = &layout->days;
  if (costs == NULL) {
    return STF_OK;
  }
  int64_t *fixed_u =
      stf_arena_alloc(layout->arena, days->cells_n * STF_KPI_MONEY_FIXED, sizeof *fixed_u);
  if (fixed_u == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < days->cells_n; i++) {
    int64_t from_us = days->edges_us[i];
    int64_t to_us = days->edges_us[i + 1];
    int64_t *day_u = fixed_u + i * STF_KPI_MONEY_FIXED;
    day_u[0] = part_of_month_u(zone, costs->bot_per_month, from_us, to_us) +
               part_of_month_u(zone, costs->other_per_month, from_us, to_us);
    for (uint32_t o = 0; o < costs->one_offs_n; o++) {
      day_u[costs->one_offs[o].is_hiring ? 2 : 1] +=
          instalment_u(zone, &costs->one_offs[o], from_us, to_us);
    }
  }
  layout->fixed_u = fixed_u;
  layout->months = months_of(zone, days);
  layout->bot_fee_u = in_u(costs->bot_per_conversation);
  layout->template_fee_u = in_u(costs->per_template);
  return STF_OK;
}

static void add(struct stf_kpi_tally *tally, enum stf_kpi_kind kind, size_t cell,
                int64_t labour_u, int64_t premiums_u) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  if (group->is_kept && cell < group->cells_n) {
    int64_t *money = stf_kpi_tally_cell(tally, kind, cell) + group->money_at;
    money[STF_KPI_CELL_LABOUR] += labour_u;
    money[STF_KPI_CELL_PREMIUMS] += premiums_u;
  }
}

void stf_kpi_money_pay(struct stf_kpi_tally *tally, int64_t from_us, int64_t to_us,
                       uint32_t team) {
  const struct stf_costs *costs = tally->layout->plan.costs;
  const struct stf_kpi_grid *days = &tally->layout->days;
  if (team >= costs->teams_n) {
    return;
  }
  double rate_per_us = costs->team_per_h[team] / US_PER_H;
  while (from_us < to_us) {
    size_t day = stf_kpi_layout_cell(days, from_us);
    int64_t until_us = days->edges_us[day + 1] < to_us ? days->edges_us[day + 1] : to_us;
    int64_t labour_u = in_u(rate_per_us * (double)(until_us - from_us));
    int64_t premiums_u = 0;
    for (uint32_t p = 0; p < costs->premiums_n; p++) {
      int64_t open_us = stf_calendar_between_us(costs->premiums[p].hours, from_us, until_us);
      premiums_u += in_u(rate_per_us * costs->premiums[p].share * (double)open_us);
    }
    add(tally, STF_KPI_CATALOGUE_TOTAL, 0, labour_u, premiums_u);
    add(tally, STF_KPI_CATALOGUE_TEAM, team, labour_u, premiums_u);
    add(tally, STF_KPI_CATALOGUE_DAY, day, labour_u, premiums_u);
    from_us = until_us;
  }
}

int64_t stf_kpi_money_worked_u(struct stf_kpi_tally *tally, size_t team) {
  const struct stf_costs *costs = tally->layout->plan.costs;
  const struct stf_kpi_group *teams = &tally->layout->groups[STF_KPI_CATALOGUE_TEAM];
  if (team >= costs->teams_n || team >= teams->cells_n) {
    return 0;
  }
  const int64_t *cell = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TEAM, team);
  return in_u(costs->team_per_h[team] / US_PER_H * (double)cell[STF_KPI_CELL_BUSY_US]);
}

static void charge(struct stf_kpi_tally *tally, enum stf_kpi_kind kind, size_t cell,
                   enum stf_kpi_cell_money fee, int64_t fee_u) {
  stf_kpi_tally_cell(tally, kind, cell)[tally->layout->groups[kind].money_at + fee] += fee_u;
}

void stf_kpi_money_charge(struct stf_kpi_tally *tally, const struct stf_contact *contact,
                          int64_t templates_n, size_t day) {
  const struct stf_kpi_layout *layout = tally->layout;
  const int64_t templates_u = templates_n * layout->template_fee_u;
  if (layout->bot_fee_u > 0 && contact->bot_start_us != STF_NEVER) {
    charge(tally, STF_KPI_CATALOGUE_TOTAL, 0, STF_KPI_CELL_BOT_FEES, layout->bot_fee_u);
    charge(tally, STF_KPI_CATALOGUE_DAY, day, STF_KPI_CELL_BOT_FEES, layout->bot_fee_u);
  }
  if (templates_u > 0) {
    charge(tally, STF_KPI_CATALOGUE_TOTAL, 0, STF_KPI_CELL_TEMPLATE_FEES, templates_u);
    charge(tally, STF_KPI_CATALOGUE_DAY, day, STF_KPI_CELL_TEMPLATE_FEES, templates_u);
  }
}
