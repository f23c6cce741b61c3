/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/variants.h"

bool stf_variants_has_pause(const struct stf_problem *problem,
                            const struct stf_problem_shift *shift) {
  int32_t work = shift->end - shift->start;
  int32_t longest = 0;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    int32_t length = shift->breaks[b].end - shift->breaks[b].start;
    work -= length;
    longest = length > longest ? length : longest;
  }
  return work <= problem->pause_over || longest >= problem->pause_least;
}

/* Breaks of a shift that starts at 0 come one behind the other with work between them. */
static bool is_in_order(const struct stf_problem_shift *shift) {
  int32_t before = shift->start;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    if (shift->breaks[b].start <= before) {
      return false;
    }
    before = shift->breaks[b].end;
  }
  return before < shift->end;
}

static bool is_long_night(const struct stf_problem *problem,
                          const struct stf_variants_shift *item) {
  return item->is_night && item->paid > problem->nights.most;
}

static enum stf_status add(struct stf_variants *out, const struct stf_allocator *allocator,
                           const struct stf_variants_shift *item) {
  if (out->n == STF_VARIANTS_MAX) {
    return STF_ERR_INPUT;
  }
  struct stf_variants_shift *items =
      stf_mem_grown(allocator, out->items, &out->capacity, out->n + 1, sizeof *items);
  if (items == NULL) {
    return STF_ERR_MEMORY;
  }
  out->items = items;
  items[out->n++] = *item;
  return STF_OK;
}

static void place(struct stf_problem_shift *shift, size_t b,
                  const struct stf_problem_break *wanted, int32_t after) {
  shift->breaks[b].start = shift->start + after;
  shift->breaks[b].end = shift->start + after + wanted->length;
  shift->breaks[b].paid = wanted->paid;
}

/* Moves the breaks to their next placing, the last one fastest; false after the last. */
static bool turn(const struct stf_problem_shape *shape, int32_t after[STF_PROBLEM_BREAKS_MAX]) {
  for (size_t b = shape->breaks_n; b > 0; b--) {
    if (after[b - 1] < shape->breaks[b - 1].after_most) {
      after[b - 1]++;
      return true;
    }
    after[b - 1] = shape->breaks[b - 1].after_least;
  }
  return false;
}

static enum stf_status add_start(const struct stf_problem *problem, uint32_t s, int32_t start,
                                 const struct stf_allocator *allocator,
                                 struct stf_variants *out) {
  const struct stf_problem_shape *shape = &problem->shapes[s];
  int32_t after[STF_PROBLEM_BREAKS_MAX] = {0};
  for (size_t b = 0; b < shape->breaks_n; b++) {
    after[b] = shape->breaks[b].after_least;
  }
  enum stf_status status = STF_OK;
  do {
    struct stf_variants_shift item = {
        .shift = {.start = start, .end = start + shape->length, .breaks_n = shape->breaks_n},
        .shape = s,
        .contracts = shape->contracts};
    for (size_t b = 0; b < shape->breaks_n; b++) {
      place(&item.shift, b, &shape->breaks[b], after[b]);
    }
    item.paid = stf_problem_paid(&item.shift);
    item.is_night = stf_problem_is_night(problem, &item.shift);
    if (is_in_order(&item.shift) && stf_variants_has_pause(problem, &item.shift) &&
        !is_long_night(problem, &item)) {
      status = add(out, allocator, &item);
    }
  } while (status == STF_OK && turn(shape, after));
  return status;
}

enum stf_status stf_variants_make(const struct stf_problem *problem,
                                  const struct stf_allocator *allocator,
                                  struct stf_variants *out) {
  enum stf_status status = STF_OK;
  *out = (struct stf_variants){0};
  for (uint32_t s = 0; s < problem->shapes_n; s++) {
    const struct stf_problem_shape *shape = &problem->shapes[s];
    for (int32_t start = shape->first_start; start <= shape->last_start && status == STF_OK;
         start += shape->every) {
      status = add_start(problem, s, start, allocator, out);
    }
  }
  return status;
}

void stf_variants_clear(struct stf_variants *variants, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, variants->items);
  *variants = (struct stf_variants){0};
}
