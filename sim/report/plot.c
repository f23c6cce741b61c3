/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/plot.h"

#include "report/gnuplot.h"
#include "report/output.h"
#include "report/text_label.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

extern const char STF_BAND_GP[];

const struct stf_plot_figure STF_PLOT_FIGURES[] = {
    {"wait", "wait", "answered", "p90", "Wait of the answered, 90 % waited less", "wait", false,
     STF_PLOT_CLOCK},
    {"service_level", "service_level", "sl3", "share", "Service level", "answered in time",
     true, STF_PLOT_CLOCK},
    {"utilization", "utilization", "", "share", "Utilization", "busy share of staffed time",
     true, STF_PLOT_CLOCK},
    {"waiting", "queue_length", "waiting", "mean", "Contacts waiting", "contacts", false,
     STF_PLOT_PERIOD},
    {"sla", "sla_compliance", "", "share", "SLA", "kept", true, STF_PLOT_PERIOD},
    {"sla_days", "sla_compliance", "", "share", "SLA", "kept", true, STF_PLOT_DAYS},
};
const size_t STF_PLOT_FIGURES_N = STF_COUNT_OF(STF_PLOT_FIGURES);

enum {
  PATH_BYTES = 4096,
  HEADING = 256
};

struct seen {
  int64_t first_min; /* place of the first point */
  int64_t last_min;  /* place of the point before; -1: none */
  int64_t step_min;  /* smallest distance of two points */
  size_t points_n;
  double most; /* largest value of the line that stands for the rest */
  bool actual;
  bool verdict; /* the actuals are held against the bands */
  bool predicted;
  bool band;
  bool band95;
};

/* True if the row stands on the figure's axis. */
static bool is_on_axis(const struct stf_plot_in *in, enum stf_plot_axis axis,
                       const struct stf_row *row) {
  if (in->day == NULL && axis == STF_PLOT_CLOCK) {
    return strcmp(row->group, "time_of_day") == 0;
  }
  if (axis == STF_PLOT_DAYS) {
    return in->day == NULL && strcmp(row->group, "day") == 0;
  }
  if (row->group[0] != '\0' || row->interval_start_us == INT64_MIN) {
    return false;
  }
  if (in->day == NULL || axis == STF_PLOT_PERIOD) {
    return in->day == NULL;
  }
  char text[STF_ZONE_TEXT];
  (void)stf_zone_format(in->zone, row->interval_start_us, text);
  return strncmp(text, in->day, 10) == 0;
}

static bool fits(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                 const struct stf_row *row, const char *definition) {
  if (strcmp(row->kpi, figure->kpi) != 0 || strcmp(row->statistic, figure->statistic) != 0) {
    return false;
  }
  if (definition != NULL
          ? strcmp(row->definition, definition) != 0
          : strncmp(row->definition, figure->definition, strlen(figure->definition)) != 0) {
    return false;
  }
  return is_on_axis(in, figure->axis, row);
}

/* The definition to show: of several thresholds or variants the first in the table. */
static const char *definition_of(const struct stf_plot_in *in,
                                 const struct stf_plot_figure *figure) {
  for (size_t i = 0; i < in->table->rows_n; i++) {
    if (fits(in, figure, &in->table->rows[i], NULL)) {
      return in->table->rows[i].definition;
    }
  }
  return NULL;
}

/* A point's place on the axis, as gnuplot reads it; returns it in minutes. */
static int64_t place_of(const struct stf_plot_in *in, enum stf_plot_axis axis,
                        const struct stf_row *row, char out[STF_ZONE_TEXT]) {
  struct stf_civil civil = {0};
  if (axis == STF_PLOT_DAYS) {
    (void)snprintf(out, STF_ZONE_TEXT, "%.10s", row->key);
    return stf_zone_parse_date(row->key, &civil) ? stf_zone_day_number(&civil) * 1440 : 0;
  }
  if (axis == STF_PLOT_CLOCK && in->day == NULL) {
    int32_t second = 0;
    (void)snprintf(out, STF_ZONE_TEXT, "%.5s", row->key);
    return stf_zone_parse_clock(out, &second) ? second / 60 : 0;
  }
  stf_zone_to_civil(in->zone, row->interval_start_us, &civil, NULL);
  if (axis == STF_PLOT_CLOCK) {
    (void)snprintf(out, STF_ZONE_TEXT, "%02d:%02d", civil.hour, civil.minute);
    return civil.hour * 60 + civil.minute;
  }
  (void)snprintf(out, STF_ZONE_TEXT, "%04d-%02d-%02d %02d:%02d", civil.year, civil.month,
                 civil.day, civil.hour, civil.minute);
  return row->interval_start_us / 60000000;
}

static bool is_point(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                     const struct stf_row *row, const char *definition) {
  return fits(in, figure, row, definition) &&
         (isfinite(row->actual) || isfinite(row->predicted));
}

/* Smallest distance of neighbouring points [min]; a day if there is but one. */
static int64_t step_of(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                       const char *definition) {
  int64_t step_min = 1440;
  int64_t last_min = -1;
  for (size_t i = 0; i < in->table->rows_n; i++) {
    if (is_point(in, figure, &in->table->rows[i], definition)) {
      char text[STF_ZONE_TEXT];
      int64_t now_min = place_of(in, figure->axis, &in->table->rows[i], text);
      if (last_min >= 0 && now_min > last_min && now_min - last_min < step_min) {
        step_min = now_min - last_min;
      }
      last_min = now_min;
    }
  }
  return step_min;
}

static void print_cell(FILE *file, double value) {
  if (isfinite(value)) {
    (void)fprintf(file, ",%.17g", value);
  } else {
    (void)fputc(',', file);
  }
}

static void see(struct seen *seen, const struct stf_row *row) {
  seen->points_n++;
  seen->actual = seen->actual || isfinite(row->actual);
  seen->verdict = seen->verdict || row->inside80 != STF_INSIDE_NONE;
  seen->predicted = seen->predicted || isfinite(row->predicted);
  seen->band = seen->band || isfinite(row->band80_lo);
  seen->band95 = seen->band95 || isfinite(row->band95_lo);
  double value = isfinite(row->predicted) ? row->predicted : row->actual;
  seen->most = value > seen->most ? value : seen->most;
}

static void write_points(FILE *file, const struct stf_plot_in *in,
                         const struct stf_plot_figure *figure, const char *definition,
                         struct seen *seen) {
  (void)fputs("time,actual,predicted,band80_lo,band80_hi,band95_lo,band95_hi\n", file);
  for (size_t i = 0; i < in->table->rows_n; i++) {
    const struct stf_row *row = &in->table->rows[i];
    if (!is_point(in, figure, row, definition)) {
      continue;
    }
    char place[STF_ZONE_TEXT];
    int64_t now_min = place_of(in, figure->axis, row, place);
    if (seen->last_min >= 0 && now_min - seen->last_min > seen->step_min) {
      (void)fputc('\n', file); /* a closed stretch: lines and bands do not run through it */
    }
    seen->first_min = seen->last_min < 0 ? now_min : seen->first_min;
    seen->last_min = now_min;
    (void)fputs(place, file);
    const double cells[] = {row->actual,    row->predicted, row->band80_lo,
                            row->band80_hi, row->band95_lo, row->band95_hi};
    for (size_t c = 0; c < STF_COUNT_OF(cells); c++) {
      print_cell(file, cells[c]);
    }
    (void)fputc('\n', file);
    see(seen, row);
  }
}

/* "Service level: answered in 20 s, of the offered, 2026-11-09". */
static void heading_of(const struct stf_plot_in *in, const struct stf_plot_figure *figure,
                       const char *definition, char out[HEADING]) {
  const struct stf_row row = {.definition = definition};
  char limit[STF_TEXT_LABEL_TEXT];
  char words[STF_TEXT_LABEL_TEXT];
  char what[HEADING / 2] = "";
  stf_text_label_limit(&row, limit);
  stf_text_label_definition(definition, words);
  if (limit[0] != '\0') {
    (void)snprintf(what, sizeof what, ": answered in %s, of the offered", limit);
  } else if (strcmp(definition, figure->definition) != 0) {
    (void)snprintf(what, sizeof what, " (%s)", words);
  }
  static const char *const OVER[] = {[STF_PLOT_CLOCK] = "through the day",
                                     [STF_PLOT_PERIOD] = "over the period",
                                     [STF_PLOT_DAYS] = "by day"};
  (void)snprintf(out, HEADING, "%s%s, %s", figure->heading, what,
                 in->day != NULL ? in->day : OVER[figure->axis]);
}

/* Seconds up to ten minutes, then minutes, then hours; the data stay in seconds. */
static double unit_of(const struct stf_plot_figure *figure, const struct seen *seen,
                      const char **name) {
  *name = "";
  if (strcmp(figure->kpi, "wait") != 0) {
    return 1;
  }
  bool hours = seen->most > 5 * 3600;
  bool minutes = seen->most > 600;
  *name = hours ? " [h]" : minutes ? " [min]" : " [s]";
  return hours ? 3600 : minutes ? 60 : 1;
}

static void write_script(FILE *file, const struct stf_plot_in *in,
                         const struct stf_plot_figure *figure, const char *definition,
                         const struct seen *seen) {
  char text[HEADING];
  (void)snprintf(text, sizeof text, "%s.csv", figure->name);
  stf_gnuplot_put_text(file, "data", text);
  (void)snprintf(text, sizeof text, "%s.svg", figure->name);
  (void)fputs("if (!exists(\"out\")) ", file);
  stf_gnuplot_put_text(file, "out", text);
  heading_of(in, figure, definition, text);
  stf_gnuplot_put_text(file, "heading", text);
  const char *unit_name = "";
  double unit = unit_of(figure, seen, &unit_name);
  (void)snprintf(text, sizeof text, "%s%s", figure->label, unit_name);
  stf_gnuplot_put_text(file, "label", text);
  stf_gnuplot_put_text(file, "caption", in->caption);
  int64_t days_n = (seen->last_min - seen->first_min) / 1440 + 1;
  (void)fprintf(file,
                "unit = %g\npercent = %d\nhas_actual = %d\nhas_predicted = %d\nhas_band = %d\n"
                "has_band95 = %d\nis_dated = %d\nis_daily = %d\ndays_n = %lld\n",
                unit, figure->percent, seen->actual, seen->predicted, seen->band, seen->band95,
                figure->axis != STF_PLOT_CLOCK, figure->axis == STF_PLOT_DAYS,
                (long long)days_n);
  stf_gnuplot_put_text(file, "actual_name",
                       seen->verdict || !seen->predicted ? "actual" : "log (not comparable)");
  (void)fputs(STF_BAND_GP, file);
}

/* Opens FOLDER/NAME.ENDING, which may be there already. */
static enum stf_status open_file(const struct stf_plot_in *in, const char *name,
                                 const char *ending, char path[PATH_BYTES],
                                 struct stf_output *output, struct stf_error *error) {
  int n = snprintf(path, PATH_BYTES, "%s/%s.%s", in->folder, name, ending);
  if (n < 0 || n >= PATH_BYTES) {
    return stf_status_fail(error, STF_ERR_IO, ENAMETOOLONG, "cannot write in '%s'", in->folder);
  }
  return stf_output_open(output, path, true, NULL, NULL, error);
}

enum stf_status stf_plot_check(const struct stf_plot_in *in,
                               const struct stf_plot_figure *figure, struct stf_error *error) {
  static const char *const ENDINGS[] = {"csv", "gp", "svg"};
  enum stf_status status = STF_OK;
  if (definition_of(in, figure) == NULL) {
    return STF_OK;
  }
  for (size_t i = 0; i < STF_COUNT_OF(ENDINGS) && status == STF_OK; i++) {
    char path[2 * PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s.%s", in->folder, figure->name, ENDINGS[i]);
    status = stf_output_check(path, false, error);
  }
  return status;
}

enum stf_status stf_plot_write(const struct stf_plot_in *in,
                               const struct stf_plot_figure *figure, size_t *points_n,
                               struct stf_error *error) {
  *points_n = 0;
  const char *definition = definition_of(in, figure);
  if (definition == NULL) {
    return STF_OK;
  }
  struct seen seen = {.last_min = -1, .step_min = step_of(in, figure, definition)};
  struct stf_output output = {0};
  char path[PATH_BYTES];
  enum stf_status status = open_file(in, figure->name, "csv", path, &output, error);
  if (status != STF_OK) {
    return status;
  }
  write_points(output.file, in, figure, definition, &seen);
  status = stf_output_commit(&output, error);
  if (status == STF_OK) {
    status = open_file(in, figure->name, "gp", path, &output, error);
  }
  if (status != STF_OK) {
    return status;
  }
  write_script(output.file, in, figure, definition, &seen);
  status = stf_output_commit(&output, error);
  *points_n = seen.points_n;
  const struct stf_gnuplot_in gnuplot = {
      .program = in->gnuplot, .folder = in->folder, .name = figure->name, .ending = "svg"};
  return status == STF_OK && seen.points_n > 0 ? stf_gnuplot_draw(&gnuplot, error) : status;
}
