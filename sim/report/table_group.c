/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_group.h"

#include "report/text_grid.h"
#include "report/text_label.h"

#include <math.h>
#include <string.h>

/* KPIs worth a column, in order. */
struct pick {
  const char *kpi;
  const char *definition; /* its beginning */
  const char *statistic;
  const char *head;
};

static const struct pick PICKS[] = {
    {"arrivals", "opened", "count", "opened"},
    {"arrivals", "offered", "count", "offered"},
    {"arrivals", "answered", "count", "answered"},
    {"abandonment", "explicit", "share", "left"},
    {"wait", "answered", "mean", "wait"},
    {"wait", "answered", "p90", "wait"},
    {"frt", "human", "mean", "response"},
    {"frt", "human", "p50", "response"},
    {"frt", "human", "p90", "response"},
    {"service_level", "sl3", "share", "in"},
    {"aht", "agent_work", "mean", "handling"},
    {"utilization", "busy", "share", "busy"},
    {"utilization", "slots", "share", "slots"},
    {"sla_compliance", "", "share", "SLA"},
    {"queue_length", "waiting", "mean", "queue"},
    {"backlog", "open", "count", "backlog"},
    {"cost", "total", "sum", "cost"},
};

enum {
  COLUMNS_MAX = 24
};

struct column {
  const struct pick *pick;
  const struct stf_row *model; /* a row of it */
  struct stf_text_scale scale;
  double sum; /* of finite values, for the scale */
  size_t n;
};

/* One table being written. */
struct section {
  const struct stf_table *table;
  const struct stf_zone *zone;
  const struct stf_row *first; /* tells group and whether rows have intervals */
  struct stf_text_grid *grid;
  bool predicted; /* instead of actual */
  struct column columns[COLUMNS_MAX];
  size_t columns_n;
};

static double value_of(const struct section *section, const struct stf_row *row) {
  return section->predicted ? row->predicted : row->actual;
}

static bool has_interval(const struct stf_row *row) {
  return row->interval_start_us != INT64_MIN;
}

static bool is_total(const struct stf_row *row) {
  return row->group[0] == '\0' && !has_interval(row);
}

static bool same_section(const struct stf_row *a, const struct stf_row *b) {
  return strcmp(a->group, b->group) == 0 && has_interval(a) == has_interval(b);
}

static bool same_line(const struct stf_row *a, const struct stf_row *b) {
  return strcmp(a->key, b->key) == 0 && a->interval_start_us == b->interval_start_us;
}

/* No column of their own: the first response after the bot and in business time beside that
 * from the opening; who was offered and who left among those whom a team or an agent took. */
static bool is_left_out(const struct stf_row *row) {
  bool of_people = strcmp(row->group, "team") == 0 || strcmp(row->group, "agent") == 0;
  return strncmp(row->definition, "human_after_bot", 15) == 0 ||
         (strcmp(row->clock, "business") == 0 && strcmp(row->kpi, "sla_compliance") != 0) ||
         (of_people &&
          (strcmp(row->kpi, "abandonment") == 0 || strcmp(row->definition, "offered") == 0));
}

static const struct pick *pick_of(const struct stf_row *row) {
  for (size_t i = 0; i < STF_COUNT_OF(PICKS); i++) {
    const struct pick *pick = &PICKS[i];
    size_t n = strlen(pick->definition);
    char next = strncmp(row->definition, pick->definition, n) == 0 ? row->definition[n] : '?';
    if (strcmp(row->kpi, pick->kpi) == 0 && strcmp(row->statistic, pick->statistic) == 0 &&
        (next == '\0' || next == '_' || (n == 0 && next != '?'))) {
      return pick;
    }
  }
  return NULL;
}

/* Column of a row, added at first sight; NULL if the row has none. */
static struct column *column_of(struct section *section, const struct stf_row *row,
                                bool may_add) {
  for (size_t i = 0; i < section->columns_n; i++) {
    const struct stf_row *model = section->columns[i].model;
    if (strcmp(row->kpi, model->kpi) == 0 && strcmp(row->statistic, model->statistic) == 0 &&
        strcmp(row->definition, model->definition) == 0 &&
        strcmp(row->clock, model->clock) == 0) {
      return &section->columns[i];
    }
  }
  const struct pick *pick = may_add && !is_left_out(row) ? pick_of(row) : NULL;
  if (pick == NULL || section->columns_n == COLUMNS_MAX) {
    return NULL;
  }
  struct column *column = &section->columns[section->columns_n++];
  *column = (struct column){.pick = pick, .model = row};
  return column;
}

static void survey(struct section *section, const struct stf_row *row) {
  struct column *column =
      isfinite(value_of(section, row)) ? column_of(section, row, true) : NULL;
  if (column != NULL) {
    column->sum += fabs(value_of(section, row));
    column->n++;
  }
}

/* Finds the columns that have any value, and their scales: one for all statistics of a KPI. */
static void survey_all(struct section *section) {
  const struct stf_table *table = section->table;
  for (size_t i = 0; i < table->rows_n; i++) {
    if (same_section(&table->rows[i], section->first)) {
      survey(section, &table->rows[i]);
    }
  }
  for (size_t i = 0; i < section->columns_n; i++) {
    struct column *column = &section->columns[i];
    const struct column *before = i > 0 ? column - 1 : NULL;
    bool goes_on = before != NULL && strcmp(before->model->kpi, column->model->kpi) == 0;
    /* Hours would hide the intervals of open hours behind those of closed nights. */
    double typical = column->sum / (double)column->n;
    typical = has_interval(section->first) ? fmin(typical, 3600) : typical;
    column->scale =
        goes_on ? before->scale : stf_text_label_scale(column->model->unit, typical);
  }
}

/* "class", "class, interval", "interval". */
static const char *section_head(const struct section *section) {
  const struct stf_row *row = section->first;
  char text[STF_TEXT_LABEL_TEXT];
  bool has_group = row->group[0] != '\0';
  (void)snprintf(text, sizeof text, "by %s%s%s", row->group,
                 has_group && has_interval(row) ? " and " : "",
                 has_interval(row) ? "interval" : "");
  for (char *c = text; *c != '\0'; c++) {
    if (*c == '_') {
      *c = ' ';
    }
  }
  return stf_text_grid_keep(section->grid, text);
}

/* "2026-12-21 mon", "orders", "2026-12-21 09:30", or with a key before it. */
static const char *line_head(const struct section *section, const struct stf_row *row) {
  char text[2 * STF_TEXT_LABEL_TEXT];
  int n = snprintf(text, sizeof text, "%.95s", row->key);
  struct stf_civil day;
  if (strcmp(row->group, "day") == 0 && stf_zone_parse_date(row->key, &day)) {
    n = snprintf(text, sizeof text, "%.95s %s", row->key,
                 STF_ZONE_WEEKDAYS[stf_zone_weekday(&day)]);
  }
  if (has_interval(row)) {
    struct stf_civil civil;
    stf_zone_to_civil(section->zone, row->interval_start_us, &civil, NULL);
    (void)snprintf(text + n, sizeof text - (size_t)n, "%s%04d-%02d-%02d %02d:%02d",
                   n > 0 ? " " : "", civil.year, civil.month, civil.day, civil.hour,
                   civil.minute);
  }
  return stf_text_grid_keep(section->grid, text);
}

/* "standard" of "standard_first_response_10min". */
static void policy_of(const char *definition, char out[STF_TEXT_LABEL_TEXT]) {
  static const char *const ENDS[] = {"_first_response", "_resolution", "_both"};
  const char *end = definition + strlen(definition);
  for (size_t i = 0; i < STF_COUNT_OF(ENDS); i++) {
    const char *found = strstr(definition, ENDS[i]);
    end = found != NULL && found < end ? found : end;
  }
  (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.*s", (int)(end - definition), definition);
}

/* "SLA answered", "SLA resolved"; "SLA" of another definition. */
static const char *promise_head(const char *definition) {
  return strstr(definition, "_first_response") != NULL ? "SLA answered"
         : strstr(definition, "_resolution") != NULL   ? "SLA resolved"
                                                       : "SLA";
}

/* Second line of a head: statistic and unit; of a promise whose it is, of a sum of money its
 * currency. */
static void unit_head(const struct column *column, char out[STF_TEXT_LABEL_TEXT]) {
  const char *statistic = column->pick->statistic;
  bool is_plain = strcmp(statistic, "count") == 0 || strcmp(statistic, "share") == 0;
  char unit[STF_TEXT_LABEL_TEXT];
  stf_text_label_unit(column->scale, unit);
  if (strcmp(column->pick->kpi, "sla_compliance") == 0) {
    policy_of(column->model->definition, out);
  } else if (strcmp(statistic, "sum") == 0) {
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%.24s", column->model->unit);
  } else {
    (void)snprintf(out, STF_TEXT_LABEL_TEXT, "%s%.48s", is_plain ? "" : statistic, unit);
  }
}

/* Heads in two lines: KPI, then statistic with unit. */
static enum stf_status add_heads(const struct section *section) {
  const char *lines[2][COLUMNS_MAX + 1] = {{NULL}};
  lines[0][0] = section_head(section);
  for (size_t i = 0; i < section->columns_n; i++) {
    const struct column *column = &section->columns[i];
    char limit[STF_TEXT_LABEL_TEXT];
    char text[2 * STF_TEXT_LABEL_TEXT];
    stf_text_label_limit(column->model, limit);
    bool is_promise = strcmp(column->pick->kpi, "sla_compliance") == 0;
    const char *head =
        is_promise ? promise_head(column->model->definition) : column->pick->head;
    (void)snprintf(text, sizeof text, "%s%s%s", head, limit[0] ? " " : "", limit);
    lines[0][i + 1] = stf_text_grid_keep(section->grid, text);
    unit_head(column, text);
    lines[1][i + 1] = stf_text_grid_keep(section->grid, text);
  }
  enum stf_status status = stf_text_grid_add(section->grid, lines[0]);
  return status == STF_OK ? stf_text_grid_add(section->grid, lines[1]) : status;
}

/* Puts a row's value into the cells of its line. */
static void place(struct section *section, const struct stf_row *row, const char **cells) {
  const struct column *column = column_of(section, row, false);
  if (column != NULL && isfinite(value_of(section, row))) {
    char text[STF_TEXT_LABEL_TEXT];
    stf_text_label_number(row, value_of(section, row), column->scale, text);
    cells[column - section->columns + 1] = stf_text_grid_keep(section->grid, text);
  }
}

static enum stf_status add_lines(struct section *section) {
  const struct stf_table *table = section->table;
  const struct stf_row *line = NULL;
  const char *cells[COLUMNS_MAX + 1] = {NULL};
  enum stf_status status = STF_OK;
  for (size_t i = 0; status == STF_OK && i < table->rows_n; i++) {
    const struct stf_row *row = &table->rows[i];
    if (!same_section(row, section->first)) {
      continue;
    }
    if (line == NULL || !same_line(line, row)) {
      status = line != NULL ? stf_text_grid_add(section->grid, cells) : STF_OK;
      for (size_t c = 0; c <= section->columns_n; c++) {
        cells[c] = NULL;
      }
      cells[0] = line_head(section, row);
      line = row;
    }
    place(section, row, cells);
  }
  return status == STF_OK && line != NULL ? stf_text_grid_add(section->grid, cells) : status;
}

static enum stf_status write_section(FILE *file, struct section *section) {
  survey_all(section);
  if (section->columns_n == 0) {
    return STF_OK;
  }
  struct stf_text_grid grid;
  enum stf_status status =
      stf_text_grid_init(&grid, section->columns_n + 1, section->table->allocator);
  section->grid = &grid;
  status = status == STF_OK ? add_heads(section) : status;
  status = status == STF_OK ? add_lines(section) : status;
  if (status == STF_OK) {
    (void)fputc('\n', file);
    stf_text_grid_write(&grid, file);
  }
  stf_text_grid_clear(&grid);
  section->grid = NULL;
  return status;
}

/* Whether an earlier row opened the same section. */
static bool is_seen(const struct stf_table *table, size_t row) {
  for (size_t i = 0; i < row; i++) {
    if (same_section(&table->rows[i], &table->rows[row])) {
      return true;
    }
  }
  return false;
}

enum stf_status stf_table_group_write(FILE *file, const struct stf_table *table,
                                      const struct stf_zone *zone, bool predicted) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; status == STF_OK && i < table->rows_n; i++) {
    const struct stf_row *row = &table->rows[i];
    bool is_new = i == 0 || !same_section(row, &table->rows[i - 1]);
    if (!is_total(row) && is_new && !is_seen(table, i)) {
      struct section section = {
          .table = table, .zone = zone, .first = row, .predicted = predicted};
      status = write_section(file, &section);
    }
  }
  return status;
}
