/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/folder.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/log_zone.h"
#include "cli/talk.h"
#include "report/plot.h"
#include "report/provenance.h"
#include "report/table_read.h"
#include "time/zone.h"

#include <stdio.h>
#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.letter = 'o',
     .name = "output",
     .kind = STF_OPTION_TEXT,
     .value = "DIR",
     .help = "folder for figures, scripts and data; made if it is not there",
     .fallback = "out",
     .aside = true},
    {.name = "day",
     .kind = STF_OPTION_TEXT,
     .value = "DATE",
     .help = "the intervals of this day; without it the times of day of the whole period"},
    {.name = "timezone",
     .kind = STF_OPTION_TEXT,
     .value = "ZONE",
     .help = "of the axis; the table's own, if it says"},
    {.name = "force",
     .kind = STF_OPTION_FLAG,
     .help = "overwrite figures that are there",
     .aside = true},
    {.name = "gnuplot",
     .kind = STF_OPTION_TEXT,
     .value = "PROGRAM",
     .help = "to draw with",
     .fallback = "gnuplot",
     .aside = true},
};

/* Nothing is written where something would be overwritten. */
static enum stf_status check(const struct stf_plot_in *in,
                             const struct stf_arguments *arguments, struct stf_error *error) {
  enum stf_status status = STF_OK;
  bool force = stf_options_given(arguments, "force");
  for (size_t i = 0; i < STF_PLOT_FIGURES_N && status == STF_OK && !force; i++) {
    status = stf_plot_check(in, &STF_PLOT_FIGURES[i], error);
  }
  return status;
}

/* All figures that the table has rows for; drawn_n counts them. A figure that cannot be drawn
 * does not stop the others' data. */
static enum stf_status draw(const struct stf_plot_in *in, const struct stf_console *console,
                            size_t *drawn_n, struct stf_error *error) {
  enum stf_status worst = STF_OK;
  for (size_t i = 0; i < STF_PLOT_FIGURES_N; i++) {
    size_t points_n = 0;
    struct stf_error own = {0};
    enum stf_status status = stf_plot_write(in, &STF_PLOT_FIGURES[i], &points_n, &own);
    if (status != STF_OK) {
      worst = worst == STF_OK ? status : worst;
      *error = error->message[0] == '\0' ? own : *error;
      if (status != STF_ERR_TOOL) {
        *error = own;
        return status;
      }
      (void)fprintf(console->out, "%s/%s.gp\n%s/%s.csv\n", in->folder, STF_PLOT_FIGURES[i].name,
                    in->folder, STF_PLOT_FIGURES[i].name);
      continue;
    }
    if (points_n > 0) {
      (*drawn_n)++;
      (void)fprintf(console->out, "%s/%s.svg\n", in->folder, STF_PLOT_FIGURES[i].name);
    }
  }
  return worst;
}

static enum stf_status open_zone(const struct stf_arguments *arguments,
                                 const struct stf_table_read_facts *facts,
                                 struct stf_zone **zone, struct stf_error *error) {
  const char *name = stf_options_text(arguments, "timezone");
  if (name == NULL) {
    name = facts->timezone[0] != '\0' ? facts->timezone : "UTC";
  }
  return stf_log_zone_named(name, zone, error);
}

static enum stf_status plot(const struct stf_console *console,
                            const struct stf_arguments *arguments, struct stf_table *table,
                            struct stf_diags *diags, struct stf_error *error) {
  struct stf_table_read_facts facts;
  struct stf_zone *zone = NULL;
  const char *day = stf_options_text(arguments, "day");
  struct stf_civil date;
  if (day != NULL && !stf_zone_parse_date(day, &date)) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--day wants a date such as 2026-12-21, not '%s'", day);
  }
  enum stf_status status =
      stf_table_read_file(stf_options_operand(arguments, 0), table, &facts, diags, error);
  if (status == STF_OK) {
    status = open_zone(arguments, &facts, &zone, error);
  }
  if (status == STF_OK) {
    status = stf_folder_make(stf_options_text(arguments, "output"), error);
  }
  if (status == STF_OK) {
    struct stf_plot_in in = {.table = table,
                             .zone = zone,
                             .folder = stf_options_text(arguments, "output"),
                             .day = day,
                             .caption = facts.line,
                             .gnuplot = stf_options_text(arguments, "gnuplot")};
    size_t drawn_n = 0;
    status = check(&in, arguments, error);
    if (status == STF_OK) {
      status = draw(&in, console, &drawn_n, error);
    }
    if (status == STF_OK && drawn_n == 0) {
      status = stf_status_fail(error, STF_ERR_INPUT, 0,
                               "'%s' has no rows to draw%s%s; it needs the group %s",
                               stf_options_operand(arguments, 0), in.day != NULL ? " of " : "",
                               in.day != NULL ? in.day : "",
                               in.day != NULL ? "interval (run or actuals --by interval)"
                                              : "time_of_day (--by time_of_day)");
    }
  }
  stf_zone_free(zone);
  return status;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  struct stf_table table = {0};
  struct stf_diags diags;
  struct stf_error error = {0};
  stf_diag_init(&diags, NULL);
  enum stf_status status = plot(console, arguments, &table, &diags, &error);
  int code = stf_talk_end(console, command, &diags, status, &error);
  stf_row_table_clear(&table);
  stf_diag_clear(&diags);
  return code;
}

const struct stf_command STF_COMMAND_PLOT = {
    .name = "plot",
    .summary = "figures of a results table: band against actual through the day",
    .usage = "staffetta plot RESULTS.csv [OPTIONS]",
    .example = "staffetta plot results.csv -o out",
    .group = "report",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = 1,
    .details = "For each figure an SVG, the gnuplot script and its CSV stand side by side in "
               "DIR: change the script and run\n"
               "gnuplot on it again. Without gnuplot script and data are written all the same "
               "(exit 4).",
    .run = run,
};
