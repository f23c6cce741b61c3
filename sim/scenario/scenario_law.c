/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_law.h"

#include "scenario/scenario_csv.h"
#include "scenario/scenario_keys.h"

#include <math.h>
#include <string.h>

static const struct stf_law_form *form_named(const struct stf_node *node, const char *name) {
  const struct stf_law_form *form = stf_law_form_named(name);
  if (form != NULL) {
    return form;
  }
  const char *names[STF_LAW_KINDS_N];
  for (size_t i = 0; i < STF_LAW_KINDS_N; i++) {
    names[i] = STF_LAW_FORMS[i].name;
  }
  char hint[STF_NODE_HINT];
  stf_node_error(node, "unknown law '%.60s'%s", name,
                 stf_node_hint(name, names, STF_LAW_KINDS_N, hint));
  return NULL;
}

static bool read_parameter(const struct stf_node *node,
                           const struct stf_law_parameter *parameter, double *out) {
  double value = NAN;
  bool read = strcmp(parameter->unit, "s") == 0       ? stf_node_duration(node, &value)
              : strcmp(parameter->unit, "share") == 0 ? stf_node_share(node, &value)
                                                      : stf_node_number(node, &value);
  if (!read) {
    return false;
  }
  bool low = parameter->open_least ? value <= parameter->least : value < parameter->least;
  if (low || value > parameter->most) {
    stf_node_error(node, "%s, not '%.60s'", parameter->rule, node->value);
    return false;
  }
  *out = value;
  return true;
}

/* Keys that the form does not have. */
static bool known_only(const struct stf_node *node, const struct stf_law_form *form) {
  const char *names[STF_LAW_PARAMETERS_MAX];
  for (size_t i = 0; i < form->parameters_n; i++) {
    names[i] = form->parameters[i].name;
  }
  bool known = true;
  for (const struct stf_node *value = node->first; value != NULL; value = value->next) {
    bool found = false;
    for (size_t i = 0; i < form->parameters_n && !found; i++) {
      found = strcmp(names[i], value->name) == 0;
    }
    if (!found) {
      char hint[STF_NODE_HINT];
      stf_diag_add(value->file->diags, STF_SEVERITY_ERROR, stf_node_key_where(value),
                   "unknown parameter '%.60s' of the law '%s'%s", value->name, form->name,
                   stf_node_hint(value->name, names, form->parameters_n, hint));
      known = false;
    }
  }
  return known;
}

static void read_form(const struct stf_node *node, const struct stf_law_form *form,
                      struct stf_law *out) {
  if (node->kind != STF_NODE_MAPPING) {
    stf_node_error(node, "the law '%s' needs its parameters: {%s: {%s: ...}}", form->name,
                   form->name, form->parameters_n > 0 ? form->parameters[0].name : "");
    return;
  }
  bool known = known_only(node, form);
  bool good = known;
  double parameters[STF_LAW_PARAMETERS_MAX];
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    parameters[i] = NAN;
  }
  for (size_t i = 0; i < form->parameters_n; i++) {
    const struct stf_law_parameter *parameter = &form->parameters[i];
    const struct stf_node *value = stf_node_get(node, parameter->name);
    if (value != NULL) {
      good = read_parameter(value, parameter, &parameters[i]) && good;
    } else if (parameter->required && known) {
      stf_node_error(node, "the law '%s' needs '%s' (%s)", form->name, parameter->name,
                     parameter->help);
      good = false;
    }
  }
  const char *why = NULL;
  struct stf_law law;
  if (good && stf_law_make(form->kind, parameters, &law, &why)) {
    *out = law;
  } else if (good) {
    stf_node_error(node, "%s", why);
  }
}

/* ---- empirical ---- */

enum {
  VALUE,
  WEIGHT,
  SURVIVAL,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"value_s", "weight", "survival"};

struct points {
  double *values_s;
  double *shares; /* weights or survival */
  size_t n;
  size_t values_capacity;
  size_t shares_capacity;
};

static bool add_point(struct stf_scenario_build *build, struct points *points, double value_s,
                      double share) {
  double *values_s = stf_mem_grown(build->allocator, points->values_s, &points->values_capacity,
                                   points->n + 1, sizeof *values_s);
  points->values_s = values_s != NULL ? values_s : points->values_s;
  double *shares = stf_mem_grown(build->allocator, points->shares, &points->shares_capacity,
                                 points->n + 1, sizeof *shares);
  points->shares = shares != NULL ? shares : points->shares;
  if (values_s == NULL || shares == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return false;
  }
  values_s[points->n] = value_s;
  shares[points->n++] = share;
  return true;
}

/* A survival function falls from below 1 as the values rise. */
static bool falls(const struct stf_scenario_csv *table, const struct points *points,
                  double value_s, double survival) {
  bool first = points->n == 0;
  if (!first && value_s <= points->values_s[points->n - 1]) {
    stf_scenario_csv_error(table, VALUE, "values must rise from row to row");
    return false;
  }
  if (survival >= 1 || (!first && survival > points->shares[points->n - 1])) {
    stf_scenario_csv_error(table, SURVIVAL,
                           "survival must be below 1 and fall from row to row");
    return false;
  }
  return true;
}

static void read_points(struct stf_scenario_csv *table, struct points *points) {
  bool survival = stf_scenario_csv_has(table, SURVIVAL);
  size_t column = survival ? SURVIVAL : WEIGHT;
  while (stf_scenario_csv_next(table)) {
    double value_s = 0;
    double share = 1;
    bool good = stf_scenario_csv_number(table, VALUE, &value_s);
    if (stf_scenario_csv_has(table, column)) {
      good = stf_scenario_csv_number(table, column, &share) && good;
    }
    if (good && survival) {
      good = falls(table, points, value_s, share);
    }
    if (good && !add_point(table->build, points, value_s, share)) {
      return;
    }
  }
}

static void law_of_survival(struct stf_scenario_build *build, const struct stf_node *node,
                            const struct points *read, double tail_mean_s,
                            struct stf_law *out) {
  double beyond = read->shares[read->n - 1];
  if (beyond > 0 && !(tail_mean_s > 0)) {
    stf_node_error(node,
                   "%.3g %% of the law lie beyond the last value of the file: add 'tail_mean', "
                   "the mean of what exceeds it",
                   beyond * 100);
    return;
  }
  struct stf_law_points *points = stf_scenario_build_alloc(build, 1, sizeof *points);
  double *values_s = stf_scenario_build_copy(build, read->values_s, read->n, sizeof *values_s);
  double *survival = stf_scenario_build_copy(build, read->shares, read->n, sizeof *survival);
  if (points == NULL || values_s == NULL || survival == NULL) {
    return;
  }
  *points = (struct stf_law_points){.values_s = values_s,
                                    .survival = survival,
                                    .n = read->n,
                                    .tail_mean_s = tail_mean_s > 0 ? tail_mean_s : 0};
  *out = stf_law_of_points(points);
}

static void law_of_weights(struct stf_scenario_build *build, const struct stf_node *node,
                           const struct points *read, struct stf_law *out) {
  struct stf_law law;
  enum stf_status status =
      stf_law_from_sample(build->scenario->arena, read->values_s, read->shares, read->n, &law);
  if (status == STF_OK) {
    *out = law;
  } else if (status == STF_ERR_INPUT) {
    stf_node_error(node, "no value of the file has a weight above 0");
  } else {
    stf_scenario_build_fail(build, status);
  }
}

static void read_empirical(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_law *out) {
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_EMPIRICAL)) {
    return;
  }
  double tail_mean_s = stf_keys_number(node, &STF_SCENARIO_KEYS_EMPIRICAL, "tail_mean");
  const struct stf_node *file = stf_node_get(node, "file");
  struct stf_scenario_csv table;
  if (!stf_scenario_csv_open(&table, build, file, COLUMNS, COLUMNS_N, 1)) {
    return;
  }
  size_t errors_n = build->diags->errors_n;
  struct points points = {0};
  bool survival = stf_scenario_csv_has(&table, SURVIVAL);
  read_points(&table, &points);
  stf_scenario_csv_close(&table);
  if (build->diags->errors_n == errors_n && build->status == STF_OK) {
    if (points.n == 0) {
      stf_node_error(file, "the file has no values");
    } else if (survival) {
      law_of_survival(build, file, &points, tail_mean_s, out);
    } else if (tail_mean_s > 0) {
      stf_node_error(file, "'tail_mean' goes with a column 'survival', not with weights");
    } else {
      law_of_weights(build, file, &points, out);
    }
  }
  stf_mem_release(build->allocator, points.values_s);
  stf_mem_release(build->allocator, points.shares);
}

/* "5 min", or the bare name of a law without parameters. */
static void read_scalar(const struct stf_node *node, struct stf_law *out) {
  const char *text = NULL;
  if (!stf_node_text(node, &text)) {
    return;
  }
  const struct stf_law_form *form = stf_law_form_named(text);
  if (form != NULL && form->parameters_n > 0) {
    stf_node_error(node, "the law '%s' needs its parameters: {%s: {%s: ...}}", text, text,
                   form->parameters[0].name);
    return;
  }
  if (form != NULL && form->kind == STF_LAW_NEVER) {
    *out = stf_law_never();
    return;
  }
  double value_s = 0;
  if (!stf_node_duration(node, &value_s)) {
    return;
  }
  if (value_s < 0) {
    stf_node_error(node, "'%s' must not be negative", node->name);
    return;
  }
  *out = stf_law_constant(value_s);
}

void stf_scenario_law_read(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_law *out) {
  if (node == NULL) {
    return;
  }
  if (node->kind == STF_NODE_SCALAR) {
    read_scalar(node, out);
    return;
  }
  if (!stf_node_is(node, STF_NODE_MAPPING)) {
    return;
  }
  if (node->items_n != 1) {
    stf_node_error(node, "'%s' must be one law, such as {exponential: {mean: 5 min}}",
                   node->name);
    return;
  }
  const struct stf_law_form *form = form_named(node, node->first->name);
  if (form == NULL) {
    return;
  }
  if (form->kind == STF_LAW_EMPIRICAL) {
    read_empirical(build, node->first, out);
  } else {
    read_form(node->first, form, out);
  }
}
