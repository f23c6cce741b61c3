/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_text.h"

#include "cli/run_demand.h"
#include "cli/run_promise.h"
#include "cli/run_volume.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

/* ---- what is wanted ---- */

static void put_promises(FILE *file, const struct stf_plan_job *job) {
  for (uint32_t p = 0; p < job->terms.policies_n; p++) {
    const struct stf_sla_policy *policy = &job->terms.policies[p];
    for (int clock = 0; clock < STF_SLA_CLOCKS; clock++) {
      const struct stf_sla_target *target =
          stf_sla_target_of(policy, (enum stf_sla_clock)clock);
      char deed[STF_RUN_PROMISE_NAME];
      if (target->within_us <= 0 || !(target->share > 0)) {
        continue;
      }
      stf_run_promise_deed(target, (enum stf_sla_clock)clock, deed);
      if (job->share > 0) {
        (void)fprintf(file, "Promise %s: the share of each line %s\n", policy->name, deed);
      } else {
        (void)fprintf(file, "Promise %s: %g %% %s\n", policy->name, 100 * target->share, deed);
      }
    }
  }
}

/* Whether a team keeps the people of the scenario. */
static bool has_own_people(const struct stf_plan_job *job) {
  bool has = false;
  for (uint32_t t = 0; t < job->run.desk.teams_n; t++) {
    has = has || !job->planned[t];
  }
  return has;
}

void stf_plan_text_head(FILE *file, const struct stf_plan_job *job, const char *what) {
  const struct stf_scenario *scenario = job->run.scenario;
  struct stf_civil first;
  struct stf_civil last;
  stf_zone_to_civil(scenario->zone, job->run.desk.from_us, &first, NULL);
  stf_zone_to_civil(scenario->zone, job->run.desk.to_us - 1, &last, NULL);
  (void)fprintf(file, "%s: %s\n%04d-%02d-%02d to %04d-%02d-%02d, %s     seed %llu\n", what,
                scenario->title, first.year, first.month, first.day, last.year, last.month,
                last.day, stf_zone_name(scenario->zone), (unsigned long long)job->run.seed);
  if (job->run.desk.volume_spread != STF_VOLUME_FIXED) {
    char volume[STF_RUN_VOLUME_TEXT];
    stf_run_volume_text(&job->run.desk, volume);
    (void)fprintf(file, "volume: %s\n", volume);
  }
  stf_run_demand_put(file, &job->run.desk, scenario->zone);
  stf_run_demand_put_assumed(file, scenario, true, has_own_people(job));
  put_promises(file, job);
  const char *stretch = stf_plan_job_stretch(job);
  bool whole = job->stretch == STF_JUDGE_PERIOD;
  if (job->probability > 0) {
    (void)fprintf(file, "Kept %s %s%s with a probability of %g %%\n",
                  whole ? "over the" : "on each", stretch, whole ? "" : " by itself",
                  100 * job->probability);
  } else {
    (void)fprintf(file, "Kept over all such %ss together, on average\n", stretch);
  }
}

/* ---- people ---- */

struct use {
  double people_h;
  int32_t most;
};

static struct use use_of(const struct stf_plan_job *job, uint32_t team, int64_t day) {
  const struct stf_grid *grid = &job->found.grid;
  struct use use = {0, 0};
  for (size_t s = 0; s < grid->steps_n; s++) {
    int64_t at_us = grid->from_us + (int64_t)s * grid->step_us;
    if (day == STF_NEVER || stf_zone_day_at(job->run.scenario->zone, at_us) == day) {
      int32_t n = grid->agents[stf_grid_at(grid, team, s)];
      use.people_h += n * (double)grid->step_us / 3600e6;
      use.most = n > use.most ? n : use.most;
    }
  }
  return use;
}

static void put_use(FILE *file, const struct stf_plan_job *job, int64_t day) {
  for (uint32_t t = 0; t < job->found.grid.teams_n; t++) {
    if (job->planned[t]) {
      struct use use = use_of(job, t, day);
      char hours[STF_NUMBER_TEXT];
      (void)stf_number_grouped(use.people_h, 1, hours);
      (void)fprintf(file, "   %10s %6d", hours, (int)use.most);
    }
  }
  (void)fputc('\n', file);
}

static void put_people(FILE *file, const struct stf_plan_job *job) {
  const struct stf_desk *desk = &job->run.desk;
  const struct stf_zone *zone = job->run.scenario->zone;
  (void)fprintf(file, "\n%-12s", "people");
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (job->planned[t]) {
      (void)fprintf(file, "   %17.17s",
                    stf_dict_text(job->run.scenario->names.teams, desk->teams[t].name));
    }
  }
  (void)fprintf(file, "\n%-12s", "");
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (job->planned[t]) {
      (void)fprintf(file, "   %10s %6s", "hours", "most");
    }
  }
  (void)fputc('\n', file);
  for (int64_t at_us = desk->from_us; at_us < desk->to_us;
       at_us = stf_zone_next_day(zone, at_us)) {
    struct stf_civil civil;
    stf_zone_to_civil(zone, at_us, &civil, NULL);
    (void)fprintf(file, "%04d-%02d-%02d  ", civil.year, civil.month, civil.day);
    put_use(file, job, stf_zone_day_at(zone, at_us));
  }
  (void)fprintf(file, "%-12s", "in all");
  put_use(file, job, STF_NEVER);
}

/* ---- search and proof ---- */

/* How far a stretch is kept: a probability, or on average what is above the share. */
static void put_reached(FILE *file, const struct stf_plan_job *job,
                        const struct stf_judge_figure *figure) {
  if (figure->known_n == 0) {
    (void)fprintf(file, " %9s", "nobody");
  } else if (job->probability > 0) {
    (void)fprintf(file, " %7.1f %%", 100 * stf_judge_probability(figure));
  } else {
    (void)fprintf(file, " %+7.2f %%", 100 * figure->margin);
  }
}

static void put_stretch(FILE *file, const struct stf_plan_job *job, size_t i) {
  const struct stf_require *found = &job->found;
  const struct stf_judge_figure *figure =
      found->proven != NULL ? &found->proven[i] : &found->searched[i];
  char contacts[STF_NUMBER_TEXT];
  (void)stf_number_grouped(figure->contacts, 0, contacts);
  (void)fprintf(file, "%-12s %9s %7.1f %%",
                figure->name != NULL && figure->name[0] != '\0' ? figure->name : "period",
                contacts, figure->contacts > 0 ? 100 * figure->late / figure->contacts : 0);
  put_reached(file, job, &found->searched[i]);
  if (found->proven != NULL) {
    put_reached(file, job, &found->proven[i]);
    (void)fprintf(file, job->probability > 0 ? " %7.1f %%" : " %+7.2f %%", 100 * found->low[i]);
  }
  for (size_t f = 0; f < STF_PLAN_FORMULAS; f++) {
    if (job->formulas[f].made) {
      put_reached(file, job, &job->formulas[f].figures[i]);
    }
  }
  (void)fputc('\n', file);
}

static void put_proof(FILE *file, const struct stf_plan_job *job) {
  const struct stf_require *found = &job->found;
  (void)fprintf(file, "\n%-12s %9s %9s %9s", job->probability > 0 ? "kept" : "above",
                "contacts", "late", "search");
  if (found->proven != NULL) {
    (void)fprintf(file, " %9s %9s", "proof", "at least");
  }
  for (size_t f = 0; f < STF_PLAN_FORMULAS; f++) {
    if (job->formulas[f].made) {
      (void)fprintf(file, " %9s", job->formulas[f].name);
    }
  }
  (void)fputc('\n', file);
  for (size_t i = 0; i < found->stretches_n; i++) {
    put_stretch(file, job, i);
  }
  (void)fprintf(file, "(search: %u simulations of %u replications, the same customers in each",
                found->simulations_n, job->in.judge.replications_n);
  if (found->proven != NULL) {
    (void)fprintf(file,
                  "; proof: %u with customers of its own,\n at least: lower 95 %% limit, of %u "
                  "attempts allowed",
                  found->proof_n, job->in.attempts_n);
  }
  (void)fputs(")\n", file);
}

/* ---- price ---- */

static void put_formula(FILE *file, const struct stf_plan_job *job,
                        const struct stf_plan_formula *formula) {
  char hours[STF_NUMBER_TEXT];
  if (!formula->made) {
    (void)fprintf(file, "%s for each %s: not to be had, %s\n", formula->name, "step",
                  formula->why);
    return;
  }
  size_t kept_n = 0;
  size_t known_n = 0;
  for (size_t i = 0; i < job->found.stretches_n; i++) {
    const struct stf_judge_figure *figure = &formula->figures[i];
    double reached = job->probability > 0 ? stf_judge_probability(figure) - job->probability
                                          : figure->margin;
    known_n += figure->known_n > 0;
    kept_n += figure->known_n > 0 && reached >= 0;
  }
  (void)stf_number_grouped(formula->people_h, 1, hours);
  (void)fprintf(file,
                "%s for each step by itself, handling time over concurrency: %s h; it would do "
                "for %zu of %zu %ss\n",
                formula->name, hours, kept_n, known_n, stf_plan_job_stretch(job));
  if (isfinite(formula->enough) && formula->enough > 1) {
    (void)stf_number_grouped(formula->enough_h, 1, hours);
    (void)fprintf(file,
                  "  to do for all of them it takes %.2f times its people: %s h, %+.1f %%\n",
                  formula->enough, hours, 100 * (formula->enough_h / job->found.people_h - 1));
    if (formula->enough_h < job->found.people_h) {
      (void)fputs(
          "  (fewer, and not proven: the search has not come there; more --replications "
          "may)\n",
          file);
    }
  }
}

static void put_price(FILE *file, const struct stf_plan_job *job) {
  char hours[STF_NUMBER_TEXT];
  (void)stf_number_grouped(job->found.people_h, 1, hours);
  (void)fprintf(file, "\nPeople on duty: %s h", hours);
  if (isfinite(job->found.cost)) {
    char cost[STF_NUMBER_TEXT];
    (void)stf_number_grouped(job->found.cost, 0, cost);
    (void)fprintf(file, ", %s %s (without premiums, breaks, absence)", cost,
                  job->run.scenario->costs->currency);
  }
  (void)fputs(": the least that the search has found; what shifts add comes on top\n", file);
  for (size_t f = 0; f < STF_PLAN_FORMULAS; f++) {
    if (job->formulas[f].name != NULL) {
      put_formula(file, job, &job->formulas[f]);
    }
  }
}

static const char *name_of_worst(const struct stf_plan_job *job) {
  const char *name = job->found.searched[job->found.worst].name;
  return name != NULL && name[0] != '\0' ? name : "the period";
}

/* How sure the worst stretch is, and how sure it should be. */
static void put_limit(FILE *file, const struct stf_plan_job *job) {
  const struct stf_require *found = &job->found;
  double low = 100 * found->low[found->worst];
  if (job->probability > 0) {
    (void)fprintf(file, "at the worst (%s) kept with at least %.1f %%, wanted %g %%",
                  name_of_worst(job), low, 100 * job->probability);
  } else {
    (void)fprintf(file,
                  "at the worst (%s) the share is at least %.2f points %s the promised one",
                  name_of_worst(job), fabs(low), low < 0 ? "below" : "above");
  }
}

static void put_verdict(FILE *file, const struct stf_plan_job *job) {
  const struct stf_require *found = &job->found;
  switch (found->end) {
  case STF_REQUIRE_PROVEN:
    (void)fputs("Proven: ", file);
    put_limit(file, job);
    (void)fprintf(file, "; attempt %u\n", found->attempts_n);
    break;
  case STF_REQUIRE_NOT_PROVEN:
    if (found->proven == NULL) {
      (void)fputs("Not proven: stopped before the proof\n", file);
      break;
    }
    (void)fprintf(file, "Not proven with %u replications: ", found->proof_n);
    put_limit(file, job);
    (void)fprintf(file, "; %u attempt%s. More of --proof or --attempts may do\n",
                  found->attempts_n, found->attempts_n > 1 ? "s" : "");
    break;
  case STF_REQUIRE_OUT_OF_REACH:
    (void)fprintf(
        file,
        "Out of reach: more people do not help (%s). Look for hours in which nobody of "
        "the planned teams is there, other teams' classes, or a first message that "
        "comes too late by itself\n",
        name_of_worst(job));
    break;
  }
}

void stf_plan_text_write(FILE *file, const struct stf_plan_job *job) {
  stf_plan_text_head(file, job, "Requirement");
  if (job->found.end != STF_REQUIRE_OUT_OF_REACH) {
    put_people(file, job);
    put_proof(file, job);
    put_price(file, job);
  }
  put_verdict(file, job);
}

/* ---- with shifts ---- */

static void put_money(FILE *file, double money) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_grouped(money, 2, text);
  (void)fputs(text, file);
}

static void put_not_reached(FILE *file, const struct stf_plan_job *job,
                            const struct stf_plan_text_roster *roster) {
  (void)fputs("Not reached with these people and rules: ", file);
  put_limit(file, job);
  (void)fprintf(file, "\n (the nearest of %u rosters tried; ", roster->loop->tried_n);
  (void)fputs(
      isfinite(roster->loop->hires_bound)
          ? "another might: with everybody at work whenever a shift allows it, all at "
            "once, it can hold;\n more people, other shifts or less promised would do)\n"
          : "no other would: it does not even hold with everybody at work whenever a "
            "shift allows it,\n all at once, and all hired; more people, other hours or "
            "less promised would do)\n",
      file);
}

/* What no roster that holds costs less than, and what that rests on. */
static void put_bound(FILE *file, const struct stf_plan_text_roster *roster) {
  const struct stf_loop_roster *plan = &roster->loop->roster;
  double bound = plan->cost - plan->extra - plan->hires + roster->loop->hires_bound;
  (void)fputs("Bound: no roster with which it holds costs less than ", file);
  put_money(file, bound);
  (void)fprintf(file, " %s: those who are there", roster->currency);
  if (roster->loop->hires_bound > 0) {
    (void)fputs(", and ", file);
    put_money(file, roster->loop->hires_bound);
    (void)fputs(" for hiring, since with less it does not even\n hold with everybody at work "
                "whenever a shift allows it",
                file);
  }
  if (plan->cost - bound < 0.01) {
    (void)fputs(". This one costs no more\n", file);
  } else {
    (void)fprintf(file,
                  ".\n This one is at most %.1f %% dearer; what a cheaper one would be is an "
                  "estimate: the search has tried %u rosters\n",
                  100 * (plan->cost / bound - 1), roster->loop->tried_n);
  }
}

static void put_penalties(FILE *file, const struct stf_plan_job *job,
                          const struct stf_plan_price *price) {
  if (price->penalties > 0) {
    (void)fputs("Penalties to be expected: ", file);
    put_money(file, price->penalties);
    (void)fprintf(file, " %s a period (mean of the search's customers)\n",
                  job->run.scenario->costs->currency);
  }
}

void stf_plan_text_whole(FILE *file, const struct stf_plan_job *job,
                         const struct stf_plan_text_roster *roster) {
  stf_plan_text_head(file, job, "Plan");
  stf_run_demand_put_assumed(file, roster->scenario, false, !has_own_people(job));
  (void)fputc('\n', file);
  (void)fputs(roster->words, file);
  (void)fputs(
      "(wanted: where the search would have people; whether the promise holds with those "
      "who are planned says the proof)\n",
      file);
  put_proof(file, job);
  if (job->found.end == STF_REQUIRE_OUT_OF_REACH && job->found.proven != NULL) {
    put_not_reached(file, job, roster);
  } else {
    put_verdict(file, job);
    put_bound(file, roster);
  }
  put_penalties(file, job, &roster->price);
  if (roster->loop->is_cut) {
    (void)fprintf(file,
                  "A search has ended at %u rosters: more of --rosters may find a cheaper "
                  "one\n",
                  roster->most_n);
  }
}
