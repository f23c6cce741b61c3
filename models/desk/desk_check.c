/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_check.h"

#include "desk/channels_check.h"
#include "desk/dispatch_check.h"
#include "desk/staff_check.h"
#include "desk/volume.h"

#include <math.h>

static const char *check_period(const struct stf_desk *desk) {
  if (desk->to_us <= desk->from_us) {
    return "the period is empty";
  }
  if (desk->warmup_us < 0 || desk->interval_us <= 0) {
    return "a negative warm-up or interval";
  }
  return stf_volume_check(desk);
}

static const char *check_busyness(const struct stf_desk *desk) {
  if (!(desk->day_shape >= 0) || !(desk->season_cv >= 0) || !(desk->week_cv >= 0)) {
    return "a season, week or day factor out of range";
  }
  if (desk->rates_n > 0 && desk->week_cv > 0 && desk->rate_weeks == NULL) {
    return "a week factor without weeks";
  }
  return NULL;
}

static const char *check_intervals(const struct stf_desk *desk) {
  if (desk->demand == NULL) {
    return NULL;
  }
  const struct stf_demand_intervals *intervals = &desk->demand->intervals;
  if (!(intervals->cv >= 0) || !(intervals->correlation >= 0 && intervals->correlation <= 1)) {
    return "an interval factor out of range";
  }
  if (desk->rates_n > 0 && intervals->cv > 0 && intervals->number == NULL) {
    return "an interval factor without intervals";
  }
  return NULL;
}

static const char *check_day_factors(const struct stf_desk *desk) {
  const struct stf_demand_day_factors *days = desk->demand != NULL ? &desk->demand->days : NULL;
  for (size_t i = 0; days != NULL && i < days->n; i++) {
    const struct stf_demand_day_factor *factor = &days->items[i];
    if (!(factor->low >= 0 && factor->low <= factor->likely && factor->likely <= factor->high &&
          factor->high > 0 && factor->high < (double)INFINITY)) {
      return "a factor of days whose low, likely and high do not ascend to above 0";
    }
  }
  for (size_t i = 0; days != NULL && days->n > 0 && i < desk->rates_n; i++) {
    if (days->of_step == NULL || days->of_step[i] > days->n) {
      return "steps of a factor of days that there is not";
    }
  }
  return NULL;
}

static bool served(const struct stf_desk *desk, uint32_t class_index) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (desk->teams[t].serves[class_index]) {
      return true;
    }
  }
  return false;
}

static bool is_share(double share) {
  return share >= 0 && share <= 1;
}

static const char *check_bot(const struct stf_bot *bot) {
  if (!is_share(bot->reach_share) || !is_share(bot->containment_share) ||
      !is_share(bot->leave_share) || !is_share(bot->difficulty)) {
    return "a share of a bot that is not from 0 % to 100 %, or its difficulty from 0 to 1";
  }
  if (bot->reach_share > 0 && bot->duration.kind == STF_LAW_NEVER) {
    return "a bot that never ends";
  }
  return NULL;
}

static const char *check_leaving(const struct stf_class *class) {
  const struct stf_leaving *leaving = class->leaving;
  if (leaving == NULL) {
    return NULL;
  }
  bool shares = is_share(leaving->silent_share);
  for (uint32_t i = 0; i < leaving->steps_n; i++) {
    shares = shares && is_share(leaving->steps[i].share);
    if (i > 0 && leaving->steps[i].queue <= leaving->steps[i - 1].queue) {
      return "steps of balking that do not rise";
    }
  }
  if (!shares) {
    return "a share of those who leave that is not from 0 % to 100 %";
  }
  if (leaving->silent_share > 0 && leaving->ghost.kind == STF_LAW_NEVER &&
      class->turns == NULL) {
    return "work on who is gone that never ends";
  }
  if (leaving->until_reply && class->first_message.kind == STF_LAW_NEVER &&
      class->turns == NULL) {
    return "patience to a first message that is not known";
  }
  return NULL;
}

static const char *check_after(const struct stf_after *after) {
  if (after == NULL) {
    return NULL;
  }
  if (!is_share(after->solved_share) || !is_share(after->solved_transferred_share) ||
      !is_share(after->solved_escalated_share)) {
    return "a share of solved contacts that is not from 0 % to 100 %";
  }
  if (!is_share(after->survey_share) || !is_share(after->survey_answered_share)) {
    return "a share of surveys that is not from 0 % to 100 %";
  }
  for (size_t i = 0; i < STF_AFTER_CLOSES; i++) {
    const struct stf_after_reopen *reopen = &after->reopen[i];
    if (!is_share(reopen->share) ||
        (reopen->share > 0 && reopen->delay.kind == STF_LAW_NEVER)) {
      return "contacts opened again with a share or delay that is none";
    }
  }
  for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
    if (!is_share(after->repeat[i].share)) {
      return "a share of customers who come back that is not from 0 % to 100 %";
    }
    if (after->repeat[i].share > 0 && after->repeat[i].delay.kind == STF_LAW_NEVER) {
      return "customers who come back after a delay that never ends";
    }
  }
  return NULL;
}

static const char *check_class(const struct stf_class *class) {
  if (class->wrap_up != NULL && class->wrap_up->time.kind == STF_LAW_NEVER) {
    return "after-work that never ends";
  }
  if (class->service.kind == STF_LAW_NEVER) {
    return "a service that never ends";
  }
  if (class->turns != NULL &&
      (class->turns->work.kind == STF_LAW_NEVER || class->turns->think.kind == STF_LAW_NEVER ||
       !is_share(class->turns->window.reply_share))) {
    return "turns that never end, or a share of answers that is not from 0 % to 100 %";
  }
  if (class->ack_us < 0 || class->head_start_us < 0) {
    return "a negative head start or delay of the acknowledgement";
  }
  if (class->bot_closed.reach_share > 0 && class->bot_hours == NULL) {
    return "a bot out of hours without hours";
  }
  const char *broken = check_leaving(class);
  broken = broken != NULL ? broken : check_bot(&class->bot);
  broken = broken != NULL ? broken : check_bot(&class->bot_closed);
  return broken != NULL ? broken : check_after(class->after);
}

/* In turns patience to the first reply is for those who talk in turns: of others the first
 * message is not the end of a turn. */
static bool leaves_in_turns(const struct stf_desk *desk, uint32_t class_index) {
  const struct stf_class *class = &desk->classes[class_index];
  bool waits = class->turns == NULL && class->leaving != NULL && class->leaving->until_reply;
  bool in_turns = false;
  for (uint32_t t = 0; waits && t < desk->teams_n; t++) {
    in_turns =
        in_turns || (stf_desk_takes(desk, t, class_index) && stf_desk_team_in_turns(desk, t));
  }
  return in_turns;
}

static const char *check_classes(const struct stf_desk *desk) {
  if (desk->classes_n == 0 || desk->teams_n == 0) {
    return "a desk without classes or teams";
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    const char *broken = check_class(class);
    if (broken != NULL) {
      return broken;
    }
    if (leaves_in_turns(desk, c)) {
      return "patience to the first message, of a class without turns, with a team that works "
             "in turns";
    }
    if (!served(desk, c)) {
      return "a class that no team serves";
    }
    for (uint32_t other = 0; other < c; other++) {
      if (desk->classes[other].key == class->key) {
        return "two classes with one address in the random streams: rename one";
      }
    }
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (desk->teams[t].pause.kind == STF_LAW_NEVER) {
      return "a pause that never ends";
    }
  }
  return NULL;
}

static const char *check_rates(const struct stf_desk *desk) {
  for (size_t i = 0; i < desk->rates_n; i++) {
    if (desk->rate_edges_us[i] >= desk->rate_edges_us[i + 1]) {
      return "the grid of rates does not rise";
    }
  }
  bool covers = desk->rates_n > 0 &&
                desk->rate_edges_us[0] <= desk->from_us - desk->warmup_us &&
                desk->rate_edges_us[desk->rates_n] >= desk->to_us;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const double *rates_per_s = desk->classes[c].rates_per_s;
    if (rates_per_s != NULL && !covers) {
      return "the grid of rates does not cover the run";
    }
    for (size_t i = 0; rates_per_s != NULL && i < desk->rates_n; i++) {
      if (!(rates_per_s[i] >= 0) || isinf(rates_per_s[i])) {
        return "a rate that is negative or not finite";
      }
    }
  }
  return NULL;
}

/* Kind and team of one change; who is on shift is check_presence's. */
static const char *check_change(const struct stf_desk *desk, size_t i) {
  const struct stf_staff_change *change = &desk->changes[i];
  bool drains = change->reason == STF_STAFF_DRAIN;
  if (change->team >= desk->teams_n || (change->delta == 0) != drains ||
      (drains && change->agent == STF_NOBODY)) {
    return "a staff change without a team or of nobody";
  }
  if (change->agent != STF_NOBODY &&
      (change->agent >= desk->agents_n || change->delta > 1 || change->delta < -1 ||
       desk->agents[change->agent].team != change->team)) {
    return "a staff change of an agent that does not fit";
  }
  if (i == 0) {
    return NULL;
  }
  const struct stf_staff_change *before = &desk->changes[i - 1];
  if (before->at_us > change->at_us ||
      (before->at_us == change->at_us && before->delta < 0 && change->delta > 0)) {
    return "staff changes are not in order";
  }
  return NULL;
}

/* Nobody comes twice or goes without having come; no count falls below 0. on_n: by agent, then
 * by team. */
static const char *check_presence(const struct stf_desk *desk, int64_t *on_n) {
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    bool pool = change->agent == STF_NOBODY;
    int64_t *on = &on_n[pool ? desk->agents_n + change->team : change->agent];
    *on += change->delta;
    if (*on < 0 || (!pool && *on > 1)) {
      return "an agent who comes twice or goes without having come";
    }
  }
  return NULL;
}

static const char *check_staff(const struct stf_desk *desk) {
  for (uint32_t a = 0; a < desk->agents_n; a++) {
    if (desk->agents[a].team >= desk->teams_n) {
      return "an agent without a team";
    }
  }
  for (size_t i = 0; i < desk->changes_n; i++) {
    const char *broken = check_change(desk, i);
    if (broken != NULL) {
      return broken;
    }
  }
  int64_t *on_n = stf_mem_zeroed(NULL, (size_t)desk->agents_n + desk->teams_n, sizeof *on_n);
  const char *broken = on_n != NULL ? check_presence(desk, on_n) : NULL;
  stf_mem_release(NULL, on_n);
  return broken != NULL ? broken : stf_staff_check_valid(desk);
}

/* Past a bot that its log does not show. */
static const char *check_behind(const struct stf_desk *desk, const struct stf_given *given) {
  const double *observed = desk->demand != NULL ? desk->demand->observed : NULL;
  const struct stf_class *class = &desk->classes[given->class_index];
  bool told = observed != NULL && observed[given->class_index] > 0 &&
              observed[given->class_index] < 1 && class->bot.leave_share < 1 &&
              class->bot_closed.leave_share < 1;
  return told && given->queue_us != STF_NEVER && given->assign_us == STF_NEVER
             ? NULL
             : "a given contact behind a bot without its share or instant";
}

static const char *check_given(const struct stf_desk *desk) {
  for (size_t i = 0; i < desk->given_n; i++) {
    const struct stf_given *given = &desk->given[i];
    if (given->class_index >= desk->classes_n) {
      return "a given contact without a class";
    }
    if (given->behind_bot && check_behind(desk, given) != NULL) {
      return check_behind(desk, given);
    }
    if (i > 0 && stf_desk_given_us(&desk->given[i - 1]) > stf_desk_given_us(given)) {
      return "given contacts are not in order";
    }
    if (given->agent != STF_NOBODY && given->agent >= desk->agents_n) {
      return "a contact in the hands of an agent that there is not";
    }
    if (given->assign_us != STF_NEVER && given->queue_us == STF_NEVER) {
      return "a contact in hand at the start that never asked for a human";
    }
    if (given->assign_us != STF_NEVER && given->assign_us >= desk->from_us - desk->warmup_us) {
      return "a contact in hand at the start that was taken later";
    }
  }
  return NULL;
}

static const char *check_campaign(const struct stf_desk *desk,
                                  const struct stf_demand_campaign *campaign) {
  if (campaign->class_index >= desk->classes_n || !is_share(campaign->reply_share)) {
    return "a campaign without a class or with a share that is not from 0 % to 100 %";
  }
  return campaign->delay.kind == STF_LAW_NEVER ? "a campaign that nobody ever replies to"
                                               : NULL;
}

static const char *check_deflection(const struct stf_desk *desk,
                                    const struct stf_demand_deflection *deflection) {
  if (deflection->class_index >= desk->classes_n || !is_share(deflection->share)) {
    return "a deflection without a class or with a share that is not from 0 % to 100 %";
  }
  for (size_t i = 0; i < desk->rates_n; i++) {
    if (!(deflection->rates_per_s[i] >= 0) || isinf(deflection->rates_per_s[i])) {
      return "a rate of calls that is negative or not finite";
    }
  }
  return NULL;
}

static const char *check_demand(const struct stf_desk *desk) {
  const char *broken = NULL;
  for (size_t c = 0; desk->demand != NULL && c < desk->demand->campaigns_n; c++) {
    broken = broken != NULL ? broken : check_campaign(desk, &desk->demand->campaigns[c]);
  }
  for (size_t d = 0; desk->demand != NULL && d < desk->demand->deflections_n; d++) {
    broken = broken != NULL ? broken : check_deflection(desk, &desk->demand->deflections[d]);
  }
  return broken;
}

const char *stf_desk_check_valid(const struct stf_desk *desk) {
  const char *(*const checks[])(const struct stf_desk *) = {check_period,
                                                            check_busyness,
                                                            check_intervals,
                                                            check_day_factors,
                                                            check_classes,
                                                            check_rates,
                                                            check_staff,
                                                            check_given,
                                                            check_demand,
                                                            stf_dispatch_check_valid,
                                                            stf_channels_check_valid};
  for (size_t i = 0; i < STF_COUNT_OF(checks); i++) {
    const char *broken = checks[i](desk);
    if (broken != NULL) {
      return broken;
    }
  }
  return NULL;
}
