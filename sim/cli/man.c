/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/man.h"

#include "cli/exit.h"

#include <stdio.h>
#include <string.h>

/* Failed writes are seen once, when standard output is flushed at the end. */

static const struct {
  int code;
  const char *meaning;
} EXITS[] = {
    {STF_EXIT_DONE, "Done, whatever the answer."},
    {STF_EXIT_USAGE, "The options are wrong."},
    {STF_EXIT_INPUT, "An input file is wrong; every mistake found is told with its line."},
    {STF_EXIT_ENVIRONMENT,
     "Something outside failed: a file, memory, a program that is started. "
     "Half written output is removed."},
    {STF_EXIT_INTERNAL, "A check of the program's own failed: do not use the results."},
    {STF_EXIT_INTERRUPTED, "Interrupted; what was finished by then is there."},
};

/* Text as roff shows it. Hyphens become minus signs, so that options can be copied. */
static void put_text(FILE *out, const char *text) {
  bool line_begins = true;
  for (const char *c = text; *c != '\0'; c++) {
    if (line_begins && (*c == '.' || *c == '\'')) {
      (void)fputs("\\&", out);
    }
    line_begins = *c == '\n';
    if (*c == '-') {
      (void)fputs("\\-", out);
    } else if (*c == '\\') {
      (void)fputs("\\e", out);
    } else {
      (void)fputc(*c, out);
    }
  }
}

static void put_heading(FILE *out, const char *heading) {
  (void)fprintf(out, ".SH %s\n", heading);
}

static void put_paragraph(FILE *out, const char *text) {
  put_text(out, text);
  (void)fputc('\n', out);
}

/* Title and NAME; command: NULL for the program itself. */
static void put_title(FILE *out, const struct stf_command *command, const char *summary) {
  (void)fputs(".\\\" Made by docs/man/update from the program's own tables: do not edit.\n"
              ".TH STAFFETTA",
              out);
  for (const char *c = command != NULL ? command->name : ""; *c != '\0'; c++) {
    (void)fprintf(out, "%s%c", c == command->name ? "\\-" : "",
                  *c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
  }
  (void)fputs(" 1 \"\" \"staffetta " STF_VERSION "\" \"Staffetta\"\n", out);
  put_heading(out, "NAME");
  (void)fprintf(out, "staffetta%s%s \\- ", command != NULL ? "\\-" : "",
                command != NULL ? command->name : "");
  put_paragraph(out, summary);
}

/* "-o, --output FILE": names bold, values italic. */
static void put_option_head(FILE *out, const struct stf_option *option) {
  if (option->letter != 0) {
    (void)fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
  }
  (void)fputs("\\fB\\-\\-", out);
  put_text(out, option->name);
  (void)fputs("\\fR", out);
  if (option->value != NULL) {
    (void)fputs(" \\fI", out);
    put_text(out, option->value);
    (void)fputs("\\fR", out);
  }
  (void)fputc('\n', out);
}

static void put_option(FILE *out, const struct stf_option *option) {
  (void)fputs(".TP\n", out);
  put_option_head(out, option);
  put_text(out, option->help);
  (void)fputs(option->repeats ? " (may be repeated)" : "", out);
  if (option->fallback != NULL) {
    (void)fputs(" [", out);
    put_text(out, option->fallback);
    (void)fputc(']', out);
  }
  (void)fputc('\n', out);
}

static void put_common_options(FILE *out) {
  const struct stf_option *option = NULL;
  for (size_t i = 0; (option = stf_options_common(i)) != NULL; i++) {
    put_option(out, option);
  }
}

static void put_exits(FILE *out) {
  put_heading(out, "EXIT STATUS");
  for (size_t i = 0; i < STF_COUNT_OF(EXITS); i++) {
    (void)fprintf(out, ".TP\n.B %d\n", EXITS[i].code);
    put_paragraph(out, EXITS[i].meaning);
  }
}

static void put_example(FILE *out, const char *example) {
  (void)fputs(".nf\n.RS\n", out);
  put_paragraph(out, example);
  (void)fputs(".RE\n.fi\n", out);
}

/* The first command of the alphabet after `before`, or NULL. */
static const struct stf_command *next_by_name(const struct stf_command *const *commands,
                                              size_t n, const char *before) {
  const struct stf_command *next = NULL;
  for (size_t i = 0; i < n; i++) {
    if (strcmp(commands[i]->name, before) > 0 &&
        (next == NULL || strcmp(commands[i]->name, next->name) < 0)) {
      next = commands[i];
    }
  }
  return next;
}

/* The other pages; but: the page that it stands on. */
static void put_see_also(FILE *out, const struct stf_command *const *commands, size_t n,
                         const struct stf_command *but) {
  put_heading(out, "SEE ALSO");
  const char *separator = "";
  if (but != NULL) {
    (void)fputs(".BR staffetta (1)", out);
    separator = ",\n";
  }
  const struct stf_command *next = next_by_name(commands, n, "");
  for (; next != NULL; next = next_by_name(commands, n, next->name)) {
    if (next != but) {
      (void)fprintf(out, "%s.BR staffetta\\-%s (1)", separator, next->name);
      separator = ",\n";
    }
  }
  (void)fputc('\n', out);
}

void stf_man_overview(const struct stf_console *console,
                      const struct stf_command *const *commands, size_t n) {
  FILE *out = console->out;
  put_title(out, NULL, "batch simulator and capacity planner for messaging helpdesks");
  put_heading(out, "SYNOPSIS");
  (void)fputs(".B staffetta\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIFILE\\fR...]\n", out);
  put_heading(out, "DESCRIPTION");
  put_paragraph(out,
                "A helpdesk is described in a scenario file, or fitted from the log of one; "
                "what would happen is\nprinted beside what did happen, computed from the "
                "log by the same code.\nResults go to standard output, talk to standard "
                "error; '-' is standard input or output.");
  for (size_t i = 0; i < n; i++) {
    (void)fprintf(out, ".TP\n.B %s\n", commands[i]->name);
    put_paragraph(out, commands[i]->summary);
  }
  (void)fputs(".TP\n.B help\n", out);
  put_paragraph(out, "a command's options; 'help scenario': the keys of a scenario file; 'help "
                     "kpis': what the KPIs mean;\n'help --man COMMAND': the page of a command, "
                     "in roff");
  put_heading(out, "OPTIONS");
  (void)fputs("Every command has these beside its own:\n", out);
  put_common_options(out);
  put_exits(out);
  put_heading(out, "EXAMPLES");
  for (size_t i = 0; i < n; i++) {
    put_example(out, commands[i]->example);
  }
  put_see_also(out, commands, n, NULL);
}

/* "staffetta run SCENARIO [OPTIONS]": the words of the program bold. */
static void put_usage(FILE *out, const struct stf_command *command) {
  size_t head_n = strlen("staffetta ") + strlen(command->name);
  (void)fprintf(out, ".B staffetta %s\n", command->name);
  put_paragraph(out, strlen(command->usage) > head_n ? command->usage + head_n + 1 : "");
}

void stf_man_command(const struct stf_console *console, const struct stf_command *command,
                     const struct stf_command *const *commands, size_t n) {
  FILE *out = console->out;
  put_title(out, command, command->summary);
  put_heading(out, "SYNOPSIS");
  put_usage(out, command);
  put_heading(out, "DESCRIPTION");
  put_paragraph(out, command->details != NULL ? command->details : command->summary);
  put_heading(out, "OPTIONS");
  for (size_t i = 0; i < command->options_n; i++) {
    put_option(out, &command->options[i]);
  }
  put_common_options(out);
  put_exits(out);
  put_heading(out, "EXAMPLES");
  put_example(out, command->example);
  put_see_also(out, commands, n, command);
}
