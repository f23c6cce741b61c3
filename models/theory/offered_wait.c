/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/offered_wait.h"

#include "theory/clenshaw_curtis.h"
#include "theory/erlang_b.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The exponent of the density is concave, since patience only runs out. So no peak can hide
 * between the nodes of an accepted panel, and what lies far down a slope may be left out.
 * Exponents are kept relative to the highest so far: near the peak they are exact even where
 * the peak itself is e to the power of 10^8. */

enum {
  NODES_N = STF_CLENSHAW_CURTIS_NODES_N,
  LAST = NODES_N - 1,
  MOMENTS_N = STF_OFFERED_WAIT_MOMENTS_N,
  PANELS_MOST = 1 << 20
};

static const double TOLERANCE = 1e-11;     /* of a panel's estimate against its halves' */
static const double NARROWEST = 1e-13;     /* panel, relative to where it lies: a jump */
static const double REST = 1e-15;          /* of each integral that may lie beyond the end */
static const double DEEP = 100;            /* exponent below the peak that leaves nothing */
static const double FOREVER_HANDLES = 1e9; /* who is still there then never leaves */

struct panel {
  double start_s;
  double width_s;
  double gone_s;          /* G at the start */
  double exponent;        /* at the start, relative to the highest before the panel */
  double rise;            /* of the highest exponent in this panel, >= 0 */
  double sums[MOMENTS_N]; /* relative to the highest exponent after the panel */
};

/* Values at the end of a panel: the next one's start. */
struct end {
  double gone_s;
  double exponent; /* relative to the highest before the panel */
};

struct stf_offered_wait {
  const struct stf_allocator *allocator;
  struct stf_patience patience;
  double arrivals_per_s;
  double spare_per_s; /* n / handle - arrivals */
  struct stf_clenshaw_curtis rule;
  struct panel *panels;
  size_t panels_n;
  size_t capacity;
  double end_s;
  double highest;           /* exponent */
  double totals[MOMENTS_N]; /* relative to exp(highest) */
  double none;              /* weight of no wait, relative to totals[ONE] */
};

static double gone_at(const struct stf_patience *patience, double t_s) {
  return patience->gone != NULL ? patience->gone(patience->context, t_s)
                                : 1 - patience->survival(patience->context, t_s);
}

/* Slope of the exponent. */
static double slope_at(const struct stf_offered_wait *wait, double t_s) {
  return -wait->spare_per_s - wait->arrivals_per_s * gone_at(&wait->patience, t_s);
}

/* F, and its integral from the panel's start, at the nodes of a panel. */
static void integrate_gone(const struct stf_offered_wait *wait, double start_s, double width_s,
                           double gone[NODES_N], double gone_s[NODES_N]) {
  const struct stf_clenshaw_curtis *rule = &wait->rule;
  for (int i = 0; i < NODES_N; i++) {
    gone[i] = gone_at(&wait->patience, start_s + width_s * rule->node[i]);
  }
  for (int i = 0; i < NODES_N; i++) {
    double sum = 0;
    for (int j = 0; j < NODES_N; j++) {
      sum += rule->integral[i][j] * gone[j];
    }
    gone_s[i] = width_s * sum;
  }
}

/* Takes the panel's rise and sums. */
static struct end integrate(const struct stf_offered_wait *wait, struct panel *panel) {
  double gone[NODES_N];
  double gone_s[NODES_N];
  double exponent[NODES_N];
  integrate_gone(wait, panel->start_s, panel->width_s, gone, gone_s);
  panel->rise = 0;
  for (int i = 0; i < NODES_N; i++) {
    double passed_s = panel->width_s * wait->rule.node[i];
    exponent[i] =
        panel->exponent - wait->spare_per_s * passed_s - wait->arrivals_per_s * gone_s[i];
    panel->rise = fmax(panel->rise, exponent[i]);
  }
  memset(panel->sums, 0, sizeof panel->sums);
  for (int i = 0; i < NODES_N; i++) {
    double v = panel->start_s + panel->width_s * wait->rule.node[i];
    double until_s = panel->gone_s + gone_s[i];
    double weight =
        panel->width_s * wait->rule.integral[LAST][i] * exp(exponent[i] - panel->rise);
    panel->sums[STF_OFFERED_WAIT_ONE] += weight;
    panel->sums[STF_OFFERED_WAIT_GONE] += weight * gone[i];
    panel->sums[STF_OFFERED_WAIT_WAITED] += weight * (v - until_s);
    panel->sums[STF_OFFERED_WAIT_SERVED_TIME] += weight * v * (1 - gone[i]);
    panel->sums[STF_OFFERED_WAIT_GONE_TIME] += weight * (v * gone[i] - until_s);
  }
  return (struct end){panel->gone_s + gone_s[LAST], exponent[LAST]};
}

/* Whether the panel agrees with its two halves, measured against all that there is up to its
 * end. The halves' sums replace the panel's. */
static bool settles(const struct stf_offered_wait *wait, struct panel *panel, struct end *end) {
  (void)integrate(wait, panel);
  struct panel left = *panel;
  left.width_s = panel->width_s / 2;
  struct end middle = integrate(wait, &left);
  struct panel right = left;
  right.start_s += left.width_s;
  right.gone_s = middle.gone_s;
  right.exponent = middle.exponent;
  *end = integrate(wait, &right);

  double rise = fmax(left.rise, right.rise);
  bool agrees = true;
  for (int m = 0; m < MOMENTS_N; m++) {
    double whole = panel->sums[m] * exp(panel->rise - rise);
    double halves =
        left.sums[m] * exp(left.rise - rise) + right.sums[m] * exp(right.rise - rise);
    double all = wait->totals[m] * exp(-rise) + halves;
    agrees = agrees && fabs(whole - halves) <= TOLERANCE * fabs(all);
    panel->sums[m] = halves;
  }
  panel->rise = rise;
  return agrees;
}

/* Beyond t the density falls at least as fast as at t, since patience only runs out; the
 * moments that grow with v grow no faster than v. */
static bool is_finished(const struct stf_offered_wait *wait, double t_s, double exponent) {
  double falling_per_s = -slope_at(wait, t_s);
  if (falling_per_s <= 0) {
    return false;
  }
  double rest = exp(exponent) / falling_per_s;
  double rest_time = rest * (t_s + 1 / falling_per_s);
  return rest <= REST * wait->totals[STF_OFFERED_WAIT_ONE] &&
         rest <= fmax(REST * wait->totals[STF_OFFERED_WAIT_GONE], 0x1p-1000) &&
         rest_time <= REST * wait->totals[STF_OFFERED_WAIT_WAITED];
}

static enum stf_status add_panel(struct stf_offered_wait *wait, const struct panel *panel) {
  struct panel *panels = stf_mem_grown(wait->allocator, wait->panels, &wait->capacity,
                                       wait->panels_n + 1, sizeof *panels);
  if (panels == NULL) {
    return STF_ERR_MEMORY;
  }
  wait->panels = panels;
  panels[wait->panels_n++] = *panel;
  for (int m = 0; m < MOMENTS_N; m++) {
    wait->totals[m] = wait->totals[m] * exp(-panel->rise) + panel->sums[m];
  }
  wait->highest += panel->rise;
  return STF_OK;
}

static double narrowest_s(const struct stf_offered_wait *wait, double start_s) {
  return fmax(NARROWEST / (wait->spare_per_s + 2 * wait->arrivals_per_s), NARROWEST * start_s);
}

/* Panels from a start to where nothing is left: halved until they settle, doubled after. */
static enum stf_status march(struct stf_offered_wait *wait, double start_s, double gone_s) {
  struct panel panel = {.start_s = start_s, .gone_s = gone_s};
  panel.width_s = narrowest_s(wait, start_s);
  while (wait->panels_n < PANELS_MOST) {
    struct end end;
    double width_s = panel.width_s;
    if (!settles(wait, &panel, &end) && width_s > narrowest_s(wait, panel.start_s)) {
      panel.width_s = width_s / 2;
      continue;
    }
    enum stf_status status = add_panel(wait, &panel);
    if (status != STF_OK) {
      return status;
    }
    panel = (struct panel){.start_s = panel.start_s + width_s,
                           .width_s = 2 * width_s,
                           .gone_s = end.gone_s,
                           .exponent = end.exponent - panel.rise};
    if (is_finished(wait, panel.start_s, panel.exponent)) {
      wait->end_s = panel.start_s;
      return STF_OK;
    }
  }
  return STF_ERR_INTERNAL;
}

/* Where the exponent peaks: its slope changes sign. */
static double find_peak_s(const struct stf_offered_wait *wait, double forever_s) {
  double low = 0;
  double high = slope_at(wait, 0) > 0 ? forever_s : 0;
  double middle = high / 2;
  while (middle > low && middle < high) {
    if (slope_at(wait, middle) > 0) {
      low = middle;
    } else {
      high = middle;
    }
    middle = low + (high - low) / 2;
  }
  return high;
}

/* The latest start from which the exponent surely rises by DEEP to the peak: on the first half
 * of the way it rises at least as fast as at the middle. */
static double find_start_s(const struct stf_offered_wait *wait, double peak_s) {
  double low = 0;
  double high = peak_s;
  double middle = peak_s / 2;
  while (high - low > 1e-6 * (peak_s - low) && middle > low && middle < high) {
    double half_s = (peak_s - middle) / 2;
    if (half_s * slope_at(wait, middle + half_s) >= DEEP) {
      low = middle;
    } else {
      high = middle;
    }
    middle = low + (high - low) / 2;
  }
  return low;
}

/* G(t), by panels as in march. */
static double integrate_gone_until(const struct stf_offered_wait *wait, double t_s) {
  double gone[NODES_N];
  double whole_s[NODES_N];
  double left_s[NODES_N];
  double right_s[NODES_N];
  double sum_s = 0;
  double width_s = narrowest_s(wait, 0);
  for (double start_s = 0; start_s < t_s;) {
    width_s = fmin(width_s, t_s - start_s);
    integrate_gone(wait, start_s, width_s, gone, whole_s);
    integrate_gone(wait, start_s, width_s / 2, gone, left_s);
    integrate_gone(wait, start_s + width_s / 2, width_s / 2, gone, right_s);
    double halves_s = left_s[LAST] + right_s[LAST];
    if (fabs(whole_s[LAST] - halves_s) <= TOLERANCE * (sum_s + halves_s) ||
        width_s <= narrowest_s(wait, start_s)) {
      sum_s += halves_s;
      start_s += width_s;
      width_s *= 4;
    }
    width_s /= 2;
  }
  return sum_s;
}

/* Sums of single panels become sums from 0 to the panel's start relative to the total of _ONE;
 * exponents of panels, log weights in that unit. */
static void accumulate(struct stf_offered_wait *wait) {
  double unit = wait->totals[STF_OFFERED_WAIT_ONE];
  double scale = -log(unit);
  for (size_t i = wait->panels_n; i > 0; i--) {
    struct panel *panel = &wait->panels[i - 1];
    for (int m = 0; m < MOMENTS_N; m++) {
      panel->sums[m] *= exp(scale);
    }
    scale -= panel->rise;
    panel->exponent += scale;
  }
  memset(wait->totals, 0, sizeof wait->totals);
  for (size_t i = 0; i < wait->panels_n; i++) {
    for (int m = 0; m < MOMENTS_N; m++) {
      double own = wait->panels[i].sums[m];
      wait->panels[i].sums[m] = wait->totals[m];
      wait->totals[m] += own;
    }
  }
  wait->highest += log(unit);
}

static enum stf_status solve(struct stf_offered_wait *wait, double forever_s) {
  double start_s = find_start_s(wait, find_peak_s(wait, forever_s));
  double gone_s = integrate_gone_until(wait, start_s);
  enum stf_status status = march(wait, start_s, gone_s);
  if (status == STF_OK) {
    wait->highest += -wait->spare_per_s * start_s - wait->arrivals_per_s * gone_s;
    accumulate(wait);
  }
  return status;
}

enum stf_status stf_offered_wait_new(const struct stf_load *load,
                                     const struct stf_patience *patience,
                                     const struct stf_allocator *allocator,
                                     struct stf_offered_wait **out) {
  double serves_per_s = (double)load->agents_n / load->handle_s;
  double forever_s = FOREVER_HANDLES * load->handle_s;
  if (load->arrivals_per_s * (1 - gone_at(patience, forever_s)) >= serves_per_s) {
    return STF_ERR_INPUT;
  }
  struct stf_offered_wait *wait = stf_mem_zeroed(allocator, 1, sizeof *wait);
  if (wait == NULL) {
    return STF_ERR_MEMORY;
  }
  wait->allocator = allocator;
  wait->patience = *patience;
  wait->arrivals_per_s = load->arrivals_per_s;
  wait->spare_per_s = serves_per_s - load->arrivals_per_s;
  stf_clenshaw_curtis_init(&wait->rule);
  enum stf_status status = solve(wait, forever_s);
  if (status != STF_OK) {
    stf_offered_wait_free(wait);
    return status;
  }
  double offered_erlangs = load->arrivals_per_s * load->handle_s;
  double lost = stf_erlang_b_block_share(load->agents_n - 1, offered_erlangs);
  wait->none = exp(-wait->highest) / (load->arrivals_per_s * lost);
  *out = wait;
  return STF_OK;
}

void stf_offered_wait_free(struct stf_offered_wait *wait) {
  if (wait != NULL) {
    stf_mem_release(wait->allocator, wait->panels);
    stf_mem_release(wait->allocator, wait);
  }
}

/* The panel that holds t, or the first. */
static const struct panel *find_panel(const struct stf_offered_wait *wait, double t_s) {
  size_t low = 0;
  size_t high = wait->panels_n;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (wait->panels[middle].start_s <= t_s) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return &wait->panels[low];
}

void stf_offered_wait_until(const struct stf_offered_wait *wait, double t_s,
                            double out[STF_OFFERED_WAIT_MOMENTS_N]) {
  if (t_s >= wait->end_s) {
    memcpy(out, wait->totals, sizeof wait->totals);
    return;
  }
  const struct panel *panel = find_panel(wait, t_s);
  struct panel part = *panel;
  part.width_s = fmax(0, t_s - panel->start_s);
  part.exponent = 0;
  (void)integrate(wait, &part);
  double factor = exp(part.rise + panel->exponent);
  for (int m = 0; m < MOMENTS_N; m++) {
    out[m] = panel->sums[m] + part.sums[m] * factor;
  }
}

double stf_offered_wait_none(const struct stf_offered_wait *wait) {
  return wait->none;
}

double stf_offered_wait_gone(const struct stf_offered_wait *wait, double t_s) {
  return gone_at(&wait->patience, t_s);
}

double stf_offered_wait_end_s(const struct stf_offered_wait *wait) {
  return wait->end_s;
}
