/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_design.h"

#include "base/quantity.h"
#include "scenario/vary.h"
#include "sweep/elasticity.h"

#include <string.h>

static bool given(const struct stf_sweep_job *job, const char *option) {
  return stf_options_given(job->arguments, option);
}

static enum stf_status refuse(struct stf_sweep_job *job, const char *why) {
  return stf_status_fail(&job->error, STF_ERR_USAGE, 0, "%s", why);
}

/* ---- tables ---- */

static enum stf_status make_table(struct stf_sweep_job *job) {
  bool latin = strcmp(stf_options_text(job->arguments, "design"), "lhs") == 0;
  if (latin != given(job, "points")) {
    return refuse(job,
                  "--design lhs and --points N go together: so many points spread over the "
                  "ranges");
  }
  if (latin) {
    const struct stf_design_latin in = {
        .axes = job->axes,
        .axes_n = job->keys_n,
        .points_n = (size_t)stf_options_integer(job->arguments, "points"),
        .seed = job->base.run.seed};
    return stf_design_latin(&in, job->arena, &job->design, &job->error);
  }
  return stf_design_grid(job->axes, job->keys_n, job->arena, &job->design, &job->error);
}

/* ---- sensitivities ---- */

static enum stf_status make_morris(struct stf_sweep_job *job) {
  const struct stf_morris_in in = {
      .axes = job->axes,
      .axes_n = job->keys_n,
      .trajectories_n = (size_t)stf_options_integer(job->arguments, "trajectories"),
      .seed = job->base.run.seed};
  return stf_morris_design(&in, job->arena, &job->design, &job->morris, &job->error);
}

/* What stands there in the file, else what the key's table takes for it. */
static const char *value_of(const struct stf_node_file *file, const char *key,
                            struct stf_arena *arena) {
  const struct stf_node *node = stf_vary_find(file, key, arena);
  const struct stf_keys_key *known = stf_vary_key(key);
  if (node != NULL) {
    return node->value;
  }
  return known != NULL ? known->fallback : NULL;
}

/* Values of the keys alone. */
static enum stf_status find_now(struct stf_sweep_job *job, const char **now) {
  struct stf_node_file *file = NULL;
  enum stf_status status = stf_node_read(job->arena, stf_options_operand(job->arguments, 0),
                                         &job->diags, &file, &job->error);
  for (size_t k = 0; k < job->keys_n && status == STF_OK; k++) {
    const char *key = job->axes[k].key;
    now[k] = value_of(file, key, job->arena);
    if (!job->axes[k].is_range && stf_vary_count(file, key, job->arena) > 1) {
      return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                             "--vary %.80s means several values of the scenario: name one of "
                             "them, as in classes.orders.bot.containment, or give a range",
                             key);
    }
  }
  return status;
}

static enum stf_status make_elasticity(struct stf_sweep_job *job) {
  double step = 0;
  const char *text = stf_options_text(job->arguments, "step");
  if (!stf_quantity_share(text, &step) || !(step > 0) || !(step < 1)) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--step is a share of the key's value above 0 and below 1, such as "
                           "5%%, not '%.40s'",
                           text);
  }
  const char **now = stf_arena_alloc(job->arena, job->keys_n, sizeof *now);
  enum stf_status status = now != NULL ? find_now(job, now) : STF_ERR_MEMORY;
  const struct stf_elasticity_in in = {
      .axes = job->axes, .axes_n = job->keys_n, .now = now, .step = step};
  return status == STF_OK ? stf_elasticity_design(&in, job->arena, &job->design, &job->error)
                          : status;
}

static enum stf_status make_sensitivity(struct stf_sweep_job *job) {
  if (given(job, "design") || given(job, "points")) {
    return refuse(job, "--sensitivity has points of its own: leave --design and --points out");
  }
  if (given(job, "precision")) {
    return refuse(job, "--sensitivity holds the same replications of all points against each "
                       "other: not with --precision, but --replications");
  }
  return job->kind == STF_SWEEP_MORRIS ? make_morris(job) : make_elasticity(job);
}

enum stf_status stf_sweep_design_make(struct stf_sweep_job *job) {
  const char *text = stf_options_text(job->arguments, "sensitivity");
  job->kind = text == NULL                  ? STF_SWEEP_TABLE
              : strcmp(text, "morris") == 0 ? STF_SWEEP_MORRIS
                                            : STF_SWEEP_ELASTICITY;
  if (given(job, "trajectories") && job->kind != STF_SWEEP_MORRIS) {
    return refuse(job, "--trajectories is of --sensitivity morris");
  }
  if (given(job, "step") && job->kind != STF_SWEEP_ELASTICITY) {
    return refuse(job, "--step is of --sensitivity elasticity");
  }
  return job->kind == STF_SWEEP_TABLE ? make_table(job) : make_sensitivity(job);
}
