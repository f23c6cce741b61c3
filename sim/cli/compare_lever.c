/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_lever.h"

#include "cli/compare_figures.h"
#include "scenario/vary.h"
#include "scenario/vary_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static enum stf_status refuse(struct stf_compare_job *job, const char *option,
                              const char *text) {
  return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                         "--%s: '%.80s' is not of the form KEY=LOW..HIGH, such as "
                         "bot.containment=20%%..80%% or demand.volume=0.8..1.5",
                         option, text);
}

/* ---- the range of a lever ---- */

static bool read_ends(const char *range, struct stf_compare_lever *out) {
  const char *dots = strstr(range, "..");
  char low[STF_VARY_VALUE_TEXT];
  size_t n = dots != NULL ? (size_t)(dots - range) : 0;
  if (dots == NULL || n == 0 || n >= sizeof low) {
    return false;
  }
  (void)snprintf(low, sizeof low, "%.*s", (int)n, range);
  out->kind = stf_vary_value_kind(out->key, low);
  return stf_vary_value_read(low, out->kind, &out->low) &&
         stf_vary_value_read(dots + 2, out->kind, &out->high) && out->low < out->high;
}

/* "bot.containment=20%..80%"; of a share without a range all of it. */
static enum stf_status read_lever(struct stf_compare_job *job, const char *option,
                                  const char *text, struct stf_compare_lever *out) {
  const char *equals = strchr(text, '=');
  size_t n = equals != NULL ? (size_t)(equals - text) : strlen(text);
  out->key = stf_arena_text(job->arena, text, n);
  if (out->key == NULL) {
    return STF_ERR_MEMORY;
  }
  const struct stf_keys_key *known = stf_vary_key(out->key);
  if (equals == NULL && known != NULL && known->kind == STF_KEYS_SHARE) {
    out->kind = STF_KEYS_SHARE;
    out->low = known->least;
    out->high = known->most;
    return STF_OK;
  }
  return equals != NULL && read_ends(equals + 1, out) ? STF_OK : refuse(job, option, text);
}

/* Where the lever stands in the baseline. */
static enum stf_status find_now(struct stf_compare_job *job,
                                const struct stf_compare_lever *lever, double *now) {
  struct stf_node_file *file = NULL;
  enum stf_status status =
      stf_node_read(job->arena, stf_compare_job_path(job, 0), &job->diags, &file, &job->error);
  if (status != STF_OK) {
    return status;
  }
  const struct stf_node *node = stf_vary_find(file, lever->key, job->arena);
  if (node != NULL && node->value == NULL && node->first != NULL) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--flip %.60s: that is no single number in the baseline: name one "
                           "of its parts, such as %.60s.%.30s",
                           lever->key, lever->key, node->first->name);
  }
  if (node == NULL || node->value == NULL ||
      !stf_vary_value_read(node->value, lever->kind, now)) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--flip %.60s: the baseline has no such value to start from",
                           lever->key);
  }
  return *now >= lever->low && *now <= lever->high
             ? STF_OK
             : stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                               "--flip %.60s: the range must hold the baseline's own value, %s",
                               lever->key, node->value);
}

/* An assumption that a scenario sets itself is none of all. */
static enum stf_status check_set(struct stf_compare_job *job,
                                 const struct stf_compare_lever *lever, size_t k) {
  const struct stf_compare_scenario *scenario = &job->scenarios[k];
  struct stf_node_file *file = NULL;
  struct stf_diags unheard;
  stf_diag_init(&unheard, NULL);
  enum stf_status status =
      stf_node_read(job->arena, stf_compare_job_path(job, k), &unheard, &file, &job->error);
  status = status == STF_OK ? stf_vary_apply(&scenario->change, job->arena, file) : status;
  const struct stf_node *node =
      status == STF_OK ? stf_vary_find(file, lever->key, job->arena) : NULL;
  if (node != NULL && strcmp(node->file->path, scenario->change.option) == 0) {
    status = stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--flip %.60s: %s sets it itself, and a flip point is of what "
                             "moves in all scenarios",
                             lever->key, scenario->letter);
  }
  stf_diag_clear(&unheard);
  return status;
}

static size_t values_n(const struct stf_compare_job *job, const char *option) {
  size_t n = 0;
  while (stf_options_text_at(job->arguments, option, n) != NULL) {
    n++;
  }
  return n;
}

static enum stf_status read_break_evens(struct stf_compare_job *job, const char *text) {
  struct stf_compare_lever lever = {.key = NULL};
  enum stf_status status = read_lever(job, "break-even", text, &lever);
  for (size_t k = 1; k < job->scenarios_n && status == STF_OK; k++) {
    job->crossings[job->crossings_n++] =
        (struct stf_compare_crossing){.lever = lever, .a = 0, .b = k};
  }
  return status;
}

static enum stf_status read_flip(struct stf_compare_job *job, const char *text) {
  struct stf_compare_crossing *crossing = &job->crossings[job->crossings_n++];
  *crossing = (struct stf_compare_crossing){.is_flip = true, .nearness = (double)INFINITY};
  enum stf_status status = read_lever(job, "flip", text, &crossing->lever);
  for (size_t k = 1; k < job->scenarios_n && status == STF_OK; k++) {
    status =
        job->scenarios[k].change.text != NULL ? check_set(job, &crossing->lever, k) : STF_OK;
  }
  return status == STF_OK ? find_now(job, &crossing->lever, &crossing->now) : status;
}

enum stf_status stf_compare_lever_read(struct stf_compare_job *job) {
  size_t breaks_n = values_n(job, "break-even");
  size_t flips_n = values_n(job, "flip");
  size_t most = breaks_n * (job->scenarios_n - 1) + flips_n;
  if (most == 0) {
    return STF_OK;
  }
  job->crossings = stf_arena_alloc(job->arena, most, sizeof *job->crossings);
  enum stf_status status = job->crossings != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < breaks_n && status == STF_OK; i++) {
    status = read_break_evens(job, stf_options_text_at(job->arguments, "break-even", i));
  }
  for (size_t i = 0; i < flips_n && status == STF_OK; i++) {
    status = read_flip(job, stf_options_text_at(job->arguments, "flip", i));
  }
  return status;
}

/* ---- scenarios with the lever at a value ---- */

struct probe {
  struct stf_compare_job *job;
  const struct stf_compare_crossing *crossing;
};

/* Runs scenario k with the lever at x. */
static enum stf_status run_at(struct stf_compare_job *job,
                              const struct stf_compare_lever *lever, size_t k, double x,
                              struct stf_compare_scenario *out) {
  char value[STF_VARY_VALUE_TEXT];
  stf_vary_value_put(lever->kind, x, value);
  const char *text = stf_arena_join(job->arena, lever->key, "=", value);
  if (text == NULL) {
    return STF_ERR_MEMORY;
  }
  *out = (struct stf_compare_scenario){.change = job->scenarios[k].change};
  out->lever = (struct stf_vary){.option = "--break-even, --flip", .text = text};
  (void)snprintf(out->progress, sizeof out->progress, "%s: ", job->scenarios[k].letter);
  uint32_t most_n = job->most_n;
  job->most_n = job->done_n;
  enum stf_status status = stf_compare_job_read(job, stf_compare_job_path(job, k), out);
  job->most_n = most_n;
  if (status == STF_OK) {
    status = stf_run_job_replicate(&out->run, 0, job->done_n);
    job->error = status != STF_OK ? out->run.error : job->error;
  }
  if (status == STF_OK && out->run.interrupted) {
    return stf_status_fail(&job->error, STF_ERR_INTERRUPTED, 0,
                           "stopped in the search for break-evens and flip points");
  }
  return status;
}

static enum stf_status evaluate(void *context, struct stf_root_point *point) {
  const struct probe *probe = context;
  const struct stf_compare_crossing *crossing = probe->crossing;
  struct stf_compare_job *job = probe->job;
  struct stf_compare_scenario a = {.arguments = NULL};
  struct stf_compare_scenario b = {.arguments = NULL};
  struct stf_paired paired;
  enum stf_status status = run_at(job, &crossing->lever, crossing->b, point->x, &b);
  if (status == STF_OK && crossing->is_flip) {
    status = run_at(job, &crossing->lever, crossing->a, point->x, &a);
  }
  if (status == STF_OK) {
    status = stf_compare_figures_pair(
        job, crossing->is_flip ? &a : &job->scenarios[crossing->a], &b, &paired);
  }
  if (status == STF_OK) {
    point->difference = stf_compare_job_sign(job) * paired.difference.estimate;
    point->half = (paired.difference.high - paired.difference.low) / 2;
  }
  stf_compare_job_drop(&a);
  stf_compare_job_drop(&b);
  return status;
}

static enum stf_status find_root(struct stf_compare_job *job, double low, double high,
                                 struct stf_compare_crossing *crossing) {
  struct probe probe = {job, crossing};
  const struct stf_root_in in = {.low = low,
                                 .high = high,
                                 .whole = crossing->lever.kind == STF_KEYS_INTEGER,
                                 .context = &probe,
                                 .evaluate = evaluate};
  return stf_root_find(&in, &crossing->root);
}

/* A root of whole numbers is the first one of the upper side; where the lower side is meant the
 * one before it is the first. */
static void count_down(struct stf_compare_crossing *crossing) {
  struct stf_root *root = &crossing->root;
  if (root->kind == STF_ROOT_FOUND && crossing->lever.kind == STF_KEYS_INTEGER) {
    root->x -= 1;
    root->x_high -= 1;
    root->x_low = fmax(root->x_low - 1, crossing->lever.low);
  }
}

/* ---- break-evens ---- */

static enum stf_status find_break_even(struct stf_compare_job *job,
                                       struct stf_compare_crossing *crossing) {
  enum stf_status status = find_root(job, crossing->lever.low, crossing->lever.high, crossing);
  if (!crossing->root.rises) {
    count_down(crossing);
  }
  return status;
}

/* ---- flip points ---- */

/* The best scenario with the lever at x, by the mean difference from the first. */
static enum stf_status best_at(struct stf_compare_job *job,
                               const struct stf_compare_lever *lever, double x, size_t *best) {
  struct stf_compare_scenario first = {.arguments = NULL};
  double most = 0;
  *best = 0;
  enum stf_status status = run_at(job, lever, 0, x, &first);
  for (size_t k = 1; k < job->scenarios_n && status == STF_OK; k++) {
    struct stf_compare_scenario other = {.arguments = NULL};
    struct stf_paired paired;
    status = run_at(job, lever, k, x, &other);
    status = status == STF_OK ? stf_compare_figures_pair(job, &first, &other, &paired) : status;
    double gain = status == STF_OK ? stf_compare_job_sign(job) * paired.difference.estimate : 0;
    if (gain > most) {
      most = gain;
      *best = k;
    }
    stf_compare_job_drop(&other);
  }
  stf_compare_job_drop(&first);
  return status;
}

/* Where found->b, which is best at `end`, overtakes found->a, best where the lever stands. */
static enum stf_status find_overtaking(struct stf_compare_job *job, double end,
                                       struct stf_compare_crossing *found) {
  bool down = end < found->now;
  double low = down ? end : found->now;
  double high = down ? found->now : end;
  enum stf_status status = find_root(job, low, high, found);
  if (down) {
    count_down(found);
  }
  return status;
}

/* Between the lever's value now and one end of its range. Before the one that is best at the
 * end overtakes, a third may have done so: it is then looked for up to there. */
static enum stf_status look_at_end(struct stf_compare_job *job, double end,
                                   struct stf_compare_crossing *crossing) {
  struct stf_compare_crossing found = *crossing;
  size_t best = 0;
  enum stf_status status = best_at(job, &crossing->lever, end, &best);
  while (status == STF_OK && best != found.a && best != found.b && fabs(end - found.now) > 0) {
    found.b = best;
    status = find_overtaking(job, end, &found);
    if (status != STF_OK || found.root.kind != STF_ROOT_FOUND) {
      return status;
    }
    end = found.root.x;
    status = job->scenarios_n > 2 ? best_at(job, &crossing->lever, end, &best) : STF_OK;
  }
  if (status == STF_OK && found.b != found.a) {
    found.nearness = fabs(found.root.x - found.now) / (found.lever.high - found.lever.low);
    *crossing = found.nearness < crossing->nearness ? found : *crossing;
  }
  return status;
}

static enum stf_status find_flip(struct stf_compare_job *job,
                                 struct stf_compare_crossing *crossing) {
  enum stf_status status = best_at(job, &crossing->lever, crossing->now, &crossing->a);
  crossing->b = crossing->a;
  status = status == STF_OK ? look_at_end(job, crossing->lever.low, crossing) : status;
  return status == STF_OK ? look_at_end(job, crossing->lever.high, crossing) : status;
}

static int by_nearness(const void *left, const void *right) {
  double a = ((const struct stf_compare_crossing *)left)->nearness;
  double b = ((const struct stf_compare_crossing *)right)->nearness;
  return (a > b) - (a < b);
}

enum stf_status stf_compare_lever_find(struct stf_compare_job *job) {
  enum stf_status status = STF_OK;
  size_t first = 0; /* of the flip points */
  if (job->interrupted) {
    job->crossings_n = 0;
  }
  for (size_t i = 0; i < job->crossings_n && status == STF_OK; i++) {
    struct stf_compare_crossing *crossing = &job->crossings[i];
    first += !crossing->is_flip;
    status = crossing->is_flip ? find_flip(job, crossing) : find_break_even(job, crossing);
  }
  if (status == STF_OK && job->crossings_n > first) {
    qsort(&job->crossings[first], job->crossings_n - first, sizeof *job->crossings,
          by_nearness);
  }
  return status;
}

/* ---- in words ---- */

static void write_range(FILE *out, const struct stf_compare_crossing *crossing) {
  char low[STF_VARY_VALUE_TEXT];
  char high[STF_VARY_VALUE_TEXT];
  stf_vary_value_show(crossing->lever.kind, crossing->root.x_low, low);
  stf_vary_value_show(crossing->lever.kind, crossing->root.x_high, high);
  if (isfinite(crossing->root.x_low)) {
    (void)fprintf(out, " (95 %%: %s to %s)", low, high);
  }
}

static void write_break_even(FILE *out, const struct stf_compare_job *job,
                             const struct stf_compare_crossing *crossing) {
  const struct stf_root *root = &crossing->root;
  const char *b = job->scenarios[crossing->b].letter;
  char low[STF_VARY_VALUE_TEXT];
  char high[STF_VARY_VALUE_TEXT];
  char x[STF_VARY_VALUE_TEXT];
  stf_vary_value_show(crossing->lever.kind, crossing->lever.low, low);
  stf_vary_value_show(crossing->lever.kind, crossing->lever.high, high);
  stf_vary_value_show(crossing->lever.kind, root->x, x);
  (void)fprintf(out, "Break-even of %s: %s ", crossing->lever.key, b);
  if (root->kind == STF_ROOT_FOUND) {
    (void)fprintf(out, "is better than A from %s %s", x, root->rises ? "on" : "down");
    write_range(out, crossing);
    (void)fputc('\n', out);
  } else if (root->kind == STF_ROOT_UNKNOWN) {
    (void)fprintf(out, "has no such figure at %s or %s\n", low, high);
  } else {
    bool better = root->kind == STF_ROOT_ABOVE;
    (void)fprintf(out, "is %s A from %s to %s\n", better ? "better than" : "no better than",
                  low, high);
  }
}

static void write_flip(FILE *out, const struct stf_compare_job *job,
                       const struct stf_compare_crossing *crossing) {
  char low[STF_VARY_VALUE_TEXT];
  char high[STF_VARY_VALUE_TEXT];
  char x[STF_VARY_VALUE_TEXT];
  char now[STF_VARY_VALUE_TEXT];
  stf_vary_value_show(crossing->lever.kind, crossing->lever.low, low);
  stf_vary_value_show(crossing->lever.kind, crossing->lever.high, high);
  stf_vary_value_show(crossing->lever.kind, crossing->root.x, x);
  stf_vary_value_show(crossing->lever.kind, crossing->now, now);
  if (!isfinite(crossing->nearness)) {
    (void)fprintf(out, "  %s: %s stays best from %s to %s\n", crossing->lever.key,
                  job->scenarios[crossing->a].letter, low, high);
    return;
  }
  (void)fprintf(out, "  %s: from %s %s %s is best, not %s", crossing->lever.key, x,
                crossing->root.x > crossing->now ? "on" : "down",
                job->scenarios[crossing->b].letter, job->scenarios[crossing->a].letter);
  write_range(out, crossing);
  (void)fprintf(out, "; now %s, %.2f of the range %s to %s away\n", now, crossing->nearness,
                low, high);
}

void stf_compare_lever_write(FILE *out, const struct stf_compare_job *job) {
  bool told = false;
  for (size_t i = 0; i < job->crossings_n; i++) {
    const struct stf_compare_crossing *crossing = &job->crossings[i];
    if (!crossing->is_flip) {
      write_break_even(out, job, crossing);
      continue;
    }
    if (!told) {
      (void)fputs("Flip points of the ranking, nearest first:\n", out);
      told = true;
    }
    write_flip(out, job, crossing);
  }
}
