/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event logs: whatever the bytes, the reader ends with records or with a diagnostic. */
#include "fuzz/fuzz.h"
#include "logs/eventlog.h"

static void check_contact(const struct stf_contact *contact) {
  STF_ASSERT(contact->open_us != STF_NEVER);
  STF_ASSERT(contact->assign_us == STF_NEVER || contact->queue_us <= contact->assign_us);
  STF_ASSERT((contact->works != NULL) == (contact->works_n > 1));
  for (uint32_t i = 0; i < contact->replies_n; i++) {
    STF_ASSERT(stf_contact_reply_wait_us(&contact->replies[i]) >= 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_names names;
  if (stf_names_init(&names, NULL) != STF_OK) {
    return 0;
  }
  const char *path = stf_fuzz_file(data, n);
  struct stf_eventlog_in in = {
      .paths = &path, .paths_n = 1, .idle_close_us = n % 2 == 0 ? 0 : INT64_C(3600000000)};
  struct stf_log log;
  if (stf_eventlog_load(&in, &names, &log, &diags, NULL) == STF_OK) {
    for (size_t i = 0; i < log.contacts_n; i++) {
      check_contact(&log.contacts[i]);
    }
    for (size_t i = 0; i < log.presence_n; i++) {
      STF_ASSERT(log.presence[i].start_us < log.presence[i].end_us);
    }
  } else {
    STF_ASSERT(diags.errors_n > 0);
  }
  stf_eventlog_clear(&log);
  stf_names_clear(&names);
  stf_diag_clear(&diags);
  return 0;
}
