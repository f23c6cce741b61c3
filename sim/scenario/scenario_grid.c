/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_grid.h"

#include "base/quantity.h"

#include <stdlib.h>

enum {
  DAY_S = 86400,
  QUARTER_S = 900
};

struct edges {
  const struct stf_allocator *allocator;
  int64_t *items;
  size_t n;
  size_t capacity;
  int64_t from_us;
  int64_t to_us;
  bool no_memory;
};

static void add_edge(struct edges *edges, int64_t at_us) {
  if (at_us < edges->from_us || at_us >= edges->to_us || edges->no_memory) {
    return;
  }
  int64_t *items = stf_mem_grown(edges->allocator, edges->items, &edges->capacity, edges->n + 1,
                                 sizeof *items);
  if (items == NULL) {
    edges->no_memory = true;
    return;
  }
  edges->items = items;
  items[edges->n++] = at_us;
}

static int by_instant(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left;
  int64_t b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

/* Sorts the edges from `first` on and drops the doubles. */
static void settle(struct edges *edges, size_t first) {
  if (edges->n <= first) {
    return;
  }
  qsort(edges->items + first, edges->n - first, sizeof *edges->items, by_instant);
  size_t n = first > 0 ? first : 1;
  for (size_t i = n; i < edges->n; i++) {
    if (edges->items[i] != edges->items[n - 1]) {
      edges->items[n++] = edges->items[i];
    }
  }
  edges->n = n;
}

/* Edges of one civil day. Before a change of clocks the clock tells the time since midnight,
 * after it the time to the next midnight; the change itself falls on a quarter hour. */
static void cut_day(struct edges *edges, int64_t day_us, int64_t next_us,
                    const int32_t *marks_s, size_t marks_n) {
  size_t first = edges->n;
  bool changes = next_us - day_us != DAY_S * STF_US_PER_S;
  add_edge(edges, day_us);
  for (size_t i = 0; i < marks_n; i++) {
    int64_t since_us = day_us + marks_s[i] * STF_US_PER_S;
    if (since_us < next_us) {
      add_edge(edges, since_us);
    }
    int64_t before_us = next_us - (DAY_S - marks_s[i]) * STF_US_PER_S;
    if (changes && before_us > day_us && before_us < next_us) {
      add_edge(edges, before_us);
    }
  }
  for (int64_t at_us = day_us; changes && at_us < next_us; at_us += QUARTER_S * STF_US_PER_S) {
    add_edge(edges, at_us);
  }
  settle(edges, first);
}

static void describe(const struct stf_zone *zone, int64_t at_us,
                     struct stf_scenario_grid_step *out) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, at_us, &civil, NULL);
  *out = (struct stf_scenario_grid_step){.day = stf_zone_day_number(&civil),
                                         .clock_s = civil.hour * 3600 + civil.minute * 60 +
                                                    civil.second,
                                         .weekday = stf_zone_weekday(&civil)};
}

static bool fill(struct stf_scenario_build *build, const struct stf_zone *zone,
                 const struct edges *edges, struct stf_scenario_grid *out) {
  size_t n = edges->n;
  int64_t *edges_us = stf_scenario_build_alloc(build, n + 1, sizeof *edges_us);
  struct stf_scenario_grid_step *steps = stf_scenario_build_alloc(build, n, sizeof *steps);
  if (edges->no_memory || edges_us == NULL || steps == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    edges_us[i] = edges->items[i];
    describe(zone, edges_us[i], &steps[i]);
  }
  edges_us[n] = edges->to_us;
  *out = (struct stf_scenario_grid){.edges_us = edges_us, .steps = steps, .n = n};
  return true;
}

bool stf_scenario_grid_make(struct stf_scenario_build *build, const struct stf_node *node,
                            const int32_t *marks_s, size_t marks_n,
                            struct stf_scenario_grid *out) {
  return stf_scenario_grid_make_in(build, build->scenario->zone, node, marks_s, marks_n, out);
}

bool stf_scenario_grid_make_in(struct stf_scenario_build *build, const struct stf_zone *zone,
                               const struct stf_node *node, const int32_t *marks_s,
                               size_t marks_n, struct stf_scenario_grid *out) {
  struct edges edges = {.allocator = build->allocator,
                        .from_us = build->start_us,
                        .to_us = build->scenario->desk.to_us};
  add_edge(&edges, edges.from_us);
  int64_t day_us = stf_zone_day_start(zone, edges.from_us);
  while (day_us < edges.to_us && edges.n <= STF_SCENARIO_GRID_STEPS_MAX && !edges.no_memory) {
    int64_t next_us = stf_zone_next_day(zone, day_us);
    cut_day(&edges, day_us, next_us, marks_s, marks_n);
    day_us = next_us;
  }
  bool fits = edges.n <= STF_SCENARIO_GRID_STEPS_MAX;
  if (!fits) {
    stf_node_error(node, "more than %d steps over the period: shorten it or coarsen the steps",
                   STF_SCENARIO_GRID_STEPS_MAX);
  }
  bool made = fits && fill(build, zone, &edges, out);
  stf_mem_release(build->allocator, edges.items);
  return made;
}
