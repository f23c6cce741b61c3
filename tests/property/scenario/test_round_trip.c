/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk that is written and read back is the same desk: over random desks in random zones. */
#include "base/quantity.h"
#include "random/stream.h"
#include "scenario/scenario.h"
#include "scenario/write.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  DESKS_N = 60,
  CLASSES_MAX = 4,
  TEAMS_MAX = 3,
  SLOTS_MAX = 96,
  SPANS_MAX = 40,
  POINTS_N = 5,
  WITHIN_N = 2,
  CAMPAIGNS_MAX = 2,
  DRAWS_N = 3
};

/* Draws in order; the seed of a failing desk is its number, which the test prints. */
struct dice {
  struct stf_stream stream;
  uint64_t at;
};

static double toss(struct dice *dice) {
  double u[2];
  stf_stream_pair(&dice->stream, STF_STREAM_TEST, dice->at++, STF_STREAM_WORK, 0, u);
  return u[0];
}

static int below(struct dice *dice, int n) {
  return (int)(toss(dice) * n);
}

/* What a written desk refers to. */
struct sample {
  struct stf_write_desk desk;
  struct stf_write_class classes[CLASSES_MAX];
  struct stf_write_team teams[TEAMS_MAX];
  struct stf_write_span spans[TEAMS_MAX][SPANS_MAX];
  struct stf_write_count counts[TEAMS_MAX][14];
  char agents[TEAMS_MAX][SPANS_MAX][48];
  uint32_t all[CLASSES_MAX];
  double arrivals[7 * SLOTS_MAX * CLASSES_MAX];
  double values_s[POINTS_N];
  double survival[POINTS_N];
  struct stf_law_points points;
  double within_s[WITHIN_N];
  struct stf_write_campaign campaigns[CAMPAIGNS_MAX];
  struct stf_parameters draws;
  struct stf_parameters_class of_classes[DRAWS_N * CLASSES_MAX];
  struct stf_parameters_team of_teams[DRAWS_N * TEAMS_MAX];
  double variances[DRAWS_N];
};

static const char *const NAMES[CLASSES_MAX] = {"orders", "a, \"b\": #c", "Größe é", "NO"};
static const char *const TEAM_NAMES[TEAMS_MAX] = {"front", "front!", "on"};
static const char *const ZONES[] = {"Europe/Rome", "UTC", "America/New_York", "Asia/Kathmandu",
                                    "Australia/Lord_Howe"};

static struct stf_law some_law(struct dice *dice, const struct sample *sample) {
  double mean_s = 1 + 1000 * toss(dice);
  double parameters[STF_LAW_PARAMETERS_MAX] = {NAN, NAN, NAN, NAN, NAN};
  struct stf_law law = stf_law_constant(mean_s);
  const char *why = NULL;
  switch (below(dice, 6)) {
  case 0:
    return stf_law_of_points(&sample->points);
  case 1:
    return stf_law_exponential(mean_s);
  case 2:
    parameters[0] = mean_s;
    parameters[1] = 0.1 + 2 * toss(dice);
    assert_true(stf_law_make(STF_LAW_LOGNORMAL, parameters, &law, &why));
    return law;
  case 3:
    parameters[0] = mean_s;
    parameters[2] = 0.2 + 2 * toss(dice);
    assert_true(stf_law_make(STF_LAW_WEIBULL, parameters, &law, &why));
    return law;
  case 4:
    parameters[0] = toss(dice);
    parameters[1] = mean_s;
    assert_true(stf_law_make(STF_LAW_UNIFORM, parameters, &law, &why));
    return law;
  default:
    return law;
  }
}

static void make_points(struct dice *dice, struct sample *sample) {
  double value_s = 0;
  double survival = 1;
  for (int i = 0; i < POINTS_N; i++) {
    value_s += 0.001 + 100 * toss(dice);
    survival *= toss(dice);
    sample->values_s[i] = value_s;
    sample->survival[i] = survival;
  }
  sample->points = (struct stf_law_points){
      .values_s = sample->values_s, .survival = sample->survival, .n = POINTS_N};
  if (below(dice, 2) == 0) {
    sample->survival[POINTS_N - 1] = 0;
  } else {
    sample->points.tail_mean_s = 1 + 500 * toss(dice);
  }
}

/* Half of the classes have a bot, messages of their agents, acknowledgements. */
static void make_messages(struct dice *dice, struct sample *sample,
                          struct stf_write_class *class) {
  if (below(dice, 2) == 0) {
    class->first_message = some_law(dice, sample);
  }
  class->acknowledges = below(dice, 2) == 0;
  class->ack_us = class->acknowledges ? 1 + (int64_t)(toss(dice) * 1e8) : 0;
  class->bot = (struct stf_bot){.duration = stf_law_constant(0)};
  if (below(dice, 2) == 0) {
    class->bot = (struct stf_bot){.reach_share = 0.01 + 0.99 * toss(dice),
                                  .containment_share = toss(dice),
                                  .leave_share = toss(dice),
                                  .duration = some_law(dice, sample),
                                  .reading = below(dice, 2) == 0 ? stf_law_never()
                                                                 : some_law(dice, sample)};
  }
}

/* Some of it known, in whole milliseconds. */
static void make_support(struct dice *dice, struct stf_support *support) {
  int64_t *const times_us[] = {&support->wait_us, &support->age_us, &support->service_us,
                               &support->first_us, &support->bot_us};
  for (size_t i = 0; i < STF_COUNT_OF(times_us); i++) {
    *times_us[i] = below(dice, 2) == 0 ? 1000 * (int64_t)(1 + below(dice, 9999999)) : 0;
  }
  if (below(dice, 2) == 0) {
    support->per_interval = 1 + below(dice, 500);
    support->per_day = 1 + below(dice, 9000);
  }
}

static void make_classes(struct dice *dice, struct sample *sample) {
  struct stf_write_desk *desk = &sample->desk;
  desk->classes_n = 1 + (size_t)below(dice, CLASSES_MAX);
  desk->classes = sample->classes;
  static const size_t SLOTS[] = {24, 48, 96};
  desk->slots_n = SLOTS[below(dice, 3)];
  for (size_t c = 0; c < desk->classes_n; c++) {
    sample->classes[c] = (struct stf_write_class){
        .name = NAMES[c],
        .channel = below(dice, 2) == 0 ? "whats app" : NULL,
        .priority = below(dice, 5) - 2,
        .rate_per_s = below(dice, 3) == 0 ? 0.001 + toss(dice) : 0,
        .service = some_law(dice, sample),
        .patience = below(dice, 3) == 0 ? stf_law_never() : some_law(dice, sample),
        .note = "a note\nof two lines: with 'signs'",
        .service_note = "fitted",
    };
    make_messages(dice, sample, &sample->classes[c]);
    make_support(dice, &sample->classes[c].support);
    sample->all[c] = (uint32_t)c;
  }
  for (size_t i = 0; i < 7 * desk->slots_n * desk->classes_n; i++) {
    bool constant = sample->classes[i % desk->classes_n].rate_per_s > 0;
    sample->arrivals[i] = constant ? 0 : 0.01 + 30 * toss(dice);
  }
  desk->mean_arrivals = sample->arrivals;
}

/* Each agent: two shifts in the period, on other minutes than the others. */
static void make_roster(struct dice *dice, struct sample *sample, size_t t) {
  struct stf_write_team *team = &sample->teams[t];
  int agents_n = 1 + below(dice, SPANS_MAX / 2);
  for (int a = 0; a < agents_n; a++) {
    (void)snprintf(sample->agents[t][a], sizeof sample->agents[t][a], "agent %zu/%d", t, a);
    int64_t at_us = sample->desk.from_us;
    for (int shift = 0; shift < 2; shift++) {
      int64_t start_us = at_us + 1 + (int64_t)(toss(dice) * 40000e6);
      int64_t end_us = start_us + 1 + (int64_t)(toss(dice) * 30000e6);
      team->spans_n++;
      sample->spans[t][2 * a + shift] =
          (struct stf_write_span){sample->agents[t][a], start_us, end_us};
      at_us = end_us;
    }
  }
  team->spans = sample->spans[t];
}

static void make_teams(struct dice *dice, struct sample *sample) {
  struct stf_write_desk *desk = &sample->desk;
  desk->teams_n = 1 + (size_t)below(dice, TEAMS_MAX);
  desk->teams = sample->teams;
  for (size_t t = 0; t < desk->teams_n; t++) {
    struct stf_write_team *team = &sample->teams[t];
    *team = (struct stf_write_team){
        .name = TEAM_NAMES[t],
        .routing = below(dice, 2) == 0 ? STF_ROUTING_RANDOM : STF_ROUTING_LONGEST_IDLE,
        .pause = below(dice, 2) == 0 ? stf_law_constant(0) : some_law(dice, sample)};
    team->load_seen = (uint32_t)below(dice, 4);
    if (t > 0) {
      team->classes = sample->all;
      team->classes_n = 1 + (size_t)below(dice, (int)desk->classes_n);
    }
    switch (below(dice, 3)) {
    case 0:
      make_roster(dice, sample, t);
      break;
    case 1:
      for (int i = 0; i < 14; i++) {
        sample->counts[t][i] =
            (struct stf_write_count){i / 2, i % 2 * (3600 + 60 * below(dice, 600)), 1 + i % 5};
      }
      team->counts = sample->counts[t];
      team->counts_n = 14;
      break;
    default:
      team->agents_n = 1 + below(dice, 50);
      break;
    }
  }
}

static void make_campaigns(struct dice *dice, struct sample *sample) {
  struct stf_write_desk *desk = &sample->desk;
  desk->campaigns = sample->campaigns;
  desk->campaigns_n = (size_t)below(dice, CAMPAIGNS_MAX + 1);
  for (size_t i = 0; i < desk->campaigns_n; i++) {
    struct stf_law delay = some_law(dice, sample);
    double hours = 20 * toss(dice);
    sample->campaigns[i] = (struct stf_write_campaign){
        .name = i == 0 ? "winter sale: \"now\"" : "news 2",
        .at_us = desk->from_us + (int64_t)(hours * 3600e6),
        .messages_n = 1 + below(dice, 100000),
        .reply_share = toss(dice),
        .delay = delay.kind != STF_LAW_NEVER ? delay : stf_law_exponential(600),
        .class_index = (size_t)below(dice, (int)desk->classes_n),
        .in_frt = below(dice, 2) == 0,
        .note = "so many of so many"};
  }
}

/* Factors on the parameters; no team here has speeds. */
static void make_draws(struct dice *dice, struct sample *sample) {
  struct stf_write_desk *desk = &sample->desk;
  sample->draws = (struct stf_parameters){.n = DRAWS_N,
                                          .classes = sample->of_classes,
                                          .teams = sample->of_teams,
                                          .day_variances = sample->variances};
  desk->draws = below(dice, 2) == 0 ? &sample->draws : NULL;
  for (size_t d = 0; d < DRAWS_N; d++) {
    double pause = 0.1 + toss(dice);
    sample->variances[d] = toss(dice);
    for (size_t t = 0; t < desk->teams_n; t++) {
      sample->of_teams[d * desk->teams_n + t] = (struct stf_parameters_team){.pause = pause};
    }
    for (size_t c = 0; c < desk->classes_n; c++) {
      struct stf_parameters_class *of = &sample->of_classes[d * desk->classes_n + c];
      double *const factors[] = {&of->service, &of->patience, &of->containment,
                                 &of->first_message};
      for (size_t i = 0; i < STF_COUNT_OF(factors); i++) {
        *factors[i] = 0.1 + toss(dice);
      }
      for (size_t i = 0; i < 7; i++) {
        of->arrivals[i] = 0.1 + toss(dice);
      }
    }
  }
}

static void make_sample(uint32_t number, const struct stf_zone *zone, struct sample *sample) {
  struct dice dice = {.stream = stf_stream_of(42, number)};
  *sample = (struct sample){0};
  struct stf_write_desk *desk = &sample->desk;
  struct stf_civil civil = {.year = 2026, .month = 1, .day = 1 + below(&dice, 360)};
  civil.hour = below(&dice, 2) == 0 ? 0 : below(&dice, 24);
  desk->title = "# title";
  desk->zone = zone;
  desk->note = "opens the file";
  desk->from_us = stf_zone_to_utc(zone, &civil);
  civil.day += 1 + below(&dice, 9);
  desk->to_us = stf_zone_to_utc(zone, &civil);
  desk->interval_us = 900 * STF_US_PER_S;
  desk->warmup_us = below(&dice, 2) * (7200 * STF_US_PER_S);
  desk->end = below(&dice, 2) == 0 ? STF_EDGE_HORIZON : STF_EDGE_UNTIL_EMPTY;
  sample->within_s[0] = 20;
  sample->within_s[1] = 20 + 600 * toss(&dice);
  desk->within_s = sample->within_s;
  desk->within_n = (size_t)below(&dice, WITHIN_N + 1);
  desk->short_abandon_s = below(&dice, 2) * 7.5;
  desk->season_cv = below(&dice, 2) == 0 ? 0 : 0.01 + toss(&dice);
  desk->week_cv = below(&dice, 2) == 0 ? 0 : 0.01 + toss(&dice);
  desk->season_note = "of the run\nand its weeks";
  desk->day_shape = below(&dice, 2) == 0 ? 0 : 5 + 50 * toss(&dice);
  desk->volume = 0.5 + toss(&dice);
  make_points(&dice, sample);
  make_classes(&dice, sample);
  make_teams(&dice, sample);
  make_campaigns(&dice, sample);
  make_draws(&dice, sample);
}

static void check_law(const struct stf_law *got, const struct stf_law *wanted) {
  assert_int_equal(got->kind, wanted->kind);
  for (int i = 1; i < 20; i += 3) {
    double u = i / 20.0;
    double value_s = stf_law_draw_s(got, u);
    double wanted_s = stf_law_draw_s(wanted, u);
    assert_true(value_s <= wanted_s && value_s >= wanted_s);
  }
}

static void check_messages(const struct stf_class *got, const struct stf_write_class *wanted) {
  check_law(&got->first_message, &wanted->first_message);
  assert_int_equal(got->acknowledges, wanted->acknowledges);
  assert_int_equal(got->ack_us, wanted->ack_us);
  assert_near(got->bot.reach_share, wanted->bot.reach_share, 0);
  assert_near(got->bot.containment_share, wanted->bot.containment_share, 0);
  assert_near(got->bot.leave_share, wanted->bot.leave_share, 0);
  check_law(&got->bot.duration, &wanted->bot.duration);
  check_law(&got->bot.reading, &wanted->bot.reading);
}

static void check_support(const struct stf_class *class, const struct stf_support *wanted) {
  static const struct stf_support NOTHING = {0};
  const struct stf_support *got = class->support != NULL ? class->support : &NOTHING;
  assert_int_equal(got->wait_us, wanted->wait_us);
  assert_int_equal(got->age_us, wanted->age_us);
  assert_int_equal(got->service_us, wanted->service_us);
  assert_int_equal(got->first_us, wanted->first_us);
  assert_int_equal(got->bot_us, wanted->bot_us);
  assert_int_equal(got->per_interval, wanted->per_interval);
  assert_int_equal(got->per_day, wanted->per_day);
}

static void check_campaigns(const struct stf_desk *got, const struct stf_write_desk *wanted) {
  assert_int_equal(got->demand->campaigns_n, wanted->campaigns_n);
  for (size_t i = 0; i < wanted->campaigns_n; i++) {
    const struct stf_demand_campaign *own = &got->demand->campaigns[i];
    assert_string_equal(own->name, wanted->campaigns[i].name);
    assert_true(own->at_us == wanted->campaigns[i].at_us);
    assert_int_equal(own->messages_n, wanted->campaigns[i].messages_n);
    assert_near(own->reply_share, wanted->campaigns[i].reply_share, 0);
    assert_int_equal(own->class_index, wanted->campaigns[i].class_index);
    assert_int_equal(own->in_frt, wanted->campaigns[i].in_frt);
    check_law(&own->delay, &wanted->campaigns[i].delay);
  }
}

static void check_draws(const struct stf_desk *got, const struct stf_parameters *wanted) {
  assert_int_equal(got->draws != NULL, wanted != NULL);
  if (got->draws == NULL || wanted == NULL) {
    return;
  }
  for (size_t d = 0; d < wanted->n; d++) {
    assert_near(got->draws->day_variances[d], wanted->day_variances[d], 0);
    for (size_t t = 0; t < got->teams_n; t++) {
      size_t i = d * got->teams_n + t;
      assert_near(got->draws->teams[i].pause, wanted->teams[i].pause, 0);
    }
    for (size_t c = 0; c < got->classes_n; c++) {
      const struct stf_parameters_class *a = &got->draws->classes[d * got->classes_n + c];
      const struct stf_parameters_class *b = &wanted->classes[d * got->classes_n + c];
      assert_near(a->service, b->service, 0);
      assert_near(a->patience, b->patience, 0);
      assert_near(a->containment, b->containment, 0);
      assert_near(a->first_message, b->first_message, 0);
      assert_near(a->arrivals[6], b->arrivals[6], 0);
    }
  }
}

/* Staff there at an instant: by the samples' plan, and by the changes read. */
static int planned_at(const struct sample *sample, size_t t, const struct stf_zone *zone,
                      int64_t at_us) {
  const struct stf_write_team *team = &sample->teams[t];
  int n = team->agents_n;
  for (size_t i = 0; i < team->spans_n; i++) {
    n += team->spans[i].start_us <= at_us && at_us < team->spans[i].end_us;
  }
  struct stf_civil civil;
  stf_zone_to_civil(zone, at_us, &civil, NULL);
  int32_t now_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  for (size_t i = 0; i < team->counts_n; i++) {
    if (team->counts[i].weekday == stf_zone_weekday(&civil) &&
        team->counts[i].start_s <= now_s) {
      n = team->counts[i].agents_n;
    }
  }
  return n;
}

static int read_at(const struct stf_desk *desk, size_t t, int64_t at_us) {
  int n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    n += desk->changes[i].team == t ? desk->changes[i].delta : 0;
  }
  return n;
}

static double planned_rate(const struct sample *sample, size_t c, const struct stf_zone *zone,
                           int64_t at_us) {
  const struct stf_write_desk *desk = &sample->desk;
  if (desk->classes[c].rate_per_s > 0) {
    return desk->classes[c].rate_per_s;
  }
  struct stf_civil civil;
  stf_zone_to_civil(zone, at_us, &civil, NULL);
  size_t length_s = 86400 / desk->slots_n;
  size_t slot = (size_t)(civil.hour * 3600 + civil.minute * 60 + civil.second) / length_s;
  size_t place =
      ((size_t)stf_zone_weekday(&civil) * desk->slots_n + slot) * desk->classes_n + c;
  return desk->mean_arrivals[place] / (double)length_s;
}

static double read_rate(const struct stf_desk *desk, size_t c, int64_t at_us) {
  size_t i = 0;
  while (i + 1 < desk->rates_n && desk->rate_edges_us[i + 1] <= at_us) {
    i++;
  }
  return desk->classes[c].rates_per_s[i];
}

static void check_desk(const struct sample *sample, const struct stf_scenario *scenario) {
  const struct stf_write_desk *wanted = &sample->desk;
  const struct stf_desk *got = &scenario->desk;
  assert_string_equal(got->title, wanted->title);
  assert_true(got->from_us == wanted->from_us && got->to_us == wanted->to_us);
  assert_true(got->warmup_us == wanted->warmup_us && got->interval_us == wanted->interval_us);
  assert_int_equal(got->end, wanted->end);
  assert_near(got->volume, wanted->volume, 0);
  assert_near(got->season_cv, wanted->season_cv, 0);
  assert_near(got->week_cv, wanted->week_cv, 0);
  assert_near(got->day_shape, wanted->day_shape, 0);
  assert_int_equal(scenario->within_n, wanted->within_n > 0 ? wanted->within_n : 1);
  assert_near(scenario->within_s[scenario->within_n - 1],
              wanted->within_n == 2 ? sample->within_s[1] : 20, 0);
  assert_int_equal(got->classes_n, wanted->classes_n);
  assert_int_equal(got->teams_n, wanted->teams_n);
  for (uint32_t c = 0; c < got->classes_n; c++) {
    const struct stf_class *class = &got->classes[c];
    assert_string_equal(stf_dict_text(scenario->names.classes, class->name), NAMES[c]);
    assert_int_equal(class->priority, wanted->classes[c].priority);
    assert_int_equal(class->channel != STF_NOBODY, wanted->classes[c].channel != NULL);
    check_law(&class->service, &wanted->classes[c].service);
    check_law(&class->patience, &wanted->classes[c].patience);
    check_messages(class, &wanted->classes[c]);
    check_support(class, &wanted->classes[c].support);
  }
  for (uint32_t t = 0; t < got->teams_n; t++) {
    const struct stf_write_team *team = &wanted->teams[t];
    assert_string_equal(stf_dict_text(scenario->names.teams, got->teams[t].name), team->name);
    assert_int_equal(got->teams[t].routing, team->routing);
    assert_int_equal(got->teams[t].load_seen, team->load_seen);
    check_law(&got->teams[t].pause, &team->pause);
    for (uint32_t c = 0; c < got->classes_n; c++) {
      assert_int_equal(got->teams[t].serves[c], team->classes == NULL || c < team->classes_n);
    }
  }
  check_campaigns(got, wanted);
  check_draws(got, wanted->draws);
  int64_t step_us = STF_US_PER_S * 17 * 60 + 1;
  for (int64_t at_us = wanted->from_us; at_us < wanted->to_us; at_us += step_us) {
    for (uint32_t t = 0; t < got->teams_n; t++) {
      assert_int_equal(read_at(got, t, at_us), planned_at(sample, t, wanted->zone, at_us));
    }
    for (uint32_t c = 0; c < got->classes_n; c++) {
      assert_near(read_rate(got, c, at_us), planned_rate(sample, c, wanted->zone, at_us), 0);
    }
  }
}

static void print_findings(const struct stf_diags *diags) {
  for (size_t i = 0; i < diags->items_n; i++) {
    print_error("%s:%d:%d: %s\n", diags->items[i].path, diags->items[i].line,
                diags->items[i].column, diags->items[i].message);
  }
}

static void check_round_trip(uint32_t number, const char *folder) {
  static struct sample sample; /* too large for the stack */
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open(ZONES[number % STF_COUNT_OF(ZONES)], &zone), STF_OK);
  make_sample(number, zone, &sample);
  struct stf_write_files files;
  struct stf_error error = {0};
  assert_int_equal(stf_write_desk(&sample.desk, &files), STF_OK);
  assert_int_equal(stf_write_folder(&files, folder, true, &error), STF_OK);
  char path[256];
  (void)snprintf(path, sizeof path, "%s/desk.yaml", folder);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_scenario *scenario = NULL;
  enum stf_status status = stf_scenario_read(path, NULL, &diags, &scenario, &error);
  if (status != STF_OK) {
    print_error("desk %u: %s %s\n", number, stf_status_name(status), error.message);
    print_findings(&diags);
    fail();
  }
  check_desk(&sample, scenario);
  stf_scenario_free(scenario);
  stf_diag_clear(&diags);
  for (size_t i = 0; i < files.items_n; i++) {
    (void)snprintf(path, sizeof path, "%s/%s", folder, files.items[i].name);
    assert_int_equal(unlink(path), 0);
  }
  stf_write_clear(&files);
  stf_zone_free(zone);
}

static void test_written_desk_read_back_is_the_same(void **state) {
  (void)state;
  char folder[] = "/tmp/staffetta-round-XXXXXX";
  assert_non_null(mkdtemp(folder));
  for (uint32_t number = 0; number < DESKS_N; number++) {
    check_round_trip(number, folder);
  }
  assert_int_equal(rmdir(folder), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_written_desk_read_back_is_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
