/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/staff_check.h"
#include "support/near.h"
#include "support/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double SPEEDS[] = {1, 1.5};

/* An agent of a team with two places has a shift with a break. */
static struct stf_stage *sound_stage(void) {
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].cap = 2;
  stage->teams[0].speeds = SPEEDS;
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 1000);
  stf_stage_break(stage, shift, 100, 200, true);
  return stage;
}

/* Frees the stage. */
static void assert_broken(struct stf_stage *stage, const char *part) {
  const char *broken = stf_staff_check_valid(&stage->desk);
  if (broken == NULL || strstr(broken, part) == NULL) {
    print_error("'%s' does not speak of '%s'\n", broken != NULL ? broken : "(valid)", part);
    fail();
  }
  free(stage);
}

static void test_valid_sound_staff_has_no_finding(void **state) {
  (void)state;
  struct stf_stage *stage = sound_stage();
  assert_null(stf_staff_check_valid(&stage->desk));
  /* The run begins within the shift. */
  stage->changes[0].at_us += STF_STAGE_SECOND_US;
  assert_null(stf_staff_check_valid(&stage->desk));
  free(stage);
}

static void test_valid_broken_teams_are_found(void **state) {
  (void)state;
  static const double FAST[] = {2, 3};
  static const double STILL[] = {1, 0};
  struct stf_stage *stage = sound_stage();
  stage->teams[0].cap = STF_CONTACT_CAP_MAX + 1;
  assert_broken(stage, "too many");
  stage = sound_stage();
  stage->teams[0].speeds = NULL;
  assert_broken(stage, "begin with 1");
  stage = sound_stage();
  stage->teams[0].speeds = FAST;
  assert_broken(stage, "begin with 1");
  stage = sound_stage();
  stage->teams[0].speeds = STILL;
  assert_broken(stage, "not above 0");
  stage = sound_stage();
  stage->teams[0].absence_share = (double)NAN;
  assert_broken(stage, "absence");
  stage = sound_stage();
  stage->teams[1].absence_share = 0.1;
  stf_stage_staff(stage, 0, 1, STF_NOBODY, 3);
  assert_broken(stage, "without a name");
}

static void test_valid_broken_shifts_are_found(void **state) {
  (void)state;
  struct stf_stage *stage = sound_stage();
  stage->shifts[0].agent = STF_STAGE_AGENTS;
  assert_broken(stage, "without an agent");
  stage = sound_stage();
  stage->shifts[0].end_us = stage->shifts[0].start_us;
  assert_broken(stage, "before it begins");
  stage = sound_stage();
  stage->shifts[0].day = -1;
  assert_broken(stage, "impossible day");
  stage = sound_stage();
  stage->shifts[0].agent = 1;
  assert_broken(stage, "somebody else's");
  stage = sound_stage();
  stage->changes[0].shift = 2;
  assert_broken(stage, "does not exist");
  stage = sound_stage();
  stage->changes[3].at_us -= STF_STAGE_SECOND_US;
  assert_broken(stage, "ends at another time");
  stage = sound_stage();
  stage->changes[3].at_us += STF_STAGE_SECOND_US;
  assert_broken(stage, "outside its shift");
}

static void test_valid_broken_breaks_are_found(void **state) {
  (void)state;
  struct stf_stage *stage = sound_stage();
  stf_stage_break(stage, 1, 150, 250, false);
  assert_broken(stage, "without having come");
  stage = sound_stage();
  stage->changes[2].reason = STF_STAFF_UNPAID_BREAK;
  assert_broken(stage, "without having come");
  stage = sound_stage();
  stage->changes[1].shift = 0;
  stage->changes[1].agent = STF_NOBODY;
  assert_broken(stage, "break of nobody");
  stage = sound_stage();
  stage->changes[1].reason = STF_STAFF_DRAIN + 1;
  assert_broken(stage, "does not exist");
  stage = sound_stage();
  stage->changes[1].reason = STF_STAFF_DRAIN;
  assert_broken(stage, "without having come");
  stage = sound_stage();
  stf_stage_drain(stage, 1, 0);
  stage->changes[0].reason = STF_STAFF_DRAIN;
  stage->changes[0].delta = 0;
  assert_broken(stage, "drains");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_valid_sound_staff_has_no_finding),
      cmocka_unit_test(test_valid_broken_teams_are_found),
      cmocka_unit_test(test_valid_broken_shifts_are_found),
      cmocka_unit_test(test_valid_broken_breaks_are_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
