/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot and the acknowledgement of a fitted desk. Internal to this folder. */
#ifndef STF_FIT_BOT_H
#define STF_FIT_BOT_H

#include "fit/fit.h"

/* True if the log has a bot: its contacts then come to the desk at their opening. */
static inline bool stf_fit_bot_is_logged(const struct stf_log *log) {
  return log->facts.events_n[STF_EVENT_BOT_START] > 0;
}

/* Bot and acknowledgement of every class into fit->classes and `classes`. */
STF_MUST_USE enum stf_status stf_fit_bot_classes(const struct stf_fit_in *in,
                                                 struct stf_fit *fit,
                                                 struct stf_write_class *classes);

#endif
