/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_campaigns.h"

#include "base/dict.h"
#include "fit/fit_law.h"
#include "stats/interval.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  NAME_MOST = 280
};

/* Messages that went out together. */
struct burst {
  const char *name;
  uint32_t class_id; /* STF_NOBODY: not said */
  int64_t at_us;
  int64_t last_us;
  int64_t messages_n;
};

struct bursts {
  const struct stf_fit_in *in;
  struct stf_fit *fit;
  struct burst *items;
  size_t n;
  uint32_t *of_sending; /* burst of each sending */
  uint32_t *of_contact; /* burst that it replies to; STF_NOBODY: none */
};

/* ---- messages that go out together ---- */

static bool in_window(const struct stf_fit_in *in, int64_t at_us) {
  return at_us >= in->from_us && at_us < in->to_us;
}

/* One after the other, by the last burst of each name and class. */
static enum stf_status join_sendings(struct bursts *bursts, struct stf_dict *keys) {
  const struct stf_log *log = bursts->in->log;
  uint32_t *last = stf_arena_alloc(bursts->fit->arena, log->sendings_n + 1, sizeof *last);
  if (last == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->sendings_n; i++) {
    const struct stf_sending *sending = &log->sendings[i];
    char key[NAME_MOST];
    int n = snprintf(key, sizeof key, "%u %.240s", (unsigned)sending->class_id, sending->name);
    uint32_t before_n = stf_dict_count(keys);
    uint32_t id = stf_dict_add(keys, key, (size_t)n);
    if (id == STF_DICT_NONE) {
      return STF_ERR_MEMORY;
    }
    bool joins = id < before_n &&
                 sending->at_us - bursts->items[last[id]].last_us <= STF_FIT_CAMPAIGNS_GAP_US;
    if (!joins) {
      last[id] = (uint32_t)bursts->n;
      bursts->items[bursts->n++] = (struct burst){
          .name = sending->name, .class_id = sending->class_id, .at_us = sending->at_us};
    }
    struct burst *burst = &bursts->items[last[id]];
    burst->last_us = sending->at_us;
    burst->messages_n += sending->messages_n;
    bursts->of_sending[i] = last[id];
  }
  return STF_OK;
}

static enum stf_status make_bursts(struct bursts *bursts) {
  const struct stf_log *log = bursts->in->log;
  struct stf_arena *arena = bursts->fit->arena;
  bursts->items = stf_arena_alloc(arena, log->sendings_n + 1, sizeof *bursts->items);
  bursts->of_sending = stf_arena_alloc(arena, log->sendings_n + 1, sizeof *bursts->of_sending);
  bursts->of_contact = stf_arena_alloc(arena, log->contacts_n + 1, sizeof *bursts->of_contact);
  struct stf_dict *keys = stf_dict_new(log->allocator);
  enum stf_status status = bursts->items != NULL && bursts->of_sending != NULL &&
                                   bursts->of_contact != NULL && keys != NULL
                               ? join_sendings(bursts, keys)
                               : STF_ERR_MEMORY;
  stf_dict_free(keys);
  return status;
}

/* ---- who replies to what ---- */

/* What has gone out so far. */
struct sweep {
  struct bursts *bursts;
  size_t next;           /* of the log's sendings */
  uint32_t *of_class;    /* last sending by class of the log, then without one */
  uint32_t *of_customer; /* last sending by customer */
  uint32_t classes_n;
  bool marked; /* the log says who replies */
};

static enum stf_status sweep_init(struct sweep *sweep, struct bursts *bursts) {
  const struct stf_log *log = bursts->in->log;
  struct stf_arena *arena = bursts->fit->arena;
  size_t customers_n = stf_dict_count(log->customer_ids);
  *sweep =
      (struct sweep){.bursts = bursts, .classes_n = stf_dict_count(bursts->in->names->classes)};
  sweep->of_class = stf_arena_alloc(arena, sweep->classes_n + 1, sizeof *sweep->of_class);
  sweep->of_customer = stf_arena_alloc(arena, customers_n + 1, sizeof *sweep->of_customer);
  if (sweep->of_class == NULL || sweep->of_customer == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t c = 0; c <= sweep->classes_n; c++) {
    sweep->of_class[c] = STF_NOBODY;
  }
  for (size_t c = 0; c <= customers_n; c++) {
    sweep->of_customer[c] = STF_NOBODY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    sweep->marked = sweep->marked || log->contacts[i].campaign != STF_CAMPAIGN_NONE;
  }
  return STF_OK;
}

static void advance(struct sweep *sweep, int64_t until_us) {
  const struct stf_log *log = sweep->bursts->in->log;
  for (; sweep->next < log->sendings_n && log->sendings[sweep->next].at_us <= until_us;
       sweep->next++) {
    const struct stf_sending *sending = &log->sendings[sweep->next];
    uint32_t class_id = sending->class_id != STF_NOBODY ? sending->class_id : sweep->classes_n;
    if (sending->customer != STF_NOBODY) {
      sweep->of_customer[sending->customer] = (uint32_t)sweep->next;
    }
    sweep->of_class[class_id] = (uint32_t)sweep->next;
  }
}

static uint32_t later_of(uint32_t a, uint32_t b) {
  if (a == STF_NOBODY || b == STF_NOBODY) {
    return a == STF_NOBODY ? b : a;
  }
  return a > b ? a : b;
}

/* The sending that a contact replies to, or STF_NOBODY. */
static uint32_t sending_of(struct sweep *sweep, const struct stf_contact *contact) {
  const struct stf_log *log = sweep->bursts->in->log;
  uint32_t *own =
      contact->customer != STF_NOBODY ? &sweep->of_customer[contact->customer] : NULL;
  uint32_t sent = own != NULL ? *own : STF_NOBODY;
  if (sweep->marked && contact->campaign == STF_CAMPAIGN_NONE) {
    return STF_NOBODY;
  }
  if (sweep->marked && sent == STF_NOBODY) {
    return later_of(sweep->of_class[contact->class_id], sweep->of_class[sweep->classes_n]);
  }
  if (sent != STF_NOBODY) {
    *own = STF_NOBODY;
  }
  bool in_reach = sent != STF_NOBODY &&
                  (sweep->marked ||
                   contact->open_us - log->sendings[sent].at_us <= STF_FIT_CAMPAIGNS_REACH_US);
  return in_reach ? sent : STF_NOBODY;
}

static enum stf_status find_replies(struct bursts *bursts) {
  const struct stf_log *log = bursts->in->log;
  struct stf_fit *fit = bursts->fit;
  struct sweep sweep;
  if (sweep_init(&sweep, bursts) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    advance(&sweep, contact->open_us);
    bursts->of_contact[i] = STF_NOBODY;
    if (contact->class_id == STF_NOBODY) {
      continue;
    }
    uint32_t sending = sending_of(&sweep, contact);
    uint32_t burst = sending != STF_NOBODY ? bursts->of_sending[sending] : STF_NOBODY;
    bool whole = burst != STF_NOBODY &&
                 bursts->items[burst].messages_n >= STF_FIT_CAMPAIGNS_LEAST &&
                 in_window(bursts->in, bursts->items[burst].at_us);
    bursts->of_contact[i] = whole ? burst : STF_NOBODY;
    fit->is_reply[i] = whole || contact->campaign != STF_CAMPAIGN_NONE;
    fit->strays_n += fit->is_reply[i] && !whole;
  }
  fit->replies_marked = sweep.marked;
  return STF_OK;
}

/* ---- one campaign ---- */

/* Delays of the replies of a class to a burst (STF_NOBODY: to any of any class). */
static size_t list_delays(const struct bursts *bursts, uint32_t burst, uint32_t class_id,
                          double *out_s, size_t *apart_n) {
  const struct stf_log *log = bursts->in->log;
  size_t n = 0;
  *apart_n = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    uint32_t of = bursts->of_contact[i];
    bool counts = of != STF_NOBODY &&
                  (burst == STF_NOBODY || (of == burst && contact->class_id == class_id));
    if (counts) {
      out_s[n++] = (double)(contact->open_us - bursts->items[of].at_us) * 1e-6;
      *apart_n += contact->campaign == STF_CAMPAIGN_APART;
    }
  }
  return n;
}

/* A name that no campaign before has. */
static const char *unique_name(struct stf_fit *fit, const struct burst *burst) {
  const char *base = burst->name[0] != '\0' ? burst->name : "campaign";
  const char *name = base;
  for (size_t number = 2, i = 0; name != NULL && i < fit->campaigns_n; i++) {
    if (strcmp(fit->campaigns[i].name, name) == 0) {
      name = stf_fit_law_text(fit, "%.240s %zu", base, number++);
      i = (size_t)-1; /* from the first one again */
    }
  }
  return name;
}

static const char *note_of(struct stf_fit *fit, const struct stf_fit_campaign *own) {
  return stf_fit_law_text(
      fit,
      "%lld of %lld messages were replied to (%.2f %%, SE %.2f), after %.1f min on average%s; "
      "later replies than the log shows are not in it.",
      (long long)own->replies_n, (long long)own->messages_n, 100 * own->reply_share,
      100 * own->reply_share_se, own->delay_mean_s / 60,
      own->delay_pooled ? " (delays of all campaigns: too few of this one)" : "");
}

static enum stf_status add_campaign(struct bursts *bursts, const struct burst *burst, size_t c,
                                    const double *all_s, size_t all_n, double *own_s) {
  struct stf_fit *fit = bursts->fit;
  size_t apart_n = 0;
  size_t n = list_delays(bursts, (uint32_t)(burst - bursts->items), fit->classes[c].name, own_s,
                         &apart_n);
  if (n == 0) {
    return STF_OK;
  }
  bool pooled = n < STF_FIT_LEAST && all_n > n;
  double share = (double)n / (double)burst->messages_n;
  struct stf_fit_campaign *own = &fit->campaigns[fit->campaigns_n];
  struct stf_write_campaign *out = &fit->write_campaigns[fit->campaigns_n];
  *own = (struct stf_fit_campaign){
      .name = unique_name(fit, burst),
      .class_index = c,
      .at_us = burst->at_us,
      .messages_n = burst->messages_n,
      .replies_n = (int64_t)n,
      .reply_share = share < 1 ? share : 1,
      .reply_share_se = share < 1 ? sqrt(share * (1 - share) / (double)burst->messages_n) : 0,
      .delay_mean_s = pooled ? stf_interval_mean(all_s, all_n) : stf_interval_mean(own_s, n),
      .delay_pooled = pooled};
  *out = (struct stf_write_campaign){.name = own->name,
                                     .at_us = burst->at_us,
                                     .messages_n = burst->messages_n,
                                     .reply_share = own->reply_share,
                                     .class_index = c,
                                     .in_frt = 2 * apart_n < n,
                                     .note = note_of(fit, own)};
  fit->campaigns_n++;
  if (own->name == NULL || out->note == NULL) {
    return STF_ERR_MEMORY;
  }
  return stf_law_from_sample(fit->arena, pooled ? all_s : own_s, NULL, pooled ? all_n : n,
                             &out->delay);
}

static enum stf_status describe(struct bursts *bursts) {
  struct stf_fit *fit = bursts->fit;
  size_t most = bursts->n * fit->classes_n + 1;
  size_t contacts_n = bursts->in->log->contacts_n;
  double *all_s = stf_arena_alloc(fit->arena, contacts_n + 1, sizeof *all_s);
  double *own_s = stf_arena_alloc(fit->arena, contacts_n + 1, sizeof *own_s);
  fit->campaigns = stf_arena_alloc(fit->arena, most, sizeof *fit->campaigns);
  fit->write_campaigns = stf_arena_alloc(fit->arena, most, sizeof *fit->write_campaigns);
  if (all_s == NULL || own_s == NULL || fit->campaigns == NULL ||
      fit->write_campaigns == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t apart_n = 0;
  size_t all_n = list_delays(bursts, STF_NOBODY, STF_NOBODY, all_s, &apart_n);
  enum stf_status status = STF_OK;
  for (size_t b = 0; b < bursts->n; b++) {
    const struct burst *burst = &bursts->items[b];
    bool whole = burst->messages_n >= STF_FIT_CAMPAIGNS_LEAST;
    fit->bursts_n += whole && in_window(bursts->in, burst->at_us);
    fit->few_n += whole ? 0 : burst->messages_n;
    for (size_t c = 0; whole && c < fit->classes_n && status == STF_OK; c++) {
      status = add_campaign(bursts, burst, c, all_s, all_n, own_s);
    }
  }
  return status;
}

enum stf_status stf_fit_campaigns_make(const struct stf_fit_in *in, struct stf_fit *fit) {
  struct bursts bursts = {.in = in, .fit = fit};
  fit->is_reply = stf_arena_alloc(fit->arena, in->log->contacts_n + 1, sizeof *fit->is_reply);
  enum stf_status status = fit->is_reply != NULL ? make_bursts(&bursts) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    status = find_replies(&bursts);
  }
  return status == STF_OK ? describe(&bursts) : status;
}
