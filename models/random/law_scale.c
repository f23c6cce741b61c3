/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_scale.h"

#include <math.h>
#include <string.h>

enum stf_status stf_law_scale_init(struct stf_law_scale *scale, const struct stf_law *law,
                                   const struct stf_allocator *allocator) {
  *scale = (struct stf_law_scale){.law = law};
  if (law->kind != STF_LAW_EMPIRICAL) {
    return STF_OK;
  }
  scale->points = *law->points;
  scale->values_s = stf_mem_zeroed(allocator, law->points->n, sizeof *scale->values_s);
  return scale->values_s != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_law_scale_clear(struct stf_law_scale *scale, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, scale->values_s);
  *scale = (struct stf_law_scale){0};
}

static struct stf_law scale_points(struct stf_law_scale *scale, double factor) {
  const struct stf_law_points *from = scale->law->points;
  for (size_t i = 0; i < from->n; i++) {
    scale->values_s[i] = factor * from->values_s[i];
  }
  scale->points.values_s = scale->values_s;
  scale->points.tail_mean_s = factor * from->tail_mean_s;
  return stf_law_of_points(&scale->points);
}

struct stf_law stf_law_scale_by(struct stf_law_scale *scale, double factor) {
  const struct stf_law *law = scale->law;
  struct stf_law out = *law;
  if (law->kind == STF_LAW_EMPIRICAL) {
    return scale_points(scale, factor);
  }
  if (law->kind == STF_LAW_NEVER) {
    return out;
  }
  const struct stf_law_form *form = &STF_LAW_FORMS[law->kind];
  double parameters[STF_LAW_PARAMETERS_MAX];
  memcpy(parameters, law->parameters, sizeof parameters);
  for (size_t i = 0; i < form->parameters_n; i++) {
    if (strcmp(form->parameters[i].unit, "s") == 0) {
      parameters[i] *= factor;
    }
  }
  const char *why = NULL;
  return stf_law_make(law->kind, parameters, &out, &why) ? out : *law;
}
