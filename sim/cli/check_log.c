/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_log.h"

#include "cli/log_zone.h"
#include "logs/eventlog.h"

#include <string.h>

/* Counts what passes by. */
struct counts {
  int64_t by_outcome_n[STF_OUTCOME_CONTAINED + 1];
  int64_t presence_n;
};

static enum stf_status count_contact(void *context, const struct stf_contact *contact) {
  struct counts *counts = context;
  counts->by_outcome_n[contact->outcome]++;
  return STF_OK;
}

static enum stf_status count_presence(void *context, const struct stf_presence *span) {
  struct counts *counts = context;
  (void)span;
  counts->presence_n++;
  return STF_OK;
}

static bool has(const struct stf_eventlog_facts *facts, enum stf_event_kind kind) {
  return facts->events_n[kind] > 0;
}

enum evidence {
  MEASURED,
  INFERRED,
  IMPOSSIBLE
};

/* One line of the evidence table: what the log says about one thing. */
struct finding {
  enum evidence evidence;
  const char *why; /* from what, or what would lift it */
};

static struct finding on_waits(const struct stf_eventlog_facts *facts) {
  if (facts->has_queue && facts->has_assign) {
    return (struct finding){MEASURED, "queue (or handoff) to assign"};
  }
  if (facts->has_assign) {
    return (struct finding){INFERRED,
                            "opening to assign; 'queue' events would tell the hand-over"};
  }
  return (struct finding){IMPOSSIBLE, "needs 'queue' and 'assign' events"};
}

static struct finding on_first_response(const struct stf_eventlog_facts *facts) {
  return has(facts, STF_EVENT_MSG_AGENT)
             ? (struct finding){MEASURED, "first msg_agent"}
             : (struct finding){IMPOSSIBLE, "needs 'msg_agent' events"};
}

static struct finding on_replies(const struct stf_eventlog_facts *facts) {
  return has(facts, STF_EVENT_MSG_AGENT) && has(facts, STF_EVENT_MSG_IN)
             ? (struct finding){MEASURED, "msg_in to msg_agent"}
             : (struct finding){IMPOSSIBLE, "needs 'msg_in' and 'msg_agent' events"};
}

static struct finding on_work(const struct stf_eventlog_facts *facts) {
  return facts->has_work
             ? (struct finding){MEASURED, "work_start to work_end"}
             : (struct finding){IMPOSSIBLE, "needs 'work_start' and 'work_end' events"};
}

static struct finding on_presence(const struct stf_eventlog_facts *facts) {
  if (facts->has_presence) {
    return (struct finding){MEASURED, "agent_on to agent_off"};
  }
  if (facts->has_work) {
    return (struct finding){
        INFERRED, "runs of work with short idle gaps; 'agent_on', 'agent_off' would tell it"};
  }
  return (struct finding){IMPOSSIBLE, "needs 'agent_on' and 'agent_off' events"};
}

static struct finding on_utilization(const struct stf_eventlog_facts *facts) {
  if (!facts->has_work) {
    return (struct finding){IMPOSSIBLE, "needs 'work_start' and 'work_end' events"};
  }
  return facts->has_presence ? (struct finding){MEASURED, "work within presence"}
                             : (struct finding){INFERRED, "presence is by rule: biased up"};
}

static struct finding on_leaving(const struct stf_eventlog_facts *facts) {
  return has(facts, STF_EVENT_ABANDON)
             ? (struct finding){MEASURED, "abandon (who falls silent without it is not seen)"}
             : (struct finding){IMPOSSIBLE, "needs 'abandon' events: patience must be assumed"};
}

static struct finding on_closing(const struct stf_eventlog_facts *facts) {
  return facts->has_close
             ? (struct finding){MEASURED, "close"}
             : (struct finding){INFERRED, "last message or end of work; 'close' would tell it"};
}

static struct finding on_bot(const struct stf_eventlog_facts *facts) {
  return has(facts, STF_EVENT_BOT_START)
             ? (struct finding){MEASURED, "bot_start to bot_end or handoff"}
             : (struct finding){IMPOSSIBLE, "no bot in the log: needs 'bot_start' events"};
}

static struct finding on_satisfaction(const struct stf_eventlog_facts *facts) {
  return has(facts, STF_EVENT_SURVEY) ? (struct finding){MEASURED, "survey"}
                                      : (struct finding){IMPOSSIBLE, "needs 'survey' events"};
}

static const struct {
  const char *what;
  struct finding (*find)(const struct stf_eventlog_facts *facts);
} EVIDENCE[] = {
    {"waits, service level", on_waits},   {"first response time", on_first_response},
    {"times of all replies", on_replies}, {"agents' work, AHT", on_work},
    {"presence of agents", on_presence},  {"utilization", on_utilization},
    {"leaving, patience", on_leaving},    {"closing time", on_closing},
    {"bot, containment", on_bot},         {"satisfaction", on_satisfaction},
};

static void put_evidence(FILE *out, const struct stf_eventlog_facts *facts) {
  static const char *const WORDS[] = {"measured", "by rule", "impossible"};
  (void)fputs("  what it can show\n", out);
  for (size_t i = 0; i < STF_COUNT_OF(EVIDENCE); i++) {
    struct finding finding = EVIDENCE[i].find(facts);
    (void)fprintf(out, "    %-21s %-10s  %s\n", EVIDENCE[i].what, WORDS[finding.evidence],
                  finding.why);
  }
}

static void put_events(FILE *out, const struct stf_eventlog_facts *facts) {
  const char *comma = "  events          ";
  for (size_t kind = 0; kind < STF_EVENT_KINDS_N; kind++) {
    if (facts->events_n[kind] > 0) {
      (void)fprintf(out, "%s%s %lld", comma, STF_EVENT_KINDS[kind].name,
                    (long long)facts->events_n[kind]);
      comma = ", ";
    }
  }
  (void)fputc('\n', out);
}

static const char *plural(int64_t n, const char *ending) {
  return n == 1 ? "" : ending;
}

static void put_report(FILE *out, const char *path, const struct stf_zone *zone,
                       const struct stf_names *names, const struct counts *counts,
                       const struct stf_eventlog_facts *facts) {
  const struct stf_assemble_facts *assembled = &facts->contacts;
  (void)fprintf(
      out,
      "%s: fine (log of %lld event%s: %lld contact%s, %u class%s, %u team%s, %u agent%s)\n",
      path, (long long)facts->rows_n, plural(facts->rows_n, "s"),
      (long long)assembled->contacts_n, plural(assembled->contacts_n, "s"),
      stf_dict_count(names->classes), plural(stf_dict_count(names->classes), "es"),
      stf_dict_count(names->teams), plural(stf_dict_count(names->teams), "s"),
      stf_dict_count(names->agents), plural(stf_dict_count(names->agents), "s"));
  if (facts->rows_n == 0) {
    return;
  }
  char first[STF_ZONE_TEXT];
  char last[STF_ZONE_TEXT];
  (void)stf_zone_format(zone, facts->first_us, first);
  (void)stf_zone_format(zone, facts->last_us, last);
  (void)fprintf(out, "  window          %s to %s (%.2f days)\n", first, last,
                (double)(facts->last_us - facts->first_us) / 86400e6);
  put_events(out, facts);
  (void)fprintf(out,
                "  contacts        closed %lld, abandoned %lld, in the bot %lld, open at the "
                "end %lld\n",
                (long long)counts->by_outcome_n[STF_OUTCOME_CLOSED],
                (long long)counts->by_outcome_n[STF_OUTCOME_ABANDONED],
                (long long)counts->by_outcome_n[STF_OUTCOME_CONTAINED],
                (long long)counts->by_outcome_n[STF_OUTCOME_OPEN]);
  (void)fprintf(out,
                "  left out        %lld events of contacts already ended, %lld without their "
                "other end\n",
                (long long)assembled->late_n, (long long)assembled->unmatched_n);
  put_evidence(out, facts);
  (void)fprintf(out, "  next: staffetta actuals %s\n", path);
}

enum stf_status stf_check_log_read(const struct stf_console *console, const char *path,
                                   const char *zone_name, struct stf_diags *diags,
                                   struct stf_error *error) {
  struct stf_names names;
  enum stf_status status = stf_names_init(&names, NULL);
  if (status != STF_OK) {
    return stf_status_fail(error, status, 0, "no memory to read '%s'", path);
  }
  struct counts counts = {0};
  struct stf_eventlog_facts facts = {0};
  struct stf_eventlog_in in = {.paths = &path, .paths_n = 1};
  struct stf_sink sink = {&counts, count_contact, count_presence};
  status = stf_eventlog_read(&in, &names, &sink, &facts, diags, error);
  struct stf_zone *zone = NULL;
  if (status == STF_OK) {
    status = stf_log_zone_open(zone_name, &facts, &zone, error);
  }
  if (status == STF_OK) {
    put_report(console->out, path, zone, &names, &counts, &facts);
  }
  stf_zone_free(zone);
  stf_names_clear(&names);
  return status;
}
