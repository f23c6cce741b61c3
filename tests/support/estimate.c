/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/estimate.h"

#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double field_of(const struct stf_estimate_runs *runs, size_t run, size_t field) {
  double value = 0;
  memcpy(&value, (const char *)runs->sums + run * runs->step + field, sizeof value);
  return value;
}

struct stf_estimate stf_estimate_ratio(struct stf_estimate_runs runs, size_t num, size_t den) {
  double above = 0;
  double below = 0;
  for (size_t r = 0; r < runs.runs_n; r++) {
    above += field_of(&runs, r, num);
    below += field_of(&runs, r, den);
  }
  double ratio = above / below;
  double squares = 0;
  for (size_t r = 0; r < runs.runs_n; r++) {
    double rest = field_of(&runs, r, num) - ratio * field_of(&runs, r, den);
    squares += rest * rest;
  }
  double n = (double)runs.runs_n;
  return (struct stf_estimate){ratio, sqrt(squares * n / (n - 1)) / below};
}

struct stf_estimate stf_estimate_mean(struct stf_estimate_runs runs, size_t field) {
  double n = (double)runs.runs_n;
  double sum = 0;
  for (size_t r = 0; r < runs.runs_n; r++) {
    sum += field_of(&runs, r, field);
  }
  double squares = 0;
  for (size_t r = 0; r < runs.runs_n; r++) {
    double rest = field_of(&runs, r, field) - sum / n;
    squares += rest * rest;
  }
  return (struct stf_estimate){sum / n, sqrt(squares / (n - 1) / n)};
}

/* One line for docs/validation.md where tests/validation/update asks for it: program, what
 * without its commas, estimate, standard error, exact. */
static void write_down(const char *what, struct stf_estimate estimate, double exact) {
  const char *path = getenv("STF_VALIDATION");
  const char *name = getenv("STF_TEST_NAME");
  FILE *file = path != NULL && name != NULL ? fopen(path, "a") : NULL;
  if (file != NULL) {
    (void)fprintf(file, "%s,", name);
    for (const char *c = what; *c != '\0'; c++) {
      (void)fputc(*c == ',' ? ' ' : *c, file);
    }
    (void)fprintf(file, ",%.17g,%.17g,%.17g\n", estimate.mean, estimate.se, exact);
    (void)fclose(file);
  }
}

void stf_estimate_check(const char *what, struct stf_estimate estimate, double exact,
                        double se_most) {
  write_down(what, estimate, exact);
  if (!(fabs(estimate.mean - exact) <= 3.5 * estimate.se) || !(estimate.se <= se_most)) {
    print_error("%s: estimate %.8g, exact %.8g, z = %.2f, standard error %.3g (at most %.3g)\n",
                what, estimate.mean, exact, (estimate.mean - exact) / estimate.se, estimate.se,
                se_most);
    fail();
  }
}

void stf_estimate_check_closely(const char *what, struct stf_estimate estimate, double exact,
                                bool probability) {
  double half = probability ? 0.005 : 0.02 * exact;
  stf_estimate_check(what, estimate, exact, half / 1.96);
}
