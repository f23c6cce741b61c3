/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/eventlog.h"

#include <errno.h>
#include <string.h>

static enum stf_status failed(struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_IO, errno, "cannot write the event log");
}

enum stf_status stf_eventlog_begin(const struct stf_eventlog_out *out,
                                   const char *const *provenance, size_t n,
                                   struct stf_error *error) {
  for (size_t i = 0; i < n; i++) {
    if (fprintf(out->file, "# %s\n", provenance[i]) < 0) {
      return failed(error);
    }
  }
  if (fprintf(out->file, "# timezone: %s\n", stf_zone_name(out->zone)) < 0) {
    return failed(error);
  }
  if (fputs("time,contact,event,agent,team,class,channel,priority,customer,detail\n",
            out->file) < 0) {
    return failed(error);
  }
  return STF_OK;
}

/* True if the text must be quoted: delimiter, quote, line end, or blanks at its ends, which a
 * reader would cut off. */
static bool needs_quotes(const char *text) {
  size_t n = strlen(text);
  return strpbrk(text, ",\"\r\n") != NULL ||
         (n > 0 && (text[0] == ' ' || text[0] == '\t' || text[n - 1] == ' ' ||
                    text[n - 1] == '\t' || text[0] == '#'));
}

/* A delimiter and a field. */
static bool put(FILE *file, const char *text) {
  bool good = fputc(',', file) != EOF;
  if (!needs_quotes(text)) {
    return fputs(text, file) >= 0 && good;
  }
  good = fputc('"', file) != EOF && good;
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"') {
      good = fputc('"', file) != EOF && good;
    }
    good = fputc(*p, file) != EOF && good;
  }
  return fputc('"', file) != EOF && good;
}

static const char *text_of(const struct stf_dict *dict, uint32_t id) {
  return id != STF_NOBODY && dict != NULL ? stf_dict_text(dict, id) : "";
}

static bool put_contact(const struct stf_eventlog_out *out, const struct stf_event *event) {
  if (!stf_event_of_contact(event->kind)) {
    return put(out->file, "");
  }
  if (out->contacts == NULL) {
    return fprintf(out->file, ",%u", (unsigned)event->contact_id) > 0;
  }
  return put(out->file, text_of(out->contacts, event->contact_id));
}

static bool put_event(const struct stf_eventlog_out *out, const struct stf_event *event) {
  char time[STF_ZONE_TEXT];
  size_t n = stf_zone_format(out->zone, event->at_us, time);
  const struct stf_names *names = out->names;
  return fwrite(time, 1, n, out->file) == n && put_contact(out, event) &&
         put(out->file, STF_EVENT_KINDS[event->kind].name) &&
         put(out->file, text_of(names->agents, event->agent)) &&
         put(out->file, text_of(names->teams, event->team)) &&
         put(out->file, text_of(names->classes, event->class_id)) &&
         put(out->file, text_of(names->channels, event->channel)) &&
         put(out->file, text_of(names->priorities, event->priority)) &&
         put(out->file, text_of(out->customers, event->customer)) &&
         put(out->file, event->detail != NULL ? event->detail : "") &&
         fputc('\n', out->file) != EOF;
}

enum stf_status stf_eventlog_write(const struct stf_eventlog_out *out,
                                   const struct stf_event *events, size_t n,
                                   struct stf_error *error) {
  for (size_t i = 0; i < n; i++) {
    if (!put_event(out, &events[i])) {
      return failed(error);
    }
  }
  return STF_OK;
}
