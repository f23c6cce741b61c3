/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_frontier.h"

#include "base/quantity.h"
#include "cli/as_run.h"
#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/plan_job.h"
#include "cli/plan_price.h"
#include "cli/put.h"
#include "cli/run_costs.h"
#include "cli/talk.h"
#include "report/number.h"
#include "report/output.h"
#include "report/table_csv.h"
#include "sweep/design.h"

#include <math.h>
#include <string.h>

enum {
  POINTS_MOST = 200,
  SHARES_MOST = 20,
  KEYS_MOST = 8,
  KEY_WIDTH = 24 /* characters of a column */
};

/* What was found at a combination. */
struct point {
  size_t combination; /* of the knobs */
  double share;       /* 0: as promised */
  enum stf_require_end end;
  bool proven; /* searched to the end and put to the proof */
  double people_h;
  double
      kept; /* the worst stretch: probability, or on average margin; proven: its lower limit */
  double labour; /* mean of a period, in the currency; NAN without costs */
  double penalties;
  double total;
};

struct frontier {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_arena *arena;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_axis axes[KEYS_MOST];
  struct stf_design design; /* of the knobs; without any: one combination */
  double shares[SHARES_MOST];
  size_t shares_n;
  struct point *points; /* [share * combinations + combination] */
  size_t points_n;
  const char *currency;     /* NULL: the scenario has no costs */
  const char *const *lines; /* provenance; of the first combination */
  size_t lines_n;
  bool on_average;
  bool interrupted;
};

static size_t combinations_n(const struct frontier *frontier) {
  return frontier->design.points_n > 0 ? frontier->design.points_n : 1;
}

/* ---- options ---- */

static enum stf_status refuse_share(struct frontier *frontier, const char *text) {
  return stf_status_fail(
      &frontier->error, STF_ERR_USAGE, 0,
      "--shares wants shares above 0 %% and up to 100 %%, at most %d of them, "
      "such as '80 %%,90 %%,95 %%', not '%s'",
      SHARES_MOST, text);
}

static enum stf_status read_shares(struct frontier *frontier) {
  const char *text = stf_options_text(frontier->arguments, "shares");
  if (text == NULL) {
    frontier->shares_n = 1;
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
        frontier->shares_n == SHARES_MOST) {
      return refuse_share(frontier, text);
    }
    frontier->shares[frontier->shares_n++] = share;
    at += n + (at[n] == ',');
  }
  return frontier->shares_n > 0 ? STF_OK : refuse_share(frontier, text);
}

static enum stf_status read_knobs(struct frontier *frontier) {
  const char *text = NULL;
  size_t n = 0;
  enum stf_status status = STF_OK;
  while (status == STF_OK &&
         (text = stf_options_text_at(frontier->arguments, "vary", n)) != NULL) {
    if (n == KEYS_MOST) {
      return stf_status_fail(&frontier->error, STF_ERR_USAGE, 0, "--vary: at most %d keys",
                             KEYS_MOST);
    }
    status = stf_axis_read(text, frontier->arena, &frontier->axes[n++], &frontier->error);
  }
  if (status != STF_OK || n == 0) {
    return status;
  }
  return stf_design_grid(frontier->axes, n, frontier->arena, &frontier->design,
                         &frontier->error);
}

static enum stf_status read_options(struct frontier *frontier) {
  frontier->on_average = stf_options_given(frontier->arguments, "on-average");
  enum stf_status status =
      stf_output_check(stf_options_text(frontier->arguments, "output"),
                       stf_options_given(frontier->arguments, "force"), &frontier->error);
  status = status == STF_OK ? read_shares(frontier) : status;
  status = status == STF_OK ? read_knobs(frontier) : status;
  if (status != STF_OK) {
    return status;
  }
  frontier->points_n = frontier->shares_n * combinations_n(frontier);
  if (frontier->points_n > POINTS_MOST) {
    return stf_status_fail(&frontier->error, STF_ERR_USAGE, 0,
                           "%zu combinations are more than %d: each of them is searched",
                           frontier->points_n, POINTS_MOST);
  }
  frontier->points =
      stf_arena_alloc(frontier->arena, frontier->points_n, sizeof *frontier->points);
  return frontier->points != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* ---- one combination ---- */

static enum stf_status set_changes(const struct frontier *frontier, struct stf_plan_job *job,
                                   size_t combination) {
  const struct stf_design *design = &frontier->design;
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

/* What the desk with these people costs, on the search's customers. */
static enum stf_status price(struct stf_plan_job *job, struct point *point) {
  struct stf_desk desk;
  struct stf_plan_price price;
  enum stf_status status = stf_grid_desk(&job->run.desk, &job->found.grid, job->arena, &desk);
  status = status == STF_OK ? stf_plan_price_desk(job, &desk, &price) : status;
  if (status == STF_OK) {
    point->labour = price.labour;
    point->penalties = isfinite(price.penalties) ? price.penalties : 0;
    point->total = price.total;
  }
  return status;
}

static void take_found(const struct stf_plan_job *job, struct point *point) {
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
}

static enum stf_status keep_provenance(struct frontier *frontier,
                                       const struct stf_plan_job *job) {
  if (frontier->lines == NULL) {
    struct stf_provenance_input inputs[2];
    struct stf_provenance provenance = stf_run_job_provenance(&job->run, inputs);
    provenance.line = stf_options_line(frontier->arguments);
    frontier->lines = stf_provenance_lines(&provenance, frontier->arena, &frontier->lines_n);
  }
  return frontier->lines != NULL ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status solve(struct frontier *frontier, struct point *point, bool draft) {
  struct stf_plan_job job = {.console = frontier->console,
                             .arguments = frontier->arguments,
                             .share = point->share,
                             .draft = draft};
  enum stf_status status = set_changes(frontier, &job, point->combination);
  job.bare = true;
  status = status == STF_OK ? stf_plan_job_do(&job) : status;
  if (status == STF_OK && job.interrupted) {
    status = STF_ERR_INTERRUPTED;
  }
  stf_as_run_take(&frontier->diags, &job.run.diags, status == STF_OK);
  if (status == STF_OK) {
    struct point found = *point;
    take_found(&job, &found);
    found.labour = found.penalties = found.total = (double)NAN;
    const struct stf_costs *costs = job.run.scenario->costs;
    bool can = costs != NULL && job.found.end != STF_REQUIRE_OUT_OF_REACH;
    if (costs != NULL && frontier->currency == NULL) {
      frontier->currency =
          stf_arena_text(frontier->arena, costs->currency, strlen(costs->currency));
    }
    status = keep_provenance(frontier, &job);
    status = status == STF_OK && can ? price(&job, &found) : status;
    *point = status == STF_OK ? found : *point;
  } else {
    frontier->error = job.error;
  }
  stf_plan_job_clear(&job);
  return status;
}

/* ---- all of them ---- */

static double worth(const struct frontier *frontier, const struct point *point) {
  return frontier->currency != NULL ? point->total : point->people_h;
}

/* Of the share; NULL: none does it. */
static struct point *cheapest(const struct frontier *frontier, size_t share) {
  struct point *best = NULL;
  for (size_t c = 0; c < combinations_n(frontier); c++) {
    struct point *point = &frontier->points[share * combinations_n(frontier) + c];
    if (point->end != STF_REQUIRE_OUT_OF_REACH &&
        (best == NULL || worth(frontier, point) < worth(frontier, best))) {
      best = point;
    }
  }
  return best;
}

static void show_progress(const struct frontier *frontier, size_t done_n) {
  const struct stf_console *console = frontier->console;
  if (console->err_is_terminal && !console->quiet) {
    (void)fprintf(console->err, "\r%zu of %zu combinations\033[K", done_n, frontier->points_n);
    (void)fflush(console->err);
  }
}

/* Until the cheapest one has been searched to the end: by that it may have become dearer than
 * another's draft. */
static enum stf_status prove_cheapest(struct frontier *frontier, size_t share) {
  enum stf_status status = STF_OK;
  struct point *point = cheapest(frontier, share);
  while (status == STF_OK && point != NULL && !point->proven) {
    status = solve(frontier, point, false);
    point = cheapest(frontier, share);
  }
  return status;
}

static enum stf_status solve_all(struct frontier *frontier) {
  size_t combinations = combinations_n(frontier);
  enum stf_status status = STF_OK;
  struct sigaction before;
  stf_interrupt_begin(&before);
  for (size_t i = 0; i < frontier->points_n && status == STF_OK; i++) {
    struct point *point = &frontier->points[i];
    *point = (struct point){.combination = i % combinations,
                            .share = frontier->shares[i / combinations]};
    show_progress(frontier, i);
    status = solve(frontier, point, true);
    frontier->points_n = status == STF_ERR_INTERRUPTED ? i : frontier->points_n;
  }
  for (size_t s = 0; s < frontier->shares_n && status == STF_OK; s++) {
    status = prove_cheapest(frontier, s);
  }
  stf_interrupt_end(&before);
  if (frontier->console->err_is_terminal && !frontier->console->quiet) {
    (void)fputs("\r\033[K", frontier->console->err);
  }
  frontier->interrupted = status == STF_ERR_INTERRUPTED;
  return frontier->interrupted && frontier->points_n > 0 ? STF_OK : status;
}

/* ---- results ---- */

static const char *value_text(const struct frontier *frontier, const struct point *point,
                              size_t axis) {
  const struct stf_design *design = &frontier->design;
  return design->texts[point->combination * design->axes_n + axis];
}

static const char *sureness(const struct point *point) {
  if (point->end == STF_REQUIRE_OUT_OF_REACH) {
    return "out of reach";
  }
  if (!point->proven) {
    return "draft";
  }
  return point->end == STF_REQUIRE_PROVEN ? "proven" : "not proven";
}

static void put_number(FILE *file, double number, int width, int decimals) {
  char text[STF_NUMBER_TEXT];
  if (isfinite(number)) {
    (void)stf_number_grouped(number, decimals, text);
  } else {
    (void)snprintf(text, sizeof text, "-");
  }
  (void)fprintf(file, "  %*s", width, text);
}

static void put_share(FILE *file, double share) {
  if (share > 0) {
    (void)fprintf(file, "%7.4g %%", 100 * share);
  } else {
    (void)fprintf(file, "%9s", "promised");
  }
}

static void put_point(FILE *file, const struct frontier *frontier, const struct point *point) {
  bool reached = point->end != STF_REQUIRE_OUT_OF_REACH;
  put_share(file, point->share);
  for (size_t a = 0; a < frontier->design.axes_n; a++) {
    (void)fprintf(file, "  %*.*s", KEY_WIDTH, KEY_WIDTH, value_text(frontier, point, a));
  }
  put_number(file, reached ? point->people_h : (double)NAN, 11, 1);
  if (frontier->currency != NULL) {
    put_number(file, point->labour, 12, 0);
    put_number(file, point->penalties, 10, 0);
    put_number(file, point->total, 12, 0);
  }
  put_number(file, reached ? 100 * point->kept : (double)NAN, 7, 1);
  (void)fprintf(file, "  %s\n", sureness(point));
}

/* The end of a key says more than its beginning. */
static const char *short_key(const char *key) {
  size_t n = strlen(key);
  return n > KEY_WIDTH ? key + (n - KEY_WIDTH) : key;
}

static void put_table(FILE *file, const struct frontier *frontier) {
  (void)fprintf(file, "%9s", "share");
  for (size_t a = 0; a < frontier->design.axes_n; a++) {
    (void)fprintf(file, "  %*s", KEY_WIDTH, short_key(frontier->design.axes[a].key));
  }
  (void)fprintf(file, "  %11s", "people [h]");
  if (frontier->currency != NULL) {
    char head[32];
    (void)snprintf(head, sizeof head, "in all %.8s", frontier->currency);
    (void)fprintf(file, "  %12s  %10s  %12s", "people cost", "penalties", head);
  }
  (void)fprintf(file, "  %7s\n", frontier->on_average ? "above" : "kept %");
  for (size_t i = 0; i < frontier->points_n; i++) {
    put_point(file, frontier, &frontier->points[i]);
  }
}

/* What a point of share costs between two lines. */
static void put_step(FILE *file, const struct frontier *frontier, const struct point *before,
                     const struct point *point) {
  char text[STF_NUMBER_TEXT];
  double points = 100 * (point->share - before->share);
  (void)stf_number_grouped((worth(frontier, point) - worth(frontier, before)) / points, 1,
                           text);
  (void)fprintf(file, "%11s each of the %.3g points above the line before: %s %s\n", "", points,
                text, frontier->currency != NULL ? frontier->currency : "h");
}

/* The cheapest of each share, and what it costs more than that of the share before. */
static void put_frontier(FILE *file, const struct frontier *frontier) {
  const struct point *before = NULL;
  (void)fprintf(file, "\ncheapest of each share, by %s\n",
                frontier->currency != NULL ? "cost in all" : "hours of people");
  for (size_t s = 0; s < frontier->shares_n; s++) {
    const struct point *point = cheapest(frontier, s);
    if (point == NULL) {
      put_share(file, frontier->shares[s]);
      (void)fputs("  out of reach\n", file);
      continue;
    }
    put_point(file, frontier, point);
    if (before != NULL && point->share > before->share) {
      put_step(file, frontier, before, point);
    }
    before = point;
  }
  (void)fputs("(drafts are searched on one set of customers; the cheapest of each share to the "
              "end, and proven on others: kept is then the lower 95 % limit)\n",
              file);
}

static enum stf_status write_csv(void *context, FILE *file) {
  const struct frontier *frontier = context;
  for (size_t i = 0; i < frontier->lines_n; i++) {
    (void)fprintf(file, "# %s\n", frontier->lines[i]);
  }
  (void)fputs("share", file);
  for (size_t a = 0; a < frontier->design.axes_n; a++) {
    (void)fputc(',', file);
    stf_table_csv_text(file, frontier->design.axes[a].key);
  }
  (void)fputs(",people_h,labour,penalties,total,kept,sureness\n", file);
  for (size_t i = 0; i < frontier->points_n; i++) {
    const struct point *point = &frontier->points[i];
    const double numbers[] = {point->people_h, point->labour, point->penalties, point->total,
                              point->kept};
    char text[STF_NUMBER_TEXT];
    if (point->share > 0) {
      (void)stf_number_exact(point->share, text);
      (void)fputs(text, file);
    }
    for (size_t a = 0; a < frontier->design.axes_n; a++) {
      (void)fputc(',', file);
      stf_table_csv_text(file, value_text(frontier, point, a));
    }
    for (size_t k = 0; k < STF_COUNT_OF(numbers); k++) {
      (void)fputc(',', file);
      if (point->end != STF_REQUIRE_OUT_OF_REACH && isfinite(numbers[k])) {
        (void)stf_number_exact(numbers[k], text);
        (void)fputs(text, file);
      }
    }
    (void)fprintf(file, ",%s\n", sureness(point));
  }
  return STF_OK;
}

static enum stf_status put_results(struct frontier *frontier) {
  const struct stf_put_writer writer = {.context = frontier, .write = write_csv};
  const char *path = stf_options_text(frontier->arguments, "output");
  bool table_is_out = path != NULL && strcmp(path, "-") == 0;
  FILE *words = table_is_out ? frontier->console->err : frontier->console->out;
  put_table(words, frontier);
  if (!frontier->interrupted) {
    put_frontier(words, frontier);
  }
  return stf_options_given(frontier->arguments, "output")
             ? stf_put_results(frontier->console, frontier->arguments, "output", &writer,
                               &frontier->error)
             : STF_OK;
}

/* Whether the cheapest of each share is. */
static bool all_proven(const struct frontier *frontier) {
  bool all = true;
  for (size_t s = 0; s < frontier->shares_n; s++) {
    const struct point *point = cheapest(frontier, s);
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
