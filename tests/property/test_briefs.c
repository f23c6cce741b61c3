/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts in brief give the KPIs of their full records to the last bit, every definition, and
 * so does the path of one pool: random desks. */
#include "engine/engine.h"
#include "kpi/kpi.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <stdlib.h>
#include <string.h>

enum {
  DESKS = 200
};

struct counted {
  struct stf_kpi_tally *tally;
  size_t briefs_n;
  size_t contacts_n;
};

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct counted *counted = context;
  counted->contacts_n += n;
  return stf_kpi_tally_contacts(counted->tally, contacts, n);
}

static enum stf_status take_briefs(void *context, const struct stf_brief_block *block) {
  struct counted *counted = context;
  counted->briefs_n += block->n;
  return stf_kpi_tally_briefs(counted->tally, block);
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  return stf_kpi_tally_presence(((struct counted *)context)->tally, span, 1);
}

/* One contact at a time; nobody comes back; of half the classes nothing but a wait and a
 * session. */
static void make_plain(struct stf_random_desk *random) {
  for (uint32_t t = 0; t < random->desk.teams_n; t++) {
    random->teams[t].cap = 1;
    random->teams[t].speeds = NULL;
  }
  for (uint32_t c = 0; c < random->desk.classes_n; c++) {
    random->classes[c].after = NULL;
  }
  for (uint32_t c = 0; c < random->desk.classes_n; c += 2) {
    random->classes[c].bot.reach_share = 0;
    random->classes[c].bot_hours = NULL;
    random->classes[c].acknowledges = false;
    random->classes[c].ack_us = 0;
    random->classes[c].first_message = stf_law_never();
    random->classes[c].wrap_up = NULL;
    random->classes[c].turns = NULL;
    random->classes[c].leaving = NULL;
  }
}

static struct stf_kpi_plan plan_of(const struct stf_random_desk *random,
                                   const struct stf_zone *zone) {
  const struct stf_desk *desk = &random->desk;
  return (struct stf_kpi_plan){
      .zone = zone,
      .names = &random->names,
      .from_us = desk->from_us,
      .to_us = desk->to_us,
      .interval_us = desk->interval_us,
      .groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY | STF_KPI_BY_WEEK |
                STF_KPI_BY_WEEKDAY_INTERVAL | STF_KPI_BY_TIME_OF_DAY | STF_KPI_BY_CLASS |
                STF_KPI_BY_CHANNEL | STF_KPI_BY_PRIORITY | STF_KPI_BY_TEAM |
                STF_KPI_BY_CLASS_INTERVAL | STF_KPI_BY_CLASS_PRIORITY,
      .within_us = {20000000, 60000000},
      .within_n = 2,
      .short_abandon_us = 5000000,
      .definitions = STF_KPI_CHOICE_ALL,
      .has_queue = true,
      .quantiles = STF_KPI_QUANTILES_NONE};
}

static size_t run(const struct stf_desk *desk, const struct stf_kpi_layout *layout,
                  bool in_brief, struct stf_kpi_value *values) {
  struct stf_engine *engine = NULL;
  struct counted counted = {0};
  assert_int_equal(stf_engine_new(desk, NULL, &engine), STF_OK);
  if (!in_brief) {
    stf_engine_use_loop(engine);
  }
  assert_int_equal(stf_kpi_tally_new(layout, &counted.tally), STF_OK);
  struct stf_engine_sink sink = {.context = &counted,
                                 .contacts = take_contacts,
                                 .briefs = in_brief ? take_briefs : NULL,
                                 .presence = take_presence};
  struct stf_stream stream = stf_stream_of(3, 1);
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  assert_int_equal(counted.briefs_n + counted.contacts_n, account.arrived_n);
  assert_true(in_brief || counted.briefs_n == 0);
  struct stf_kpi_balance balance = stf_kpi_tally_balance(counted.tally);
  assert_int_equal(balance.opened_n, account.counted_n);
  stf_kpi_tally_values(counted.tally, values);
  stf_kpi_tally_free(counted.tally);
  stf_engine_free(engine);
  return counted.briefs_n;
}

static void check_same(const struct stf_kpi_layout *layout, const struct stf_kpi_value *brief,
                       const struct stf_kpi_value *full) {
  for (size_t i = 0; i < stf_kpi_layout_rows_n(layout); i++) {
    bool same = memcmp(&brief[i].num, &full[i].num, sizeof brief[i].num) == 0 &&
                memcmp(&brief[i].den, &full[i].den, sizeof brief[i].den) == 0 &&
                brief[i].n == full[i].n;
    if (!same) {
      struct stf_row row;
      stf_kpi_layout_describe(layout, i, &row);
      print_error("%s %s %s %s: %.17g of %.17g, not %.17g of %.17g\n", row.kpi, row.definition,
                  row.statistic, row.key, brief[i].num, brief[i].den, full[i].num, full[i].den);
    }
    assert_true(same);
  }
}

static size_t check_desk(uint32_t number, const struct stf_zone *zone) {
  struct stf_random_desk random;
  stf_random_desk_build(number, zone, &random);
  make_plain(&random);
  struct stf_kpi_plan plan = plan_of(&random, zone);
  struct stf_kpi_layout *layout = NULL;
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &layout), STF_OK);
  assert_true(stf_kpi_layout_takes_briefs(layout));
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  struct stf_kpi_value *values = calloc(2 * rows_n, sizeof *values);
  assert_non_null(values);
  size_t briefs_n = run(&random.desk, layout, true, values);
  (void)run(&random.desk, layout, false, values + rows_n);
  check_same(layout, values, values + rows_n);
  free(values);
  stf_kpi_layout_free(layout);
  stf_random_desk_clear(&random);
  return briefs_n;
}

static void test_briefs_of_random_desks_give_what_full_records_give(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  size_t briefs_n = 0;
  for (uint32_t i = 0; i < DESKS; i++) {
    briefs_n += check_desk(i, zone);
  }
  assert_true(briefs_n > DESKS);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_briefs_of_random_desks_give_what_full_records_give)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
