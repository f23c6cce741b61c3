/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roster file in any encoding and dialect: either it is refused with a reason, or its shifts
 * and breaks keep the desk's contracts (which reading checks), lie in order and in the run. */
#include "fuzz/fuzz.h"
#include "scenario/scenario.h"

#include <stdio.h>
#include <string.h>

static void check_desk(const struct stf_desk *desk) {
  STF_ASSERT(desk->agents_n > 0 && desk->changes_n > 0);
  for (size_t i = 0; i < desk->changes_n; i++) {
    STF_ASSERT(desk->changes[i].at_us >= desk->from_us);
    STF_ASSERT(desk->changes[i].shift <= desk->shifts_n);
  }
  for (size_t i = 0; i < desk->shifts_n; i++) {
    const struct stf_shift *shift = &desk->shifts[i];
    STF_ASSERT(shift->start_us < shift->end_us && shift->agent < desk->agents_n);
    STF_ASSERT(shift->end_us > desk->from_us && shift->start_us < desk->to_us);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  char text[512];
  (void)snprintf(
      text, sizeof text,
      "format: 1\ntimezone: Europe/Rome\nperiod: {from: 2026-03-28, to: 2026-03-30}\n"
      "classes: [{name: a, arrivals: 1/h, service: 1 min}]\n"
      "teams: [{name: t, roster: %s}]\n",
      stf_fuzz_file(data, n));
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_scenario *scenario = NULL;
  struct stf_error error = {0};
  enum stf_status status =
      stf_scenario_parse(&(struct stf_scenario_text){"desk.yaml", text, strlen(text)}, NULL,
                         &diags, &scenario, &error);
  if (status == STF_OK) {
    check_desk(&scenario->desk);
  } else {
    STF_ASSERT(status == STF_ERR_INPUT && diags.errors_n > 0);
  }
  stf_scenario_free(scenario);
  stf_diag_clear(&diags);
  return 0;
}
