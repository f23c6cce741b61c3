/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help_scenario.h"

#include "random/law.h"
#include "scenario/scenario_keys.h"

#include <stdio.h>

/* Failed writes are seen once, when standard output is flushed at the end. */

static void put_key(FILE *out, const struct stf_keys_key *key) {
  (void)fprintf(out, "  %-14s %s: %s\n", key->name, stf_keys_kind_name(key->kind), key->help);
  (void)fprintf(out, "  %-14s ", "");
  if (key->required) {
    (void)fputs("required; ", out);
  } else if (key->fallback != NULL) {
    (void)fprintf(out, "default %s; ", key->fallback);
  }
  (void)fprintf(out, "such as %s: %s\n", key->name, key->example);
}

static void put_law(FILE *out, const struct stf_law_form *form) {
  (void)fprintf(out, "  %-17s %s\n", form->name, form->help);
  if (form->kind == STF_LAW_EMPIRICAL) {
    return; /* its parameters are a table of keys */
  }
  for (size_t i = 0; i < form->parameters_n; i++) {
    const struct stf_law_parameter *parameter = &form->parameters[i];
    (void)fprintf(out, "  %-17s %s%s: %s\n", "", parameter->name,
                  parameter->required ? " (required)" : "", parameter->help);
  }
}

void stf_help_scenario_put(const struct stf_console *console) {
  FILE *out = console->out;
  (void)fputs(
      "The keys of a scenario file (YAML). Durations have a unit (us, ms, s, min, h, d, "
      "w), rates too\n(95/min); paths are relative to the file; dates and times are local "
      "to 'timezone'.\n",
      out);
  for (size_t t = 0; t < STF_SCENARIO_KEYS_N; t++) {
    const struct stf_keys *table = STF_SCENARIO_KEYS_ALL[t];
    (void)fprintf(out, "\n%s%s%s\n", table->path, table->path[0] != '\0' ? ": " : "",
                  table->help);
    for (size_t i = 0; i < table->keys_n; i++) {
      put_key(out, &table->keys[i]);
    }
  }
  (void)fputs("\nlaws: {NAME: {PARAMETER: VALUE, ...}}, or a bare duration such as 5 min\n",
              out);
  for (size_t i = 0; i < STF_LAW_KINDS_N; i++) {
    put_law(out, &STF_LAW_FORMS[i]);
  }
}
