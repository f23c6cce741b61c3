/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_log.h"

#include "cli/check_evidence.h"
#include "cli/log_zone.h"
#include "logs/eventlog.h"

#include <string.h>

/* Counts what passes by. */
struct counts {
  int64_t by_outcome_n[STF_OUTCOME_CONTAINED + 1];
  bool has_cap;
};

static enum stf_status count_contact(void *context, const struct stf_contact *contact) {
  struct counts *counts = context;
  counts->by_outcome_n[contact->outcome]++;
  return STF_OK;
}

static enum stf_status count_presence(void *context, const struct stf_presence *span) {
  struct counts *counts = context;
  counts->has_cap = counts->has_cap || span->cap > 0;
  return STF_OK;
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
  struct stf_check_evidence evidence = {.facts = facts,
                                        .names = names,
                                        .ended_n = assembled->contacts_n -
                                                   counts->by_outcome_n[STF_OUTCOME_OPEN],
                                        .open_n = counts->by_outcome_n[STF_OUTCOME_OPEN],
                                        .has_cap = counts->has_cap};
  stf_check_evidence_put(out, &evidence);
  (void)fprintf(out, "  next: staffetta actuals %s\n", path);
  if (stf_check_evidence_fits(&evidence)) {
    (void)fprintf(out, "        staffetta fit %s -o DESK\n", path);
  } else {
    (void)fputs("  no desk can be fitted: needs 'queue' or 'assign', 'work_start' and "
                "'work_end'\n",
                out);
  }
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
  struct stf_sink sink = {
      .context = &counts, .contact = count_contact, .presence = count_presence};
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
