/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_people.h"

#include "roster/keep.h"
#include "roster/misfit.h"
#include "roster/problem_make.h"

enum {
  AROUND_DAYS = 42 /* of the requirement: holidays of that time may matter */
};

enum stf_status stf_plan_people_begin(struct stf_plan_people *out) {
  *out = (struct stf_plan_people){.misfits = false};
  stf_diag_init(&out->diags, NULL);
  return stf_reading_init(&out->reading, NULL, &out->diags);
}

void stf_plan_people_clear(struct stf_plan_people *people) {
  stf_rule_file_clear(&people->rules);
  stf_need_clear(&people->need);
  stf_reading_clear(&people->reading);
  stf_diag_clear(&people->diags);
}

/* What may change of the roster that there is. */
static enum stf_status hold(const struct stf_arguments *arguments, struct stf_problem *problem,
                            struct stf_error *error) {
  bool limits = stf_options_given(arguments, "at-most");
  const struct stf_keep keep = {
      .limits_changes = limits,
      .changes_most = limits ? (int32_t)stf_options_integer(arguments, "at-most") : 0};
  enum stf_status status = STF_OK;
  const char *text = NULL;
  stf_keep_apply(&keep, problem);
  for (size_t i = 0;
       status == STF_OK && (text = stf_options_text_at(arguments, "freeze", i)) != NULL; i++) {
    status = stf_keep_freeze(text, problem, error);
  }
  return status;
}

static enum stf_status read_files(const struct stf_arguments *arguments,
                                  struct stf_plan_people *people, struct stf_error *error) {
  struct stf_rule_file_span span = {.first_day = people->need.first_day - AROUND_DAYS,
                                    .last_day = people->need.last_day + AROUND_DAYS};
  enum stf_status status = stf_rule_file_read(stf_options_text(arguments, "rules"), span,
                                              &people->reading, &people->rules, error);
  if (status == STF_OK) {
    struct stf_existing_in in = {.path = stf_options_text(arguments, "existing"),
                                 .legend = stf_options_text(arguments, "legend"),
                                 .need = &people->need,
                                 .rules = &people->rules};
    status = stf_existing_read(&in, &people->reading, &people->existing, error);
  }
  return status == STF_OK ? stf_problem_make(&people->need, &people->rules, &people->existing,
                                             &people->reading, &people->problem, error)
                          : status;
}

enum stf_status stf_plan_people_read(const struct stf_arguments *arguments,
                                     struct stf_plan_people *people, struct stf_error *error) {
  enum stf_status status = read_files(arguments, people, error);
  status = status == STF_OK ? hold(arguments, &people->problem, error) : status;
  if (status == STF_OK && stf_misfit_tell(&people->problem, &people->rules,
                                          people->existing.path, &people->diags) > 0) {
    people->misfits = true;
    status = STF_ERR_INPUT;
  }
  return status;
}
