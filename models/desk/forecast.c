/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/forecast.h"

#include "base/quantity.h"
#include "desk/demand.h"
#include "desk/volume.h"

#include <math.h>

/* Contacts of one class in [from, to). */
struct span {
  uint32_t class_index;
  int64_t from_us;
  int64_t to_us;
};

/* First step of the grid that ends after the instant. */
static size_t first_step(const struct stf_desk *desk, int64_t at_us) {
  size_t low = 0;
  size_t high = desk->rates_n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (desk->rate_edges_us[middle + 1] > at_us) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

static double integral_of(const struct stf_desk *desk, const double *rates_per_s,
                          int64_t from_us, int64_t to_us) {
  double n = 0;
  for (size_t i = first_step(desk, from_us);
       i < desk->rates_n && desk->rate_edges_us[i] < to_us; i++) {
    int64_t start_us = desk->rate_edges_us[i] > from_us ? desk->rate_edges_us[i] : from_us;
    int64_t end_us = desk->rate_edges_us[i + 1] < to_us ? desk->rate_edges_us[i + 1] : to_us;
    n += rates_per_s[i] * (double)(end_us - start_us) / (double)STF_US_PER_S;
  }
  return n;
}

static double deflected(const struct stf_desk *desk, uint32_t class_index, int64_t from_us,
                        int64_t to_us) {
  double n = 0;
  for (size_t d = 0; d < desk->demand->deflections_n; d++) {
    const struct stf_demand_deflection *deflection = &desk->demand->deflections[d];
    if (deflection->class_index == class_index) {
      n += deflection->share * integral_of(desk, deflection->rates_per_s, from_us, to_us);
    }
  }
  return n;
}

/* Contacts for one of the log: with those whom a bot in front of the log kept. */
static double times_of(const struct stf_desk *desk, const struct stf_given *given,
                       int64_t at_us) {
  if (!given->behind_bot) {
    return 1;
  }
  const struct stf_bot *bot = stf_desk_bot(&desk->classes[given->class_index], at_us);
  return 1 / stf_desk_asking_share(bot, desk->demand->observed[given->class_index]);
}

/* Contacts of the class that come from one logged day on the target day within [from, to). */
static double on_source(const struct stf_desk *desk, const struct stf_demand_target *target,
                        uint32_t source, const struct span *span) {
  const struct stf_demand_bootstrap *bootstrap = desk->demand->bootstrap;
  double n = 0;
  for (size_t i = bootstrap->firsts[source]; i < bootstrap->firsts[source + 1]; i++) {
    int64_t at_us = stf_demand_at_us(target, bootstrap->walls_us[i]);
    bool counts = bootstrap->contacts[i].class_index == span->class_index &&
                  at_us >= span->from_us && at_us < span->to_us;
    n += counts ? times_of(desk, &bootstrap->contacts[i], at_us) : 0;
  }
  return n;
}

static double resampled(const struct stf_desk *desk, const struct span *span) {
  const struct stf_demand_bootstrap *bootstrap = desk->demand->bootstrap;
  double n = 0;
  for (size_t t = 0; t < bootstrap->targets_n; t++) {
    const struct stf_demand_target *target = &bootstrap->targets[t];
    bool touches = stf_demand_at_us(target, 0) < span->to_us &&
                   stf_demand_at_us(target, STF_US_PER_DAY - 1) >= span->from_us;
    for (uint32_t s = 0; touches && s < target->sources_n; s++) {
      n += on_source(desk, target, target->sources[s], span) / target->sources_n;
    }
  }
  return n;
}

static double replies(const struct stf_desk *desk, uint32_t class_index, int64_t from_us,
                      int64_t to_us) {
  double n = 0;
  for (size_t c = 0; c < desk->demand->campaigns_n; c++) {
    const struct stf_demand_campaign *campaign = &desk->demand->campaigns[c];
    if (campaign->class_index == class_index && campaign->at_us < to_us) {
      int64_t first_us = from_us > campaign->at_us ? from_us - campaign->at_us : 0;
      double first_s = (double)first_us / (double)STF_US_PER_S;
      double last_s = (double)(to_us - campaign->at_us) / (double)STF_US_PER_S;
      n += campaign->messages_n * campaign->reply_share *
           (stf_law_survival(&campaign->delay, first_s) -
            stf_law_survival(&campaign->delay, last_s));
    }
  }
  return n;
}

double stf_forecast_contacts(const struct stf_desk *desk, uint32_t class_index, int64_t from_us,
                             int64_t to_us) {
  if (from_us < desk->from_us || to_us > desk->to_us) {
    return (double)NAN;
  }
  const double *rates_per_s = desk->classes[class_index].rates_per_s;
  double n = rates_per_s != NULL ? integral_of(desk, rates_per_s, from_us, to_us) : 0;
  if (desk->demand == NULL) {
    return n * stf_volume_mean(desk);
  }
  n += deflected(desk, class_index, from_us, to_us);
  if (desk->demand->bootstrap != NULL) {
    const struct span span = {class_index, from_us, to_us};
    n += resampled(desk, &span);
  }
  return n * stf_volume_mean(desk) + replies(desk, class_index, from_us, to_us);
}
