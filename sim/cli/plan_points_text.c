/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_points_text.h"

#include "report/number.h"
#include "report/table_csv.h"

#include <math.h>
#include <string.h>

enum {
  KEY_WIDTH = 24 /* characters of a column */
};

static const char *value_text(const struct stf_plan_points *points,
                              const struct stf_plan_point *point, size_t axis) {
  const struct stf_design *design = &points->design;
  return design->texts[point->combination * design->axes_n + axis];
}

static const char *sureness(const struct stf_plan_point *point) {
  if (point->end == STF_REQUIRE_OUT_OF_REACH) {
    return "out of reach";
  }
  if (!point->proven) {
    return "draft";
  }
  return point->end == STF_REQUIRE_PROVEN ? "proven" : "not proven";
}

static void put_number(FILE *file, double number, int width, int decimals) {
  char text[STF_NUMBER_TEXT];
  if (isfinite(number)) {
    (void)stf_number_grouped(number, decimals, text);
  } else {
    (void)snprintf(text, sizeof text, "-");
  }
  (void)fprintf(file, "  %*s", width, text);
}

static void put_share(FILE *file, double share) {
  if (share > 0) {
    (void)fprintf(file, "%7.4g %%", 100 * share);
  } else {
    (void)fprintf(file, "%9s", "promised");
  }
}

static void put_point(FILE *file, const struct stf_plan_points *points,
                      const struct stf_plan_point *point) {
  bool reached = point->end != STF_REQUIRE_OUT_OF_REACH;
  put_share(file, point->share);
  for (size_t a = 0; a < points->design.axes_n; a++) {
    (void)fprintf(file, "  %*.*s", KEY_WIDTH, KEY_WIDTH, value_text(points, point, a));
  }
  put_number(file, reached ? point->people_h : (double)NAN, 11, 1);
  if (points->currency != NULL) {
    put_number(file, point->people, 12, 0);
    if (points->has_shifts) {
      put_number(file, point->hires, 12, 0);
    }
    put_number(file, point->penalties, 15, 0);
    put_number(file, point->total, 12, 0);
  }
  put_number(file, reached ? 100 * point->kept : (double)NAN, 7, 1);
  (void)fprintf(file, "  %s\n", sureness(point));
}

/* The end of a key says more than its beginning. */
static const char *short_key(const char *key) {
  size_t n = strlen(key);
  return n > KEY_WIDTH ? key + (n - KEY_WIDTH) : key;
}

static void put_money_head(FILE *file, const struct stf_plan_points *points, const char *what,
                           int width) {
  char head[32];
  (void)snprintf(head, sizeof head, "%s [%.8s]", what, points->currency);
  (void)fprintf(file, "  %*s", width, head);
}

static void put_table(FILE *file, const struct stf_plan_points *points) {
  (void)fprintf(file, "%9s", "share");
  for (size_t a = 0; a < points->design.axes_n; a++) {
    (void)fprintf(file, "  %*s", KEY_WIDTH, short_key(points->design.axes[a].key));
  }
  (void)fprintf(file, "  %11s", "people [h]");
  if (points->currency != NULL) {
    put_money_head(file, points, "people", 12);
    if (points->has_shifts) {
      put_money_head(file, points, "hiring", 12);
    }
    put_money_head(file, points, "penalties", 15);
    put_money_head(file, points, "in all", 12);
  }
  (void)fprintf(file, "  %7s\n", points->on_average ? "above %" : "kept %");
  for (size_t i = 0; i < points->n; i++) {
    put_point(file, points, &points->items[i]);
  }
}

/* What a point of share costs between two lines. */
static void put_step(FILE *file, const struct stf_plan_points *points,
                     const struct stf_plan_point *before, const struct stf_plan_point *point) {
  char text[STF_NUMBER_TEXT];
  double more = 100 * (point->share - before->share);
  (void)stf_number_grouped(
      (stf_plan_points_worth(points, point) - stf_plan_points_worth(points, before)) / more, 1,
      text);
  (void)fprintf(file, "%11s each of the %.3g points above the line before: %s %s\n", "", more,
                text, points->currency != NULL ? points->currency : "h");
}

/* The cheapest of each share, and what it costs more than that of the share before. */
static void put_frontier(FILE *file, const struct stf_plan_points *points) {
  const struct stf_plan_point *before = NULL;
  (void)fprintf(file, "\ncheapest of each share, by %s\n",
                points->currency != NULL ? "cost in all" : "hours of people");
  for (size_t s = 0; s < points->shares_n; s++) {
    const struct stf_plan_point *point = stf_plan_points_cheapest(points, s);
    if (point == NULL) {
      put_share(file, points->shares[s]);
      (void)fputs("  out of reach\n", file);
      continue;
    }
    put_point(file, points, point);
    if (before != NULL && point->share > before->share) {
      put_step(file, points, before, point);
    }
    before = point;
  }
  (void)fputs("(drafts are searched on one set of customers; the cheapest of each share to the "
              "end, and proven on others: kept is then the lower 95 % limit)\n",
              file);
}

/* Nothing where there is nothing to say. */
static void put_cell(FILE *file, const struct stf_plan_point *point, double number) {
  char text[STF_NUMBER_TEXT];
  (void)fputc(',', file);
  if (point->end != STF_REQUIRE_OUT_OF_REACH && isfinite(number)) {
    (void)stf_number_exact(number, text);
    (void)fputs(text, file);
  }
}

enum stf_status stf_plan_points_text_csv(void *context, FILE *file) {
  const struct stf_plan_points *points = context;
  for (size_t i = 0; i < points->lines_n; i++) {
    (void)fprintf(file, "# %s\n", points->lines[i]);
  }
  (void)fputs("share", file);
  for (size_t a = 0; a < points->design.axes_n; a++) {
    (void)fputc(',', file);
    stf_table_csv_text(file, points->design.axes[a].key);
  }
  (void)fprintf(file, ",people_h,people_cost,hires_cost,penalties,total,currency,%s,sureness\n",
                points->on_average ? "above_share" : "kept_share");
  for (size_t i = 0; i < points->n; i++) {
    const struct stf_plan_point *point = &points->items[i];
    const double numbers[] = {point->people_h, point->people, point->hires, point->penalties,
                              point->total};
    char text[STF_NUMBER_TEXT];
    if (point->share > 0) {
      (void)stf_number_exact(point->share, text);
      (void)fputs(text, file);
    }
    for (size_t a = 0; a < points->design.axes_n; a++) {
      (void)fputc(',', file);
      stf_table_csv_text(file, value_text(points, point, a));
    }
    for (size_t k = 0; k < STF_COUNT_OF(numbers); k++) {
      put_cell(file, point, numbers[k]);
    }
    (void)fprintf(file, ",%s", points->currency != NULL ? points->currency : "");
    put_cell(file, point, point->kept);
    (void)fprintf(file, ",%s\n", sureness(point));
  }
  return STF_OK;
}

void stf_plan_points_text_write(FILE *file, const struct stf_plan_points *points,
                                bool is_whole) {
  (void)fprintf(file, "%s\n", points->head != NULL ? points->head : "");
  put_table(file, points);
  if (is_whole) {
    put_frontier(file, points);
  }
}
