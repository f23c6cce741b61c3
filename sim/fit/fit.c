/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"

#include "fit/fit_bot.h"
#include "fit/fit_busyness.h"
#include "fit/fit_campaigns.h"
#include "fit/fit_draws.h"
#include "fit/fit_hands.h"
#include "fit/fit_law.h"
#include "fit/fit_support.h"
#include "fit/fit_survey.h"
#include "fit/fit_usual.h"
#include "replay/replay.h"

#include <math.h>
#include <string.h>

/* A contact that comes to the fitted desk: asked for a human, or met the bot. */
static bool comes(const struct stf_contact *contact) {
  return stf_contact_offered(contact) || contact->bot_start_us != STF_NEVER;
}

/* Which classes of the log take part: those that come at all. */
static enum stf_status find_classes(const struct stf_fit_in *in, struct stf_fit *fit) {
  uint32_t names_n = stf_dict_count(in->names->classes);
  bool *seen = stf_arena_alloc(fit->arena, (size_t)names_n + 1, sizeof *seen);
  fit->classes = stf_arena_alloc(fit->arena, (size_t)names_n + 1, sizeof *fit->classes);
  if (seen == NULL || fit->classes == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    if (comes(contact) && contact->class_id < names_n) {
      seen[contact->class_id] = true;
    }
  }
  for (uint32_t name = 0; name < names_n; name++) {
    if (seen[name]) {
      fit->classes[fit->classes_n++].name = name;
    }
  }
  return STF_OK;
}

static bool can_carry(const struct stf_fit_in *in, struct stf_diags *diags) {
  const struct stf_eventlog_facts *facts = &in->log->facts;
  struct stf_where where = {.path = in->path};
  if (!facts->has_queue && !facts->has_assign) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "a desk cannot be fitted: nothing says when a contact asked for a human "
                 "(events queue, handoff or assign); "
                 "'actuals' works on this log");
    return false;
  }
  if (!facts->has_work) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "a desk cannot be fitted: the log has no measured work (events work_start and "
                 "work_end); 'actuals' works on this log");
    return false;
  }
  size_t unnamed = 0;
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    unnamed += comes(&in->log->contacts[i]) && in->log->contacts[i].class_id == STF_NOBODY;
  }
  if (unnamed > 0) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "a desk cannot be fitted: %zu contacts have no class; name one in the column "
                 "'class' (a constant will do)",
                 unnamed);
    return false;
  }
  return true;
}

/* Curve columns in the order of fit->classes: contacts are renumbered on the way. */
static enum stf_status fit_curve(const struct stf_fit_in *in, struct stf_fit *fit) {
  uint32_t names_n = stf_dict_count(in->names->classes);
  uint32_t *place = stf_arena_alloc(fit->arena, (size_t)names_n + 1, sizeof *place);
  struct stf_contact *contacts =
      stf_mem_zeroed(fit->allocator, in->log->contacts_n, sizeof *contacts);
  if (place == NULL || contacts == NULL) {
    stf_mem_release(fit->allocator, contacts);
    return STF_ERR_MEMORY;
  }
  for (uint32_t name = 0; name < names_n; name++) {
    place[name] = STF_NOBODY;
  }
  for (uint32_t c = 0; c < fit->classes_n; c++) {
    place[fit->classes[c].name] = c;
  }
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    contacts[i] = in->log->contacts[i];
    bool counts = contacts[i].class_id < names_n && !fit->is_reply[i];
    contacts[i].class_id = counts ? place[contacts[i].class_id] : STF_NOBODY;
  }
  struct stf_curve_in curve = {.contacts = contacts,
                               .contacts_n = in->log->contacts_n,
                               .has_queue = !stf_fit_bot_is_logged(in->log),
                               .zone = in->zone,
                               .from_us = in->from_us,
                               .to_us = in->to_us,
                               .interval_us = in->interval_us,
                               .classes_n = fit->classes_n,
                               .horizon_weeks = in->horizon_weeks};
  enum stf_status status = stf_curve_measure(&curve, fit->allocator, &fit->curve);
  stf_mem_release(fit->allocator, contacts);
  return status;
}

/* ---- teams ---- */

/* Teams of the log, or one for everybody. */
static size_t teams_of(const struct stf_fit_in *in) {
  uint32_t n = stf_dict_count(in->names->teams);
  return n > 0 ? n : 1;
}

static size_t team_of(const struct stf_fit_in *in, uint32_t team) {
  return stf_dict_count(in->names->teams) > 1 && team != STF_NOBODY ? team : 0;
}

static enum stf_status give_spans(const struct stf_fit_in *in, struct stf_fit *fit,
                                  struct stf_write_team *teams, size_t teams_n,
                                  const struct stf_presence_spans *spans) {
  uint32_t agents_n = stf_dict_count(in->names->agents);
  bool *seen = stf_arena_alloc(fit->arena, (size_t)agents_n + 1, sizeof *seen);
  if (seen == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t t = 0; t < teams_n; t++) {
    struct stf_write_span *own = stf_arena_alloc(fit->arena, spans->items_n + 1, sizeof *own);
    if (own == NULL) {
      return STF_ERR_MEMORY;
    }
    for (size_t i = 0; i < spans->items_n; i++) {
      const struct stf_presence *span = &spans->items[i];
      int64_t start_us = span->start_us > in->from_us ? span->start_us : in->from_us;
      int64_t end_us = span->end_us < in->to_us ? span->end_us : in->to_us;
      if (span->kind != STF_PRESENCE_ON || span->agent == STF_NOBODY ||
          team_of(in, span->team) != t || end_us <= start_us) {
        continue;
      }
      own[teams[t].spans_n++] =
          (struct stf_write_span){.agent = stf_dict_text(in->names->agents, span->agent),
                                  .start_us = start_us,
                                  .end_us = end_us};
      fit->agents_n += !seen[span->agent];
      seen[span->agent] = true;
    }
    teams[t].spans = own;
    fit->spans_n += teams[t].spans_n;
  }
  return STF_OK;
}

static bool seen_answering(const struct stf_fit_in *in, size_t team, uint32_t class_name) {
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    if (stf_contact_answered(contact) && contact->class_id == class_name &&
        team_of(in, contact->team) == team) {
      return true;
    }
  }
  return false;
}

/* A class that no team with a shift was seen answering. */
static bool is_orphan(const struct stf_fit_in *in, const struct stf_write_team *teams,
                      size_t teams_n, uint32_t class_name) {
  for (size_t t = 0; t < teams_n; t++) {
    if (teams[t].spans_n > 0 && seen_answering(in, t, class_name)) {
      return false;
    }
  }
  return true;
}

/* A team serves the classes that it was seen answering, and those that nobody was. */
static enum stf_status give_classes(const struct stf_fit_in *in, struct stf_fit *fit,
                                    struct stf_write_team *teams, size_t teams_n) {
  uint32_t *lists = stf_arena_alloc(fit->arena, teams_n * (fit->classes_n + 1), sizeof *lists);
  if (lists == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; teams_n > 1 && c < fit->classes_n; c++) {
    struct stf_fit_class *own = &fit->classes[c];
    own->unanswered = is_orphan(in, teams, teams_n, own->name);
    for (size_t t = 0; t < teams_n; t++) {
      teams[t].classes = lists + t * (fit->classes_n + 1);
      if (own->unanswered || seen_answering(in, t, own->name)) {
        lists[t * (fit->classes_n + 1) + teams[t].classes_n++] = c;
      }
    }
  }
  return STF_OK;
}

/* Teams without a shift or a contact are left out. */
static size_t drop_idle_teams(struct stf_write_team *teams, size_t teams_n) {
  size_t kept = 0;
  for (size_t t = 0; t < teams_n; t++) {
    if (teams[t].spans_n > 0 && (teams_n == 1 || teams[t].classes_n > 0)) {
      teams[kept++] = teams[t];
    }
  }
  return kept;
}

static enum stf_status fit_teams(const struct stf_fit_in *in, struct stf_fit *fit,
                                 struct stf_write_team *teams, size_t *teams_n) {
  struct stf_presence_spans spans = {0};
  struct stf_law pause;
  const char *pause_note = NULL;
  enum stf_status status = stf_fit_law_pause(in, fit, &pause, &pause_note);
  if (status == STF_OK) {
    status = stf_replay_presence(in->log, in->presence_gap_us, &spans, &fit->presence_inferred);
  }
  const char *staff_note =
      fit->presence_inferred
          ? stf_fit_law_text(
                fit,
                "Presence by rule: an agent is there through every run of her "
                "work with idle gaps of at most %.0f s.\n"
                "Such spans end with a contact, so whoever is free first goes when one ends.",
                (double)in->presence_gap_us * 1e-6)
          : stf_fit_law_text(fit, "Presence as logged (agent_on, agent_back, agent_away, "
                                  "agent_off): breaks and absence are out of it.");
  for (size_t t = 0; t < *teams_n && status == STF_OK; t++) {
    bool named = stf_dict_count(in->names->teams) > 0;
    teams[t] = (struct stf_write_team){
        .name = named ? stf_dict_text(in->names->teams, (uint32_t)t) : "agents",
        .routing = STF_ROUTING_LONGEST_IDLE,
        .exchangeable = fit->presence_inferred,
        .pause = pause,
        .pause_note = pause_note,
        .staff_note = staff_note};
    status = stf_fit_hands_describe(fit, &fit->hands[t], &teams[t]);
  }
  if (status == STF_OK) {
    status = give_spans(in, fit, teams, *teams_n, &spans);
  }
  if (status == STF_OK) {
    status = give_classes(in, fit, teams, *teams_n);
    *teams_n = drop_idle_teams(teams, *teams_n);
  }
  if (status == STF_OK) {
    status = stf_fit_usual_make(in, fit, teams, *teams_n);
  }
  stf_presence_clear(&spans, in->log->allocator);
  return status;
}

/* ---- the desk ---- */

static enum stf_status describe(const struct stf_fit_in *in, struct stf_fit *fit,
                                struct stf_write_class *classes, struct stf_write_team *teams,
                                size_t teams_n) {
  const char *name = strrchr(in->path, '/');
  fit->desk = (struct stf_write_desk){
      .title = stf_fit_law_text(fit, "Desk fitted from %s", name != NULL ? name + 1 : in->path),
      .zone = in->zone,
      .note =
          fit->attended.patience_by_hours
              ? "Fitted from a log by 'staffetta fit'. Figures in the comments say what each "
                "part rests on.\n"
                "One line for all classes: priorities are not fitted."
                "\nPatience is NOT right: customers left only while somebody was there, and "
                "these laws count the nights, too.\n"
                "Give the classes patience_hours and laws of your own."
              : "Fitted from a log by 'staffetta fit'. Figures in the comments say what each "
                "part rests on.\n"
                "One line for all classes: priorities are not fitted.",
      .from_us = in->from_us,
      .to_us = in->to_us,
      .is_fitted = true,
      .horizon_weeks = fit->curve.horizon.state == STF_HORIZON_NONE ||
                               fit->curve.horizon.state == STF_HORIZON_FOUND
                           ? fit->curve.horizon.weeks_n
                           : 0,
      .interval_us = in->interval_us,
      .end = STF_EDGE_UNTIL_EMPTY,
      .within_s = in->within_s,
      .within_n = in->within_n,
      .classes = classes,
      .classes_n = fit->classes_n,
      .teams = teams,
      .teams_n = teams_n,
      .mean_arrivals = fit->curve.mean_arrivals,
      .slots_n = fit->curve.slots_n,
      .curve_note = stf_fit_law_text(
          fit,
          "Mean contacts per weekday and interval, from %lld contacts; days behind each "
          "weekday, Monday first: %d %d %d %d %d %d %d; "
          "%d days without any contact taken for holes in the log.",
          (long long)fit->curve.contacts_n, fit->curve.days_n[0], fit->curve.days_n[1],
          fit->curve.days_n[2], fit->curve.days_n[3], fit->curve.days_n[4],
          fit->curve.days_n[5], fit->curve.days_n[6], fit->curve.missing_days_n),
      .volume = 1,
      .campaigns = fit->write_campaigns,
      .campaigns_n = fit->campaigns_n,
  };
  bool told =
      fit->desk.title != NULL && fit->desk.curve_note != NULL && stf_fit_busyness_describe(fit);
  return told ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_fit_desk(const struct stf_fit_in *in, struct stf_fit *fit,
                             struct stf_diags *diags) {
  *fit = (struct stf_fit){.allocator = in->log->allocator,
                          .arena = stf_arena_new(in->log->allocator)};
  if (fit->arena == NULL) {
    return STF_ERR_MEMORY;
  }
  if (!can_carry(in, diags)) {
    return STF_ERR_INPUT;
  }
  size_t teams_n = teams_of(in);
  struct stf_write_team *teams = stf_arena_alloc(fit->arena, teams_n, sizeof *teams);
  enum stf_status status = find_classes(in, fit);
  struct stf_write_class *classes =
      stf_arena_alloc(fit->arena, fit->classes_n + 1, sizeof *classes);
  if (teams == NULL || classes == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t c = 0; c < fit->classes_n && status == STF_OK; c++) {
    classes[c] = (struct stf_write_class){
        .name = stf_dict_text(in->names->classes, fit->classes[c].name), .priority = 1};
  }
  if (status == STF_OK) {
    status = stf_fit_hands_measure(in, fit, teams_n);
  }
  if (status == STF_OK) {
    status = stf_attended_measure(in->log, &fit->attended);
  }
  if (status == STF_OK) {
    status = stf_fit_law_classes(in, fit, classes);
  }
  if (status == STF_OK) {
    status = stf_fit_bot_classes(in, fit, classes);
  }
  if (status == STF_OK) {
    status = stf_fit_support_classes(in, fit, classes);
  }
  if (status == STF_OK) {
    status = stf_fit_survey_classes(in, fit, classes);
  }
  if (status == STF_OK) {
    status = fit_teams(in, fit, teams, &teams_n);
  }
  if (status == STF_OK) {
    status = stf_fit_campaigns_make(in, fit);
  }
  if (status == STF_OK) {
    status = fit_curve(in, fit);
  }
  if (status == STF_OK) {
    status = describe(in, fit, classes, teams, teams_n);
  }
  return status == STF_OK ? stf_fit_draws_make(in, fit) : status;
}

void stf_fit_clear(struct stf_fit *fit) {
  stf_curve_clear(&fit->curve, fit->allocator);
  stf_arena_free(fit->arena);
  *fit = (struct stf_fit){0};
}
