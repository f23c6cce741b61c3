/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_cells.h"

#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  TEXT = STF_COMPARE_CELLS_TEXT,
  DECIMALS_MOST = 4
};

static bool is_share(const struct stf_compare_figure *figure) {
  return figure->is_headline ? figure->headline.format == STF_RUN_HEADLINE_SHARE
                             : strcmp(figure->labels.unit, "share") == 0;
}

/* What is 1 as it is shown: points of shares, minutes of long times. */
static double unit_of(const struct stf_compare_figure *figure) {
  if (is_share(figure)) {
    return 0.01;
  }
  return figure->is_headline && figure->headline.format == STF_RUN_HEADLINE_SECONDS
             ? figure->headline.unit
             : 1;
}

void stf_compare_cells_value(const struct stf_compare_figure *figure, double value,
                             char out[TEXT]) {
  if (figure->is_headline) {
    stf_run_headline_cell(&figure->headline, value, out);
  } else if (!isfinite(value)) {
    (void)snprintf(out, TEXT, "-");
  } else if (is_share(figure)) {
    (void)snprintf(out, TEXT, "%.1f %%", 100 * value);
  } else {
    (void)stf_number_grouped(value, fabs(value) < 1000 ? 2 : 0, out);
  }
}

static int two_digits(double value) {
  double decimals = 1 - floor(log10(value));
  return decimals < 0 ? 0 : decimals > DECIMALS_MOST ? DECIMALS_MOST : (int)decimals;
}

/* The half width shows with two digits; where nothing scatters, as that of a time that is
 * always shorter by the same, the difference itself does. */
static int decimals_of(const struct stf_compare_figure *figure,
                       const struct stf_interval *difference) {
  const double least = 1e-6; /* below it is what rounding left of a sum of equals */
  double half = (difference->high - difference->low) / 2 / unit_of(figure);
  double value = fabs(difference->estimate) / unit_of(figure);
  if (isfinite(half) && half > least) {
    return two_digits(half);
  }
  if (is_share(figure)) {
    return 1;
  }
  return isfinite(value) && fabs(value - nearbyint(value)) > least ? two_digits(value) : 0;
}

static void put_signed(double value, int decimals, char out[TEXT]) {
  out[0] = '\0';
  if (!isfinite(value)) {
    (void)snprintf(out, TEXT, "-");
    return;
  }
  char number[STF_NUMBER_TEXT];
  (void)stf_number_grouped(value, decimals, number);
  bool above = value > 0 && strspn(number, "0.") != strlen(number);
  (void)snprintf(out, TEXT, "%s%s", above ? "+" : "", number);
}

void stf_compare_cells_difference(const struct stf_compare_figure *figure,
                                  const struct stf_interval *difference, char out[TEXT]) {
  put_signed(difference->estimate / unit_of(figure), decimals_of(figure, difference), out);
}

void stf_compare_cells_interval(const struct stf_compare_figure *figure,
                                const struct stf_interval *difference, char out[TEXT]) {
  char low[TEXT];
  char high[TEXT];
  out[0] = '\0';
  if (!isfinite(difference->low) || !(difference->low < 0 || difference->high > 0)) {
    return;
  }
  int decimals = decimals_of(figure, difference);
  put_signed(difference->low / unit_of(figure), decimals, low);
  put_signed(difference->high / unit_of(figure), decimals, high);
  (void)snprintf(out, TEXT, "%.40s .. %.40s", low, high);
}

static const char *unit_name(const struct stf_compare_figure *figure) {
  if (is_share(figure)) {
    return "points";
  }
  if (strcmp(figure->labels.unit, "s") == 0) {
    double unit = unit_of(figure);
    return unit > 60 ? "h" : unit > 1 ? "min" : "s";
  }
  return strcmp(figure->labels.unit, "1") == 0 ? "" : figure->labels.unit;
}

void stf_compare_cells_amount(const struct stf_compare_figure *figure,
                              const struct stf_interval *difference, char out[TEXT]) {
  char number[TEXT];
  const char *unit = unit_name(figure);
  stf_compare_cells_difference(figure, difference, number);
  (void)snprintf(out, TEXT, "%.60s%s%.30s", number, unit[0] != '\0' ? " " : "", unit);
}

void stf_compare_cells_probability(double probability, char out[TEXT]) {
  if (!isfinite(probability)) {
    (void)snprintf(out, TEXT, "-");
  } else if (probability > 0.999) {
    (void)snprintf(out, TEXT, "> 99.9 %%");
  } else if (probability < 0.001) {
    (void)snprintf(out, TEXT, "< 0.1 %%");
  } else {
    (void)snprintf(out, TEXT, "%.1f %%", 100 * probability);
  }
}
