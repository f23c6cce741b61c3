/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/as_run.h"

#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

static const char *const PASSED[] = {
    "log",    "given",       "evidence", "ignore-class",     "repeats",    "from",
    "to",     "start",       "end",      "volume",           "parameters", "presence-gap",
    "within", "definitions", "actuals",  STF_RUN_MOVED_NAMES};

enum {
  WORDS_MOST = 512
};

struct words {
  const char *items[WORDS_MOST];
  int n;
};

static bool add_word(struct stf_arena *arena, struct words *words, const char *name,
                     const char *value) {
  const char *option = stf_arena_join(arena, "--", name, "=");
  const char *word =
      option != NULL ? stf_arena_join(arena, option, value, "") : (const char *)NULL;
  if (word == NULL || words->n == WORDS_MOST) {
    return false;
  }
  words->items[words->n++] = word;
  return true;
}

/* Every value that was given to the option. */
static bool pass(const struct stf_as_run_in *in, const char *name, struct words *words) {
  const char *value = NULL;
  for (size_t k = 0; (value = stf_options_text_at(in->arguments, name, k)) != NULL; k++) {
    if (!add_word(in->arena, words, name, value)) {
      return false;
    }
  }
  return true;
}

static bool add_number(const struct stf_as_run_in *in, struct words *words, const char *name,
                       uint64_t number) {
  char text[32];
  (void)snprintf(text, sizeof text, "%llu", (unsigned long long)number);
  return add_word(in->arena, words, name, text);
}

static bool make_words(const struct stf_as_run_in *in, struct words *words) {
  bool added = pass(in, "threads", words);
  for (size_t i = 0; i < STF_COUNT_OF(PASSED) && added; i++) {
    added = pass(in, PASSED[i], words);
  }
  for (size_t i = 0; in->also != NULL && in->also[i] != NULL && added; i++) {
    added = pass(in, in->also[i], words);
  }
  if (added) {
    added =
        in->seed != NULL ? add_number(in, words, "seed", *in->seed) : pass(in, "seed", words);
  }
  if (added && in->replications_n > 0) {
    added = add_number(in, words, "replications", in->replications_n);
  }
  if (!added || words->n + 2 > WORDS_MOST) {
    return false;
  }
  words->items[words->n++] = "--";
  words->items[words->n++] = in->path;
  return true;
}

enum stf_status stf_as_run_parse(const struct stf_as_run_in *in, struct stf_error *error,
                                 struct stf_arguments **out) {
  struct words words = {.n = 0};
  if (!make_words(in, &words)) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  return stf_options_parse(&STF_COMMAND_RUN, words.n, words.items, NULL, error, out);
}

static bool has_finding(const struct stf_diags *diags, const struct stf_diag *diag) {
  for (size_t i = 0; i < diags->items_n; i++) {
    const struct stf_diag *seen = &diags->items[i];
    if (seen->line == diag->line && seen->column == diag->column &&
        strcmp(seen->path, diag->path) == 0 && strcmp(seen->message, diag->message) == 0) {
      return true;
    }
  }
  return false;
}

void stf_as_run_take(struct stf_diags *diags, const struct stf_diags *found, bool errors_only) {
  for (size_t i = 0; i < found->items_n; i++) {
    const struct stf_diag *diag = &found->items[i];
    struct stf_where where = {diag->path, diag->line, diag->column};
    bool wanted = !errors_only || diag->severity == STF_SEVERITY_ERROR;
    if (wanted && !has_finding(diags, diag)) {
      stf_diag_add(diags, diag->severity, where, "%s", diag->message);
    }
  }
}
