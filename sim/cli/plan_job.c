/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_job.h"

#include "base/quantity.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/run_moved.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
  WORDS_MOST = 128,
  FACTOR_UNIT = 32, /* of a formula's people */
  FACTOR_MOST = 8 * FACTOR_UNIT
};

static enum stf_status usage(struct stf_plan_job *job, const char *format, ...)
    STF_PRINTF(2, 3);

static enum stf_status usage(struct stf_plan_job *job, const char *format, ...) {
  va_list args;
  va_start(args, format);
  (void)vsnprintf(job->error.message, sizeof job->error.message, format, args);
  va_end(args);
  job->error.status = STF_ERR_USAGE;
  return STF_ERR_USAGE;
}

/* ---- the scenario, as run would have it ---- */

/* Options that mean the same to `run`. */
static const char *const PASSED[] = {"volume", "seed", "parameters", STF_RUN_MOVED_NAMES};

/* "--NAME=VALUE" of each value that the option has. */
static enum stf_status pass(struct stf_plan_job *job, const char *name, const char **words,
                            int *n) {
  const char *value = NULL;
  for (size_t k = 0; (value = stf_options_text_at(job->arguments, name, k)) != NULL; k++) {
    const char *option = stf_arena_join(job->arena, "--", name, "=");
    if (*n == WORDS_MOST) {
      return usage(job, "too many options");
    }
    words[*n] = option != NULL ? stf_arena_join(job->arena, option, value, "") : NULL;
    if (words[(*n)++] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_plan_job_read(struct stf_plan_job *job, const char *const *more,
                                  size_t more_n, struct stf_run_job *run,
                                  struct stf_arguments **arguments) {
  const char *words[WORDS_MOST + STF_PLAN_JOB_MORE + 2];
  int n = 0;
  STF_ASSERT(more_n <= STF_PLAN_JOB_MORE);
  for (size_t i = 0; i < STF_COUNT_OF(PASSED); i++) {
    /* Without a roster the codes are those of --existing. */
    bool other =
        strcmp(PASSED[i], "legend") == 0 && !stf_options_given(job->arguments, "roster");
    enum stf_status passed = other ? STF_OK : pass(job, PASSED[i], words, &n);
    if (passed != STF_OK) {
      return passed;
    }
  }
  for (size_t i = 0; i < more_n; i++) {
    words[n++] = more[i];
  }
  words[n++] = "--";
  words[n++] = stf_options_operand(job->arguments, 0);
  enum stf_status status =
      stf_options_parse(&STF_COMMAND_RUN, n, words, NULL, &job->error, arguments);
  if (status != STF_OK) {
    return status;
  }
  run->console = job->console;
  run->arguments = *arguments;
  run->changes = job->changes;
  run->changes_n = job->changes_n;
  status = stf_run_job_prepare(run);
  if (status != STF_OK) {
    job->error = run->error;
  }
  return status;
}

static enum stf_status read_scenario(struct stf_plan_job *job) {
  return stf_plan_job_read(job, NULL, 0, &job->run, &job->run_arguments);
}

/* ---- the promise ---- */

/* "95 % in 10 min" */
static bool read_target(const char *text, double *share, int64_t *within_us) {
  const char *in = strstr(text, " in ");
  char first[32];
  double within_s = 0;
  if (in == NULL || (size_t)(in - text) >= sizeof first) {
    return false;
  }
  (void)snprintf(first, sizeof first, "%.*s", (int)(in - text), text);
  bool read = stf_quantity_share(first, share) && *share > 0 && *share <= 1 &&
              stf_quantity_duration(in + 4, &within_s) && within_s > 0 &&
              within_s <= 3660.0 * 86400;
  *within_us = read ? stf_quantity_us(within_s) : 0;
  return read;
}

static bool has_first_message(const struct stf_desk *desk) {
  bool has = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    has = has || desk->classes[c].turns != NULL ||
          desk->classes[c].first_message.kind != STF_LAW_NEVER;
  }
  return has;
}

/* One policy for everybody, for a scenario without any. */
static enum stf_status make_policy(struct stf_plan_job *job, double share, int64_t within_us) {
  struct stf_sla_policy *policy = stf_arena_alloc(job->arena, 1, sizeof *policy);
  if (policy == NULL) {
    return STF_ERR_MEMORY;
  }
  *policy = (struct stf_sla_policy){
      .name = "target",
      .response = {.within_us = within_us, .share = share, .hours_name = ""},
      .answer = has_first_message(&job->run.desk) ? STF_SLA_ANSWER_MESSAGE
                                                  : STF_SLA_ANSWER_ASSIGNMENT};
  job->terms = (struct stf_sla_terms){.policies = policy, .policies_n = 1, .others = 1};
  return STF_OK;
}

static enum stf_status unknown_policy(struct stf_plan_job *job, const char *name) {
  char known[256] = "";
  for (uint32_t p = 0; p < job->terms.policies_n; p++) {
    size_t n = strlen(known);
    (void)snprintf(known + n, sizeof known - n, "%s%.40s", p > 0 ? ", " : "",
                   job->terms.policies[p].name);
  }
  return usage(job, "--policy '%s': the scenario has %s%s", name,
               known[0] != '\0' ? "the policies " : "no policies", known);
}

/* The share that is asked for instead of the promised ones. */
static void put_share(const struct stf_plan_job *job, struct stf_sla_policy *policy) {
  struct stf_sla_target *const targets[] = {&policy->response, &policy->next_response,
                                            &policy->resolution};
  for (size_t i = 0; i < STF_COUNT_OF(targets) && job->share > 0; i++) {
    targets[i]->share = targets[i]->share > 0 ? job->share : 0;
  }
}

/* Of the policies only the chosen one, or all; --target instead of their own first response. */
static enum stf_status choose_promises(struct stf_plan_job *job, double share,
                                       int64_t within_us) {
  struct stf_sla_policy *policies =
      stf_arena_alloc(job->arena, job->terms.policies_n, sizeof *policies);
  const char *wanted = stf_options_text(job->arguments, "policy");
  bool found = wanted == NULL;
  size_t promises_n = 0;
  if (policies == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t p = 0; p < job->terms.policies_n; p++) {
    struct stf_sla_policy *policy = &policies[p];
    *policy = job->terms.policies[p];
    policy->contract = NULL;
    bool chosen = wanted == NULL || strcmp(wanted, policy->name) == 0;
    found = found || chosen;
    if (within_us > 0) {
      policy->response.within_us = within_us;
      policy->response.share = share;
    }
    if (within_us > 0 || !chosen) {
      policy->next_response = (struct stf_sla_target){0};
      policy->resolution = (struct stf_sla_target){0};
    }
    if (!chosen) {
      policy->response = (struct stf_sla_target){0};
    }
    put_share(job, policy);
    for (int clock = 0; clock < STF_SLA_CLOCKS; clock++) {
      promises_n += stf_sla_target_of(policy, (enum stf_sla_clock)clock)->within_us > 0 &&
                    stf_sla_target_of(policy, (enum stf_sla_clock)clock)->share > 0;
    }
  }
  job->terms.policies = policies;
  if (!found) {
    return unknown_policy(job, wanted);
  }
  return promises_n > 0 ? STF_OK
                        : usage(job, "the scenario promises nothing with a share: say what is "
                                     "wanted, such as --target '95 %% in 10 min'");
}

static enum stf_status read_promise(struct stf_plan_job *job) {
  const char *text = stf_options_text(job->arguments, "target");
  double share = 0;
  int64_t within_us = 0;
  if (text != NULL && !read_target(text, &share, &within_us)) {
    return usage(job, "--target wants a share and a time, such as '95 %% in 10 min', not '%s'",
                 text);
  }
  if (job->run.scenario->terms == NULL) {
    if (stf_options_given(job->arguments, "policy")) {
      return unknown_policy(job, stf_options_text(job->arguments, "policy"));
    }
    return text != NULL ? make_policy(job, job->share > 0 ? job->share : share, within_us)
                        : usage(job, "the scenario has no SLA: say what is wanted, such as "
                                     "--target '95 %% in 10 min'");
  }
  job->terms = *job->run.scenario->terms;
  return choose_promises(job, share, within_us);
}

/* ---- the other options ---- */

const char *stf_plan_job_stretch(const struct stf_plan_job *job) {
  static const char *const NAMES[] = {[STF_JUDGE_DAY] = "day",
                                      [STF_JUDGE_WEEK] = "week",
                                      [STF_JUDGE_MONTH] = "month",
                                      [STF_JUDGE_PERIOD] = "period"};
  return NAMES[job->stretch];
}

/* With fewer not even a promise that is kept in every one is proven. */
static enum stf_status check_proof(struct stf_plan_job *job) {
  uint32_t attempts_n = (uint32_t)stf_options_integer(job->arguments, "attempts");
  int64_t proof_n = stf_options_integer(job->arguments, "proof");
  uint32_t least_n = stf_require_proof_least(job->probability, attempts_n);
  return proof_n >= least_n
             ? STF_OK
             : usage(job,
                     "--proof %lld is too few to prove %g %%, even if the promise is kept in "
                     "each of them: at least %u with %u attempt%s",
                     (long long)proof_n, 100 * job->probability, least_n, attempts_n,
                     attempts_n > 1 ? "s" : "");
}

static enum stf_status read_sureness(struct stf_plan_job *job) {
  const char *each = stf_options_text(job->arguments, "each");
  for (int s = STF_JUDGE_DAY; s <= STF_JUDGE_PERIOD; s++) {
    job->stretch = (enum stf_judge_stretch)s;
    if (strcmp(stf_plan_job_stretch(job), each) == 0) {
      break;
    }
  }
  const char *text = stf_options_text(job->arguments, "probability");
  if (stf_options_given(job->arguments, "on-average")) {
    return stf_options_given(job->arguments, "probability")
               ? usage(job, "--on-average and --probability do not go together")
               : STF_OK;
  }
  return stf_quantity_share(text, &job->probability) && job->probability > 0 &&
                 job->probability < 1
             ? check_proof(job)
             : usage(job, "--probability wants a share above 0 %% and below 100 %%, not '%s'",
                     text);
}

/* Of an hour: longer steps would not begin at the same times of day behind a change of the
 * clocks, and who reads the table takes a column for an hour at most. */
static enum stf_status read_step(struct stf_plan_job *job) {
  job->step_us = job->run.desk.interval_us;
  if (stf_options_given(job->arguments, "step")) {
    job->step_us = stf_quantity_us(stf_options_number(job->arguments, "step"));
  }
  return INT64_C(3600000000) % job->step_us == 0
             ? STF_OK
             : usage(job, "--step (else the scenario's interval) must divide an hour: 15 min, "
                          "30 min, 1 h");
}

static enum stf_status refuse_team(struct stf_plan_job *job, const char *name) {
  const struct stf_desk *desk = &job->run.desk;
  const char **names = stf_arena_alloc(job->arena, desk->teams_n, sizeof *names);
  char hint[STF_NODE_HINT];
  if (names == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    names[t] = stf_dict_text(job->run.scenario->names.teams, desk->teams[t].name);
  }
  return usage(job, "--team '%s': the scenario has no such team%s", name,
               stf_node_hint(name, names, desk->teams_n, hint));
}

static enum stf_status choose_teams(struct stf_plan_job *job) {
  const struct stf_desk *desk = &job->run.desk;
  const struct stf_dict *names = job->run.scenario->names.teams;
  bool *planned = stf_arena_alloc(job->arena, desk->teams_n, sizeof *planned);
  if (planned == NULL) {
    return STF_ERR_MEMORY;
  }
  bool all = !stf_options_given(job->arguments, "team");
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    planned[t] = all;
  }
  const char *name = NULL;
  for (size_t i = 0; (name = stf_options_text_at(job->arguments, "team", i)) != NULL; i++) {
    uint32_t id = stf_dict_find(names, name, strlen(name));
    bool found = false;
    for (uint32_t t = 0; t < desk->teams_n && id != STF_DICT_NONE; t++) {
      planned[t] = planned[t] || desk->teams[t].name == id;
      found = found || desk->teams[t].name == id;
    }
    if (!found) {
      return refuse_team(job, name);
    }
  }
  job->planned = planned;
  return STF_OK;
}

static enum stf_status read_costs(struct stf_plan_job *job) {
  const struct stf_costs *costs = job->run.scenario->costs;
  const struct stf_desk *desk = &job->run.desk;
  if (costs == NULL) {
    return STF_OK;
  }
  double *cost_per_h = stf_arena_alloc(job->arena, desk->teams_n, sizeof *cost_per_h);
  if (cost_per_h == NULL) {
    return STF_ERR_MEMORY;
  }
  bool priced = true;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    uint32_t name = desk->teams[t].name;
    cost_per_h[t] = name < costs->teams_n ? costs->team_per_h[name] : 0;
    priced = priced && (cost_per_h[t] > 0 || !job->planned[t]);
  }
  job->cost_per_h = priced ? cost_per_h : NULL;
  return STF_OK;
}

/* ---- the requirement ---- */

static bool asked_to_stop(void *context) {
  (void)context;
  return stf_interrupt_requested();
}

static void show_progress(void *context, uint32_t done_n) {
  const struct stf_plan_job *job = context;
  if (job->console->err_is_terminal && !job->console->quiet) {
    (void)fprintf(job->console->err, "\r%u simulations\033[K", done_n);
    (void)fflush(job->console->err);
  }
}

uint32_t stf_plan_job_replications(const struct stf_plan_job *job) {
  int64_t asked = stf_options_integer(job->arguments, "replications");
  return (uint32_t)(job->draft ? (asked + 1) / 2 : asked);
}

static void fill_in(struct stf_plan_job *job) {
  const struct stf_arguments *arguments = job->arguments;
  job->in = (struct stf_require_in){
      .judge = {.desk = &job->run.desk,
                .zone = job->run.scenario->zone,
                .names = &job->run.scenario->names,
                .terms = &job->terms,
                .stretch = job->stretch,
                .probability = job->probability,
                .seed = job->run.seed,
                .replications_n = stf_plan_job_replications(job),
                .threads_n = stf_run_job_threads(arguments),
                .context = job,
                .stop = asked_to_stop},
      .planned = job->planned,
      .cost_per_h = job->cost_per_h,
      .step_us = job->step_us,
      .least_n = (int32_t)stf_options_integer(arguments, "least"),
      .proof_n = (uint32_t)stf_options_integer(arguments, "proof"),
      .attempts_n = (uint32_t)stf_options_integer(arguments, "attempts"),
      .draft = job->draft,
      .coarse = job->coarse,
      .progress = show_progress};
}

/* The first promise of a first response: what the formulas can have. */
static const struct stf_sla_target *response_of(const struct stf_plan_job *job) {
  for (uint32_t p = 0; p < job->terms.policies_n; p++) {
    const struct stf_sla_target *target = &job->terms.policies[p].response;
    if (target->within_us > 0 && target->share > 0) {
      return target;
    }
  }
  return NULL;
}

static double hours_of(const struct stf_grid *grid, const int32_t *agents) {
  double people = 0;
  for (size_t i = 0; i < grid->steps_n * grid->teams_n; i++) {
    people += agents[i];
  }
  return people * (double)grid->step_us / 3600e6;
}

static enum stf_status make_formula(struct stf_plan_job *job, enum stf_staffing_model model,
                                    struct stf_plan_formula *out) {
  const struct stf_grid *grid = &job->found.grid;
  const struct stf_sla_target *target = response_of(job);
  out->agents = stf_arena_alloc(job->arena, grid->steps_n * grid->teams_n, sizeof *out->agents);
  if (target == NULL) {
    out->why = "no first response is promised";
    return STF_OK;
  }
  if (out->agents == NULL) {
    return STF_ERR_MEMORY;
  }
  const struct stf_customary_in in = {.desk = &job->run.desk,
                                      .grid = grid,
                                      .offered = &job->found.offered,
                                      .cost_per_h = job->cost_per_h,
                                      .model = model,
                                      .share = fmin(target->share, 0.9999),
                                      .within_s = (double)target->within_us * 1e-6,
                                      .least_n = job->in.least_n};
  enum stf_status status = stf_customary_agents(&in, NULL, out->agents);
  if (status == STF_ERR_USAGE) {
    out->why = "some customers never leave";
    return STF_OK;
  }
  out->made = status == STF_OK;
  out->people_h = hours_of(grid, out->agents);
  return status;
}

static bool all_keep(const struct stf_plan_job *job, const struct stf_judge_figure *figures) {
  bool keep = true;
  for (size_t i = 0; i < job->found.stretches_n; i++) {
    double reached =
        job->probability > 0 ? stf_judge_probability(&figures[i]) : figures[i].margin;
    keep = keep && (figures[i].known_n == 0 || reached >= job->probability);
  }
  return keep;
}

/* The factor that makes the formula's staffing as good as ours, by halving. */
static enum stf_status find_enough(const struct stf_plan_job *job, struct stf_judge *judge,
                                   const double *wanted, struct stf_plan_formula *formula) {
  struct stf_grid grid = job->found.grid;
  size_t n = grid.steps_n * grid.teams_n;
  struct stf_judge_figure *figures =
      stf_arena_alloc(job->arena, job->found.stretches_n, sizeof *figures);
  grid.agents = stf_arena_alloc(job->arena, n, sizeof *grid.agents);
  enum stf_status status = figures != NULL && grid.agents != NULL ? STF_OK : STF_ERR_MEMORY;
  int low = FACTOR_UNIT - 1; /* not enough, or not looked at */
  int high = FACTOR_MOST + 1;
  formula->enough = (double)NAN;
  while (status == STF_OK && high - low > 1) {
    int middle = high > FACTOR_MOST ? (low < FACTOR_UNIT ? FACTOR_UNIT : 2 * low)
                                    : low + (high - low) / 2;
    middle = middle < FACTOR_MOST ? middle : FACTOR_MOST;
    double factor = (double)middle / FACTOR_UNIT;
    for (size_t i = 0; i < n; i++) {
      grid.agents[i] = (int32_t)ceil(factor * formula->agents[i]);
    }
    status = stf_judge_staffing(judge, &grid, wanted, figures, NULL);
    if (status == STF_OK && all_keep(job, figures)) {
      high = middle;
      formula->enough = factor;
      formula->enough_h = hours_of(&grid, grid.agents);
    } else {
      low = middle;
    }
  }
  return status;
}

/* What the formulas' staffing would deliver, to the proof's customers. */
static enum stf_status judge_formulas(struct stf_plan_job *job) {
  static const char *const NAMES[] = {"Erlang C", "Erlang A"};
  static const enum stf_staffing_model MODELS[] = {STF_STAFFING_C, STF_STAFFING_A};
  struct stf_judge *judge = NULL;
  struct stf_judge_in in = job->in.judge;
  in.seed += job->found.attempts_n;
  in.replications_n = job->in.proof_n;
  enum stf_status status = stf_judge_new(&in, &job->found.grid, NULL, &judge);
  double *wanted = stf_arena_alloc(job->arena, job->found.stretches_n, sizeof *wanted);
  status = status == STF_OK && wanted == NULL ? STF_ERR_MEMORY : status;
  for (size_t f = 0; f < STF_PLAN_FORMULAS && status == STF_OK; f++) {
    struct stf_plan_formula *formula = &job->formulas[f];
    struct stf_judge_figure *figures =
        stf_arena_alloc(job->arena, job->found.stretches_n, sizeof *figures);
    formula->name = NAMES[f];
    status = figures != NULL ? make_formula(job, MODELS[f], formula) : STF_ERR_MEMORY;
    if (status == STF_OK && formula->made) {
      struct stf_grid grid = job->found.grid;
      grid.agents = formula->agents;
      status = stf_judge_staffing(judge, &grid, wanted, figures, NULL);
      formula->figures = figures;
      status = status == STF_OK ? find_enough(job, judge, wanted, formula) : status;
    }
  }
  stf_judge_free(judge);
  return status;
}

enum stf_status stf_plan_job_search(struct stf_plan_job *job) {
  fill_in(job);
  struct sigaction before;
  stf_interrupt_begin(&before);
  enum stf_status status = stf_require_find(&job->in, NULL, job->arena, &job->found);
  if (status == STF_OK && job->found.end != STF_REQUIRE_OUT_OF_REACH && !job->bare &&
      !stf_options_given(job->arguments, "no-formulas")) {
    status = judge_formulas(job);
  }
  stf_interrupt_end(&before);
  if (job->console->err_is_terminal && !job->console->quiet) {
    (void)fputs("\r\033[K", job->console->err);
  }
  if (status == STF_ERR_INTERRUPTED && job->found.grid.agents != NULL) {
    job->interrupted = true;
    return STF_OK;
  }
  return status;
}

enum stf_status stf_plan_job_prepare(struct stf_plan_job *job) {
  static enum stf_status (*const STEPS[])(struct stf_plan_job *) = {
      read_scenario, read_promise, read_sureness, read_step, choose_teams, read_costs};
  job->arena = stf_arena_new(NULL);
  enum stf_status status = job->arena != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t i = 0; i < STF_COUNT_OF(STEPS) && status == STF_OK; i++) {
    status = STEPS[i](job);
  }
  return status;
}

enum stf_status stf_plan_job_do(struct stf_plan_job *job) {
  enum stf_status status = stf_plan_job_prepare(job);
  return status == STF_OK ? stf_plan_job_search(job) : status;
}

void stf_plan_job_clear(struct stf_plan_job *job) {
  stf_run_job_clear(&job->run);
  stf_options_free(job->run_arguments);
  stf_arena_free(job->arena);
}
