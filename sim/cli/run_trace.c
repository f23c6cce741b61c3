/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_trace.h"

#include "base/quantity.h"
#include "cli/put.h"
#include "cli/run_one.h"
#include "contact/trail.h"
#include "replicate/drawn.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  DURATION = 40,
  CLOCK = 32,
  NAMED_CLASSES = 4 /* whose ids an error lists */
};

/* What the others of the replication are needed for: who waited where, who took them. */
struct other {
  int64_t queue_us;
  int64_t wait_end_us; /* INT64_MAX: still waits at the end */
  int64_t assign_us;
  uint32_t class_id;
  uint32_t team;
};

struct trace {
  struct stf_run_one one;
  const char *wanted;
  bool found;
  struct stf_contact contact; /* its own; the lists of it are gone */
  struct stf_event *events;
  size_t events_n;
  struct other *others;
  size_t others_n;
  size_t others_capacity;
  struct stf_engine_asked *asked; /* all of them: whose record is wanted shows only later */
  size_t asked_n;
  size_t asked_capacity;
};

/* ---- gathering ---- */

static enum stf_status keep_found(struct trace *trace, const struct stf_contact *contact) {
  size_t most = stf_trail_contact_most(contact);
  trace->events = stf_mem_zeroed(NULL, most, sizeof *trace->events);
  if (trace->events == NULL) {
    return STF_ERR_MEMORY;
  }
  trace->found = true;
  trace->contact = *contact;
  trace->events_n = stf_trail_contact(contact, trace->events);
  return STF_OK;
}

static enum stf_status take_contact(void *context, const struct stf_contact *contact) {
  struct trace *trace = context;
  if (!trace->found && strcmp(stf_dict_text(trace->one.ids, contact->id), trace->wanted) == 0) {
    return keep_found(trace, contact);
  }
  if (!stf_contact_offered(contact)) {
    return STF_OK;
  }
  struct other *others = stf_mem_grown(NULL, trace->others, &trace->others_capacity,
                                       trace->others_n + 1, sizeof *others);
  if (others == NULL) {
    return STF_ERR_MEMORY;
  }
  trace->others = others;
  int64_t end_us = stf_contact_wait_end_us(contact);
  others[trace->others_n++] =
      (struct other){.queue_us = contact->queue_us,
                     .wait_end_us = end_us != STF_NEVER ? end_us : INT64_MAX,
                     .assign_us = contact->assign_us,
                     .class_id = contact->class_id,
                     .team = contact->team};
  return STF_OK;
}

static enum stf_status take_asked(void *context, const struct stf_engine_asked *asked) {
  struct trace *trace = context;
  struct stf_engine_asked *all = stf_mem_grown(NULL, trace->asked, &trace->asked_capacity,
                                               trace->asked_n + 1, sizeof *all);
  if (all == NULL) {
    return STF_ERR_MEMORY;
  }
  trace->asked = all;
  all[trace->asked_n++] = *asked;
  return STF_OK;
}

/* ---- a contact that is not there ---- */

static bool same_prefix(const char *text, const char *class_name) {
  size_t n = strlen(class_name);
  return strncmp(text, class_name, n) == 0 && text[n] == '-';
}

/* "orders-0 to orders-812": first and last id of a class in the order of their numbers. */
static size_t put_range(const struct trace *trace, const char *class_name, char *out,
                        size_t out_n, bool first) {
  const struct stf_dict *ids = trace->one.ids;
  int64_t last = 0;
  bool any = false;
  for (uint32_t i = 0; i < stf_dict_count(ids); i++) {
    const char *text = stf_dict_text(ids, i);
    int64_t number = 0;
    if (same_prefix(text, class_name) &&
        stf_quantity_integer(text + strlen(class_name) + 1, &number)) {
      last = !any || number > last ? number : last;
      any = true;
    }
  }
  int n = any ? snprintf(out, out_n, "%s'%s-0' to '%s-%" PRId64 "'", first ? "" : ", ",
                         class_name, class_name, last)
              : 0;
  return n > 0 && (size_t)n < out_n ? (size_t)n : 0;
}

/* Nearest id where the text is no number of a class; NULL: none, or no memory to look. */
static const char *nearest_id(const struct trace *trace) {
  const struct stf_dict *classes = trace->one.job->scenario->names.classes;
  for (uint32_t c = 0; trace->one.job->given == 0 && c < stf_dict_count(classes); c++) {
    if (same_prefix(trace->wanted, stf_dict_text(classes, c))) {
      return NULL;
    }
  }
  uint32_t n = stf_dict_count(trace->one.ids);
  const char **texts = stf_mem_zeroed(NULL, (size_t)n + 1, sizeof *texts);
  const char *nearest = NULL;
  if (texts != NULL) {
    for (uint32_t i = 0; i < n; i++) {
      texts[i] = stf_dict_text(trace->one.ids, i);
    }
    nearest = stf_quantity_nearest(trace->wanted, texts, n);
  }
  stf_mem_release(NULL, texts);
  return nearest;
}

static enum stf_status refuse(struct trace *trace) {
  const struct stf_run_job *job = trace->one.job;
  const struct stf_dict *ids = trace->one.ids;
  const struct stf_dict *classes = job->scenario->names.classes;
  char ranges[256] = "";
  size_t at = 0;
  for (uint32_t c = 0; job->given == 0 && c < stf_dict_count(classes) && c < NAMED_CLASSES;
       c++) {
    at += put_range(trace, stf_dict_text(classes, c), ranges + at, sizeof ranges - at, at == 0);
  }
  uint32_t n = stf_dict_count(ids);
  if (at == 0 && n > 0) {
    (void)snprintf(ranges, sizeof ranges, "'%.60s' and %u more", stf_dict_text(ids, 0), n - 1);
  }
  const char *nearest = nearest_id(trace);
  return stf_status_fail(
      &trace->one.job->error, STF_ERR_USAGE, 0,
      "--trace: replication %u has no contact '%.80s' (it has %u: %s)%s%.80s%s",
      stf_run_one_number(job) + 1, trace->wanted, n, ranges,
      nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
      nearest != NULL ? "'?" : "");
}

/* ---- words ---- */

/* "47.7 s", "3 min 52 s", "2 h 5 min", "3 d 4 h". */
static void put_duration(int64_t us, char out[DURATION]) {
  double s = (double)us * 1e-6;
  long long whole = llround(s);
  if (s < 59.95) {
    (void)snprintf(out, DURATION, "%.1f s", s);
  } else if (whole < 3600) {
    (void)snprintf(out, DURATION, "%lld min %lld s", whole / 60, whole % 60);
  } else if (whole < 86400) {
    (void)snprintf(out, DURATION, "%lld h %lld min", whole / 3600, whole / 60 % 60);
  } else {
    (void)snprintf(out, DURATION, "%lld d %lld h", whole / 86400, whole / 3600 % 24);
  }
}

static void put_clock(const struct stf_zone *zone, int64_t at_us, char out[CLOCK]) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, at_us, &civil, NULL);
  (void)snprintf(out, CLOCK, "%02d:%02d:%02d.%03d", civil.hour, civil.minute, civil.second,
                 civil.us / 1000);
}

/* A heading where another day begins. */
static void put_day(FILE *out, const struct stf_zone *zone, int64_t at_us, int64_t *day) {
  int64_t own = stf_zone_day_at(zone, at_us);
  if (own != *day) {
    struct stf_civil civil;
    stf_zone_day_civil(own, &civil);
    (void)fprintf(out, "\n%s %04d-%02d-%02d\n", STF_ZONE_WEEKDAYS[stf_zone_day_weekday(own)],
                  civil.year, civil.month, civil.day);
    *day = own;
  }
}

static void put_aside(FILE *out) {
  (void)fprintf(out, "%34s", "");
}

static const char *known(const struct stf_dict *names, uint32_t id) {
  return id != STF_NOBODY ? stf_dict_text(names, id) : NULL;
}

/* The event in the words of its kind, without the examples in brackets. */
static void put_event(FILE *out, const struct stf_names *names, const struct stf_event *event) {
  const char *help = STF_EVENT_KINDS[event->kind].help;
  const char *bracket = strstr(help, " (");
  (void)fprintf(out, "%.*s", (int)(bracket != NULL ? bracket - help : (int)strlen(help)), help);
  const char *agent = known(names->agents, event->agent);
  const char *team = event->kind != STF_EVENT_OPEN ? known(names->teams, event->team) : NULL;
  if (agent != NULL) {
    (void)fprintf(out, ": %s%s%s%s", agent, team != NULL ? " (team " : "",
                  team != NULL ? team : "", team != NULL ? ")" : "");
  } else if (team != NULL) {
    (void)fprintf(out, ": team %s", team);
  }
  if (event->detail != NULL) {
    (void)fprintf(out, " [%s]", event->detail);
  }
  (void)fputc('\n', out);
}

static const struct stf_engine_asked *find_asked(const struct trace *trace) {
  for (size_t i = 0; i < trace->asked_n; i++) {
    if (trace->asked[i].address == trace->contact.address &&
        trace->asked[i].at_us == trace->contact.queue_us) {
      return &trace->asked[i];
    }
  }
  return NULL;
}

static bool shares_teams(const struct stf_desk *desk, uint32_t a_name, uint32_t b_index) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    for (uint32_t c = 0; c < desk->classes_n; c++) {
      if (desk->classes[c].name == a_name && desk->teams[t].serves[c] &&
          desk->teams[t].serves[b_index]) {
        return true;
      }
    }
  }
  return false;
}

/* Who waits for the same teams when it begins to wait. */
static size_t waiting_before(const struct trace *trace, const struct stf_engine_asked *asked) {
  const struct stf_desk *desk = &trace->one.job->desk;
  size_t n = 0;
  for (size_t i = 0; i < trace->others_n; i++) {
    const struct other *other = &trace->others[i];
    n += other->queue_us < asked->at_us && other->wait_end_us > asked->at_us &&
         shares_teams(desk, other->class_id, asked->class_index);
  }
  return n;
}

/* What it finds when it asks for a human, and what it brings along. */
static void put_scene(FILE *out, const struct trace *trace) {
  const struct stf_engine_asked *asked = find_asked(trace);
  if (asked == NULL) {
    return;
  }
  put_aside(out);
  (void)fprintf(out,
                "%u agent%s on duty who serve%s it, %u of them free; %zu wait%s before it\n",
                asked->on_duty_n, asked->on_duty_n == 1 ? "" : "s",
                asked->on_duty_n == 1 ? "s" : "", asked->free_n, waiting_before(trace, asked),
                waiting_before(trace, asked) == 1 ? "s" : "");
  char work[DURATION];
  put_duration(asked->work_us, work);
  put_aside(out);
  (void)fprintf(out, "drawn: %s of work", work);
  if (asked->leaves_us == INT64_MAX) {
    (void)fprintf(out, ", waits as long as it takes\n");
    return;
  }
  char patience[DURATION];
  char leaves[CLOCK];
  put_duration(asked->leaves_us - asked->at_us, patience);
  put_clock(trace->one.job->scenario->zone, asked->leaves_us, leaves);
  (void)fprintf(out, ", leaves after %s (%s) if nobody takes it\n", patience, leaves);
}

/* Why this agent: the rule of the team. */
static const char *routing_words(enum stf_routing routing) {
  static const char *const WORDS[] = {
      [STF_ROUTING_LONGEST_IDLE] = "who was free for longest",
      [STF_ROUTING_RANDOM] = "picked with equal chance",
      [STF_ROUTING_LEAST_LOADED] = "with the fewest contacts in hand",
      [STF_ROUTING_MOST_LOADED] = "with the most contacts in hand that leave a place",
      [STF_ROUTING_LEAST_LOADED_RANDOM] = "of those with the fewest contacts in hand",
      [STF_ROUTING_BEST_PROFICIENCY] = "who is fastest at this class"};
  size_t at = (size_t)routing;
  return at < STF_COUNT_OF(WORDS) && WORDS[at] != NULL ? WORDS[at] : "by the team's rule";
}

static const struct stf_team *team_named(const struct stf_desk *desk, uint32_t name) {
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (desk->teams[t].name == name) {
      return &desk->teams[t];
    }
  }
  return NULL;
}

static void put_choice(FILE *out, const struct trace *trace) {
  const struct stf_contact *contact = &trace->contact;
  const struct stf_engine_asked *asked = find_asked(trace);
  const struct stf_team *team = team_named(&trace->one.job->desk, contact->team);
  if (asked == NULL || team == NULL) {
    return;
  }
  put_aside(out);
  if (contact->assign_us == contact->queue_us && asked->free_n > 0) {
    (void)fprintf(out, "%s%u free: the one %s\n", asked->free_n > 1 ? "of " : "", asked->free_n,
                  routing_words(team->routing));
    return;
  }
  size_t before_n = 0;
  size_t after_n = 0;
  for (size_t i = 0; i < trace->others_n; i++) {
    const struct other *other = &trace->others[i];
    bool taken = other->team == contact->team && other->assign_us >= contact->queue_us &&
                 other->assign_us <= contact->assign_us;
    before_n += taken && other->queue_us <= contact->queue_us;
    after_n += taken && other->queue_us > contact->queue_us;
  }
  (void)fprintf(out, "the first to be free for it; while it waited the team took ");
  if (before_n + after_n == 0) {
    (void)fprintf(out, "nobody else\n");
  } else {
    (void)fprintf(out, "%zu who had come before it and %zu who came later\n", before_n,
                  after_n);
  }
}

static void put_events(FILE *out, const struct trace *trace) {
  const struct stf_zone *zone = trace->one.job->scenario->zone;
  int64_t day = INT64_MIN;
  int64_t before_us = trace->contact.open_us;
  bool asked = false;
  bool taken = false;
  for (size_t i = 0; i < trace->events_n; i++) {
    const struct stf_event *event = &trace->events[i];
    char clock[CLOCK];
    char passed[DURATION] = "";
    put_day(out, zone, event->at_us, &day);
    put_clock(zone, event->at_us, clock);
    if (event->at_us > before_us) {
      put_duration(event->at_us - before_us, passed);
    }
    (void)fprintf(out, "  %-14s %s%-*s  ", clock, passed[0] != '\0' ? "+" : " ", 14, passed);
    put_event(out, &trace->one.job->scenario->names, event);
    before_us = event->at_us;
    if (event->kind == STF_EVENT_QUEUE && !asked) {
      asked = true;
      put_scene(out, trace);
    } else if (event->kind == STF_EVENT_ASSIGN && !taken) {
      taken = true;
      put_choice(out, trace);
    }
  }
}

static void put_end(FILE *out, const struct trace *trace) {
  static const char *const ENDS[] = {[STF_OUTCOME_OPEN] = "still open when the run ends",
                                     [STF_OUTCOME_CLOSED] = "served and closed",
                                     [STF_OUTCOME_ABANDONED] = "left without an agent",
                                     [STF_OUTCOME_CONTAINED] = "ended without an agent"};
  const struct stf_contact *contact = &trace->contact;
  (void)fprintf(out, "\n%s", ENDS[contact->outcome]);
  int64_t waited_to_us = stf_contact_wait_end_us(contact);
  char text[DURATION];
  if (stf_contact_offered(contact) && waited_to_us != STF_NEVER) {
    put_duration(waited_to_us - contact->queue_us, text);
    (void)fprintf(out, "; waited %s", text);
  }
  if (contact->close_us != STF_NEVER) {
    put_duration(contact->close_us - contact->open_us, text);
    (void)fprintf(out, "; from the opening to the close %s", text);
  }
  (void)fputc('\n', out);
}

static enum stf_status write_story(void *context, FILE *out) {
  const struct trace *trace = context;
  const struct stf_run_job *job = trace->one.job;
  const struct stf_names *names = &job->scenario->names;
  const struct stf_contact *contact = &trace->contact;
  const char *channel = known(names->channels, contact->channel);
  const char *priority = known(names->priorities, contact->priority);
  (void)fprintf(out, "%s\n%s of replication %u, seed %" PRIu64 ", %s\nclass %s",
                job->scenario->title, trace->wanted, stf_run_one_number(job) + 1, job->seed,
                stf_zone_name(job->scenario->zone),
                stf_dict_text(names->classes, contact->class_id));
  if (channel != NULL) {
    (void)fprintf(out, ", channel %s", channel);
  }
  if (priority != NULL) {
    (void)fprintf(out, ", priority %s", priority);
  }
  if (job->desk.draws != NULL) {
    const struct stf_stream stream = stf_stream_of(job->seed, stf_run_one_number(job));
    (void)fprintf(out, "\nparameters of draw %zu of %zu",
                  stf_drawn_number(job->desk.draws, &stream) + 1, job->desk.draws->n);
  }
  (void)fputc('\n', out);
  put_events(out, trace);
  put_end(out, trace);
  return STF_OK;
}

static enum stf_status put_story(struct trace *trace) {
  struct stf_run_job *job = trace->one.job;
  const struct stf_put_writer writer = {.context = trace, .write = write_story};
  return stf_put_results(job->console, job->arguments, "output", &writer, &job->error);
}

enum stf_status stf_run_trace_write(struct stf_run_job *job) {
  struct trace trace = {.one.job = job, .wanted = stf_options_text(job->arguments, "trace")};
  trace.one.taker = (struct stf_run_one_taker){
      .context = &trace, .contact = take_contact, .asked = take_asked};
  enum stf_status status = stf_run_one_simulate(&trace.one);
  if (status == STF_OK) {
    status = trace.found ? put_story(&trace) : refuse(&trace);
  }
  stf_mem_release(NULL, trace.events);
  stf_mem_release(NULL, trace.others);
  stf_mem_release(NULL, trace.asked);
  stf_run_one_clear(&trace.one);
  return status;
}
