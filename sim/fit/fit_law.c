/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_law.h"

#include "stats/interval.h"
#include "stats/quantile.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What was observed of one class, or of all together. */
struct sample {
  double *service_s;
  size_t service_n;
  double *wait_s;
  bool *left; /* the wait ended in leaving */
  size_t waits_n;
  double *first_s; /* from the assignment to the first human message */
  size_t first_n;
};

const char *stf_fit_law_text(struct stf_fit *fit, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  return n < 0 ? NULL : stf_arena_text(fit->arena, text, strlen(text));
}

/* Wait and whether it ended in leaving. Whoever was neither answered nor left (closed, or open
 * at the end of the log) is censored. */
static double wait_of(const struct stf_log *log, const struct stf_contact *contact,
                      bool *left) {
  int64_t end_us = stf_contact_wait_end_us(contact);
  end_us = end_us != STF_NEVER ? end_us : log->facts.last_us;
  *left = stf_contact_left(contact);
  /* Who left before a human was asked for (and was asked for all the same) did not wait. */
  return end_us > contact->queue_us ? (double)(end_us - contact->queue_us) * 1e-6 : 0;
}

static enum stf_status sample_init(struct sample *sample, struct stf_arena *arena, size_t n) {
  sample->service_s = stf_arena_alloc(arena, n + 1, sizeof *sample->service_s);
  sample->wait_s = stf_arena_alloc(arena, n + 1, sizeof *sample->wait_s);
  sample->left = stf_arena_alloc(arena, n + 1, sizeof *sample->left);
  sample->first_s = stf_arena_alloc(arena, n + 1, sizeof *sample->first_s);
  return sample->service_s != NULL && sample->wait_s != NULL && sample->left != NULL &&
                 sample->first_s != NULL
             ? STF_OK
             : STF_ERR_MEMORY;
}

/* Everything of one class (STF_NOBODY: of all). */
static void gather(const struct stf_fit_in *in, const struct stf_fit *fit, uint32_t class_id,
                   struct sample *out) {
  out->service_n = 0;
  out->waits_n = 0;
  out->first_n = 0;
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    if (!stf_contact_offered(contact) ||
        (class_id != STF_NOBODY && contact->class_id != class_id)) {
      continue;
    }
    out->wait_s[out->waits_n] = wait_of(in->log, contact, &out->left[out->waits_n]);
    out->waits_n++;
    double work_s = fit->work_s[i];
    if (!isnan(work_s)) {
      out->service_s[out->service_n++] = work_s;
    }
    if (contact->assign_us != STF_NEVER && contact->first_human_us >= contact->assign_us) {
      out->first_s[out->first_n++] =
          (double)(contact->first_human_us - contact->assign_us) * 1e-6;
    }
  }
}

/* The smooth law that misses the sorted sample least, in words; "" where none can be fitted. */
static void nearest_law(const double *sorted_s, size_t n, char *out, size_t out_n) {
  static const struct {
    const char *name;
    const char *form; /* what stf_law_fit.form is */
    enum stf_status (*fit)(const double *values_s, size_t n, struct stf_law_fit *out);
  } LAWS[] = {{"lognormal", "cv", stf_law_fit_lognormal},
              {"gamma", "shape", stf_law_fit_gamma},
              {"weibull", "shape", stf_law_fit_weibull}};
  double least = 2;
  size_t zeros = 0;
  while (zeros < n && !(sorted_s[zeros] > 0)) {
    zeros++;
  }
  out[0] = '\0';
  for (size_t i = 0; i < STF_COUNT_OF(LAWS); i++) {
    struct stf_law_fit fit;
    if (LAWS[i].fit(sorted_s + zeros, n - zeros, &fit) != STF_OK) {
      continue;
    }
    double distance = stf_law_fit_distance(&fit.law, sorted_s, n);
    if (distance < least) {
      least = distance;
      (void)snprintf(
          out, out_n,
          "\nThe nearest smooth law, a %s of mean %.1f s and %s %.2f, would miss it by "
          "%.3f (Kolmogorov-Smirnov).",
          LAWS[i].name, fit.mean_s, LAWS[i].form, fit.form, distance);
    }
  }
}

static const char *service_note(struct stf_fit *fit, const struct stf_fit_class *own,
                                const struct sample *sample) {
  char shape[192];
  stf_quantile_sort(sample->service_s, sample->service_n);
  nearest_law(sample->service_s, sample->service_n, shape, sizeof shape);
  char error[32] = ""; /* of a single contact there is none */
  if (isfinite(own->service_error_s)) {
    (void)snprintf(error, sizeof error, " (SE %.1f)", own->service_error_s);
  }
  return stf_fit_law_text(fit, "Work per contact%s%s: n = %zu, mean %.1f s%s.%s",
                          fit->concurrent ? ", at the rate with one in hand, out of the "
                                            "sessions and the load during them"
                                          : " as observed",
                          own->service_pooled ? " in all classes together (too few in this one)"
                                              : "",
                          sample->service_n, own->service_mean_s, error, shape);
}

static enum stf_status fit_service(struct stf_fit *fit, const struct sample *sample,
                                   struct stf_fit_class *own, struct stf_write_class *out) {
  own->service_mean_s = stf_interval_mean(sample->service_s, sample->service_n);
  own->service_error_s =
      stf_interval_sd(sample->service_s, sample->service_n) / sqrt((double)sample->service_n);
  out->service_note = service_note(fit, own, sample);
  if (out->service_note == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_law_from_sample(fit->arena, sample->service_s, NULL, sample->service_n,
                             &out->service);
}

static enum stf_status fit_patience(struct stf_fit *fit, const struct sample *sample,
                                    struct stf_fit_class *own, struct stf_write_class *out) {
  own->patience = stf_law_fit_censored(sample->wait_s, sample->left, sample->waits_n);
  for (size_t i = 0; i < sample->waits_n; i++) {
    own->longest_wait_s =
        sample->wait_s[i] > own->longest_wait_s ? sample->wait_s[i] : own->longest_wait_s;
  }
  if (own->patience.events_n == 0) {
    out->patience_note = stf_fit_law_text(
        fit, "Nobody was seen leaving: patience is unknown, and nobody leaves.");
    out->patience = stf_law_never();
    return out->patience_note != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  out->patience_note = stf_fit_law_text(
      fit,
      "Kaplan-Meier%s: n = %zu waits, %zu left. Longest wait seen %.0f s; beyond it, and in "
      "the tail,\n"
      "this is an assumption. As an exponential: mean %.1f s (SE %.1f).",
      own->patience_pooled ? " of all classes together (too few left in this one)" : "",
      sample->waits_n, own->patience.events_n, own->longest_wait_s, own->patience.mean_s,
      own->patience.mean_error_s);
  if (out->patience_note == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_law_fit_kaplan_meier(fit->arena, sample->wait_s, sample->left, sample->waits_n,
                                  &out->patience);
}

static enum stf_status fit_first_message(struct stf_fit *fit, const struct sample *sample,
                                         struct stf_fit_class *own,
                                         struct stf_write_class *out) {
  out->first_message = stf_law_never();
  if (sample->first_n < STF_FIT_LEAST) {
    return STF_OK;
  }
  own->first_messages_n = sample->first_n;
  own->first_message_mean_s = stf_interval_mean(sample->first_s, sample->first_n);
  stf_quantile_sort(sample->first_s, sample->first_n);
  out->first_message_note = stf_fit_law_text(
      fit,
      "From the assignment to the first human message, as observed%s: n = %zu, mean %.1f s (SE "
      "%.1f), p50 %.0f s, p90 %.0f s.",
      own->first_message_pooled ? " in all classes together (too few in this one)" : "",
      sample->first_n, own->first_message_mean_s,
      stf_interval_sd(sample->first_s, sample->first_n) / sqrt((double)sample->first_n),
      stf_quantile_of(sample->first_s, sample->first_n, 0.5),
      stf_quantile_of(sample->first_s, sample->first_n, 0.9));
  if (out->first_message_note == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_law_from_sample(fit->arena, sample->first_s, NULL, sample->first_n,
                             &out->first_message);
}

static size_t left_n(const struct sample *sample) {
  size_t n = 0;
  for (size_t i = 0; i < sample->waits_n; i++) {
    n += sample->left[i];
  }
  return n;
}

enum stf_status stf_fit_law_classes(const struct stf_fit_in *in, struct stf_fit *fit,
                                    struct stf_write_class *classes) {
  struct sample all;
  struct sample one;
  enum stf_status status = sample_init(&all, fit->arena, in->log->contacts_n);
  if (status == STF_OK) {
    status = sample_init(&one, fit->arena, in->log->contacts_n);
  }
  if (status == STF_OK) {
    gather(in, fit, STF_NOBODY, &all);
  }
  for (size_t c = 0; c < fit->classes_n && status == STF_OK; c++) {
    struct stf_fit_class *own = &fit->classes[c];
    gather(in, fit, own->name, &one);
    own->offered_n = one.waits_n;
    own->answered_n = one.service_n;
    own->abandoned_n = left_n(&one);
    own->service_pooled = one.service_n < STF_FIT_LEAST && all.service_n > one.service_n;
    own->patience_pooled = own->abandoned_n < STF_FIT_LEAST && left_n(&all) > own->abandoned_n;
    status = fit_service(fit, own->service_pooled ? &all : &one, own, &classes[c]);
    if (status == STF_OK) {
      status = fit_patience(fit, own->patience_pooled ? &all : &one, own, &classes[c]);
    }
    own->first_message_pooled = one.first_n < STF_FIT_LEAST && all.first_n > one.first_n;
    if (status == STF_OK) {
      status =
          fit_first_message(fit, own->first_message_pooled ? &all : &one, own, &classes[c]);
    }
  }
  return status;
}

enum stf_status stf_fit_law_pause(const struct stf_fit_in *in, struct stf_fit *fit,
                                  struct stf_law *law, const char **note) {
  struct stf_pause_gaps gaps;
  *law = stf_law_constant(0);
  enum stf_status status =
      stf_pause_measure(in->log->contacts, in->log->contacts_n, in->presence_gap_us,
                        in->log->facts.last_us, fit->allocator, &gaps);
  if (status != STF_OK) {
    return status;
  }
  fit->pause_n = gaps.n;
  if (gaps.n < STF_FIT_LEAST) {
    *note = stf_fit_law_text(
        fit, "No pause: while somebody waited, only %zu changes of contact were seen.", gaps.n);
  } else {
    stf_quantile_sort(gaps.values_s, gaps.n);
    fit->pause = stf_law_fit_exponential(gaps.n, stf_interval_mean(gaps.values_s, gaps.n) *
                                                     (double)gaps.n);
    fit->pause_p50_s = stf_quantile_of(gaps.values_s, gaps.n, 0.5);
    fit->pause_p90_s = stf_quantile_of(gaps.values_s, gaps.n, 0.9);
    *note = stf_fit_law_text(
        fit,
        "Before the next contact, measured while somebody waited throughout: n = %zu,\n"
        "mean %.1f s (SE %.2f), p50 %.0f s, p90 %.0f s; gaps above %.0f s count as absence.",
        gaps.n, fit->pause.mean_s,
        stf_interval_sd(gaps.values_s, gaps.n) / sqrt((double)gaps.n), fit->pause_p50_s,
        fit->pause_p90_s, (double)in->presence_gap_us * 1e-6);
    status = stf_law_from_sample(fit->arena, gaps.values_s, NULL, gaps.n, law);
  }
  stf_pause_clear(&gaps, fit->allocator);
  return status == STF_OK && *note == NULL ? STF_ERR_MEMORY : status;
}
