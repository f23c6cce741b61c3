/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk fitted from a log: arrival curve, service, patience, pause and presence, with what
 * they rest on in words.
 *
 * Service: the observed work of each answered contact, by class, as it is; where agents take
 * several contacts at once, the work that lies in its session (fit/speed.h). With bot events in
 * the log contacts come at their opening, and each class has its bot: reach, containment,
 * leaving and duration as observed. Patience:
 * Kaplan-Meier by class, with the censored exponential told beside it. First message: the
 * observed times from the assignment to the first human message, by class, as they are;
 * messages before the assignment are left out, and with fewer than STF_FIT_LEAST in all classes
 * there is no law. A class with fewer than STF_FIT_LEAST observations takes the law of all
 * classes together, and says so. Everybody waits in one line: priorities are not fitted.
 */
#ifndef STF_FIT_H
#define STF_FIT_H

#include "fit/attended.h"
#include "fit/curve.h"
#include "fit/pause.h"
#include "fit/speed.h"
#include "logs/eventlog.h"
#include "random/law_fit.h"
#include "scenario/write.h"

enum {
  STF_FIT_LEAST = 20
};

/* What a survey asks. */
enum stf_fit_asked {
  STF_FIT_CSAT,
  STF_FIT_NPS,
  STF_FIT_ASKED
};

struct stf_fit_in {
  const struct stf_log *log;
  const struct stf_names *names;
  const struct stf_zone *zone;
  const char *path; /* of the log, for messages and the title */
  int64_t from_us;  /* the window, whole civil days: contacts opened and presence in it */
  int64_t to_us;
  int64_t interval_us;
  int horizon_weeks; /* how far ahead plans are made; 0: no factors of season and week */
  int64_t presence_gap_us;
  bool several;           /* agents without a logged cap have several contacts in hand
                             (logs/overlap.h) */
  const double *within_s; /* service-level thresholds of the desk */
  size_t within_n;
};

/* What one class's laws rest on. */
struct stf_fit_class {
  uint32_t name; /* id in names.classes */
  size_t offered_n;
  size_t answered_n; /* with finished work */
  size_t abandoned_n;
  double service_mean_s;
  double service_error_s;
  bool service_pooled;
  struct stf_law_fit_hazard patience; /* censored exponential */
  double longest_wait_s;              /* patience beyond it is extrapolated */
  bool patience_pooled;
  size_t first_messages_n; /* behind the law of the first message; 0: none */
  double first_message_mean_s;
  bool first_message_pooled;
  size_t bot_n;       /* contacts that met the bot; 0: none does */
  struct stf_bot bot; /* its shares */
  double bot_duration_mean_s;
  bool bot_pooled;               /* what became of them: of all classes */
  size_t acks_n;                 /* behind the acknowledgement; 0: none */
  size_t marks_n[STF_FIT_ASKED]; /* answers with a mark; with a score of NPS */
  bool unanswered;               /* by any of several teams: all of them serve it then */
};

/* How many contacts the agents of a team take at once. */
struct stf_fit_hands {
  uint32_t cap;
  uint32_t most;          /* that anybody was at work on at once */
  bool cap_logged;        /* else by rule */
  bool turns;             /* several contacts are open, but work does not overlap */
  struct stf_speed speed; /* with a cap above 1 */
  struct stf_speed_draws draws;
};

/* A campaign and what its replies rest on (fit/fit_campaigns.h). */
struct stf_fit_campaign {
  const char *name;
  size_t class_index; /* of fit.classes */
  int64_t at_us;
  int64_t messages_n;
  int64_t replies_n;
  double reply_share;
  double reply_share_se; /* binomial */
  double delay_mean_s;
  bool delay_pooled; /* the law of the delay is that of all campaigns */
};

struct stf_fit {
  struct stf_arena *arena; /* owned: everything below that is pointed to */
  const struct stf_allocator *allocator;
  struct stf_fit_class *classes;
  size_t classes_n;
  struct stf_curve curve;          /* owned */
  struct stf_law_fit_hazard pause; /* mean_s: of the measured gaps */
  size_t pause_n;
  double pause_p50_s;
  double pause_p90_s;
  size_t spans_n;
  size_t agents_n;
  bool presence_inferred;
  struct stf_fit_hands *hands; /* by team of the log */
  size_t hands_n;
  struct stf_attended attended;
  size_t draws_days_n; /* days of weekdays seen twice or more: what the draws of the parameters
                          rest on (fit/fit_draws.h) */
  struct stf_fit_campaign *campaigns;         /* with replies; one a class */
  struct stf_write_campaign *write_campaigns; /* the same, to be written */
  size_t campaigns_n;
  int64_t bursts_n;    /* campaigns sent in the window, with replies or without */
  int64_t few_n;       /* messages of too few at once to be a campaign */
  size_t strays_n;     /* replies to none of them: to campaigns that the log does not have */
  bool replies_marked; /* by the log; else by the customers of the messages */
  bool *is_reply;      /* by contact of the log */
  bool concurrent;     /* some team's cap is above 1 */
  double *work_s;      /* by contact of the log: work that lies in it; NAN: none, or not over */
  struct stf_write_desk desk; /* ready to be written */
};

/* Fits the desk. STF_ERR_INPUT with a diagnostic where the log cannot carry it: nobody asked
 * for a human, no measured work. The caller owns *out (stf_fit_clear), also on failure. */
STF_MUST_USE enum stf_status stf_fit_desk(const struct stf_fit_in *in, struct stf_fit *out,
                                          struct stf_diags *diags);
void stf_fit_clear(struct stf_fit *fit);

#endif
