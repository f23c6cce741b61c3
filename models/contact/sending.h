/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of a campaign that went out at one instant: a row `campaign` of the event log. They
 * belong to no contact; whoever replies opens one. */
#ifndef STF_SENDING_H
#define STF_SENDING_H

#include <stdint.h>

struct stf_sending {
  int64_t at_us;
  const char *name;    /* of the campaign or its template; "" if the log has none; borrowed */
  uint32_t messages_n; /* >= 1 */
  uint32_t class_id;   /* of the contacts that replies open, or STF_NOBODY: not said */
  uint32_t customer;   /* to whom, or STF_NOBODY: not said, or to many */
};

#endif
