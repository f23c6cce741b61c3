/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write.h"

#include "base/quantity.h"
#include "scenario/write_after.h"
#include "scenario/write_busyness.h"
#include "scenario/write_support.h"
#include "scenario/write_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writer {
  const struct stf_write_desk *desk;
  struct stf_write_files files;
  size_t capacity;
  FILE *yaml;
  bool no_memory;
};

/* A file of the folder while it is written. */
struct page {
  FILE *stream;
  char *bytes;
  size_t bytes_n;
};

enum {
  NAME_TEXT = 128 /* bytes of a file name */
};

static bool begin_page(struct writer *w, struct page *page) {
  *page = (struct page){0};
  page->stream = open_memstream(&page->bytes, &page->bytes_n);
  w->no_memory = w->no_memory || page->stream == NULL;
  return page->stream != NULL;
}

/* Closes the page and keeps it under the name. */
static void end_page(struct writer *w, struct page *page, const char *name) {
  bool written = !ferror(page->stream);
  written = fclose(page->stream) == 0 && written;
  struct stf_write_file *items =
      stf_mem_grown(NULL, w->files.items, &w->capacity, w->files.items_n + 1, sizeof *items);
  w->files.items = items != NULL ? items : w->files.items;
  char *copy = strdup(name);
  if (!written || items == NULL || copy == NULL) {
    free(page->bytes);
    free(copy);
    w->no_memory = true;
    return;
  }
  items[w->files.items_n++] = (struct stf_write_file){copy, page->bytes, page->bytes_n};
}

static bool taken(const struct writer *w, const char *name) {
  for (size_t i = 0; i < w->files.items_n; i++) {
    if (strcmp(w->files.items[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

/* "service-orders.csv": what is awkward in a file name is '_', and doubles are numbered. */
static void name_file(const struct writer *w, const char *kind, const char *of,
                      char out[NAME_TEXT]) {
  char plain[64];
  stf_write_text_plain(of, plain, sizeof plain);
  (void)snprintf(out, NAME_TEXT, "%s-%s.csv", kind, plain);
  for (int i = 2; taken(w, out); i++) {
    (void)snprintf(out, NAME_TEXT, "%s-%s-%d.csv", kind, plain, i);
  }
}

/* ---- laws ---- */

static void write_points(struct writer *w, const struct stf_law_points *points,
                         const char *name) {
  struct page page;
  if (!begin_page(w, &page)) {
    return;
  }
  (void)fputs("value_s,survival\n", page.stream);
  for (size_t i = 0; i < points->n; i++) {
    stf_write_text_number(page.stream, points->values_s[i]);
    (void)fputc(',', page.stream);
    stf_write_text_number(page.stream, points->survival[i]);
    (void)fputc('\n', page.stream);
  }
  end_page(w, &page, name);
}

static void write_parameters(FILE *yaml, const struct stf_law *law) {
  const struct stf_law_form *form = &STF_LAW_FORMS[law->kind];
  const char *comma = "";
  (void)fprintf(yaml, "{%s: {", form->name);
  for (size_t i = 0; i < form->parameters_n; i++) {
    if (isnan(law->parameters[i])) {
      continue;
    }
    (void)fprintf(yaml, "%s%s: ", comma, form->parameters[i].name);
    if (strcmp(form->parameters[i].unit, "s") == 0) {
      stf_write_text_duration(yaml, law->parameters[i]);
    } else {
      stf_write_text_number(yaml, law->parameters[i]);
    }
    comma = ", ";
  }
  (void)fputs("}}\n", yaml);
}

/* The law and the end of its line; kind and of make the name of an empirical law's file. */
static void write_law_value(struct writer *w, const char *key, const struct stf_law *law,
                            const char *of) {
  if (law->kind == STF_LAW_CONSTANT) {
    stf_write_text_duration(w->yaml, law->parameters[0]);
    (void)fputc('\n', w->yaml);
  } else if (law->kind == STF_LAW_NEVER) {
    (void)fputs("never\n", w->yaml);
  } else if (law->kind == STF_LAW_EMPIRICAL) {
    char name[NAME_TEXT];
    name_file(w, key, of, name);
    write_points(w, law->points, name);
    (void)fprintf(w->yaml, "{empirical: {file: %s", name);
    if (law->points->tail_mean_s > 0) {
      (void)fputs(", tail_mean: ", w->yaml);
      stf_write_text_duration(w->yaml, law->points->tail_mean_s);
    }
    (void)fputs("}}\n", w->yaml);
  } else {
    write_parameters(w->yaml, law);
  }
}

/* "    service: ..." with its note above it. */
static void write_law(struct writer *w, const char *key, const struct stf_law *law,
                      const char *of, const char *note) {
  stf_write_text_note(w->yaml, "    ", note);
  (void)fprintf(w->yaml, "    %s: ", key);
  write_law_value(w, key, law, of);
}

/* ---- head ---- */

static void write_duration_key(FILE *yaml, const char *key, double seconds) {
  (void)fprintf(yaml, "%s: ", key);
  stf_write_text_duration(yaml, seconds);
}

/* A date where the period begins or ends at midnight; the last day belongs to it. */
static void write_edge(FILE *yaml, const struct stf_zone *zone, int64_t at_us, bool last) {
  int64_t day_us = last ? stf_zone_day_start(zone, at_us - 1) : at_us;
  bool midnight = stf_zone_day_start(zone, at_us) == at_us &&
                  (!last || stf_zone_next_day(zone, day_us) == at_us);
  if (midnight) {
    struct stf_civil civil;
    stf_zone_to_civil(zone, day_us, &civil, NULL);
    (void)fprintf(yaml, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  } else {
    (void)fputc('"', yaml);
    stf_write_text_instant(yaml, zone, at_us);
    (void)fputc('"', yaml);
  }
}

static void write_service_level(const struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  const char *comma = "";
  if (desk->within_n == 0 && !(desk->short_abandon_s > 0)) {
    return;
  }
  (void)fputs("service_level: {", w->yaml);
  for (size_t i = 0; i < desk->within_n; i++) {
    (void)fputs(i == 0 ? "within: [" : ", ", w->yaml);
    stf_write_text_duration(w->yaml, desk->within_s[i]);
    comma = i + 1 == desk->within_n ? "], " : "";
  }
  if (desk->short_abandon_s > 0) {
    (void)fputs(comma, w->yaml);
    write_duration_key(w->yaml, "short_abandon", desk->short_abandon_s);
  } else {
    (void)fputc(']', w->yaml);
  }
  (void)fputs("}\n", w->yaml);
}

/* The days behind the figures, which stay when the period is another one. */
static void write_fitted(const struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  if (!desk->is_fitted) {
    return;
  }
  (void)fputs("fitted: {from: ", w->yaml);
  write_edge(w->yaml, desk->zone, desk->from_us, false);
  (void)fputs(", to: ", w->yaml);
  write_edge(w->yaml, desk->zone, desk->to_us, true);
  if (desk->horizon_weeks > 0) {
    (void)fprintf(w->yaml, ", horizon: %d w", desk->horizon_weeks);
  }
  (void)fputs("}\n", w->yaml);
}

static void write_head(const struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  FILE *yaml = w->yaml;
  stf_write_text_note(yaml, "", desk->note);
  (void)fputs("format: 1\ntitle: ", yaml);
  stf_write_text_word(yaml, desk->title);
  (void)fprintf(yaml, "\ntimezone: %s\nperiod: {from: ", stf_zone_name(desk->zone));
  write_edge(yaml, desk->zone, desk->from_us, false);
  (void)fputs(", to: ", yaml);
  write_edge(yaml, desk->zone, desk->to_us, true);
  (void)fputs("}\n", yaml);
  write_fitted(w);
  write_duration_key(yaml, "interval", (double)desk->interval_us * 1e-6);
  (void)fputs("\nedges: {start: ", yaml);
  if (desk->warmup_us > 0) {
    write_duration_key(yaml, "{warmup", (double)desk->warmup_us * 1e-6);
    (void)fputc('}', yaml);
  } else {
    (void)fputs("empty", yaml);
  }
  (void)fprintf(yaml, ", end: %s}\n",
                desk->end == STF_EDGE_HORIZON ? "horizon" : "until_empty");
  write_service_level(w);
  if (desk->log != NULL) {
    (void)fputs("log: ", yaml);
    stf_write_text_word(yaml, desk->log);
    (void)fputc('\n', yaml);
  }
}

/* ---- uncertainty ---- */

static void write_factor(FILE *out, size_t draw, const char *class_name, const char *parameter,
                         double value) {
  (void)fprintf(out, "%zu,", draw + 1);
  stf_write_text_field(out, class_name);
  (void)fprintf(out, ",%s,", parameter);
  stf_write_text_number(out, value);
  (void)fputs(",\n", out);
}

/* The pause is that of all teams alike. */
static void write_team_factors(FILE *out, const struct stf_write_desk *desk, size_t draw) {
  const struct stf_parameters_team *teams = desk->draws->teams;
  if (teams == NULL) {
    return;
  }
  write_factor(out, draw, "", "pause", teams[draw * desk->teams_n].pause);
  for (size_t t = 0; t < desk->teams_n; t++) {
    const double *speeds = teams[draw * desk->teams_n + t].speeds;
    for (uint32_t j = 1; speeds != NULL && j < desk->teams[t].cap; j++) {
      (void)fprintf(out, "%zu,,speed_%u,", draw + 1, (unsigned)j + 1);
      stf_write_text_number(out, speeds[j]);
      (void)fputc(',', out);
      stf_write_text_field(out, desk->teams[t].name);
      (void)fputc('\n', out);
    }
  }
}

static void write_draws(struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  const struct stf_parameters *draws = desk->draws;
  struct page page;
  if (draws == NULL || !begin_page(w, &page)) {
    return;
  }
  (void)fputs("draw,class,parameter,value,team\n", page.stream);
  for (size_t d = 0; d < draws->n; d++) {
    write_factor(page.stream, d, "", "day_variance", draws->day_variances[d]);
    for (size_t c = 0; c < desk->classes_n; c++) {
      const struct stf_parameters_class *of = &draws->classes[d * desk->classes_n + c];
      for (size_t weekday = 0; weekday < 7; weekday++) {
        write_factor(page.stream, d, desk->classes[c].name, STF_ZONE_WEEKDAYS[weekday],
                     of->arrivals[weekday]);
      }
      write_factor(page.stream, d, desk->classes[c].name, "service", of->service);
      write_factor(page.stream, d, desk->classes[c].name, "patience", of->patience);
      write_factor(page.stream, d, desk->classes[c].name, "containment", of->containment);
      write_factor(page.stream, d, desk->classes[c].name, "first_message", of->first_message);
    }
    write_team_factors(page.stream, desk, d);
  }
  end_page(w, &page, "draws.csv");
  stf_write_text_note(w->yaml, "", desk->draws_note);
  (void)fputs("draws: draws.csv\n", w->yaml);
}

/* ---- demand ---- */

static void write_curve(struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  struct page page;
  if (!begin_page(w, &page)) {
    return;
  }
  (void)fputs("weekday,start,class,arrivals\n", page.stream);
  for (size_t i = 0; i < 7 * desk->slots_n; i++) {
    int start_s = (int)(86400 / desk->slots_n * (i % desk->slots_n));
    for (size_t c = 0; c < desk->classes_n; c++) {
      if (desk->classes[c].rate_per_s > 0) {
        continue;
      }
      (void)fprintf(page.stream, "%s,", STF_ZONE_WEEKDAYS[i / desk->slots_n]);
      stf_write_text_clock(page.stream, start_s);
      (void)fputc(',', page.stream);
      stf_write_text_field(page.stream, desk->classes[c].name);
      (void)fputc(',', page.stream);
      stf_write_text_number(page.stream, desk->mean_arrivals[i * desk->classes_n + c]);
      (void)fputc('\n', page.stream);
    }
  }
  end_page(w, &page, "curve.csv");
}

static void write_campaigns(struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  FILE *yaml = w->yaml;
  (void)fputs(desk->campaigns_n > 0 ? "  campaigns:\n" : "", yaml);
  for (size_t i = 0; i < desk->campaigns_n; i++) {
    const struct stf_write_campaign *campaign = &desk->campaigns[i];
    stf_write_text_note(yaml, "  ", campaign->note);
    (void)fputs("  - name: ", yaml);
    stf_write_text_word(yaml, campaign->name);
    (void)fputs("\n    at: \"", yaml);
    stf_write_text_instant(yaml, desk->zone, campaign->at_us);
    (void)fprintf(yaml,
                  "\"\n    messages: %lld\n    reply_share: ", (long long)campaign->messages_n);
    stf_write_text_number(yaml, campaign->reply_share);
    (void)fputs("\n    class: ", yaml);
    stf_write_text_word(yaml, desk->classes[campaign->class_index].name);
    (void)fputs(campaign->in_frt ? "\n" : "\n    in_frt: false\n", yaml);
    write_law(w, "reply_delay", &campaign->delay, campaign->name, NULL);
  }
}

static void write_demand(struct writer *w) {
  const struct stf_write_desk *desk = w->desk;
  FILE *yaml = w->yaml;
  (void)fputs("\ndemand:\n", yaml);
  if (desk->replay != NULL) {
    (void)fputs("  replay: ", yaml);
    stf_write_text_word(yaml, desk->replay);
    (void)fputc('\n', yaml);
  } else if (desk->mean_arrivals != NULL) {
    stf_write_text_note(yaml, "  ", desk->curve_note);
    (void)fputs("  curve: curve.csv\n", yaml);
    write_curve(w);
  }
  (void)fputs("  volume: ", yaml);
  stf_write_text_number(yaml, desk->volume);
  (void)fputc('\n', yaml);
  stf_write_busyness_put(yaml, desk);
  write_campaigns(w);
}

static void write_share(struct writer *w, const char *key, double share) {
  (void)fprintf(w->yaml, "      %s: ", key);
  stf_write_text_number(w->yaml, share);
  (void)fputc('\n', w->yaml);
}

static void write_bot(struct writer *w, const struct stf_bot *bot, const char *of,
                      const char *note) {
  stf_write_text_note(w->yaml, "    ", note);
  (void)fputs("    bot:\n", w->yaml);
  write_share(w, "reach", bot->reach_share);
  write_share(w, "containment", bot->containment_share);
  write_share(w, "leave", bot->leave_share);
  (void)fputs("      duration: ", w->yaml);
  write_law_value(w, "bot", &bot->duration, of);
  if (bot->reading.kind != STF_LAW_NEVER) {
    (void)fputs("      reading: ", w->yaml);
    write_law_value(w, "reading", &bot->reading, of);
  }
}

static void write_class(struct writer *w, const struct stf_write_class *class) {
  FILE *yaml = w->yaml;
  stf_write_text_note(yaml, "  ", class->note);
  (void)fputs("  - name: ", yaml);
  stf_write_text_word(yaml, class->name);
  (void)fprintf(yaml, "\n    priority: %d\n", class->priority);
  if (class->channel != NULL) {
    (void)fputs("    channel: ", yaml);
    stf_write_text_word(yaml, class->channel);
    (void)fputc('\n', yaml);
  }
  if (class->rate_per_s > 0) {
    (void)fputs("    arrivals: ", yaml);
    stf_write_text_number(yaml, class->rate_per_s);
    (void)fputs("/s\n", yaml);
  }
  write_law(w, "service", &class->service, class->name, class->service_note);
  write_law(w, "patience", &class->patience, class->name, class->patience_note);
  if (class->first_message.kind != STF_LAW_NEVER) {
    write_law(w, "first_message", &class->first_message, class->name,
              class->first_message_note);
  }
  if (class->acknowledges) {
    stf_write_text_note(yaml, "    ", class->ack_note);
    (void)fputs("    acknowledge: ", yaml);
    stf_write_text_duration(yaml, (double)class->ack_us / (double)STF_US_PER_S);
    (void)fputc('\n', yaml);
  }
  if (class->bot.reach_share > 0) {
    write_bot(w, &class->bot, class->name, class->bot_note);
  }
  if (class->after != NULL) {
    stf_write_after(yaml, class->after, class->after_note);
  }
  stf_write_support_class(yaml, &class->support);
}

/* ---- staff ---- */

static void write_roster(struct writer *w, const struct stf_write_team *team,
                         const char *name) {
  struct page page;
  if (!begin_page(w, &page)) {
    return;
  }
  (void)fputs("agent,start,end\n", page.stream);
  for (size_t i = 0; i < team->spans_n; i++) {
    stf_write_text_field(page.stream, team->spans[i].agent);
    (void)fputc(',', page.stream);
    stf_write_text_instant(page.stream, w->desk->zone, team->spans[i].start_us);
    (void)fputc(',', page.stream);
    stf_write_text_instant(page.stream, w->desk->zone, team->spans[i].end_us);
    (void)fputc('\n', page.stream);
  }
  end_page(w, &page, name);
}

static void write_counts(struct writer *w, const struct stf_write_count *counts, size_t n,
                         const char *name) {
  struct page page;
  if (!begin_page(w, &page)) {
    return;
  }
  (void)fputs("weekday,start,agents\n", page.stream);
  for (size_t i = 0; i < n; i++) {
    (void)fprintf(page.stream, "%s,", STF_ZONE_WEEKDAYS[counts[i].weekday]);
    stf_write_text_clock(page.stream, counts[i].start_s);
    (void)fprintf(page.stream, ",%d\n", (int)counts[i].agents_n);
  }
  end_page(w, &page, name);
}

static void write_usual(struct writer *w, const struct stf_write_team *team) {
  char name[NAME_TEXT];
  if (team->usual_n == 0) {
    return;
  }
  stf_write_text_note(w->yaml, "    ", team->usual_note);
  name_file(w, "usual", team->name, name);
  write_counts(w, team->usual, team->usual_n, name);
  (void)fprintf(w->yaml, "    usual: %s\n", name);
}

static void write_staff(struct writer *w, const struct stf_write_team *team) {
  char name[NAME_TEXT];
  stf_write_text_note(w->yaml, "    ", team->staff_note);
  if (team->spans_n > 0) {
    name_file(w, "roster", team->name, name);
    write_roster(w, team, name);
    (void)fprintf(w->yaml, "    roster: %s\n    roster_is: net\n", name);
    write_usual(w, team);
  } else if (team->counts_n > 0) {
    name_file(w, "staffing", team->name, name);
    write_counts(w, team->counts, team->counts_n, name);
    (void)fprintf(w->yaml, "    staffing: %s\n", name);
  } else {
    (void)fprintf(w->yaml, "    agents: %d\n", (int)team->agents_n);
  }
}

/* Routing and, where an agent takes several contacts at once, how many and how fast. */
static void write_load(struct writer *w, const struct stf_write_team *team) {
  static const char *const ROUTINGS[] = {[STF_ROUTING_LONGEST_IDLE] = "longest_idle",
                                         [STF_ROUTING_RANDOM] = "random",
                                         [STF_ROUTING_LEAST_LOADED] = "least_loaded",
                                         [STF_ROUTING_MOST_LOADED] = "most_loaded",
                                         [STF_ROUTING_LEAST_LOADED_RANDOM] =
                                             "least_loaded_random",
                                         [STF_ROUTING_BEST_PROFICIENCY] = "best_proficiency"};
  stf_write_text_note(w->yaml, "    ", team->cap_note);
  (void)fprintf(w->yaml, "    routing: %s\n", ROUTINGS[team->routing]);
  if (team->cap <= 1) {
    return;
  }
  (void)fprintf(w->yaml, "    concurrency: %u\n", (unsigned)team->cap);
  stf_write_text_note(w->yaml, "    ", team->speeds_note);
  for (uint32_t j = 0; j < team->cap; j++) {
    (void)fputs(j == 0 ? "    speed_by_load: [" : ", ", w->yaml);
    stf_write_text_number(w->yaml, team->speeds[j]);
  }
  (void)fputs("]\n", w->yaml);
}

static void write_team(struct writer *w, const struct stf_write_team *team) {
  FILE *yaml = w->yaml;
  stf_write_text_note(yaml, "  ", team->note);
  (void)fputs("  - name: ", yaml);
  stf_write_text_word(yaml, team->name);
  (void)fputc('\n', yaml);
  for (size_t i = 0; team->classes != NULL && i < team->classes_n; i++) {
    (void)fputs(i == 0 ? "    classes: [" : ", ", yaml);
    stf_write_text_word(yaml, w->desk->classes[team->classes[i]].name);
    (void)fputs(i + 1 == team->classes_n ? "]\n" : "", yaml);
  }
  write_load(w, team);
  if (team->exchangeable) {
    (void)fputs("    leaving: first_free\n", yaml);
  }
  stf_write_support_team(yaml, team->load_seen);
  write_law(w, "pause", &team->pause, team->name, team->pause_note);
  write_staff(w, team);
}

enum stf_status stf_write_desk(const struct stf_write_desk *desk, struct stf_write_files *out) {
  struct writer w = {.desk = desk};
  struct page page;
  *out = (struct stf_write_files){0};
  if (!begin_page(&w, &page)) {
    return STF_ERR_MEMORY;
  }
  w.yaml = page.stream;
  write_head(&w);
  write_draws(&w);
  write_demand(&w);
  (void)fputs("\nclasses:\n", w.yaml);
  for (size_t c = 0; c < desk->classes_n; c++) {
    write_class(&w, &desk->classes[c]);
  }
  (void)fputs("\nteams:\n", w.yaml);
  for (size_t t = 0; t < desk->teams_n; t++) {
    write_team(&w, &desk->teams[t]);
  }
  end_page(&w, &page, "desk.yaml");
  if (w.no_memory) {
    stf_write_clear(&w.files);
    return STF_ERR_MEMORY;
  }
  struct stf_write_file yaml = w.files.items[w.files.items_n - 1];
  memmove(w.files.items + 1, w.files.items, (w.files.items_n - 1) * sizeof yaml);
  w.files.items[0] = yaml;
  *out = w.files;
  return STF_OK;
}

void stf_write_clear(struct stf_write_files *files) {
  for (size_t i = 0; i < files->items_n; i++) {
    free(files->items[i].name);
    free(files->items[i].bytes);
  }
  free(files->items);
  *files = (struct stf_write_files){0};
}
