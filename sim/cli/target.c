/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/target.h"

#include "base/quantity.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

struct target_kpi {
  const char *name;
  const char *side;
  enum stf_staffing_measure measure;
  bool of[STF_STAFFING_A + 1]; /* by model */
};

static const struct target_kpi KPIS[] = {
    {"service_level", ">=", STF_STAFFING_SERVICE_LEVEL, {false, true, true}},
    {"p_wait", "<=", STF_STAFFING_WAIT_SHARE, {false, true, true}},
    {"wait", "<=", STF_STAFFING_MEAN_WAIT, {false, true, true}},
    {"abandonment", "<=", STF_STAFFING_ABANDON_SHARE, {false, false, true}},
    {"p_block", "<=", STF_STAFFING_BLOCK_SHARE, {true, false, false}},
};

static const char *const MODEL_NAMES[] = {"Erlang B", "Erlang C", "Erlang A"};

static const struct target_kpi *find_kpi(const char *name, struct stf_error *error) {
  const char *names[STF_COUNT_OF(KPIS)];
  for (size_t i = 0; i < STF_COUNT_OF(KPIS); i++) {
    names[i] = KPIS[i].name;
    if (strcmp(KPIS[i].name, name) == 0) {
      return &KPIS[i];
    }
  }
  const char *nearest = stf_quantity_nearest(name, names, STF_COUNT_OF(KPIS));
  if (nearest != NULL) {
    (void)stf_status_fail(error, STF_ERR_USAGE, 0,
                          "--target: unknown KPI '%s' (did you mean '%s'?)", name, nearest);
  } else {
    (void)stf_status_fail(
        error, STF_ERR_USAGE, 0,
        "--target: unknown KPI '%s' (known: service_level, p_wait, wait, abandonment, p_block)",
        name);
  }
  return NULL;
}

static enum stf_status read_value(const struct target_kpi *kpi, const char *text,
                                  struct stf_error *error, double *out) {
  if (kpi->measure == STF_STAFFING_MEAN_WAIT) {
    if (!stf_quantity_duration(text, out) || *out <= 0) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--target: '%s' is not a duration above 0 such as '30 s'", text);
    }
    return STF_OK;
  }
  if (!stf_quantity_share(text, out) || *out < 0 || *out > 1) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--target: '%s' is not a share such as '0.8' or '80 %%'", text);
  }
  if (*out <= 0 || *out >= 1) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--target: %s of exactly %g is met by every number of agents or by "
                           "none; ask for a share between 0 and 1",
                           kpi->name, *out);
  }
  return STF_OK;
}

enum stf_status stf_target_parse(const char *text, enum stf_staffing_model model,
                                 double within_s, struct stf_error *error,
                                 struct stf_staffing_target *out) {
  while (isspace((unsigned char)*text)) {
    text++;
  }
  size_t name_n = strspn(text, "abcdefghijklmnopqrstuvwxyz_");
  const char *side = text + name_n + strspn(text + name_n, " ");
  char name[32] = "";
  if (name_n == 0 || name_n >= sizeof name || (*side != '<' && *side != '>') ||
      side[1] != '=') {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--target: '%s' is not of the form 'service_level>=0.8' or "
                           "'abandonment<=5 %%'",
                           text);
  }
  memcpy(name, text, name_n);
  const struct target_kpi *kpi = find_kpi(name, error);
  if (kpi == NULL) {
    return STF_ERR_USAGE;
  }
  if (!kpi->of[model]) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--target: %s has no %s",
                           MODEL_NAMES[model], kpi->name);
  }
  if (*side != kpi->side[0]) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--target: the least number of agents is asked for, so write "
                           "'%s%s...'",
                           kpi->name, kpi->side);
  }
  *out = (struct stf_staffing_target){.measure = kpi->measure, .within_s = within_s};
  return read_value(kpi, side + 2, error, &out->value);
}
