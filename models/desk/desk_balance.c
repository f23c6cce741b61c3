/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk_balance.h"

#include "desk/desk_work.h"
#include "desk/volume.h"

/* What comes in a second while the hours are open (NULL: always) and while they are closed. */
struct flow {
  const struct stf_calendar *hours;
  double open_per_s;
  double closed_per_s;
};

/* Adds flow x time to the intervals that [start, end) covers. */
static void spread(const struct stf_desk *desk, double *by_interval, int64_t start_us,
                   int64_t end_us, const struct flow *flow) {
  int64_t at_us = start_us > desk->from_us ? start_us : desk->from_us;
  int64_t stop_us = end_us < desk->to_us ? end_us : desk->to_us;
  while (at_us < stop_us) {
    int64_t interval = (at_us - desk->from_us) / desk->interval_us;
    int64_t next_us = desk->from_us + (interval + 1) * desk->interval_us;
    int64_t until_us = next_us < stop_us ? next_us : stop_us;
    int64_t open_us = stf_calendar_between_us(flow->hours, at_us, until_us);
    int64_t closed_us = until_us - at_us - open_us;
    by_interval[interval] +=
        (flow->open_per_s * (double)open_us + flow->closed_per_s * (double)closed_us) * 1e-6;
    at_us = until_us;
  }
}

/* On average over those who come while the bot serves: whom it does not reach, and whom it
 * hands over. */
static double behind(const struct stf_desk_balance_each *each, const struct stf_class *class,
                     const struct stf_bot *bot) {
  double handed_share =
      bot->reach_share * (1 - bot->containment_share) * (1 - bot->leave_share);
  double handed = bot == &class->bot ? each->handed : each->handed_closed;
  return (1 - bot->reach_share) * each->direct + handed_share * handed;
}

/* What contacts bring, and where it is added up. */
struct offer {
  const struct stf_desk *desk;
  const struct stf_desk_balance_each *each; /* by class */
  double *by_interval;
  size_t intervals_n;
};

/* Contacts of a class with these rates, of which a share comes. */
static void add_rates(const struct offer *offer, uint32_t c, const double *rates_per_s,
                      double share) {
  const struct stf_desk *desk = offer->desk;
  const struct stf_class *class = &desk->classes[c];
  double volume = stf_volume_mean(desk) * share;
  double open_s = behind(&offer->each[c], class, &class->bot) * volume;
  double closed_s = behind(&offer->each[c], class, &class->bot_closed) * volume;
  for (size_t i = 0; i < desk->rates_n; i++) {
    double per_s = rates_per_s[i];
    struct flow flow = {class->bot_hours, per_s * open_s, per_s * closed_s};
    spread(desk, offer->by_interval, desk->rate_edges_us[i], desk->rate_edges_us[i + 1], &flow);
  }
}

/* Share of the repliers who have not replied at an instant. */
static double survival_at(const struct stf_demand_campaign *campaign, int64_t at_us) {
  return at_us <= campaign->at_us
             ? 1
             : stf_law_survival(&campaign->delay, (double)(at_us - campaign->at_us) * 1e-6);
}

/* Mean replies of each interval: messages x share x the delay law's mass in it. */
static void add_campaign(const struct offer *offer,
                         const struct stf_demand_campaign *campaign) {
  const struct stf_desk *desk = offer->desk;
  const struct stf_class *class = &desk->classes[campaign->class_index];
  const struct stf_desk_balance_each *each = &offer->each[campaign->class_index];
  double replies = campaign->messages_n * campaign->reply_share;
  for (size_t i = 0; i < offer->intervals_n; i++) {
    int64_t from_us = desk->from_us + (int64_t)i * desk->interval_us;
    int64_t to_us = from_us + desk->interval_us;
    to_us = to_us < desk->to_us ? to_us : desk->to_us;
    double mass = survival_at(campaign, from_us) - survival_at(campaign, to_us);
    offer->by_interval[i] += replies * mass * behind(each, class, stf_desk_bot(class, from_us));
  }
}

static void add_extra(const struct offer *offer) {
  const struct stf_demand *demand = offer->desk->demand;
  for (size_t d = 0; demand != NULL && d < demand->deflections_n; d++) {
    const struct stf_demand_deflection *deflection = &demand->deflections[d];
    add_rates(offer, deflection->class_index, deflection->rates_per_s, deflection->share);
  }
  for (size_t c = 0; demand != NULL && c < demand->campaigns_n; c++) {
    add_campaign(offer, &demand->campaigns[c]);
  }
}

/* What a logged contact brings that comes at an instant. */
static void add_given(const struct offer *offer, const struct stf_given *given, int64_t at_us,
                      double times) {
  const struct stf_desk *desk = offer->desk;
  if (at_us < desk->from_us || at_us >= desk->to_us) {
    return;
  }
  const struct stf_class *class = &desk->classes[given->class_index];
  const struct stf_bot *bot = stf_desk_bot(class, at_us);
  const struct stf_desk_balance_each *each = &offer->each[given->class_index];
  double own = each->direct;
  if (given->behind_bot) {
    /* For each in the log so many came to the bot. */
    own = behind(each, class, bot) /
          stf_desk_asking_share(bot, desk->demand->observed[given->class_index]);
  } else if (given->queue_us == STF_NEVER) {
    own = behind(each, class, bot);
  }
  offer->by_interval[(at_us - desk->from_us) / desk->interval_us] += own * times;
}

/* Each day as the mean of the logged days that it may be. */
static void add_resampled(const struct offer *offer,
                          const struct stf_demand_bootstrap *bootstrap) {
  for (size_t t = 0; t < bootstrap->targets_n; t++) {
    const struct stf_demand_target *target = &bootstrap->targets[t];
    double times = stf_volume_mean(offer->desk) / target->sources_n;
    for (uint32_t s = 0; s < target->sources_n; s++) {
      uint32_t source = target->sources[s];
      for (size_t i = bootstrap->firsts[source]; i < bootstrap->firsts[source + 1]; i++) {
        add_given(offer, &bootstrap->contacts[i],
                  stf_demand_at_us(target, bootstrap->walls_us[i]), times);
      }
    }
  }
}

static void add_offered(const struct offer *offer) {
  const struct stf_desk *desk = offer->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    if (desk->classes[c].rates_per_s != NULL) {
      add_rates(offer, c, desk->classes[c].rates_per_s, 1);
    }
  }
  for (size_t i = 0; i < desk->given_n; i++) {
    add_given(offer, &desk->given[i], stf_desk_given_us(&desk->given[i]),
              stf_volume_mean(desk));
  }
  if (desk->demand != NULL && desk->demand->bootstrap != NULL) {
    add_resampled(offer, desk->demand->bootstrap);
  }
}

void stf_desk_balance_offer(const struct stf_desk *desk,
                            const struct stf_desk_balance_each *each, double *by_interval,
                            size_t intervals_n) {
  const struct offer offer = {desk, each, by_interval, intervals_n};
  for (size_t i = 0; i < intervals_n; i++) {
    by_interval[i] = 0;
  }
  add_offered(&offer);
  add_extra(&offer);
}

void stf_desk_balance_staff(const struct stf_desk *desk, uint32_t team, double each,
                            double *by_interval) {
  struct flow flow = {0};
  int64_t on_n = 0;
  int64_t since_us = desk->from_us;
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->team == team) {
      flow.open_per_s = (double)on_n * each;
      spread(desk, by_interval, since_us, change->at_us, &flow);
      since_us = change->at_us;
      on_n += change->delta;
    }
  }
  flow.open_per_s = (double)on_n * each;
  spread(desk, by_interval, since_us, desk->to_us, &flow);
}

/* Whether the patience of every class stands still in the whole interval: closed for all. */
static bool is_closed(const struct stf_desk *desk, int64_t from_us) {
  int64_t to_us = from_us + desk->interval_us;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_calendar *hours = desk->classes[c].patience_hours;
    if (hours == NULL || stf_calendar_between_us(hours, from_us, to_us) > 0) {
      return false;
    }
  }
  return true;
}

size_t stf_desk_balance_intervals_n(const struct stf_desk *desk) {
  return (size_t)((desk->to_us - desk->from_us + desk->interval_us - 1) / desk->interval_us);
}

void stf_desk_balance_offer_each(const struct stf_desk *desk,
                                 const struct stf_desk_balance_each *each,
                                 struct stf_desk_balance_each *alone, double *by_interval,
                                 size_t intervals_n) {
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    for (uint32_t other = 0; other < desk->classes_n; other++) {
      alone[other] = other == c ? each[c] : (struct stf_desk_balance_each){0};
    }
    stf_desk_balance_offer(desk, alone, by_interval + c * intervals_n, intervals_n);
  }
}

static double sum_of(const double *values, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    sum += values[i];
  }
  return sum;
}

/* What comes in each interval, and whether the teams have time for all of it in all. by_class:
 * room for the intervals of each class; alone: for the classes twice. */
static void fill(const struct stf_desk *desk, struct stf_desk_balance *load, double *by_class,
                 struct stf_desk_balance_each *alone, struct stf_desk_flow *flow) {
  size_t n = load->intervals_n;
  struct stf_desk_balance_each *each = alone + desk->classes_n;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    each[c] = stf_desk_work_each(desk, c);
  }
  stf_desk_balance_offer_each(desk, each, alone, by_class, n);
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    flow->needs[c] = sum_of(by_class + c * n, n);
    for (size_t i = 0; i < n; i++) {
      load->offered_s[i] += by_class[c * n + i];
    }
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    double before_s = sum_of(load->staffed_s, n);
    stf_desk_balance_staff(desk, t, 1, load->staffed_s);
    flow->there[t] = sum_of(load->staffed_s, n) - before_s;
  }
  load->offered_total_s = sum_of(load->offered_s, n);
  load->staffed_total_s = sum_of(load->staffed_s, n);
  load->cut = stf_desk_flow_solve(flow);
}

static void find_empty(const struct stf_desk *desk, struct stf_desk_balance *load) {
  for (size_t i = 0; i < load->intervals_n; i++) {
    int64_t start_us = desk->from_us + (int64_t)i * desk->interval_us;
    if (load->offered_s[i] > 0 && !(load->staffed_s[i] > 0) && !is_closed(desk, start_us) &&
        load->empty_n++ == 0) {
      load->empty_first_us = start_us;
    }
  }
}

enum stf_status stf_desk_balance_make(const struct stf_desk *desk,
                                      const struct stf_allocator *allocator,
                                      struct stf_desk_balance *out) {
  size_t n = stf_desk_balance_intervals_n(desk);
  size_t classes_n = desk->classes_n;
  struct stf_desk_flow flow;
  enum stf_status status = stf_desk_flow_init(desk, allocator, &flow);
  struct stf_desk_balance_each *alone = stf_mem_zeroed(allocator, 2 * classes_n, sizeof *alone);
  double *by_class = stf_mem_zeroed(allocator, classes_n * n, sizeof *by_class);
  *out = (struct stf_desk_balance){
      .offered_s = stf_mem_zeroed(allocator, n, sizeof *out->offered_s),
      .staffed_s = stf_mem_zeroed(allocator, n, sizeof *out->staffed_s),
      .intervals_n = n};
  bool fits = out->offered_s != NULL && out->staffed_s != NULL && alone != NULL &&
              by_class != NULL && status == STF_OK;
  if (fits) {
    fill(desk, out, by_class, alone, &flow);
    find_empty(desk, out);
  }
  stf_mem_release(allocator, alone);
  stf_mem_release(allocator, by_class);
  stf_desk_flow_clear(&flow);
  if (!fits) {
    stf_desk_balance_clear(out, allocator);
  }
  return fits ? STF_OK : STF_ERR_MEMORY;
}

void stf_desk_balance_clear(struct stf_desk_balance *load,
                            const struct stf_allocator *allocator) {
  stf_mem_release(allocator, load->offered_s);
  stf_mem_release(allocator, load->staffed_s);
  *load = (struct stf_desk_balance){0};
}
