/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replication's own desk: factors of its draw on teams and classes. */
#include "replicate/drawn.h"
#include "support/near.h"

static void test_factors_of_a_draw_expect_them_on_pause_speeds_and_messages(void **state) {
  (void)state;
  const double speeds[] = {1, 1.5, 1.8};
  const double factors[] = {1, 0.9, 1.1};
  const struct stf_class class = {.service = stf_law_constant(60),
                                  .patience = stf_law_never(),
                                  .first_message = stf_law_exponential(20)};
  const struct stf_team teams[] = {
      {.pause = stf_law_exponential(10), .cap = 3, .speeds = speeds},
      {.pause = stf_law_constant(0)}};
  const struct stf_parameters_class of_class = {.arrivals = {1, 1, 1, 1, 1, 1, 1},
                                                .service = 1,
                                                .patience = 1,
                                                .containment = 1,
                                                .first_message = 1.2};
  const struct stf_parameters_team of_teams[] = {{.pause = 0.8, .speeds = factors},
                                                 {.pause = 0.8}};
  const double variance = 1;
  struct stf_parameters draws = {
      .n = 1, .classes = &of_class, .teams = of_teams, .day_variances = &variance};
  const struct stf_desk desk = {
      .classes = &class, .classes_n = 1, .teams = teams, .teams_n = 2, .draws = &draws};
  struct stf_stream stream = stf_stream_of(1, 0);
  struct stf_drawn *drawn = NULL;
  assert_int_equal(stf_drawn_new(&desk, NULL, &drawn), STF_OK);
  const struct stf_desk *own = stf_drawn_desk(drawn, &stream);
  assert_near(stf_law_mean_s(&own->teams[0].pause), 8, 1e-12);
  assert_near(own->teams[0].speeds[0], 1, 0);
  assert_near(own->teams[0].speeds[1], 1.35, 1e-12);
  assert_near(own->teams[0].speeds[2], 1.98, 1e-12);
  assert_near(stf_law_mean_s(&own->teams[1].pause), 0, 0);
  assert_null(own->teams[1].speeds);
  assert_near(stf_law_mean_s(&own->classes[0].first_message), 24, 1e-12);
  stf_drawn_free(drawn);
  /* Nothing is said of teams: they are the desk's own. */
  draws.teams = NULL;
  assert_int_equal(stf_drawn_new(&desk, NULL, &drawn), STF_OK);
  assert_ptr_equal(stf_drawn_desk(drawn, &stream)->teams, teams);
  stf_drawn_free(drawn);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_factors_of_a_draw_expect_them_on_pause_speeds_and_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
