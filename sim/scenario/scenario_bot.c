/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_bot.h"

#include "base/quantity.h"
#include "scenario/scenario_calendar.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>

static struct stf_bot no_bot(void) {
  return (struct stf_bot){.duration = stf_law_constant(0), .reading = stf_law_never()};
}

/* A law that must end; absent: *out stays. */
static void read_ending(struct stf_scenario_build *build, const struct stf_node *node,
                        struct stf_law *out) {
  struct stf_law law = *out;
  size_t errors_n = build->diags->errors_n;
  stf_scenario_law_read(build, node, &law);
  if (node != NULL && law.kind == STF_LAW_NEVER && build->diags->errors_n == errors_n) {
    stf_node_error(node, "'%s' must end: give a duration or a law", node->name);
    return;
  }
  *out = law;
}

static void read_one(struct stf_scenario_build *build, const struct stf_node *node,
                     const struct stf_keys *keys, struct stf_bot *out) {
  if (!stf_keys_check(node, keys)) {
    return;
  }
  const struct stf_node *contained = stf_node_get(node, "containment");
  const struct stf_node *duration = stf_node_get(node, "duration");
  double containment = stf_keys_number(node, keys, "containment");
  out->reach_share = stf_keys_number(node, keys, "reach");
  out->containment_share = isnan(containment) ? 0 : containment;
  out->leave_share = stf_keys_number(node, keys, "leave");
  out->difficulty = stf_keys_number(node, keys, "difficulty");
  read_ending(build, duration, &out->duration);
  read_ending(build, stf_node_get(node, "reading"), &out->reading);
  if (out->reach_share > 0 && contained == NULL) {
    stf_node_error(node, "%s: 'containment' is missing: add 'containment: 45 %%'", keys->path);
  }
  if (out->reach_share > 0 && duration == NULL) {
    stf_node_error(node, "%s: 'duration' is missing: add 'duration: 1 min'", keys->path);
  }
}

static void read_bots(struct stf_scenario_build *build, const struct stf_node *node,
                      struct stf_class *class) {
  const struct stf_node *hours = stf_node_get(node, "hours");
  const struct stf_node *closed = stf_node_get(node, "out_of_hours");
  read_one(build, node, &STF_SCENARIO_KEYS_BOT, &class->bot);
  read_one(build, closed, &STF_SCENARIO_KEYS_BOT_CLOSED, &class->bot_closed);
  (void)stf_scenario_calendar_find(build, hours, &class->bot_hours);
  if (closed != NULL && hours == NULL) {
    stf_node_error(closed, "'out_of_hours' needs 'hours': outside which calendar? Add "
                           "'hours: NAME' of one under 'calendars'");
  }
}

void stf_scenario_bot_read(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_class *class) {
  class->bot = no_bot();
  class->bot_closed = no_bot();
  class->first_message = stf_law_never();
  double ack_s = stf_keys_number(node, &STF_SCENARIO_KEYS_CLASS, "acknowledge");
  class->acknowledges = !isnan(ack_s);
  class->ack_us = class->acknowledges ? stf_quantity_us(ack_s) : 0;
  read_ending(build, stf_node_get(node, "first_message"), &class->first_message);
  read_bots(build, stf_node_get(node, "bot"), class);
}
