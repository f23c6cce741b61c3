/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_stretch.h"

#include "input/dialect.h"
#include "scenario/scenario_sheet.h"

#include <stdio.h>
#include <string.h>

enum {
  DAY_S = 86400
};

static const char *skip_blanks(const char *p) {
  for (;;) {
    if (*p == ' ' || *p == '\t' || *p == '\n') {
      p++;
    } else if (strncmp(p, "\xc2\xa0", 2) == 0) {
      p += 2;
    } else {
      return p;
    }
  }
}

/* Behind a hyphen, an en or an em dash; NULL: there is none. */
static const char *skip_dash(const char *p) {
  if (*p == '-') {
    return p + 1;
  }
  return strncmp(p, "\xe2\x80\x93", 3) == 0 || strncmp(p, "\xe2\x80\x94", 3) == 0 ? p + 3
                                                                                  : NULL;
}

static const char *take_clock(const char *p, int32_t *out_s) {
  size_t n = strspn(p, "0123456789:.aApPmM");
  return stf_dialect_clock(p, n, out_s) ? p + n : NULL;
}

static const char *take_word(const char *p, struct stf_scenario_stretch *stretch) {
  static const char *const WORDS[] = {"unpaid", "paid"};
  for (size_t i = 0; i < 2; i++) {
    size_t n = strlen(WORDS[i]);
    if (strncmp(p, WORDS[i], n) == 0) {
      stretch->paid = i == 1;
      stretch->marked = true;
      return p + n;
    }
  }
  return p;
}

static const char *take_stretch(const char *text, struct stf_scenario_stretch *out) {
  const char *p = take_clock(text, &out->from_s);
  p = p != NULL ? skip_dash(skip_blanks(p)) : NULL;
  p = p != NULL ? take_clock(skip_blanks(p), &out->to_s) : NULL;
  return p != NULL ? take_word(skip_blanks(p), out) : NULL;
}

bool stf_scenario_stretch_parse(const char *text, struct stf_scenario_stretches *out,
                                char why[STF_SCENARIO_STRETCH_TEXT]) {
  *out = (struct stf_scenario_stretches){.n = 0};
  for (const char *p = skip_blanks(text); *p != '\0';) {
    struct stf_scenario_stretch stretch = {0};
    const char *end = take_stretch(p, &stretch);
    if (end == NULL) {
      (void)snprintf(why, STF_SCENARIO_STRETCH_TEXT,
                     "'%.40s' is not of the form 9-13 or 09:00-13:30%s", p,
                     stf_scenario_sheet_is_spoilt(p)
                         ? ": a spreadsheet has made a date of it, so format its cells as text"
                         : "");
      return false;
    }
    if (out->n == STF_SCENARIO_STRETCH_MAX) {
      (void)snprintf(why, STF_SCENARIO_STRETCH_TEXT, "more than %d stretches",
                     STF_SCENARIO_STRETCH_MAX);
      return false;
    }
    out->items[out->n++] = stretch;
    p = skip_blanks(end);
    if (*p != '\0' && strchr(",;+/", *p) != NULL) {
      p = skip_blanks(p + 1);
    }
  }
  return true;
}

static bool place(struct stf_scenario_stretch *stretch, int32_t after_s,
                  char why[STF_SCENARIO_STRETCH_TEXT]) {
  if (stretch->from_s < after_s && after_s > DAY_S) {
    stretch->from_s += DAY_S;
    stretch->to_s += DAY_S;
  }
  if (stretch->from_s < after_s) {
    (void)snprintf(why, STF_SCENARIO_STRETCH_TEXT,
                   "its stretches overlap or are not in order of time");
    return false;
  }
  if (stretch->to_s == stretch->from_s) {
    (void)snprintf(why, STF_SCENARIO_STRETCH_TEXT, "it ends when it starts");
    return false;
  }
  if (stretch->to_s < stretch->from_s) {
    stretch->to_s += DAY_S;
    int32_t length_s = stretch->to_s - stretch->from_s;
    if (length_s > STF_SCENARIO_STRETCH_NIGHT_S) {
      (void)snprintf(
          why, STF_SCENARIO_STRETCH_TEXT,
          "it ends before it starts, and over midnight it would last %.3g h (at most "
          "%d)",
          length_s / 3600.0, STF_SCENARIO_STRETCH_NIGHT_S / 3600);
      return false;
    }
  }
  return true;
}

bool stf_scenario_stretch_follow(struct stf_scenario_stretches *stretches,
                                 char why[STF_SCENARIO_STRETCH_TEXT]) {
  int32_t after_s = 0;
  for (size_t i = 0; i < stretches->n; i++) {
    if (!place(&stretches->items[i], after_s, why)) {
      return false;
    }
    after_s = stretches->items[i].to_s;
  }
  return true;
}

bool stf_scenario_stretch_fit(const struct stf_scenario_stretches *shift,
                              struct stf_scenario_stretches *breaks,
                              char why[STF_SCENARIO_STRETCH_TEXT]) {
  int32_t start_s = shift->items[0].from_s;
  int32_t end_s = shift->items[shift->n - 1].to_s;
  for (size_t i = 0; i < breaks->n; i++) {
    struct stf_scenario_stretch *b = &breaks->items[i];
    b->from_s += b->from_s < start_s ? DAY_S : 0;
    while (b->to_s < b->from_s) {
      b->to_s += DAY_S;
    }
    if (b->from_s <= start_s || b->to_s >= end_s || b->from_s == b->to_s) {
      (void)snprintf(why, STF_SCENARIO_STRETCH_TEXT,
                     "a break is not inside the shift: there must be work before and after it");
      return false;
    }
  }
  return true;
}
