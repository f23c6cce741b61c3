/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/log_zone.h"

enum stf_status stf_log_zone_named(const char *name, struct stf_zone **out,
                                   struct stf_error *error) {
  enum stf_status status = stf_zone_open(name, out);
  if (status == STF_ERR_MEMORY) {
    return stf_status_fail(error, status, 0, "no memory");
  }
  if (status != STF_ERR_INPUT) {
    return status;
  }
  char buffer[128];
  const char *nearest = stf_zone_nearest(name, buffer, sizeof buffer);
  return stf_status_fail(error, STF_ERR_USAGE, 0, "unknown time zone '%s'%s%s%s", name,
                         nearest != NULL ? "; did you mean '"
                                         : " (IANA names such as Europe/Rome)",
                         nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
}

enum stf_status stf_log_zone_open(const char *name, const struct stf_eventlog_facts *facts,
                                  struct stf_zone **out, struct stf_error *error) {
  if (name == NULL) {
    name = facts->timezone[0] != '\0' ? facts->timezone : "UTC";
  }
  return stf_log_zone_named(name, out, error);
}
