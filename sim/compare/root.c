/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/root.h"

#include <math.h>

static const double END_SHARE = 0.02;     /* of the range: how far an end moves in */
static const double NARROW_SHARE = 0.002; /* of the range: near enough */
static const double NEAR_SHARE = 0.02;    /* of the interval's half width: the root is there */
static const double SLOPE_SHARE = 0.05;   /* of the range: too near for a slope */

enum {
  ENDS_TRIED = 5
};

struct search {
  const struct stf_root_in *in;
  struct stf_root_point points[STF_ROOT_MOST];
  size_t n;
  struct stf_root_point a; /* bracket */
  struct stf_root_point b;
};

static enum stf_status look(struct search *search, double x, struct stf_root_point *out) {
  *out = (struct stf_root_point){.x = x};
  enum stf_status status = search->in->evaluate(search->in->context, out);
  search->points[search->n++] = *out;
  return status;
}

static bool is_above(const struct stf_root_point *point) {
  return point->difference > 0;
}

/* A value between the ends that is none of them. */
static double between(const struct search *search, double weight_a, double weight_b) {
  double x = (search->a.x * weight_b - search->b.x * weight_a) / (weight_b - weight_a);
  if (!search->in->whole) {
    return x;
  }
  x = floor((search->a.x + search->b.x) / 2);
  return x;
}

static bool is_done(const struct search *search, const struct stf_root_point *last) {
  const struct stf_root_in *in = search->in;
  double width = search->b.x - search->a.x;
  if (in->whole) {
    return width <= 1.5;
  }
  return width <= NARROW_SHARE * (in->high - in->low) ||
         fabs(last->difference) <= NEAR_SHARE * last->half || !(fabs(last->difference) > 0);
}

/* Nearest value on one side of x that is not too near; the end else. */
static struct stf_root_point beside(const struct search *search, double x, int side) {
  double range = search->in->high - search->in->low;
  struct stf_root_point best = search->points[side < 0 ? 0 : 1];
  for (size_t i = 0; i < search->n; i++) {
    double distance = side * (search->points[i].x - x);
    if (distance >= SLOPE_SHARE * range && distance < side * (best.x - x)) {
      best = search->points[i];
    }
  }
  return best;
}

static void put_interval(const struct search *search, const struct stf_root_point *at,
                         struct stf_root *out) {
  struct stf_root_point low = beside(search, out->x, -1);
  struct stf_root_point high = beside(search, out->x, 1);
  double slope = (high.difference - low.difference) / (high.x - low.x);
  double half = at->half / fabs(slope);
  out->x_low = out->x - half > search->in->low ? out->x - half : search->in->low;
  out->x_high = out->x + half < search->in->high ? out->x + half : search->in->high;
  if (!isfinite(half)) {
    out->x_low = (double)NAN;
    out->x_high = (double)NAN;
  }
}

/* Narrows the bracket until it is narrow enough; *last: the value looked at last. */
static enum stf_status narrow(struct search *search, struct stf_root_point *last) {
  double weight_a = search->a.difference;
  double weight_b = search->b.difference;
  int kept = 0; /* end that stayed: -1 a, 1 b */
  *last = fabs(weight_a) < fabs(weight_b) ? search->a : search->b;
  while (!is_done(search, last) && search->n < STF_ROOT_MOST) {
    enum stf_status status = look(search, between(search, weight_a, weight_b), last);
    if (status != STF_OK || !isfinite(last->difference)) {
      return status;
    }
    if (is_above(last) == is_above(&search->a)) {
      search->a = *last;
      weight_a = last->difference;
      weight_b *= kept == 1 ? 0.5 : 1;
      kept = 1;
    } else {
      search->b = *last;
      weight_b = last->difference;
      weight_a *= kept == -1 ? 0.5 : 1;
      kept = -1;
    }
  }
  return STF_OK;
}

/* Where the line through the bracket's ends meets 0; of whole numbers its upper end. */
static void put_root(const struct search *search, const struct stf_root_point *last,
                     struct stf_root *out) {
  const struct stf_root_point *a = &search->a;
  const struct stf_root_point *b = &search->b;
  if (search->in->whole) {
    out->x = b->x;
    put_interval(search, b, out);
    out->x_low = fabs(a->difference) > a->half ? b->x : floor(out->x_low);
    out->x_high = fabs(b->difference) > b->half ? b->x : ceil(out->x_high);
    return;
  }
  double rise = b->difference - a->difference;
  out->x = fabs(rise) > 0 ? a->x - a->difference * (b->x - a->x) / rise : last->x;
  put_interval(search, last, out);
}

/* An end, or the nearest value to it that has a difference: a bot that ends every contact
 * leaves none to be answered in time. */
static enum stf_status look_at_end(struct search *search, double x, double step,
                                   struct stf_root_point *out) {
  enum stf_status status = look(search, x, out);
  for (int i = 0; i < ENDS_TRIED && status == STF_OK && !isfinite(out->difference); i++) {
    x += step;
    search->n--;
    status = look(search, x, out);
  }
  return status;
}

enum stf_status stf_root_find(const struct stf_root_in *in, struct stf_root *out) {
  struct search search = {.in = in};
  struct stf_root_point last;
  *out = (struct stf_root){
      .kind = STF_ROOT_UNKNOWN, .x = (double)NAN, .x_low = (double)NAN, .x_high = (double)NAN};
  double step = in->whole ? 1 : END_SHARE * (in->high - in->low);
  enum stf_status status = look_at_end(&search, in->low, step, &search.a);
  status = status == STF_OK ? look_at_end(&search, in->high, -step, &search.b) : status;
  out->evaluations_n = search.n;
  if (status != STF_OK || !isfinite(search.a.difference) || !isfinite(search.b.difference)) {
    return status;
  }
  out->rises = is_above(&search.b);
  if (is_above(&search.a) == is_above(&search.b)) {
    out->kind = is_above(&search.a) ? STF_ROOT_ABOVE : STF_ROOT_BELOW;
    return STF_OK;
  }
  status = narrow(&search, &last);
  out->evaluations_n = search.n;
  if (status == STF_OK && isfinite(last.difference)) {
    out->kind = STF_ROOT_FOUND;
    put_root(&search, &last, out);
  }
  return status;
}
