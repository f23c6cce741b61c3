/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_bot.h"

#include "base/quantity.h"
#include "fit/fit_law.h"
#include "stats/interval.h"
#include "stats/quantile.h"

#include <math.h>

/* Below this share of contacts with an automatic message there is no acknowledgement. */
#define MOST_OF_THEM 0.5

/* What was seen of the bot. */
struct sample {
  size_t opened_n;
  size_t reached_n;
  size_t known_n; /* reached, and its end is known */
  size_t contained_n;
  size_t left_n;
  double *durations_s; /* of those contained or handed over */
  size_t durations_n;
};

static double error_of(double share, size_t n) {
  return n > 0 ? sqrt(share * (1 - share) / (double)n) : (double)NAN;
}

static double share_of(size_t part, size_t n) {
  return n > 0 ? (double)part / (double)n : 0;
}

static void take(const struct stf_contact *contact, struct sample *out) {
  out->opened_n++;
  if (contact->bot_start_us == STF_NEVER) {
    return;
  }
  out->reached_n++;
  bool handed = stf_contact_offered(contact);
  bool ended = contact->outcome == STF_OUTCOME_CONTAINED;
  bool left = ended && contact->abandon_us != STF_NEVER;
  if (!handed && !ended) {
    return; /* in the bot when the log ends */
  }
  out->known_n++;
  out->left_n += left;
  out->contained_n += ended && !left;
  int64_t bot_us = stf_contact_bot_us(contact);
  if (bot_us >= 0) {
    out->durations_s[out->durations_n++] = (double)bot_us * 1e-6;
  }
}

/* Everything of one class (STF_NOBODY: of all). */
static void gather(const struct stf_log *log, uint32_t class_id, struct sample *out) {
  *out = (struct sample){.durations_s = out->durations_s};
  for (size_t i = 0; i < log->contacts_n; i++) {
    if (class_id == STF_NOBODY || log->contacts[i].class_id == class_id) {
      take(&log->contacts[i], out);
    }
  }
}

static enum stf_status describe(struct stf_fit *fit, const struct sample *one,
                                const struct sample *fate, struct stf_fit_class *own,
                                struct stf_write_class *out) {
  size_t past_n = fate->known_n - fate->contained_n;
  double mean_s = stf_interval_mean(fate->durations_s, fate->durations_n);
  double error_s =
      stf_interval_sd(fate->durations_s, fate->durations_n) / sqrt((double)fate->durations_n);
  own->bot_n = one->reached_n;
  own->bot_pooled = fate != one;
  out->bot = (struct stf_bot){.reach_share = share_of(one->reached_n, one->opened_n),
                              .containment_share = share_of(fate->contained_n, fate->known_n),
                              .leave_share = share_of(fate->left_n, past_n),
                              .reading = stf_law_never()};
  own->bot = out->bot;
  own->bot_duration_mean_s = mean_s;
  out->bot_note = stf_fit_law_text(
      fit,
      "Bot: reached %zu of %zu (SE %.4f); contained %zu of %zu whose end is known (SE "
      "%.4f)%s; of the others\n"
      "%zu of %zu left inside (SE %.4f). Duration from the opening as observed, without those "
      "who left inside: n = %zu,\n"
      "mean %.1f s (SE %.1f). The agent's reading cannot be told from her work: it is in "
      "'service'.",
      one->reached_n, one->opened_n, error_of(out->bot.reach_share, one->opened_n),
      fate->contained_n, fate->known_n, error_of(out->bot.containment_share, fate->known_n),
      own->bot_pooled ? " in all classes together (too few in this one)" : "", fate->left_n,
      past_n, error_of(out->bot.leave_share, past_n), fate->durations_n, mean_s, error_s);
  if (out->bot_note == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_law_from_sample(fit->arena, fate->durations_s, NULL, fate->durations_n,
                             &out->bot.duration);
}

/* ---- acknowledgement ---- */

/* The contact's first message was an automatic one, before any human one: what a contact
 * without human messages got at its end is none. */
static bool acknowledged(const struct stf_contact *contact) {
  if (contact->first_any_us == STF_NEVER) {
    return false;
  }
  if (contact->first_human_us != STF_NEVER) {
    return contact->first_any_us < contact->first_human_us;
  }
  int64_t end_us = stf_contact_wait_end_us(contact);
  return end_us == STF_NEVER || contact->first_any_us < end_us;
}

static enum stf_status fit_acknowledgement(const struct stf_log *log, struct stf_fit *fit,
                                           struct stf_fit_class *own, double *delays_s,
                                           struct stf_write_class *out) {
  size_t n = 0;
  size_t all_n = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    if (contact->class_id != own->name || contact->bot_start_us != STF_NEVER) {
      continue;
    }
    all_n++;
    if (acknowledged(contact)) {
      delays_s[n++] = (double)(contact->first_any_us - contact->open_us) * 1e-6;
    }
  }
  if (n < STF_FIT_LEAST || share_of(n, all_n) < MOST_OF_THEM) {
    return STF_OK;
  }
  stf_quantile_sort(delays_s, n);
  double delay_s = stf_quantile_of(delays_s, n, 0.5);
  out->acknowledges = true;
  out->ack_us = stf_quantity_us(delay_s);
  own->acks_n = n;
  out->ack_note = stf_fit_law_text(
      fit,
      "Automatic message: median delay of %zu of the %zu contacts that met no bot "
      "(p10 %.1f s, p90 %.1f s).",
      n, all_n, stf_quantile_of(delays_s, n, 0.1), stf_quantile_of(delays_s, n, 0.9));
  return out->ack_note != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_fit_bot_classes(const struct stf_fit_in *in, struct stf_fit *fit,
                                    struct stf_write_class *classes) {
  const struct stf_log *log = in->log;
  struct sample all = {
      .durations_s = stf_arena_alloc(fit->arena, log->contacts_n + 1, sizeof *all.durations_s)};
  struct sample one = {
      .durations_s = stf_arena_alloc(fit->arena, log->contacts_n + 1, sizeof *one.durations_s)};
  if (all.durations_s == NULL || one.durations_s == NULL) {
    return STF_ERR_MEMORY;
  }
  gather(log, STF_NOBODY, &all);
  enum stf_status status = STF_OK;
  for (size_t c = 0; c < fit->classes_n && status == STF_OK; c++) {
    struct stf_fit_class *own = &fit->classes[c];
    if (log->facts.events_n[STF_EVENT_MSG_AUTO] > 0) {
      status = fit_acknowledgement(log, fit, own, one.durations_s, &classes[c]);
    }
    gather(log, own->name, &one);
    if (status == STF_OK && one.reached_n > 0 && all.durations_n > 0) {
      bool thin = one.durations_n < STF_FIT_LEAST && all.durations_n > one.durations_n;
      status = describe(fit, &one, thin ? &all : &one, own, &classes[c]);
    }
  }
  return status;
}
