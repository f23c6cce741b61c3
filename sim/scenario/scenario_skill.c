/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_skill.h"

#include "base/mem.h"
#include "scenario/scenario_csv.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  SPEED_MOST = 100
};

enum {
  AGENT,
  CLASS,
  SPEED
};
static const char *const SPEED_COLUMNS[] = {"agent", "class", "speed"};
static const char *const EXPERIENCE_COLUMNS[] = {"agent", "experience"};

struct reader {
  struct stf_scenario_build *build;
  uint32_t team;
  struct stf_people *people;
};

static bool is_fast(double speed) {
  return speed > 0 && speed <= SPEED_MOST;
}

/* ---- proficiency ---- */

/* Speeds of the whole team, in a mapping by class. */
static void read_classes(struct reader *reader, const struct stf_node *node) {
  struct stf_scenario_build *build = reader->build;
  uint32_t classes_n = build->scenario->desk.classes_n;
  double *speeds = stf_scenario_build_alloc(build, classes_n, sizeof *speeds);
  if (speeds == NULL) {
    return;
  }
  for (uint32_t c = 0; c < classes_n; c++) {
    speeds[c] = 1;
  }
  for (const struct stf_node *item = node->first; item != NULL; item = item->next) {
    double speed = 0;
    uint32_t c = 0;
    while (c < classes_n && strcmp(build->class_names[c], item->name) != 0) {
      c++;
    }
    if (c == classes_n) {
      char hint[STF_NODE_HINT];
      stf_diag_add(build->diags, STF_SEVERITY_ERROR, stf_node_key_where(item),
                   "unknown class '%.60s'%s", item->name,
                   stf_node_hint(item->name, build->class_names, classes_n, hint));
    } else if (stf_node_number(item, &speed) && !is_fast(speed)) {
      stf_node_error(item,
                     "a speed must be above 0 and at most %d, not '%.60s': 1 is the "
                     "speed at which 'service' is given",
                     SPEED_MOST, item->value);
    } else {
      speeds[c] = speed;
    }
  }
  reader->people->speeds = speeds;
}

/* The agent of the row, who must be the team's; false: told. */
static bool read_agent(const struct reader *reader, const struct stf_scenario_csv *table,
                       uint32_t *out) {
  const struct stf_desk *desk = &reader->build->scenario->desk;
  const char *text = NULL;
  if (!stf_scenario_csv_text(table, AGENT, &text)) {
    return false;
  }
  *out = stf_dict_add(reader->build->scenario->names.agents, text, strlen(text));
  if (*out == STF_DICT_NONE) {
    stf_scenario_build_fail(reader->build, STF_ERR_MEMORY);
    return false;
  }
  bool found = reader->build->scenario->replay_path != NULL; /* the log says who is there */
  for (uint32_t a = 0; a < desk->agents_n && !found; a++) {
    found = desk->agents[a].name == *out && desk->agents[a].team == reader->team;
  }
  if (!found) {
    stf_scenario_csv_error(table, AGENT,
                           "team '%s' has no agent '%.60s' on shift: only agents of a roster "
                           "(with 'leaving: own_shift') have speeds of their own",
                           reader->build->team_names[reader->team], text);
  }
  return found;
}

/* Room for one more row; NULL (and the failure kept) without memory. */
static void *grown(struct reader *reader, void *rows, size_t *capacity, size_t n, size_t size) {
  void *more = stf_mem_grown(reader->build->allocator, rows, capacity, n + 1, size);
  if (more == NULL) {
    stf_scenario_build_fail(reader->build, STF_ERR_MEMORY);
  }
  return more;
}

static bool read_speed(struct reader *reader, const struct stf_scenario_csv *table,
                       struct stf_people_speed *out) {
  const struct stf_scenario_build *build = reader->build;
  bool good = read_agent(reader, table, &out->name);
  good = stf_scenario_csv_choice(table, CLASS, "class", build->class_names,
                                 build->scenario->desk.classes_n, &out->class_index) &&
         good;
  if (!stf_scenario_csv_number(table, SPEED, &out->speed)) {
    return false;
  }
  if (!is_fast(out->speed)) {
    stf_scenario_csv_error(table, SPEED, "a speed must be above 0 and at most %d", SPEED_MOST);
    return false;
  }
  return good;
}

static bool is_second(const struct stf_people_speed *rows, size_t n,
                      const struct stf_people_speed *row) {
  bool second = false;
  for (size_t i = 0; i < n && !second; i++) {
    second = rows[i].name == row->name && rows[i].class_index == row->class_index;
  }
  return second;
}

static void read_speeds(struct reader *reader, const struct stf_node *file) {
  struct stf_scenario_csv table;
  struct stf_people_speed *rows = NULL;
  size_t n = 0;
  size_t capacity = 0;
  if (!stf_scenario_csv_open(&table, reader->build, file, SPEED_COLUMNS,
                             STF_COUNT_OF(SPEED_COLUMNS), STF_COUNT_OF(SPEED_COLUMNS))) {
    return;
  }
  while (stf_scenario_csv_next(&table)) {
    struct stf_people_speed row = {0};
    if (!read_speed(reader, &table, &row)) {
      continue;
    }
    if (is_second(rows, n, &row)) {
      stf_scenario_csv_error(&table, CLASS, "a second speed of this agent for this class");
      continue;
    }
    struct stf_people_speed *more = grown(reader, rows, &capacity, n, sizeof *rows);
    if (more == NULL) {
      break;
    }
    rows = more;
    rows[n++] = row;
  }
  stf_scenario_csv_close(&table);
  reader->people->own = stf_scenario_build_copy(reader->build, rows, n, sizeof *rows);
  reader->people->own_n = reader->people->own != NULL ? n : 0;
  stf_mem_release(reader->build->allocator, rows);
}

/* ---- learning ---- */

static void read_beginners(struct reader *reader, const struct stf_node *file) {
  struct stf_scenario_csv table;
  struct stf_people_experience *rows = NULL;
  size_t n = 0;
  size_t capacity = 0;
  if (!stf_scenario_csv_open(&table, reader->build, file, EXPERIENCE_COLUMNS,
                             STF_COUNT_OF(EXPERIENCE_COLUMNS),
                             STF_COUNT_OF(EXPERIENCE_COLUMNS))) {
    return;
  }
  while (stf_scenario_csv_next(&table)) {
    struct stf_people_experience row = {0};
    bool good = read_agent(reader, &table, &row.name);
    good = stf_scenario_csv_number(&table, CLASS, &row.n) && good;
    for (size_t i = 0; i < n && good; i++) {
      if (rows[i].name == row.name) {
        stf_scenario_csv_error(&table, AGENT, "a second row of this agent");
        good = false;
      }
    }
    struct stf_people_experience *more =
        good ? grown(reader, rows, &capacity, n, sizeof *rows) : NULL;
    if (more != NULL) {
      rows = more;
      rows[n++] = row;
    }
  }
  stf_scenario_csv_close(&table);
  reader->people->beginners = stf_scenario_build_copy(reader->build, rows, n, sizeof *rows);
  reader->people->beginners_n = reader->people->beginners != NULL ? n : 0;
  reader->people->experience = (double)INFINITY;
  stf_mem_release(reader->build->allocator, rows);
}

static void read_learning(struct reader *reader, const struct stf_node *node) {
  const struct stf_keys *keys = &STF_SCENARIO_KEYS_LEARNING;
  struct stf_people *people = reader->people;
  if (!stf_keys_check(node, keys)) {
    return;
  }
  double contacts = stf_keys_number(node, keys, "contacts");
  double days = stf_keys_number(node, keys, "days");
  const struct stf_node *experience = stf_node_get(node, "experience");
  if (isnan(contacts) == isnan(days)) {
    stf_node_error(node, "a learning curve ends after 'contacts' or after 'days': give one of "
                         "them, such as 'contacts: 200'");
    return;
  }
  people->learning = isnan(days) ? STF_PEOPLE_BY_CONTACTS : STF_PEOPLE_BY_DAYS;
  people->full_after = isnan(days) ? contacts : days;
  people->start_speed = stf_keys_number(node, keys, "start");
  if (experience == NULL) {
    return;
  }
  double n = 0;
  char *rest = NULL;
  bool number = experience->kind == STF_NODE_SCALAR &&
                ((void)strtod(experience->value, &rest), rest != experience->value);
  if (!number) {
    read_beginners(reader, experience);
  } else if (stf_node_number(experience, &n) && n >= 0) {
    people->experience = n;
  } else {
    stf_node_error(experience, "'experience' must be a number from 0, or a file");
  }
}

/* ---- away in the shift ---- */

static void read_unavailable(struct reader *reader, const struct stf_node *node) {
  static const char *const NAMES[] = {"every", "lasts"};
  struct stf_people *people = reader->people;
  struct stf_law *const laws[] = {&people->away_every, &people->away_lasts};
  if (!stf_keys_check(node, &STF_SCENARIO_KEYS_UNAVAILABLE)) {
    return;
  }
  for (size_t i = 0; i < STF_COUNT_OF(laws); i++) {
    const struct stf_node *law = stf_node_get(node, NAMES[i]);
    size_t errors_n = reader->build->diags->errors_n;
    stf_scenario_law_read(reader->build, law, laws[i]);
    bool read = law != NULL && reader->build->diags->errors_n == errors_n;
    if (read && !(stf_law_mean_s(laws[i]) > 0 && stf_law_mean_s(laws[i]) < HUGE_VAL)) {
      stf_node_error(law, "'%s' must be a time above 0, or a law", NAMES[i]);
    }
  }
}

void stf_scenario_skill_read(struct stf_scenario_build *build, const struct stf_node *team,
                             uint32_t t, const struct stf_people_unlogged *unlogged) {
  const struct stf_node *proficiency = stf_node_get(team, "proficiency");
  const struct stf_node *learning = stf_node_get(team, "learning");
  const struct stf_node *unavailable = stf_node_get(team, "unavailable");
  if (proficiency == NULL && learning == NULL && unavailable == NULL && unlogged == NULL) {
    return;
  }
  struct reader reader = {build, t, stf_scenario_build_alloc(build, 1, sizeof *reader.people)};
  if (reader.people == NULL) {
    return;
  }
  reader.people->unlogged = unlogged;
  size_t errors_n = build->diags->errors_n;
  if (proficiency != NULL && proficiency->kind == STF_NODE_MAPPING) {
    read_classes(&reader, proficiency);
  } else if (proficiency != NULL) {
    read_speeds(&reader, proficiency);
  }
  if (learning != NULL) {
    read_learning(&reader, learning);
  }
  read_unavailable(&reader, unavailable);
  if (build->diags->errors_n == errors_n && build->status == STF_OK) {
    build->teams[t].people = reader.people;
  }
}
