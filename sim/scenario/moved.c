/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/moved.h"

#include "base/dict.h"
#include "scenario/moved_holidays.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
  TEXT = 2048,
  TEAMS_MAX = 256 /* named in a hint */
};

static const uint64_t HASH_STEP = UINT64_C(0x9E3779B97F4A7C15);

struct moving {
  const struct stf_moved *moved;
  struct stf_arena *arena;
  struct stf_node_file *file;
  uint64_t hash; /* of the changes made so far */
};

static enum stf_status refuse(struct moving *moving, const char *option, const char *format,
                              ...) STF_PRINTF(3, 4);

static enum stf_status refuse(struct moving *moving, const char *option, const char *format,
                              ...) {
  char text[TEXT];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  stf_diag_add(moving->file->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = option},
               "%s", text);
  return STF_ERR_INPUT;
}

/* ---- changes of the tree ---- */

/* n bytes as a YAML scalar in quotes; NULL without memory. */
static const char *quoted(struct moving *moving, const char *text, size_t n) {
  char *out = stf_arena_alloc(moving->arena, 2 * n + 3, 1);
  size_t at = 0;
  if (out == NULL) {
    return NULL;
  }
  out[at++] = '\'';
  for (size_t i = 0; i < n; i++) {
    out[at++] = text[i];
    if (text[i] == '\'') {
      out[at++] = '\'';
    }
  }
  out[at] = '\'';
  return out;
}

static enum stf_status change(struct moving *moving, const char *option, const char *format,
                              ...) STF_PRINTF(3, 4);

/* One change of scenario/vary.h; an argument that is NULL had no memory. */
static enum stf_status change(struct moving *moving, const char *option, const char *format,
                              ...) {
  char text[TEXT];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (n < 0 || (size_t)n >= sizeof text) {
    return refuse(moving, option, "this is longer than %d characters", TEXT);
  }
  const char *kept = stf_arena_text(moving->arena, text, (size_t)n);
  if (kept == NULL) {
    return STF_ERR_MEMORY;
  }
  moving->hash = moving->hash * HASH_STEP ^ stf_dict_hash(text, (size_t)n);
  const struct stf_vary vary = {.option = option, .text = kept, .made = true};
  return stf_vary_apply(&vary, moving->arena, moving->file);
}

/* ---- the period ---- */

static size_t trimmed(const char *text, size_t n) {
  while (n > 0 && text[n - 1] == ' ') {
    n--;
  }
  return n;
}

static enum stf_status move_period(struct moving *moving) {
  static const char OPTION[] = "--period";
  const char *text = moving->moved->period;
  if (text == NULL) {
    return STF_OK;
  }
  const char *dots = strstr(text, "..");
  const char *to = dots != NULL ? dots + 2 : text;
  to += strspn(to, " ");
  size_t from_n = trimmed(text, dots != NULL ? (size_t)(dots - text) : strlen(text));
  size_t to_n = trimmed(to, strlen(to));
  if (from_n == 0 || to_n == 0) {
    return refuse(
        moving, OPTION,
        "a period is FROM..TO, such as 2026-12-01..2026-12-31, or one day, not '%.80s'", text);
  }
  const char *first = quoted(moving, text, from_n);
  const char *last = quoted(moving, to, to_n);
  return first != NULL && last != NULL
             ? change(moving, OPTION, "period={from: %s, to: %s}", first, last)
             : STF_ERR_MEMORY;
}

/* ---- who is there ---- */

static const struct stf_node *teams_of(struct moving *moving) {
  const struct stf_node *teams = stf_node_get(moving->file->root, "teams");
  return teams != NULL && teams->kind == STF_NODE_LIST ? teams : NULL;
}

static const char *name_of(const struct stf_node *team) {
  const struct stf_node *name = stf_node_get(team, "name");
  return name != NULL && name->value != NULL ? name->value : "";
}

/* Of the kinds of staff the team has only `key`, from the file. */
static enum stf_status staff_team(struct moving *moving, size_t number,
                                  const struct stf_node *team, const char *option,
                                  const char *key, const char *path) {
  static const char *const OUT[] = {"agents", "staffing", "roster", "legend", "usual"};
  const struct stf_moved *moved = moving->moved;
  const char *file = quoted(moving, path, strlen(path));
  bool by_roster = strcmp(key, "roster") == 0;
  bool fitted = stf_node_get(team, "usual") != NULL;
  enum stf_status status = file != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < STF_COUNT_OF(OUT) && status == STF_OK; i++) {
    status = change(moving, option, "teams.%zu.%s=~", number, OUT[i]);
  }
  /* Spans of seen work end with a contact; shifts end when they end. */
  if (status == STF_OK && fitted) {
    status = change(moving, option, "teams.%zu.leaving=~", number);
  }
  if (status == STF_OK && by_roster) {
    status = change(moving, option, "teams.%zu.staff_holidays=~", number);
  }
  if (status == STF_OK) {
    status = change(moving, option, "teams.%zu.%s=%s", number, key, file);
  }
  if (status == STF_OK && by_roster && moved->legend != NULL) {
    const char *legend = quoted(moving, moved->legend, strlen(moved->legend));
    status = legend != NULL ? change(moving, "--legend", "teams.%zu.legend=%s", number, legend)
                            : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status refuse_team(struct moving *moving, const char *option,
                                   const char *name) {
  const char *names[TEAMS_MAX];
  size_t n = 0;
  const struct stf_node *teams = teams_of(moving);
  for (const struct stf_node *team = teams != NULL ? teams->first : NULL;
       team != NULL && n < TEAMS_MAX; team = team->next) {
    names[n++] = name_of(team);
  }
  char hint[STF_NODE_HINT];
  return refuse(moving, option, "there is no team '%.60s'%s; it is FILE, or TEAM=FILE", name,
                stf_node_hint(name, names, n, hint));
}

/* FILE or TEAM=FILE. */
static enum stf_status staff_one(struct moving *moving, const char *option, const char *key,
                                 const char *text) {
  const struct stf_node *teams = teams_of(moving);
  const char *equals = strchr(text, '=');
  size_t name_n = equals != NULL ? (size_t)(equals - text) : 0;
  const char *path = equals != NULL ? equals + 1 : text;
  enum stf_status status = STF_OK;
  size_t number = 0;
  bool found = false;
  if (path[0] == '\0') {
    return refuse(moving, option, "it is FILE, or TEAM=FILE, not '%.80s'", text);
  }
  for (const struct stf_node *team = teams != NULL ? teams->first : NULL;
       team != NULL && status == STF_OK; team = team->next) {
    const char *name = name_of(team);
    number++;
    if (equals == NULL || (strlen(name) == name_n && strncmp(name, text, name_n) == 0)) {
      found = true;
      status = staff_team(moving, number, team, option, key, path);
    }
  }
  if (!found && equals != NULL) {
    const char *name = stf_arena_text(moving->arena, text, name_n);
    return name != NULL ? refuse_team(moving, option, name) : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status move_staff(struct moving *moving) {
  const struct stf_moved *moved = moving->moved;
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < moved->rosters.n && status == STF_OK; i++) {
    status = staff_one(moving, "--roster", "roster", moved->rosters.items[i]);
  }
  for (size_t i = 0; i < moved->staffings.n && status == STF_OK; i++) {
    status = staff_one(moving, "--staffing", "staffing", moved->staffings.items[i]);
  }
  return status == STF_OK && moved->legend != NULL && moved->rosters.n == 0
             ? refuse(moving, "--legend", "a legend belongs to a roster: name it with --roster")
             : status;
}

/* ---- holidays ---- */

/* "['a.ics', 'b.csv']", or with before and behind each file; NULL without memory. */
static const char *list_files(struct moving *moving, const char *before, const char *behind) {
  const struct stf_moved_files *files = &moving->moved->holidays;
  const char *list = "[";
  for (size_t i = 0; i < files->n && list != NULL; i++) {
    const char *file = quoted(moving, files->items[i], strlen(files->items[i]));
    const char *start = stf_arena_join(moving->arena, list, i > 0 ? ", " : "", before);
    list = file != NULL && start != NULL ? stf_arena_join(moving->arena, start, file, behind)
                                         : NULL;
  }
  return list != NULL ? stf_arena_join(moving->arena, list, "]", "") : NULL;
}

/* The staff of one team on holidays: as on a weekday, -1: nobody. */
static enum stf_status close_team(struct moving *moving, size_t number, int weekday) {
  const char *files = list_files(moving, "", "");
  if (files == NULL) {
    return STF_ERR_MEMORY;
  }
  return weekday < 0
             ? change(moving, "--holidays", "teams.%zu.staff_holidays=%s", number, files)
             : change(moving, "--holidays", "teams.%zu.staff_holidays={file: %s, like: %s}",
                      number, files, STF_ZONE_WEEKDAYS[weekday]);
}

/* Without a word of the user's only the usual staff of a fit, which knows no holidays. */
static enum stf_status move_holiday_staff(struct moving *moving, int weekday) {
  const char *text = moving->moved->staff;
  const struct stf_node *teams = teams_of(moving);
  enum stf_status status = STF_OK;
  size_t number = 0;
  if (text != NULL && strcmp(text, "usual") != 0 && strcmp(text, "closed") != 0 &&
      stf_moved_holidays_weekday(text) < 0) {
    return refuse(
        moving, "--holiday-staff",
        "who is there on holidays: closed, usual, or as on a weekday such as sun, not "
        "'%.40s'",
        text);
  }
  bool as_usual = text != NULL ? strcmp(text, "usual") == 0 : weekday > 6;
  weekday = text != NULL ? stf_moved_holidays_weekday(text) : weekday;
  for (const struct stf_node *team = teams != NULL ? teams->first : NULL;
       team != NULL && status == STF_OK && !as_usual; team = team->next) {
    bool fitted = stf_node_get(team, "usual") != NULL;
    bool by_number = fitted || stf_node_get(team, "roster") == NULL;
    number++;
    if (fitted || (text != NULL && by_number)) {
      status = close_team(moving, number, weekday);
    }
  }
  return status;
}

static enum stf_status move_holidays(struct moving *moving) {
  const struct stf_moved *moved = moving->moved;
  char effect[STF_MOVED_HOLIDAYS_EFFECT];
  int weekday = 0;
  if (moved->holidays.n == 0) {
    const char *option = moved->demand != NULL ? "--holiday-demand" : "--holiday-staff";
    return moved->demand != NULL || moved->staff != NULL
               ? refuse(moving, option, "of which holidays? name their file with --holidays")
               : STF_OK;
  }
  if (!stf_moved_holidays_effect(moved->demand, moving->file->root, &weekday, effect)) {
    return refuse(
        moving, "--holiday-demand",
        "what holidays do to the demand: closed, a weekday such as sun, a factor such "
        "as 0.4, or a range such as 0.3..0.5, not '%.40s'",
        moved->demand);
  }
  const char *behind = stf_arena_join(moving->arena, ", ", effect, "}");
  const char *list = behind != NULL ? list_files(moving, "{file: ", behind) : NULL;
  enum stf_status status =
      list != NULL ? change(moving, "--holidays", "demand.holidays=%s", list) : STF_ERR_MEMORY;
  return status == STF_OK ? move_holiday_staff(moving, weekday) : status;
}

static enum stf_status move_actuals(struct moving *moving) {
  const char *path = moving->moved->actuals;
  if (path == NULL) {
    return STF_OK;
  }
  const char *log = quoted(moving, path, strlen(path));
  return log != NULL ? change(moving, "--actuals", "log=%s", log) : STF_ERR_MEMORY;
}

enum stf_status stf_moved_apply(const struct stf_moved *moved, struct stf_arena *arena,
                                struct stf_node_file *file, uint64_t *hash) {
  static enum stf_status (*const STEPS[])(struct moving *) = {move_period, move_staff,
                                                              move_holidays, move_actuals};
  struct moving moving = {.moved = moved, .arena = arena, .file = file, .hash = *hash};
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](&moving);
  }
  *hash = moving.hash;
  return status;
}
