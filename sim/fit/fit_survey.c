/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_survey.h"

#include "fit/fit_law.h"
#include "stats/ordinal.h"

#include <math.h>

enum {
  NPS_PASSIVE = 7, /* lowest scores of the two upper groups */
  NPS_PROMOTER = 9
};

/* Closed contacts of a class. */
struct counts {
  size_t closed_n;
  size_t known_n; /* say whether they were solved */
  size_t solved_n;
  size_t sent_n;
  size_t answered_n;
};

/* Answers to one question; room for all contacts of the log. */
struct sample {
  double *all;        /* [item * STF_AFTER_COVARIATES + covariate] */
  double *x;          /* the same of the covariates that take part */
  uint32_t *category; /* by item */
  size_t n;
  bool all_say_solved;
  double frt_most_s;
  int covariates[STF_AFTER_COVARIATES];
  uint32_t covariates_n;
};

static bool is_done(const struct stf_contact *contact, const struct stf_fit_class *own) {
  return contact->class_id == own->name && contact->outcome == STF_OUTCOME_CLOSED &&
         stf_contact_answered(contact);
}

static struct counts count(const struct stf_log *log, const struct stf_fit_class *own) {
  struct counts counts = {0};
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    if (is_done(contact, own)) {
      counts.closed_n++;
      counts.known_n += contact->solved != STF_SOLVED_UNKNOWN;
      counts.solved_n += contact->solved == STF_SOLVED_YES;
      counts.sent_n += contact->survey != STF_SURVEY_NONE;
      counts.answered_n += contact->survey == STF_SURVEY_ANSWERED;
    }
  }
  return counts;
}

/* Category of the answer, from 0; UINT32_MAX: none was given. */
static uint32_t category_of(const struct stf_contact *contact, enum stf_fit_asked asked) {
  uint32_t said = asked == STF_FIT_CSAT ? contact->csat : contact->nps;
  if (said == 0) {
    return UINT32_MAX;
  }
  uint32_t score = said - 1;
  return asked == STF_FIT_CSAT ? score
                               : (uint32_t)(score >= NPS_PASSIVE) + (score >= NPS_PROMOTER);
}

static void gather(const struct stf_log *log, const struct stf_fit_class *own,
                   enum stf_fit_asked asked, struct sample *out) {
  out->n = 0;
  out->all_say_solved = true;
  out->frt_most_s = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    uint32_t category = category_of(contact, asked);
    if (!is_done(contact, own) || category == UINT32_MAX) {
      continue;
    }
    bool is_written = contact->first_human_us != STF_NEVER;
    double frt_s = is_written ? (double)(contact->first_human_us - contact->open_us) * 1e-6 : 0;
    double *x = &out->all[out->n * STF_AFTER_COVARIATES];
    x[STF_AFTER_FRT] = log1p(frt_s / 60);
    x[STF_AFTER_SETTLED] = contact->solved == STF_SOLVED_YES ? 1 : 0;
    x[STF_AFTER_BOT] = contact->bot_start_us != STF_NEVER ? 1 : 0;
    out->frt_most_s = fmax(out->frt_most_s, frt_s);
    out->all_say_solved = out->all_say_solved && contact->solved != STF_SOLVED_UNKNOWN;
    out->category[out->n++] = category;
  }
}

static bool varies(const struct sample *sample, size_t covariate) {
  for (size_t i = 1; i < sample->n; i++) {
    if (sample->all[i * STF_AFTER_COVARIATES + covariate] != sample->all[covariate]) {
      return true;
    }
  }
  return false;
}

static void choose(struct sample *sample, const struct stf_write_class *class) {
  const bool there[STF_AFTER_COVARIATES] = {[STF_AFTER_FRT] =
                                                class->first_message.kind != STF_LAW_NEVER,
                                            [STF_AFTER_SETTLED] = sample->all_say_solved,
                                            [STF_AFTER_BOT] = class->bot.reach_share > 0};
  sample->covariates_n = 0;
  for (int j = 0; j < STF_AFTER_COVARIATES; j++) {
    if (there[j] && varies(sample, (size_t)j)) {
      sample->covariates[sample->covariates_n++] = j;
    }
  }
  for (size_t i = 0; i < sample->n; i++) {
    for (uint32_t j = 0; j < sample->covariates_n; j++) {
      sample->x[i * sample->covariates_n + j] =
          sample->all[i * STF_AFTER_COVARIATES + (size_t)sample->covariates[j]];
    }
  }
}

/* What the model rests on, in words. */
static const char *words_of(struct stf_fit *fit, const struct sample *sample, const char *name,
                            const struct stf_ordinal *found, uint32_t cuts_n) {
  static const char *const COVARIATES[STF_AFTER_COVARIATES] = {[STF_AFTER_FRT] =
                                                                   "first response",
                                                               [STF_AFTER_SETTLED] = "solved",
                                                               [STF_AFTER_BOT] = "bot"};
  const char *words =
      stf_fit_law_text(fit, "\n%s by ordinal logit: n = %zu, SE of the cuts", name, sample->n);
  for (uint32_t k = 0; words != NULL && k < cuts_n; k++) {
    words = stf_fit_law_text(fit, "%s%s %.3f", words, k > 0 ? "," : "", found->errors[k]);
  }
  for (uint32_t j = 0; words != NULL && j < sample->covariates_n; j++) {
    words =
        stf_fit_law_text(fit, "%s; %s %.3f (SE %.3f)", words, COVARIATES[sample->covariates[j]],
                         found->values[cuts_n + j], found->errors[cuts_n + j]);
  }
  return words == NULL
             ? NULL
             : stf_fit_law_text(fit,
                                "%s.\nAn association in this log, not a cause: who waited long "
                                "may differ in other ways, and so may who answers.",
                                words);
}

static const char *refusal_of(struct stf_fit *fit, const struct sample *sample,
                              const char *name, enum stf_ordinal_end end) {
  if (end == STF_ORDINAL_FITTED) {
    return stf_fit_law_text(fit,
                            "\n%s not fitted: only %zu answers, %d a parameter are needed.",
                            name, sample->n, STF_FIT_LEAST);
  }
  return stf_fit_law_text(fit, "\n%s not fitted (%zu answers): %s.", name, sample->n,
                          end == STF_ORDINAL_EMPTY
                              ? "there is a mark that nobody gave"
                              : "what it goes with tells the answers apart completely");
}

/* The model of one question, if it can be had, and what is to be said of it. */
static enum stf_status fit_opinion(struct stf_fit *fit, const struct sample *sample,
                                   enum stf_fit_asked asked,
                                   const struct stf_after_opinion **out, const char **words) {
  static const char *const NAMES[STF_FIT_ASKED] = {"CSAT", "NPS"};
  static const uint32_t CUTS_N[STF_FIT_ASKED] = {STF_AFTER_CSAT_CUTS, STF_AFTER_NPS_CUTS};
  const struct stf_ordinal_in in = {.x = sample->x,
                                    .category = sample->category,
                                    .n = sample->n,
                                    .covariates_n = sample->covariates_n,
                                    .cuts_n = CUTS_N[asked]};
  bool is_enough = sample->n >= (size_t)STF_FIT_LEAST * (in.cuts_n + in.covariates_n);
  struct stf_ordinal found;
  enum stf_ordinal_end end = is_enough ? stf_ordinal_fit(&in, &found) : STF_ORDINAL_FITTED;
  if (!is_enough || end != STF_ORDINAL_FITTED) {
    *words = refusal_of(fit, sample, NAMES[asked], end);
    return *words != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  struct stf_after_opinion *opinion = stf_arena_alloc(fit->arena, 1, sizeof *opinion);
  *words = words_of(fit, sample, NAMES[asked], &found, in.cuts_n);
  if (opinion == NULL || *words == NULL) {
    return STF_ERR_MEMORY;
  }
  *opinion = (struct stf_after_opinion){
      .cuts_n = in.cuts_n, .frt_most_s = (double)INFINITY, .gap_most_s = (double)INFINITY};
  for (uint32_t k = 0; k < in.cuts_n; k++) {
    opinion->cuts[k] = found.values[k];
  }
  for (uint32_t j = 0; j < in.covariates_n; j++) {
    opinion->slopes[sample->covariates[j]] = found.values[in.cuts_n + j];
    if (sample->covariates[j] == STF_AFTER_FRT) {
      opinion->frt_most_s = sample->frt_most_s;
    }
  }
  *out = opinion;
  return STF_OK;
}

static enum stf_status fit_class(const struct stf_log *log, struct stf_fit *fit,
                                 struct stf_fit_class *own, struct sample *sample,
                                 struct stf_write_class *out) {
  struct counts counts = count(log, own);
  if (counts.known_n == 0 && counts.sent_n == 0) {
    return STF_OK;
  }
  struct stf_after *after = stf_arena_alloc(fit->arena, 1, sizeof *after);
  if (after == NULL) {
    return STF_ERR_MEMORY;
  }
  double solved = counts.known_n > 0 ? (double)counts.solved_n / (double)counts.known_n : 1;
  after->solved_share = solved;
  after->solved_transferred_share = solved;
  after->solved_escalated_share = solved;
  if (counts.sent_n > 0) {
    after->survey_share = (double)counts.sent_n / (double)counts.closed_n;
    after->survey_answered_share = (double)counts.answered_n / (double)counts.sent_n;
  }
  const char *words[STF_FIT_ASKED] = {"", ""};
  const struct stf_after_opinion *opinions[STF_FIT_ASKED] = {NULL, NULL};
  enum stf_status status = STF_OK;
  for (int asked = 0; asked < STF_FIT_ASKED && status == STF_OK; asked++) {
    gather(log, own, (enum stf_fit_asked)asked, sample);
    own->marks_n[asked] = sample->n;
    if (sample->n > 0) {
      choose(sample, out);
      status =
          fit_opinion(fit, sample, (enum stf_fit_asked)asked, &opinions[asked], &words[asked]);
    }
  }
  if (status != STF_OK) {
    return status;
  }
  after->csat = opinions[STF_FIT_CSAT];
  after->nps = opinions[STF_FIT_NPS];
  out->after = after;
  out->after_note = stf_fit_law_text(
      fit, "Of %zu closed: solved %zu of %zu that say; surveyed %zu, answered %zu.%s%s",
      counts.closed_n, counts.solved_n, counts.known_n, counts.sent_n, counts.answered_n,
      words[STF_FIT_CSAT], words[STF_FIT_NPS]);
  return out->after_note != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_fit_survey_classes(const struct stf_fit_in *in, struct stf_fit *fit,
                                       struct stf_write_class *classes) {
  size_t room = in->log->contacts_n + 1;
  struct sample sample = {
      .all = stf_arena_alloc(fit->arena, room * STF_AFTER_COVARIATES, sizeof *sample.all),
      .x = stf_arena_alloc(fit->arena, room * STF_AFTER_COVARIATES, sizeof *sample.x),
      .category = stf_arena_alloc(fit->arena, room, sizeof *sample.category)};
  enum stf_status status = sample.all != NULL && sample.x != NULL && sample.category != NULL
                               ? STF_OK
                               : STF_ERR_MEMORY;
  for (size_t c = 0; c < fit->classes_n && status == STF_OK; c++) {
    status = fit_class(in->log, fit, &fit->classes[c], &sample, &classes[c]);
  }
  return status;
}
