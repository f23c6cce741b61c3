/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_frontier.h"

#include "base/quantity.h"
#include "cli/as_run.h"
#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/plan_points_text.h"
#include "cli/plan_text.h"
#include "cli/plan_whole.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "report/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  POINTS_MOST = 200
};

struct frontier {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_arena *arena;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_plan_points points;
  bool interrupted;
};

/* ---- options ---- */

static enum stf_status refuse_share(struct frontier *frontier, const char *text) {
  return stf_status_fail(
      &frontier->error, STF_ERR_USAGE, 0,
      "--shares wants shares above 0 %% and up to 100 %%, at most %d of them, "
      "such as '80 %%,90 %%,95 %%', not '%s'",
      STF_PLAN_POINTS_SHARES, text);
}

static enum stf_status read_shares(struct frontier *frontier) {
  const char *text = stf_options_text(frontier->arguments, "shares");
  if (text == NULL) {
    frontier->points.shares_n = 1;
    return STF_OK;
  }
  for (const char *at = text; *at != '\0';) {
    size_t n = strcspn(at, ",");
    double share = 0;
    const char *word = stf_arena_text(frontier->arena, at, n);
    if (word == NULL) {
      return STF_ERR_MEMORY;
    }
    if (!stf_quantity_share(word, &share) || !(share > 0) || share > 1 ||
        frontier->points.shares_n == STF_PLAN_POINTS_SHARES) {
      return refuse_share(frontier, text);
    }
    frontier->points.shares[frontier->points.shares_n++] = share;
    at += n + (at[n] == ',');
  }
  return frontier->points.shares_n > 0 ? STF_OK : refuse_share(frontier, text);
}

static enum stf_status read_knobs(struct frontier *frontier) {
  const char *text = NULL;
  size_t n = 0;
  enum stf_status status = STF_OK;
  while (status == STF_OK &&
         (text = stf_options_text_at(frontier->arguments, "vary", n)) != NULL) {
    if (n == STF_PLAN_POINTS_KEYS) {
      return stf_status_fail(&frontier->error, STF_ERR_USAGE, 0, "--vary: at most %d keys",
                             STF_PLAN_POINTS_KEYS);
    }
    status =
        stf_axis_read(text, frontier->arena, &frontier->points.axes[n++], &frontier->error);
  }
  if (status != STF_OK || n == 0) {
    return status;
  }
  return stf_design_grid(frontier->points.axes, n, frontier->arena, &frontier->points.design,
                         &frontier->error);
}

static enum stf_status read_options(struct frontier *frontier) {
  frontier->points.has_shifts = stf_options_given(frontier->arguments, "rules");
  frontier->points.on_average = stf_options_given(frontier->arguments, "on-average");
  enum stf_status status =
      stf_output_check(stf_options_text(frontier->arguments, "output"),
                       stf_options_given(frontier->arguments, "force"), &frontier->error);
  status = status == STF_OK ? read_shares(frontier) : status;
  status = status == STF_OK ? read_knobs(frontier) : status;
  if (status != STF_OK) {
    return status;
  }
  frontier->points.n =
      frontier->points.shares_n * stf_plan_points_combinations(&frontier->points);
  if (frontier->points.n > POINTS_MOST) {
    return stf_status_fail(&frontier->error, STF_ERR_USAGE, 0,
                           "%zu combinations are more than %d: each of them is searched",
                           frontier->points.n, POINTS_MOST);
  }
  frontier->points.items =
      stf_arena_alloc(frontier->arena, frontier->points.n, sizeof *frontier->points.items);
  return frontier->points.items != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* ---- one combination ---- */

static enum stf_status set_changes(const struct frontier *frontier, struct stf_plan_job *job,
                                   size_t combination) {
  const struct stf_design *design = &frontier->points.design;
  struct stf_vary *changes =
      stf_arena_alloc(frontier->arena, design->axes_n + 1, sizeof *changes);
  if (changes == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t a = 0; a < design->axes_n; a++) {
    const char *text = stf_arena_join(frontier->arena, design->axes[a].key, "=",
                                      design->texts[combination * design->axes_n + a]);
    if (text == NULL) {
      return STF_ERR_MEMORY;
    }
    changes[a] = (struct stf_vary){.option = "--vary", .text = text};
  }
  job->changes = changes;
  job->changes_n = design->axes_n;
  return STF_OK;
}

static void take_found(const struct stf_plan_job *job, struct stf_plan_point *point) {
  const struct stf_require *found = &job->found;
  point->end = found->end;
  point->people_h = found->people_h;
  point->proven = found->proven != NULL;
  point->kept = HUGE_VAL;
  for (size_t i = 0; i < found->stretches_n; i++) {
    const struct stf_judge_figure *figure = &found->searched[i];
    double reached = job->probability > 0 ? stf_judge_probability(figure) : figure->margin;
    reached = point->proven ? found->low[i] : reached;
    point->kept = figure->known_n > 0 && reached < point->kept ? reached : point->kept;
  }
  point->people = point->hires = point->penalties = point->total = (double)NAN;
}

static void take_price(const struct stf_plan_price *price, struct stf_plan_point *point) {
  point->people = price->labour;
  point->penalties =
      isfinite(price->penalties) || !isfinite(price->total) ? price->penalties : 0;
  point->total = price->total;
}

/* What is the same for all combinations, from the first one; currency NULL: none. */
static enum stf_status keep_common(struct frontier *frontier, const struct stf_plan_job *job,
                                   const char *currency) {
  struct stf_plan_points *points = &frontier->points;
  char *head = NULL;
  size_t n = 0;
  if (points->lines != NULL) {
    return STF_OK;
  }
  struct stf_provenance_input inputs[2];
  struct stf_provenance provenance = stf_run_job_provenance(&job->run, inputs);
  provenance.line = stf_options_line(frontier->arguments);
  points->lines = stf_provenance_lines(&provenance, frontier->arena, &points->lines_n);
  FILE *file = open_memstream(&head, &n);
  if (file != NULL) {
    stf_plan_text_head(file, job, points->has_shifts ? "Plans" : "Requirements");
    (void)fclose(file);
  }
  points->head = head != NULL ? stf_arena_text(frontier->arena, head, n) : NULL;
  free(head);
  bool named = currency == NULL;
  if (!named) {
    points->currency = stf_arena_text(frontier->arena, currency, strlen(currency));
    named = points->currency != NULL;
  }
  return named && points->lines != NULL && points->head != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* People without shifts: what the desk costs with them, on the search's customers. */
static enum stf_status price_people(const struct stf_plan_job *job,
                                    struct stf_plan_point *point) {
  struct stf_desk desk;
  struct stf_plan_price price;
  enum stf_status status = stf_grid_desk(&job->run.desk, &job->found.grid, job->arena, &desk);
  status = status == STF_OK ? stf_plan_price_desk(job, &desk, &price) : status;
  if (status == STF_OK) {
    take_price(&price, point);
  }
  return status;
}

static enum stf_status solve_people(struct frontier *frontier, struct stf_plan_job *job,
                                    struct stf_plan_point *point) {
  enum stf_status status = stf_plan_job_do(job);
  status = status == STF_OK && job->interrupted ? STF_ERR_INTERRUPTED : status;
  stf_as_run_take(&frontier->diags, &job->run.diags, status == STF_OK);
  if (status != STF_OK) {
    frontier->error = job->error;
    return status;
  }
  const struct stf_costs *costs = job->run.scenario->costs;
  take_found(job, point);
  status = keep_common(frontier, job, costs != NULL ? costs->currency : NULL);
  bool can = costs != NULL && point->end != STF_REQUIRE_OUT_OF_REACH;
  return status == STF_OK && can ? price_people(job, point) : status;
}

/* With a roster its own cost takes the place of the scenario's hours. */
static void take_roster(const struct stf_plan_whole *whole, struct stf_plan_point *point) {
  const struct stf_plan_price *price = &whole->price;
  bool has_costs = isfinite(price->total);
  take_price(price, point);
  point->people = whole->loop.roster.cost;
  point->hires = whole->loop.roster.hires;
  point->penalties = has_costs ? point->penalties : 0;
  point->total = point->people + (has_costs ? price->total - price->labour : 0);
}

static enum stf_status solve_roster(struct frontier *frontier, struct stf_plan_whole *whole,
                                    struct stf_plan_point *point) {
  struct stf_plan_job *job = &whole->job;
  enum stf_status status = stf_plan_whole_solve(whole);
  status = status == STF_OK && job->interrupted ? STF_ERR_INTERRUPTED : status;
  stf_as_run_take(&frontier->diags, &job->run.diags, status == STF_OK);
  if (whole->shifts.job != NULL) {
    stf_as_run_take(&frontier->diags, &whole->shifts.people.diags, status == STF_OK);
  }
  if (status != STF_OK) {
    frontier->error = job->error;
    return status;
  }
  take_found(job, point);
  if (point->end != STF_REQUIRE_OUT_OF_REACH) {
    take_roster(whole, point);
  }
  return keep_common(frontier, job, whole->shifts.people.rules.currency);
}

static enum stf_status solve(struct frontier *frontier, struct stf_plan_point *point,
                             bool draft) {
  struct stf_plan_whole whole = {.job = {.console = frontier->console,
                                         .arguments = frontier->arguments,
                                         .share = point->share,
                                         .bare = true,
                                         .draft = draft},
                                 .draft = draft};
  struct stf_plan_point found = *point;
  enum stf_status status = set_changes(frontier, &whole.job, point->combination);
  if (status == STF_OK) {
    status = frontier->points.has_shifts ? solve_roster(frontier, &whole, &found)
                                         : solve_people(frontier, &whole.job, &found);
  }
  *point = status == STF_OK ? found : *point;
  stf_plan_whole_clear(&whole);
  return status;
}

/* ---- all of them ---- */

static void show_progress(const struct frontier *frontier, size_t done_n) {
  const struct stf_console *console = frontier->console;
  if (console->err_is_terminal && !console->quiet) {
    (void)fprintf(console->err, "\r%zu of %zu combinations\033[K", done_n, frontier->points.n);
    (void)fflush(console->err);
  }
}

/* Until the cheapest one has been searched to the end: by that it may have become dearer than
 * another's draft. */
static enum stf_status prove_cheapest(struct frontier *frontier, size_t share) {
  enum stf_status status = STF_OK;
  struct stf_plan_point *point = stf_plan_points_cheapest(&frontier->points, share);
  while (status == STF_OK && point != NULL && !point->proven) {
    status = solve(frontier, point, false);
    point = stf_plan_points_cheapest(&frontier->points, share);
  }
  return status;
}

static enum stf_status solve_all(struct frontier *frontier) {
  size_t combinations = stf_plan_points_combinations(&frontier->points);
  enum stf_status status = STF_OK;
  struct sigaction before;
  stf_interrupt_begin(&before);
  for (size_t i = 0; i < frontier->points.n && status == STF_OK; i++) {
    struct stf_plan_point *point = &frontier->points.items[i];
    *point = (struct stf_plan_point){.combination = i % combinations,
                                     .share = frontier->points.shares[i / combinations]};
    show_progress(frontier, i);
    status = solve(frontier, point, true);
    frontier->points.n = status == STF_ERR_INTERRUPTED ? i : frontier->points.n;
  }
  for (size_t s = 0; s < frontier->points.shares_n && status == STF_OK; s++) {
    status = prove_cheapest(frontier, s);
  }
  stf_interrupt_end(&before);
  if (frontier->console->err_is_terminal && !frontier->console->quiet) {
    (void)fputs("\r\033[K", frontier->console->err);
  }
  frontier->interrupted = status == STF_ERR_INTERRUPTED;
  return frontier->interrupted && frontier->points.n > 0 ? STF_OK : status;
}

/* ---- results ---- */

static enum stf_status put_results(struct frontier *frontier) {
  const struct stf_put_writer writer = {.context = &frontier->points,
                                        .write = stf_plan_points_text_csv};
  const char *path = stf_options_text(frontier->arguments, "output");
  bool table_is_out = path != NULL && strcmp(path, "-") == 0;
  FILE *words = table_is_out ? frontier->console->err : frontier->console->out;
  stf_plan_points_text_write(words, &frontier->points, !frontier->interrupted);
  return stf_options_given(frontier->arguments, "output")
             ? stf_put_results(frontier->console, frontier->arguments, "output", &writer,
                               &frontier->error)
             : STF_OK;
}

/* Whether the cheapest of each share is. */
static bool all_proven(const struct frontier *frontier) {
  bool all = true;
  for (size_t s = 0; s < frontier->points.shares_n; s++) {
    const struct stf_plan_point *point = stf_plan_points_cheapest(&frontier->points, s);
    all = all && point != NULL && point->end == STF_REQUIRE_PROVEN;
  }
  return all;
}

int stf_plan_frontier_run(const struct stf_console *console, const struct stf_command *command,
                          const struct stf_arguments *arguments) {
  struct frontier frontier = {
      .console = console, .arguments = arguments, .arena = stf_arena_new(NULL)};
  stf_diag_init(&frontier.diags, NULL);
  enum stf_status status = frontier.arena != NULL ? STF_OK : STF_ERR_MEMORY;
  status = status == STF_OK ? read_options(&frontier) : status;
  status = status == STF_OK ? solve_all(&frontier) : status;
  status = status == STF_OK ? put_results(&frontier) : status;
  int code = STF_EXIT_INTERRUPTED;
  if (status != STF_ERR_INTERRUPTED) {
    code = stf_talk_end(console, command, &frontier.diags, status, &frontier.error);
  }
  if (code == STF_EXIT_DONE && frontier.interrupted) {
    stf_talk_warn(console, "stopped: the combinations searched so far");
    code = STF_EXIT_INTERRUPTED;
  }
  if (code == STF_EXIT_DONE && stf_options_given(arguments, "check") &&
      !all_proven(&frontier)) {
    code = STF_EXIT_NO;
  }
  stf_diag_clear(&frontier.diags);
  stf_arena_free(frontier.arena);
  return code;
}
