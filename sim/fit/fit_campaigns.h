/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns from a log's rows `campaign`: who replied, and how long after. Internal to this
 * folder.
 *
 * Messages of one name (and class, where it is said) of which none goes out more than
 * FIT_CAMPAIGNS_GAP_US after the one before are one campaign, sent when the first one was; with
 * fewer than FIT_CAMPAIGNS_LEAST messages they are none, and replies to them arrivals like
 * others. A contact is a reply if the log marks it (`campaign=`), to the last campaign before
 * it: that of its customer where messages name theirs, else that of its class. Of a log that
 * marks nobody, whoever was sent a message and opens a contact within FIT_CAMPAIGNS_REACH_US of
 * it, once a message.
 */
#ifndef STF_FIT_CAMPAIGNS_H
#define STF_FIT_CAMPAIGNS_H

#include "fit/fit.h"

#define STF_FIT_CAMPAIGNS_GAP_US   INT64_C(900000000)
#define STF_FIT_CAMPAIGNS_REACH_US INT64_C(259200000000)

enum {
  STF_FIT_CAMPAIGNS_LEAST = 20
};

/* Fills fit->campaigns, whose replies are not to be counted as arrivals (fit->is_reply), and
 * fit->desk.campaigns. After the classes are found. */
STF_MUST_USE enum stf_status stf_fit_campaigns_make(const struct stf_fit_in *in,
                                                    struct stf_fit *fit);

#endif
