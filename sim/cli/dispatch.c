/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/dispatch.h"

#include "base/quantity.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/help.h"
#include "cli/help_kpis.h"
#include "cli/help_scenario.h"
#include "cli/man.h"
#include "cli/talk.h"
#include "report/output.h"

#include <errno.h>
#include <string.h>

static const struct stf_command *find_command(const char *name) {
  for (size_t i = 0; i < STF_COMMANDS_N; i++) {
    if (strcmp(STF_COMMANDS[i]->name, name) == 0) {
      return STF_COMMANDS[i];
    }
  }
  return NULL;
}

enum {
  COMMANDS_MOST = 64 /* for "did you mean" */
};

static int unknown_command(const struct stf_console *console, const char *name) {
  const char *names[COMMANDS_MOST] = {"help"};
  size_t n = 1;
  for (size_t i = 0; i < STF_COMMANDS_N && n < COMMANDS_MOST; i++) {
    names[n++] = STF_COMMANDS[i]->name;
  }
  const char *nearest = stf_quantity_nearest(name, names, n);
  const char *what = name[0] == '-' ? "option" : "command";
  if (nearest == NULL) {
    return stf_talk_usage(console, NULL, "unknown %s '%s'", what, name);
  }
  return stf_talk_usage(console, NULL, "unknown %s '%s' (did you mean '%s'?)", what, name,
                        nearest);
}

static int man(const struct stf_console *console, const char *name) {
  if (name == NULL) {
    stf_man_overview(console, STF_COMMANDS, STF_COMMANDS_N);
    return STF_EXIT_DONE;
  }
  const struct stf_command *command = find_command(name);
  if (command == NULL) {
    return unknown_command(console, name);
  }
  stf_man_command(console, command, STF_COMMANDS, STF_COMMANDS_N);
  return STF_EXIT_DONE;
}

static int help(const struct stf_console *console, const char *topic, const char *page) {
  if (topic == NULL) {
    stf_help_overview(console, STF_COMMANDS, STF_COMMANDS_N);
    return STF_EXIT_DONE;
  }
  if (strcmp(topic, "--man") == 0) {
    return man(console, page);
  }
  if (strcmp(topic, "scenario") == 0) {
    stf_help_scenario_put(console);
    return STF_EXIT_DONE;
  }
  if (strcmp(topic, "kpis") == 0) {
    stf_help_kpis_put(console);
    return STF_EXIT_DONE;
  }
  const struct stf_command *command = find_command(topic);
  if (command == NULL) {
    return unknown_command(console, topic);
  }
  stf_help_command(console, command);
  return STF_EXIT_DONE;
}

static int run_command(const struct stf_console *console, const struct stf_command *command,
                       int argc, const char *const *argv) {
  struct stf_arguments *arguments = NULL;
  struct stf_error error = {.status = STF_OK};
  enum stf_status status = stf_options_parse(command, argc, argv, NULL, &error, &arguments);
  if (status == STF_ERR_USAGE) {
    return stf_talk_usage(console, command, "%s", error.message);
  }
  if (status != STF_OK) {
    return stf_talk_fail(console, &error);
  }
  int code = STF_EXIT_DONE;
  if (stf_options_given(arguments, "help")) {
    stf_help_command(console, command);
  } else {
    struct stf_console own = *console;
    own.quiet = console->quiet || stf_options_given(arguments, "quiet");
    code = command->run(&own, command, arguments);
  }
  stf_options_free(arguments);
  return code;
}

static int dispatch(const struct stf_console *console, int argc, const char *const *argv) {
  if (argc < 2) {
    return stf_talk_usage(console, NULL, "no command given");
  }
  const char *name = argv[1];
  if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
    return help(console, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL);
  }
  const struct stf_command *command =
      strcmp(name, "--version") == 0 ? &STF_COMMAND_VERSION : find_command(name);
  if (command == NULL) {
    return unknown_command(console, name);
  }
  return run_command(console, command, argc - 2, argv + 2);
}

int stf_dispatch_run(const struct stf_console *console, int argc, const char *const *argv) {
  int code = dispatch(console, argc, argv);
  bool written = stf_output_flush(console->out);
  if (!written && code != STF_EXIT_ENVIRONMENT) { /* else the command has told it */
    struct stf_error error;
    (void)stf_status_fail(&error, STF_ERR_IO, errno, "cannot write to standard output");
    return stf_talk_fail(console, &error);
  }
  return code;
}
