/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_hands.h"

#include "contact/union.h"
#include "fit/fit_draws.h"
#include "fit/fit_law.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Rates are written and used to so many parts of the first. */
#define FINEST 1000

enum {
  TEXT = 800
};

/* The team of the log behind a team of the desk; STF_NOBODY: all of them. */
static uint32_t name_of(const struct stf_fit_in *in, size_t team) {
  return stf_dict_count(in->names->teams) > 1 ? (uint32_t)team : STF_NOBODY;
}

static uint32_t logged_cap(const struct stf_fit_in *in, uint32_t team) {
  uint32_t cap = 0;
  for (size_t i = 0; i < in->log->presence_n; i++) {
    const struct stf_presence *span = &in->log->presence[i];
    bool counts = span->kind == STF_PRESENCE_ON && (team == STF_NOBODY || span->team == team);
    cap = counts && span->cap > cap ? span->cap : cap;
  }
  return cap;
}

/* True if work at once is more than what logs round. */
static bool shares(const struct stf_speed *speed) {
  double each_s = 0;
  double joined_s = 0;
  for (uint32_t j = 0; j < STF_CONTACT_CAP_MAX; j++) {
    each_s += (j + 1) * speed->exposure_s[j];
    joined_s += speed->exposure_s[j];
  }
  return stf_union_several(each_s, joined_s);
}

static enum stf_status fit_team(const struct stf_fit_in *in, struct stf_fit *fit,
                                const struct stf_load_turns *turns, uint32_t team,
                                struct stf_fit_hands *out) {
  uint32_t logged = logged_cap(in, team);
  struct stf_speed counts;
  stf_speed_count(turns, &counts);
  out->cap = 1;
  out->most = counts.most;
  out->cap_logged = logged > 0;
  out->turns = logged == 0 && in->several && !shares(&counts);
  if (logged > 1) {
    out->cap = logged < STF_CONTACT_CAP_MAX ? logged : STF_CONTACT_CAP_MAX;
  } else if (logged == 0 && in->several && !out->turns) {
    out->cap = counts.most;
  }
  if (out->cap <= 1) {
    return STF_OK;
  }
  out->draws.n = STF_FIT_DRAWS_N;
  out->draws.factors = stf_arena_alloc(fit->arena, (size_t)STF_FIT_DRAWS_N * out->cap,
                                       sizeof *out->draws.factors);
  if (out->draws.factors == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status =
      stf_speed_fit(turns, out->cap, fit->allocator, &out->speed, &out->draws);
  for (uint32_t j = 0; j < out->cap; j++) {
    out->speed.speeds[j] = round(out->speed.speeds[j] * FINEST) / FINEST;
  }
  return status;
}

/* The contact's measured work as it is: the sum of its stretches; NAN if it has none or is
 * still at work. */
static double plain_work_s(const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  int64_t sum_us = 0;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    if (works[i].end_us == STF_NEVER) {
      return (double)NAN;
    }
    sum_us += works[i].end_us - works[i].start_us;
  }
  return contact->works_n > 0 && stf_contact_answered(contact) ? (double)sum_us * 1e-6
                                                               : (double)NAN;
}

/* Takes the sessions of a team as what lies in them. */
static enum stf_status deflate(struct stf_fit *fit, const struct stf_load_turns *turns,
                               const struct stf_fit_hands *hands, size_t contacts_n) {
  double *work_us = stf_mem_zeroed(fit->allocator, contacts_n + 1, sizeof *work_us);
  if (work_us == NULL) {
    return STF_ERR_MEMORY;
  }
  stf_load_work(turns, hands->speed.speeds, hands->cap, work_us);
  for (size_t i = 0; i < turns->n; i++) {
    const struct stf_load_turn *turn = &turns->items[i];
    fit->work_s[turn->contact] -= (double)(turn->end_us - turn->start_us) * 1e-6;
  }
  for (size_t i = 0; i < contacts_n; i++) {
    fit->work_s[i] += work_us[i] * 1e-6;
    fit->work_s[i] = fit->work_s[i] < 0 ? 0 : fit->work_s[i]; /* rounding of a short one */
  }
  stf_mem_release(fit->allocator, work_us);
  return STF_OK;
}

enum stf_status stf_fit_hands_measure(const struct stf_fit_in *in, struct stf_fit *fit,
                                      size_t teams_n) {
  const struct stf_log *log = in->log;
  fit->hands = stf_arena_alloc(fit->arena, teams_n, sizeof *fit->hands);
  fit->work_s = stf_arena_alloc(fit->arena, log->contacts_n + 1, sizeof *fit->work_s);
  if (fit->hands == NULL || fit->work_s == NULL) {
    return STF_ERR_MEMORY;
  }
  fit->hands_n = teams_n;
  for (size_t i = 0; i < log->contacts_n; i++) {
    fit->work_s[i] = plain_work_s(&log->contacts[i]);
  }
  enum stf_status status = STF_OK;
  for (size_t t = 0; t < teams_n && status == STF_OK; t++) {
    struct stf_load_turns turns;
    status = stf_load_gather(log->contacts, log->contacts_n, name_of(in, t), log->facts.last_us,
                             fit->allocator, &turns);
    if (status == STF_OK) {
      status = fit_team(in, fit, &turns, name_of(in, t), &fit->hands[t]);
    }
    if (status == STF_OK && fit->hands[t].cap > 1) {
      fit->concurrent = true;
      status = deflate(fit, &turns, &fit->hands[t], log->contacts_n);
    }
    stf_mem_release(fit->allocator, turns.items);
  }
  return status;
}

/* ---- words ---- */

/* "2: 1.54 (SE 0.05), 153.3 h, 1594 ended". */
static void put_load(const struct stf_speed *speed, uint32_t j, char *out, size_t out_n) {
  char error[32] = ", not measured";
  if (speed->measured[j - 1] && j == 1) {
    error[0] = '\0';
  } else if (speed->measured[j - 1]) {
    (void)snprintf(error, sizeof error, " (SE %.3f)", speed->errors[j - 1]);
  }
  (void)snprintf(out, out_n, "\n%u in hand: %.3f%s; %.1f agent hours, %zu contacts ended",
                 (unsigned)j, speed->speeds[j - 1], error, speed->exposure_s[j - 1] / 3600,
                 speed->ends_n[j - 1]);
}

static bool all_measured(const struct stf_fit_hands *hands) {
  for (uint32_t j = 0; j < hands->cap; j++) {
    if (!hands->speed.measured[j]) {
      return false;
    }
  }
  return true;
}

static const char *speeds_note(struct stf_fit *fit, const struct stf_fit_hands *hands) {
  const struct stf_speed *speed = &hands->speed;
  char loads[TEXT] = "";
  for (uint32_t j = 1; j <= hands->cap; j++) {
    size_t used = strlen(loads);
    put_load(speed, j, loads + used, sizeof loads - used);
  }
  return stf_fit_law_text(
      fit,
      "Total rate by number in hand, as a multiple of the rate with one (completions and "
      "agents' time at each):%s%s",
      loads,
      all_measured(hands)
          ? ""
          : "\nWhere fewer than 50 ended the rate is that of the nearest measured load below "
            "(or of the first measured one): an assumption.");
}

enum stf_status stf_fit_hands_describe(struct stf_fit *fit, const struct stf_fit_hands *hands,
                                       struct stf_write_team *team) {
  team->cap = hands->cap;
  if (hands->turns) {
    team->cap_note = stf_fit_law_text(
        fit, "Agents have several contacts open, but their measured work does not overlap: it "
             "is taken as it is,\none contact at a time.");
    return team->cap_note != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  if (hands->cap <= 1) {
    return STF_OK;
  }
  team->routing = STF_ROUTING_LEAST_LOADED;
  team->speeds = hands->speed.speeds;
  team->load_seen = hands->most;
  team->cap_note =
      stf_fit_law_text(fit, "At most %u contacts at once, %s. Routing cannot be seen: assumed.",
                       (unsigned)hands->cap,
                       hands->cap_logged ? "as logged (agent_on, cap)"
                                         : "by rule: the most that anybody had in hand");
  team->speeds_note = speeds_note(fit, hands);
  team->pause = stf_law_constant(0);
  team->pause_note =
      "Not measured: with several in hand the time between two contacts is no pause.";
  return team->cap_note != NULL && team->speeds_note != NULL ? STF_OK : STF_ERR_MEMORY;
}
