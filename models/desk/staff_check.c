/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/staff_check.h"

#include "base/mem.h"

#include <math.h>

enum {
  DAYS_MAX = 1 << 20 /* indices of draws (random/stream.h) */
};

/* What an agent, or a shift that stands as a count, is doing. */
enum doing {
  OFF,
  ON,
  PAID_BREAK,
  UNPAID_BREAK
};

static const char *check_speeds(const struct stf_team *team, bool in_turns) {
  if (team->cap > STF_CONTACT_CAP_MAX) {
    return "a team whose agents have too many contacts in hand at once";
  }
  if (team->switching_us < 0) {
    return "a negative time of switching";
  }
  if (team->cap <= 1 || (in_turns && team->speeds == NULL)) {
    return NULL;
  }
  if (team->speeds == NULL || fabs(team->speeds[0] - 1) > 0) {
    return "a team with several contacts in hand at once, without speeds that begin with 1";
  }
  for (uint32_t j = 0; j < team->cap; j++) {
    if (!(team->speeds[j] > 0) || isinf(team->speeds[j])) {
      return "a speed that is not above 0";
    }
  }
  return NULL;
}

static bool has_counts(const struct stf_desk *desk, uint32_t team) {
  bool has = false;
  for (size_t i = 0; i < desk->changes_n && !has; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    has = change->team == team && change->agent == STF_NOBODY && change->shift == 0;
  }
  return has;
}

/* Conversations in turns that are handed back go on in turns, sessions in sessions; and there
 * whoever waits for her first reply in an agent's hands may leave them. */
static const char *check_hand_back(const struct stf_desk *desk, uint32_t t) {
  bool in_turns = stf_desk_team_in_turns(desk, t);
  if (desk->teams[t].channels != NULL && stf_desk_meets_hand_backs(desk, t)) {
    return "contacts handed back and taken by a team with several channels";
  }
  for (uint32_t c = 0; c < desk->classes_n && stf_desk_meets_hand_backs(desk, t); c++) {
    const struct stf_leaving *leaving = desk->classes[c].leaving;
    for (uint32_t other = 0; other < desk->teams_n && stf_desk_takes(desk, t, c); other++) {
      if (stf_desk_takes(desk, other, c) && stf_desk_team_in_turns(desk, other) != in_turns) {
        return "contacts handed back between a team in turns and one that is not";
      }
    }
    if (!in_turns && stf_desk_takes(desk, t, c) && leaving != NULL && leaving->until_reply) {
      return "contacts handed back that may leave in an agent's hands";
    }
  }
  return NULL;
}

/* Contacts are opened again in sessions alone. */
static const char *check_reopens(const struct stf_desk *desk, uint32_t t) {
  if (stf_desk_meets_reopens(desk, t) &&
      (desk->teams[t].channels != NULL || stf_desk_team_in_turns(desk, t) ||
       stf_desk_meets_hand_backs(desk, t))) {
    return "contacts opened again that a team takes in turns, in channels or hands back";
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    if (stf_after_reopens(class->after) &&
        (class->turns != NULL || class->wrap_up != NULL || class->escalation != NULL ||
         (class->leaving != NULL && class->leaving->until_reply))) {
      return "contacts opened again with turns, after-work, escalations or patience to a reply";
    }
  }
  return NULL;
}

static const char *check_team(const struct stf_desk *desk, uint32_t t) {
  const struct stf_team *team = &desk->teams[t];
  if (!(team->absence_share >= 0 && team->absence_share <= 1)) {
    return "an absence that is not from 0 % to 100 %";
  }
  if (!(team->overdispersion >= 0 && team->overdispersion < 1)) {
    return "an overdispersion of absence that is not from 0 to below 1";
  }
  if (team->people != NULL && stf_people_check(team->people, desk->classes_n) != NULL) {
    return stf_people_check(team->people, desk->classes_n);
  }
  if (team->absence_share > 0 && (has_counts(desk, t) || team->overdispersion > 0) &&
      (desk->names == NULL || desk->zone_name == NULL)) {
    return "absence of a pool without a name or a zone";
  }
  if (stf_people_go_away(team->people) && has_counts(desk, t) && desk->names == NULL) {
    return "a pool whose agents go away, without a name";
  }
  const char *broken = check_hand_back(desk, t);
  broken = broken != NULL ? broken : check_reopens(desk, t);
  return broken != NULL ? broken : check_speeds(team, stf_desk_team_in_turns(desk, t));
}

static const char *check_shift(const struct stf_desk *desk, const struct stf_shift *shift) {
  if (shift->agent >= desk->agents_n) {
    return "a shift without an agent";
  }
  if (shift->start_us >= shift->end_us) {
    return "a shift that ends before it begins";
  }
  return shift->day < 0 || shift->day >= DAYS_MAX ? "a shift of an impossible day" : NULL;
}

/* The change's shift is the agent's own, and the change in it. */
static const char *check_change(const struct stf_desk *desk,
                                const struct stf_staff_change *change) {
  bool is_break = change->reason != STF_STAFF_SHIFT;
  bool drains = change->reason == STF_STAFF_DRAIN;
  if (change->reason > STF_STAFF_DRAIN || change->shift > desk->shifts_n) {
    return "a staff change of a reason or shift that does not exist";
  }
  if (change->shift == 0) {
    return is_break && change->agent == STF_NOBODY ? "a break of nobody" : NULL;
  }
  const struct stf_shift *shift = &desk->shifts[change->shift - 1];
  bool own = change->agent == shift->agent ||
             (change->agent == STF_NOBODY && desk->teams[change->team].exchangeable);
  if (!own || desk->agents[shift->agent].team != change->team ||
      (!drains && change->delta != 1 && change->delta != -1)) {
    return "a staff change of somebody else's shift";
  }
  if (change->at_us < shift->start_us || change->at_us > shift->end_us) {
    return "a staff change outside its shift";
  }
  bool ends = !is_break && change->delta < 0;
  return ends && change->at_us != shift->end_us ? "a shift that ends at another time" : NULL;
}

/* What comes after `doing`; false where it cannot follow. */
static bool follows(const struct stf_staff_change *change, enum doing *doing) {
  bool comes = change->delta > 0;
  enum doing away = OFF;
  if (change->reason == STF_STAFF_DRAIN) {
    return *doing != OFF;
  }
  if (change->reason != STF_STAFF_SHIFT) {
    away = change->reason == STF_STAFF_PAID_BREAK ? PAID_BREAK : UNPAID_BREAK;
  }
  bool fits = *doing == (comes ? away : ON);
  *doing = comes ? ON : away;
  return fits;
}

static const char *check_order(const struct stf_desk *desk, enum doing *doing) {
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    bool named = change->agent != STF_NOBODY;
    size_t whose = named ? change->agent : desk->agents_n + change->shift - (size_t)1;
    if ((named || change->shift > 0) && !follows(change, &doing[whose])) {
      return change->reason == STF_STAFF_SHIFT && change->delta > 0
                 ? "an agent who comes twice"
                 : "an agent who goes, drains, or comes back from a break, without having come";
    }
  }
  return NULL;
}

const char *stf_staff_check_valid(const struct stf_desk *desk) {
  const char *broken = NULL;
  for (uint32_t t = 0; t < desk->teams_n && broken == NULL; t++) {
    broken = check_team(desk, t);
  }
  for (size_t i = 0; i < desk->shifts_n && broken == NULL; i++) {
    broken = check_shift(desk, &desk->shifts[i]);
  }
  for (size_t i = 0; i < desk->changes_n && broken == NULL; i++) {
    broken = check_change(desk, &desk->changes[i]);
  }
  if (broken != NULL) {
    return broken;
  }
  enum doing *doing = stf_mem_zeroed(NULL, desk->agents_n + desk->shifts_n, sizeof *doing);
  broken = doing != NULL ? check_order(desk, doing) : NULL;
  stf_mem_release(NULL, doing);
  return broken;
}
