/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/people.h"

#include "random/elementary.h"

#include <math.h>

double stf_people_learnt(const struct stf_people *people, double n) {
  if (people->learning == STF_PEOPLE_TRAINED || !(n < people->full_after)) {
    return 1;
  }
  double left = 1 - stf_elementary_log(1 + n) / stf_elementary_log(1 + people->full_after);
  return stf_elementary_exp(left * stf_elementary_log(people->start_speed));
}

bool stf_people_differ(const struct stf_people *people) {
  return people->speeds != NULL || people->own_n > 0 || people->learning != STF_PEOPLE_TRAINED;
}

static bool is_positive(double x) {
  return x > 0 && !isinf(x);
}

static const char *check_speeds(const struct stf_people *people, uint32_t classes_n) {
  for (uint32_t c = 0; people->speeds != NULL && c < classes_n; c++) {
    if (!is_positive(people->speeds[c])) {
      return "a proficiency that is not above 0";
    }
  }
  for (size_t i = 0; i < people->own_n; i++) {
    if (!is_positive(people->own[i].speed) || people->own[i].class_index >= classes_n) {
      return "a proficiency of an agent that is not above 0, or of no class";
    }
  }
  return NULL;
}

static const char *check_unlogged(const struct stf_people_unlogged *unlogged) {
  double mean_s = stf_law_mean_s(&unlogged->lasts);
  if (!is_positive(mean_s)) {
    return "unlogged work without a length";
  }
  bool good = unlogged->n > 0 && unlogged->hazard[0] >= 0;
  for (size_t i = 0; i < unlogged->n && good; i++) {
    good = unlogged->edges_us[i] < unlogged->edges_us[i + 1] &&
           unlogged->hazard[i] <= unlogged->hazard[i + 1];
  }
  return good && !isinf(unlogged->hazard[unlogged->n])
             ? NULL
             : "a curve of unlogged work out of order";
}

const char *stf_people_check(const struct stf_people *people, uint32_t classes_n) {
  const char *broken = check_speeds(people, classes_n);
  if (people->away_every.kind != STF_LAW_NEVER && people->away_lasts.kind == STF_LAW_NEVER) {
    return "people who go away and never come back";
  }
  if (broken == NULL && people->unlogged != NULL) {
    broken = check_unlogged(people->unlogged);
  }
  if (broken != NULL || people->learning == STF_PEOPLE_TRAINED) {
    return broken;
  }
  if (!(people->start_speed > 0 && people->start_speed <= 1) ||
      !is_positive(people->full_after)) {
    return "a learning curve that does not lead from a speed above 0 up to 1";
  }
  bool good = people->experience >= 0;
  for (size_t i = 0; i < people->beginners_n; i++) {
    good = good && people->beginners[i].n >= 0;
  }
  return good ? NULL : "an experience below 0";
}
