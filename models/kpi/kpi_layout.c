/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_layout.h"

#include "base/quantity.h"
#include "kpi/kpi_contract.h"
#include "kpi/kpi_grid.h"
#include "kpi/kpi_money.h"
#include "kpi/kpi_shared.h"
#include "kpi/kpi_sla.h"

#include <stdio.h>
#include <string.h>

enum {
  DEFINITION_TEXT = 64
};

static const char *const GROUP_NAMES[STF_KPI_CATALOGUE_KINDS] = {
    [STF_KPI_CATALOGUE_TOTAL] = "",
    [STF_KPI_CATALOGUE_CLASS] = "class",
    [STF_KPI_CATALOGUE_CHANNEL] = "channel",
    [STF_KPI_CATALOGUE_PRIORITY] = "priority",
    [STF_KPI_CATALOGUE_CLASS_PRIORITY] = "class x priority",
    [STF_KPI_CATALOGUE_TEAM] = "team",
    [STF_KPI_CATALOGUE_AGENT] = "agent",
    [STF_KPI_CATALOGUE_DAY] = "day",
    [STF_KPI_CATALOGUE_WEEK] = "week",
    [STF_KPI_CATALOGUE_MONTH] = "month",
    [STF_KPI_CATALOGUE_INTERVAL] = "",
    [STF_KPI_CATALOGUE_WEEKDAY_INTERVAL] = "weekday_interval",
    [STF_KPI_CATALOGUE_TIME_OF_DAY] = "time_of_day",
    [STF_KPI_CATALOGUE_CLASS_INTERVAL] = "class",
};

static const unsigned GROUP_FLAGS[STF_KPI_CATALOGUE_KINDS] = {
    [STF_KPI_CATALOGUE_CLASS] = STF_KPI_BY_CLASS,
    [STF_KPI_CATALOGUE_CHANNEL] = STF_KPI_BY_CHANNEL,
    [STF_KPI_CATALOGUE_PRIORITY] = STF_KPI_BY_PRIORITY,
    [STF_KPI_CATALOGUE_CLASS_PRIORITY] = STF_KPI_BY_CLASS_PRIORITY,
    [STF_KPI_CATALOGUE_TEAM] = STF_KPI_BY_TEAM,
    [STF_KPI_CATALOGUE_AGENT] = STF_KPI_BY_AGENT,
    [STF_KPI_CATALOGUE_DAY] = STF_KPI_BY_DAY,
    [STF_KPI_CATALOGUE_WEEK] = STF_KPI_BY_WEEK,
    [STF_KPI_CATALOGUE_MONTH] = STF_KPI_BY_MONTH,
    [STF_KPI_CATALOGUE_INTERVAL] = STF_KPI_BY_INTERVAL,
    [STF_KPI_CATALOGUE_WEEKDAY_INTERVAL] = STF_KPI_BY_WEEKDAY_INTERVAL,
    [STF_KPI_CATALOGUE_TIME_OF_DAY] = STF_KPI_BY_TIME_OF_DAY,
    [STF_KPI_CATALOGUE_CLASS_INTERVAL] = STF_KPI_BY_CLASS_INTERVAL,
};

/* True if the plan asks for rows of the kind. */
static bool is_grouped(const struct stf_kpi_plan *plan, enum stf_kpi_kind kind) {
  return kind == STF_KPI_CATALOGUE_TOTAL || (plan->groups & GROUP_FLAGS[kind]) != 0;
}

/* True if a contract is judged by stretches of the kind. */
static bool is_of_contract(const struct stf_kpi_plan *plan, enum stf_kpi_kind kind) {
  bool found = false;
  for (uint32_t p = 0; plan->terms != NULL && p < plan->terms->policies_n; p++) {
    const struct stf_sla_contract *contract = plan->terms->policies[p].contract;
    found = found || (contract != NULL && stf_kpi_contract_kind(contract) == kind);
  }
  return found;
}

bool stf_kpi_layout_is_shown(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  return is_grouped(&layout->plan, kind) || is_of_contract(&layout->plan, kind);
}

/* Days are always kept: the backlog of the totals is the mean over their ends. Weekdays and
 * times of day take the time of agents from the intervals; what work costs that of teams. */
static bool is_kept(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  const unsigned on_intervals =
      STF_KPI_BY_INTERVAL | STF_KPI_BY_WEEKDAY_INTERVAL | STF_KPI_BY_TIME_OF_DAY;
  return kind == STF_KPI_CATALOGUE_DAY || stf_kpi_layout_is_shown(layout, kind) ||
         (kind == STF_KPI_CATALOGUE_TEAM && layout->plan.costs != NULL) ||
         (kind == STF_KPI_CATALOGUE_INTERVAL && (layout->plan.groups & on_intervals) != 0);
}

/* Names of a kind's cells, or NULL where cells are not named things. */
static const struct stf_dict *names_of(const struct stf_names *names, enum stf_kpi_kind kind) {
  const struct stf_dict *const dicts[STF_KPI_CATALOGUE_KINDS] = {
      [STF_KPI_CATALOGUE_CLASS] = names->classes,
      [STF_KPI_CATALOGUE_CHANNEL] = names->channels,
      [STF_KPI_CATALOGUE_PRIORITY] = names->priorities,
      [STF_KPI_CATALOGUE_TEAM] = names->teams,
      [STF_KPI_CATALOGUE_AGENT] = names->agents,
  };
  return dicts[kind];
}

/* Cells of a kind whose cells are named things. */
static enum stf_status name_attributes(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  const struct stf_dict *dict = names_of(layout->plan.names, kind);
  size_t n = stf_dict_count(dict);
  const char **keys = stf_arena_alloc(layout->arena, n, sizeof *keys);
  if (keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t i = 0; i < n; i++) {
    keys[i] = stf_dict_text(dict, i);
  }
  layout->groups[kind].keys = keys;
  layout->groups[kind].cells_n = n;
  return STF_OK;
}

/* "orders x 2", classes first. */
static enum stf_status name_class_priorities(struct stf_kpi_layout *layout) {
  const struct stf_names *names = layout->plan.names;
  uint32_t priorities_n = stf_dict_count(names->priorities);
  size_t n = (size_t)stf_dict_count(names->classes) * priorities_n;
  const char **keys = stf_arena_alloc(layout->arena, n, sizeof *keys);
  if (keys == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    keys[i] = stf_arena_join(layout->arena,
                             stf_dict_text(names->classes, (uint32_t)(i / priorities_n)), " x ",
                             stf_dict_text(names->priorities, (uint32_t)(i % priorities_n)));
    if (keys[i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  layout->groups[STF_KPI_CATALOGUE_CLASS_PRIORITY].keys = keys;
  layout->groups[STF_KPI_CATALOGUE_CLASS_PRIORITY].cells_n = n;
  return STF_OK;
}

static enum stf_status make_cells(struct stf_kpi_layout *layout) {
  enum stf_status status = stf_kpi_grid_make(layout);
  for (int kind = STF_KPI_CATALOGUE_CLASS; kind <= STF_KPI_CATALOGUE_AGENT; kind++) {
    bool is_named = names_of(layout->plan.names, (enum stf_kpi_kind)kind) != NULL;
    if (status == STF_OK && is_named && is_kept(layout, (enum stf_kpi_kind)kind)) {
      status = name_attributes(layout, (enum stf_kpi_kind)kind);
    }
  }
  if (status == STF_OK && stf_kpi_layout_is_shown(layout, STF_KPI_CATALOGUE_CLASS_PRIORITY)) {
    status = name_class_priorities(layout);
  }
  layout->groups[STF_KPI_CATALOGUE_TOTAL].cells_n = 1;
  return status;
}

/* What the plan has of that which rows need. */
static unsigned supplied(const struct stf_kpi_plan *plan) {
  unsigned needs = plan->has_queue ? STF_KPI_CATALOGUE_QUEUE : 0;
  needs |= plan->terms != NULL ? STF_KPI_CATALOGUE_TERMS : 0;
  needs |= plan->costs != NULL ? STF_KPI_CATALOGUE_COSTS : 0;
  for (int kind = STF_KPI_CATALOGUE_DAY; kind <= STF_KPI_CATALOGUE_MONTH; kind++) {
    needs |= is_of_contract(plan, (enum stf_kpi_kind)kind) ? STF_KPI_CATALOGUE_CONTRACTS : 0;
  }
  needs |= plan->overlaps ? STF_KPI_CATALOGUE_OVERLAPS : STF_KPI_CATALOGUE_SINGLE;
  return stf_kpi_sla_has_hours(plan->terms) ? needs | STF_KPI_CATALOGUE_HOURS : needs;
}

static bool is_wanted(const struct stf_kpi_plan *plan,
                      const struct stf_kpi_descriptor *descriptor, enum stf_kpi_kind kind) {
  size_t row = (size_t)(descriptor - STF_KPI_CATALOGUE);
  bool is_chosen = stf_kpi_choice_has(&plan->definitions, row);
  bool is_default = descriptor->is_default && !plan->chosen_only;
  bool is_listed = is_grouped(plan, kind) || descriptor->source == STF_KPI_CATALOGUE_CONTRACT;
  return is_listed && (descriptor->kinds & 1U << kind) != 0 && (is_default || is_chosen) &&
         (descriptor->needs & ~supplied(plan)) == 0;
}

/* Statistics of a duration that need no values kept. */
static const unsigned PLAIN = 1U << STF_KPI_CATALOGUE_COUNT | 1U << STF_KPI_CATALOGUE_MEAN |
                              1U << STF_KPI_CATALOGUE_UNANSWERED_SHARE;

/* Statistics that a descriptor prints in cells of a kind. */
static unsigned statistics_of(const struct stf_kpi_plan *plan,
                              const struct stf_kpi_descriptor *descriptor,
                              enum stf_kpi_kind kind) {
  if (!is_wanted(plan, descriptor, kind)) {
    return 0;
  }
  bool is_grid = stf_kpi_catalogue_is_grid(kind);
  unsigned statistics = is_grid ? descriptor->grid_statistics : descriptor->statistics;
  if (descriptor->source != STF_KPI_CATALOGUE_DURATION) {
    return statistics;
  }
  if (is_grid && (!plan->interval_quantiles || kind == STF_KPI_CATALOGUE_CLASS_INTERVAL)) {
    statistics &= 1U << STF_KPI_CATALOGUE_MEAN;
  }
  return plan->quantiles == STF_KPI_QUANTILES_NONE ? statistics & PLAIN : statistics;
}

static bool is_of_presence(const struct stf_kpi_descriptor *descriptor) {
  return descriptor->source == STF_KPI_CATALOGUE_TIME &&
         (descriptor->over == STF_KPI_CELL_PRESENT_US ||
          descriptor->over == STF_KPI_CELL_SLOTS_US ||
          descriptor->field == STF_KPI_CELL_PRESENT_US);
}

/* "sl3" and a limit -> "sl3_within_20s"; "busy" and a presence rule -> what was inferred; a
 * promise and what is told of it. NULL without memory. */
static const char *definition_of(const struct stf_kpi_layout *layout,
                                 const struct stf_kpi_template *template) {
  const struct stf_kpi_plan *plan = &layout->plan;
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  if (descriptor->source == STF_KPI_CATALOGUE_SLA) {
    return stf_arena_join(layout->arena, layout->promises[template->item].name,
                          descriptor->definition, "");
  }
  if (descriptor->source == STF_KPI_CATALOGUE_CONTRACT) {
    return stf_arena_join(layout->arena, layout->clauses[template->item].name,
                          descriptor->definition, "");
  }
  if (descriptor->source == STF_KPI_CATALOGUE_SERVICE) {
    char text[DEFINITION_TEXT];
    (void)snprintf(text, sizeof text, "%.15gs",
                   (double)plan->within_us[template->item] / (double)STF_US_PER_S);
    return stf_arena_join(layout->arena, descriptor->definition, "_within_", text);
  }
  if (is_of_presence(descriptor) && plan->presence_inferred) {
    return stf_arena_join(layout->arena, descriptor->definition, "_inferred_",
                          plan->presence_rule != NULL ? plan->presence_rule : "presence");
  }
  return descriptor->definition;
}

/* How often a descriptor stands in a plan: once for each threshold, promise or clause. */
static size_t items_of(const struct stf_kpi_layout *layout,
                       const struct stf_kpi_descriptor *descriptor) {
  if (descriptor->source == STF_KPI_CATALOGUE_SERVICE) {
    return layout->plan.within_n;
  }
  if (descriptor->source == STF_KPI_CATALOGUE_CONTRACT) {
    return layout->clauses_n;
  }
  return descriptor->source == STF_KPI_CATALOGUE_SLA ? layout->promises_n : 1;
}

/* True if a row about a contract has a value of the clause in cells of the kind. */
static bool has_clause(const struct stf_kpi_layout *layout,
                       const struct stf_kpi_descriptor *descriptor, size_t item,
                       enum stf_kpi_kind kind) {
  const struct stf_kpi_clause *clause = &layout->clauses[item];
  const struct stf_sla_contract *contract =
      layout->plan.terms->policies[clause->policy].contract;
  bool is_tier = clause->tier < contract->tiers_n;
  bool is_of_volume = descriptor->field == STF_KPI_CATALOGUE_CONTRACT_EXCLUDED;
  return (kind == STF_KPI_CATALOGUE_TOTAL || kind == stf_kpi_contract_kind(contract)) &&
         is_tier == (descriptor->field == STF_KPI_CATALOGUE_CONTRACT_TIER) &&
         (!is_of_volume || contract->volume_above > 0);
}

static bool has_item(const struct stf_kpi_layout *layout,
                     const struct stf_kpi_descriptor *descriptor, size_t item,
                     enum stf_kpi_kind kind) {
  if (descriptor->source == STF_KPI_CATALOGUE_CONTRACT) {
    return has_clause(layout, descriptor, item, kind);
  }
  bool is_of_share = descriptor->source == STF_KPI_CATALOGUE_SLA &&
                     (descriptor->field == STF_KPI_CATALOGUE_REACHED ||
                      descriptor->field == STF_KPI_CATALOGUE_DAYS ||
                      descriptor->field == STF_KPI_CATALOGUE_MONTHS);
  return !is_of_share || layout->promises[item].share_ppm > 0;
}

static bool is_business(const struct stf_kpi_layout *layout,
                        const struct stf_kpi_template *template) {
  if (template->descriptor->source == STF_KPI_CATALOGUE_SLA) {
    return layout->promises[template->item].is_business;
  }
  if (template->descriptor->source == STF_KPI_CATALOGUE_CONTRACT) {
    const struct stf_sla_policy *policy =
        &layout->plan.terms->policies[layout->clauses[template->item].policy];
    return stf_sla_target_of(policy, policy->contract->clock)->hours != NULL;
  }
  return template->descriptor->is_business;
}

/* Appends a template for each statistic; false without memory. */
static bool add_templates(const struct stf_kpi_layout *layout, struct stf_kpi_group *group,
                          struct stf_kpi_template *list, struct stf_kpi_template model,
                          unsigned statistics) {
  model.definition = definition_of(layout, &model);
  model.is_business = is_business(layout, &model);
  for (int s = 0; s < STF_KPI_CATALOGUE_STATISTICS; s++) {
    if ((statistics & 1U << s) != 0) {
      model.statistic = (enum stf_kpi_statistic)s;
      list[group->templates_n++] = model;
    }
  }
  return model.definition != NULL;
}

static enum stf_status list_templates(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  struct stf_kpi_group *group = &layout->groups[kind];
  size_t most = 0;
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    most += items_of(layout, &STF_KPI_CATALOGUE[d]) * STF_KPI_CATALOGUE_STATISTICS;
  }
  struct stf_kpi_template *list = stf_arena_alloc(layout->arena, most, sizeof *list);
  bool ok = list != NULL;
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    struct stf_kpi_template model = {.descriptor = &STF_KPI_CATALOGUE[d]};
    unsigned statistics = statistics_of(&layout->plan, model.descriptor, kind);
    size_t items = statistics != 0 ? items_of(layout, model.descriptor) : 0;
    for (; ok && model.item < items; model.item++) {
      ok = !has_item(layout, model.descriptor, model.item, kind) ||
           add_templates(layout, group, list, model, statistics);
    }
  }
  group->templates = list;
  group->rows_at = layout->rows_n;
  layout->rows_n += group->templates_n * group->cells_n;
  return ok ? STF_OK : STF_ERR_MEMORY;
}

static void need_outcome(struct stf_kpi_layout *layout, int field) {
  if (field >= STF_KPI_CELL_FRESH) {
    layout->keeps_visits = true;
  } else if (field >= STF_KPI_CELL_FIELDS && field < STF_KPI_CELL_MOST) {
    layout->outcomes |= UINT64_C(1) << (field - STF_KPI_CELL_FIELDS);
  }
}

static bool needs_states(const struct stf_kpi_descriptor *descriptor) {
  return descriptor->source == STF_KPI_CATALOGUE_TIME ||
         descriptor->source == STF_KPI_CATALOGUE_MOST || descriptor->is_state;
}

/* What contacts must be asked for the rows of a group. */
static void note_needs(struct stf_kpi_layout *layout, const struct stf_kpi_group *group) {
  for (size_t t = 0; t < group->templates_n; t++) {
    const struct stf_kpi_descriptor *descriptor = group->templates[t].descriptor;
    need_outcome(layout, descriptor->shown_by);
    layout->keeps_states = layout->keeps_states || needs_states(descriptor);
    if (descriptor->source == STF_KPI_CATALOGUE_FIELD) {
      need_outcome(layout, descriptor->field);
      need_outcome(layout, descriptor->over);
      layout->keeps_stints =
          layout->keeps_stints || descriptor->over == STF_KPI_CELL_AGENT_DAYS;
    } else if (descriptor->source == STF_KPI_CATALOGUE_DURATION) {
      layout->durations |= 1U << descriptor->field;
      if (group->templates[t].statistic == STF_KPI_CATALOGUE_UNANSWERED_SHARE) {
        need_outcome(layout, stf_kpi_cell_apart_of(descriptor->over));
      }
    } else if (descriptor->source == STF_KPI_CATALOGUE_MOST) {
      layout->keeps_hands = true;
    } else if (descriptor->source == STF_KPI_CATALOGUE_MONEY &&
               descriptor->field == STF_KPI_CATALOGUE_PER_SERVED) {
      need_outcome(layout, STF_KPI_CELL_BOT_CONTAINED);
    }
  }
}

/* Durations whose values a kind's cells must keep one by one. */
static void list_series(const struct stf_kpi_layout *layout, struct stf_kpi_group *group,
                        enum stf_kpi_kind kind) {
  memset(group->series_of, STF_KPI_LAYOUT_NO_SERIES, sizeof group->series_of);
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    const struct stf_kpi_descriptor *descriptor = &STF_KPI_CATALOGUE[d];
    if (descriptor->source == STF_KPI_CATALOGUE_DURATION &&
        (statistics_of(&layout->plan, descriptor, kind) & ~PLAIN) != 0) {
      group->series_of[descriptor->field] = (uint8_t)group->series_n++;
    }
  }
}

/* Kinds with a row of the source, whatever the plan. */
static unsigned kinds_of(enum stf_kpi_source source) {
  unsigned kinds = 0;
  for (size_t d = 0; d < STF_KPI_CATALOGUE_N; d++) {
    kinds |= STF_KPI_CATALOGUE[d].source == source ? STF_KPI_CATALOGUE[d].kinds : 0;
  }
  return kinds;
}

static void place_sections(const struct stf_kpi_layout *layout, struct stf_kpi_group *group,
                           enum stf_kpi_kind kind) {
  const struct stf_kpi_plan *plan = &layout->plan;
  bool is_grid = stf_kpi_catalogue_is_grid(kind);
  group->thresholds_at = is_grid ? STF_KPI_CELL_FIELDS : STF_KPI_CELL_ALL_FIELDS;
  group->durations_at = group->thresholds_at + plan->within_n * STF_KPI_CELL_THRESHOLD_FIELDS;
  group->stride =
      group->durations_at +
      stf_kpi_cell_duration_at(is_grid ? STF_KPI_CELL_GRID_DURATIONS : STF_KPI_CELL_DURATIONS);
  if (plan->terms != NULL && (kinds_of(STF_KPI_CATALOGUE_SLA) & 1U << kind) != 0) {
    group->sla_at = group->stride;
    group->stride += (size_t)plan->terms->policies_n * STF_KPI_CELL_POLICY_FIELDS;
  }
  if (plan->costs != NULL && (kinds_of(STF_KPI_CATALOGUE_MONEY) & 1U << kind) != 0) {
    group->money_at = group->stride;
    group->stride += STF_KPI_CELL_MONEY_FIELDS;
  }
}

static void place_cells(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  struct stf_kpi_group *group = &layout->groups[kind];
  group->is_kept = is_kept(layout, kind);
  place_sections(layout, group, kind);
  list_series(layout, group, kind);
  if (group->is_kept) {
    stf_kpi_shared_lead(layout, kind);
    layout->kept[layout->kept_n++] = kind;
    group->sums_at = layout->sums_n;
    group->series_at = layout->series_n;
    layout->sums_n += group->cells_n * group->stride;
    layout->series_n += group->cells_n * group->series_n;
  }
}

static enum stf_status compile(struct stf_kpi_layout *layout) {
  layout->arena = stf_arena_new(layout->allocator);
  if (layout->arena == NULL) {
    return STF_ERR_MEMORY;
  }
  /* The totals of these tell whether a log has messages at all. */
  layout->durations = (1U << STF_KPI_CELL_BOT_TO_HANDOVER) - 1;
  enum stf_status status = make_cells(layout);
  status = status == STF_OK ? stf_kpi_sla_promises(layout) : status;
  status = status == STF_OK ? stf_kpi_contract_list(layout) : status;
  status = status == STF_OK ? stf_kpi_money_fix(layout) : status;
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS && status == STF_OK; kind++) {
    place_cells(layout, (enum stf_kpi_kind)kind);
    if (stf_kpi_layout_is_shown(layout, (enum stf_kpi_kind)kind)) {
      status = list_templates(layout, (enum stf_kpi_kind)kind);
      note_needs(layout, &layout->groups[kind]);
    }
  }
  return status;
}

enum stf_status stf_kpi_layout_new(const struct stf_kpi_plan *plan,
                                   const struct stf_allocator *allocator,
                                   struct stf_kpi_layout **out) {
  STF_ASSERT(plan->from_us < plan->to_us);
  STF_ASSERT(plan->interval_us > 0);
  STF_ASSERT(plan->within_n <= STF_KPI_THRESHOLDS_MAX);
  *out = NULL;
  struct stf_kpi_layout *layout = stf_mem_zeroed(allocator, 1, sizeof *layout);
  if (layout == NULL) {
    return STF_ERR_MEMORY;
  }
  layout->plan = *plan;
  layout->allocator = allocator;
  enum stf_status status = compile(layout);
  if (status != STF_OK) {
    stf_kpi_layout_free(layout);
    return status;
  }
  *out = layout;
  return STF_OK;
}

void stf_kpi_layout_free(struct stf_kpi_layout *layout) {
  if (layout != NULL) {
    stf_arena_free(layout->arena);
    stf_mem_release(layout->allocator, layout);
  }
}

size_t stf_kpi_layout_rows_n(const struct stf_kpi_layout *layout) {
  return layout->rows_n;
}

const struct stf_kpi_plan *stf_kpi_layout_plan(const struct stf_kpi_layout *layout) {
  return &layout->plan;
}

static const char *unit_of(const struct stf_kpi_layout *layout,
                           const struct stf_kpi_template *template) {
  if (template->descriptor->source == STF_KPI_CATALOGUE_MONEY ||
      (template->descriptor->source == STF_KPI_CATALOGUE_CONTRACT &&
       template->statistic == STF_KPI_CATALOGUE_SUM)) {
    return layout->plan.costs->currency;
  }
  bool is_field = template->descriptor->source == STF_KPI_CATALOGUE_FIELD;
  if (template->statistic == STF_KPI_CATALOGUE_COUNT) {
    return is_field ? template->descriptor->unit : "contacts";
  }
  bool is_share = template->statistic == STF_KPI_CATALOGUE_SHARE ||
                  template->statistic == STF_KPI_CATALOGUE_UNANSWERED_SHARE;
  return is_share ? "share" : template->descriptor->unit;
}

/* Kind of row i, its cell and its template. */
static int find_row(const struct stf_kpi_layout *layout, size_t i, size_t *cell,
                    const struct stf_kpi_template **template) {
  STF_ASSERT(i < layout->rows_n);
  int kind = STF_KPI_CATALOGUE_KINDS - 1;
  while (layout->groups[kind].templates_n == 0 || i < layout->groups[kind].rows_at) {
    kind--;
  }
  const struct stf_kpi_group *group = &layout->groups[kind];
  *cell = (i - group->rows_at) / group->templates_n;
  *template = &group->templates[(i - group->rows_at) % group->templates_n];
  return kind;
}

void stf_kpi_layout_describe(const struct stf_kpi_layout *layout, size_t i,
                             struct stf_row *out) {
  size_t cell = 0;
  const struct stf_kpi_template *template = NULL;
  int kind = find_row(layout, i, &cell, &template);
  const struct stf_kpi_group *group = &layout->groups[kind];
  *out = STF_ROW_EMPTY;
  out->kpi = template->descriptor->kpi;
  out->definition = template->definition;
  out->clock = template->is_business ? "business" : "calendar";
  out->statistic = STF_KPI_CATALOGUE_STATISTIC_NAMES[template->statistic];
  out->unit = unit_of(layout, template);
  out->group = GROUP_NAMES[kind];
  size_t interval = cell % layout->intervals.cells_n;
  if (kind == STF_KPI_CATALOGUE_INTERVAL || kind == STF_KPI_CATALOGUE_CLASS_INTERVAL) {
    out->interval_start_us = layout->intervals.edges_us[interval];
    out->interval_end_us = layout->intervals.edges_us[interval + 1];
  }
  if (kind == STF_KPI_CATALOGUE_CLASS_INTERVAL) {
    uint32_t class_id = (uint32_t)(cell / layout->intervals.cells_n);
    out->key = stf_dict_text(layout->plan.names->classes, class_id);
  } else if (group->keys != NULL) {
    out->key = group->keys[cell];
  }
}

bool stf_kpi_layout_is_event(const struct stf_kpi_layout *layout, size_t i) {
  size_t cell = 0;
  const struct stf_kpi_template *template = NULL;
  int kind = find_row(layout, i, &cell, &template);
  int field = template->descriptor->field;
  bool is_of_stretch = template->descriptor->source == STF_KPI_CATALOGUE_CONTRACT &&
                       kind != STF_KPI_CATALOGUE_TOTAL;
  return (template->descriptor->source == STF_KPI_CATALOGUE_SLA &&
          field == STF_KPI_CATALOGUE_REACHED) ||
         (is_of_stretch && field != STF_KPI_CATALOGUE_CONTRACT_SHARE &&
          field != STF_KPI_CATALOGUE_CONTRACT_PENALTY);
}

int64_t stf_kpi_layout_promised_ppm(const struct stf_kpi_layout *layout, size_t i) {
  size_t cell = 0;
  const struct stf_kpi_template *template = NULL;
  (void)find_row(layout, i, &cell, &template);
  bool is_kept = template->descriptor->source == STF_KPI_CATALOGUE_SLA &&
                 template->descriptor->field == STF_KPI_CATALOGUE_KEPT;
  return is_kept ? layout->promises[template->item].share_ppm : 0;
}

bool stf_kpi_layout_is_optional(const struct stf_kpi_layout *layout, size_t i) {
  size_t cell = 0;
  const struct stf_kpi_template *template = NULL;
  (void)find_row(layout, i, &cell, &template);
  return template->descriptor->shown_by != 0;
}
