/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contact record: one conversation, logged or simulated. One record and one KPI code serve
 * both.
 *
 * Instants are int64 microseconds of UTC since 1970-01-01 ("_us"); STF_NEVER where the thing
 * did not happen or is not known. Integers, because durations and sums are then exact: a run's
 * own log read back gives the run's own figures, and tallies merge in any order to the same
 * bytes.
 */
#ifndef STF_CONTACT_H
#define STF_CONTACT_H

#include <stdbool.h>
#include <stdint.h>

#define STF_NEVER           INT64_MIN
#define STF_CONTACT_CAP_MAX 99         /* most contacts that an agent has in hand at once */
#define STF_NOBODY          UINT32_MAX /* no agent, team, class... (ids are dense, from 0) */

/* Ways a contact can stand when its record is passed on. */
enum stf_outcome {
  STF_OUTCOME_OPEN,   /* still open at the horizon: censored */
  STF_OUTCOME_CLOSED, /* closed after service, or for a log without close events: last message
                       */
  STF_OUTCOME_ABANDONED, /* left while waiting */
  STF_OUTCOME_CONTAINED  /* ended without ever asking for a human (bot, voice unit); with an
                            abandon_us: the customer gave up inside the bot */
};

/* What a campaign has to do with a contact. */
enum stf_campaign {
  STF_CAMPAIGN_NONE,
  STF_CAMPAIGN_REPLY, /* it was opened by a reply to one */
  STF_CAMPAIGN_APART  /* the same, and it does not count in first response times */
};

/* The verdict of the platform's own SLA clock, as the log has it. */
enum stf_logged_sla {
  STF_LOGGED_SLA_UNKNOWN,
  STF_LOGGED_SLA_MET,
  STF_LOGGED_SLA_MISSED
};

/* Whether the customer's matter was settled, which few logs say. */
enum stf_solved {
  STF_SOLVED_UNKNOWN,
  STF_SOLVED_NO,
  STF_SOLVED_YES
};

/* The survey after a contact. */
enum stf_survey {
  STF_SURVEY_NONE, /* not sent, or not known of */
  STF_SURVEY_SENT, /* and not answered */
  STF_SURVEY_ANSWERED
};

/* One stretch of an agent's own work on the contact (talk, turn, wrap-up). */
struct stf_work {
  int64_t start_us;
  int64_t end_us; /* STF_NEVER: still at work at the horizon */
  uint32_t agent;
  uint32_t team;
};

/* A reply: a message of an agent behind at least one of the customer's that nobody had
 * answered. Its wait is at_us - asked_us. */
struct stf_reply {
  int64_t asked_us; /* oldest customer message that it answers */
  int64_t last_us;  /* the customer's last message before it; asked_us if there is only one */
  int64_t at_us;
  uint32_t agent;   /* who wrote; STF_NOBODY: not known */
  bool is_template; /* a paid template: the channel's window was over */
};

/* One stretch in which the contact took a place of an agent. */
struct stf_hold {
  int64_t start_us;
  int64_t end_us;  /* parked then, or taken by another; STF_NEVER: to the contact's end */
  int64_t back_us; /* parked from end_us until then, when the customer wrote again or it was
                      taken up; STF_NEVER: it was not parked, or was so to the end */
  uint32_t agent;
  uint32_t team;
  bool handed_back; /* at end_us, to the queue, as her shift was over: not a park */
  bool closed; /* at end_us the contact was closed, and at back_us it was opened again: not a
                  park */
};

struct stf_contact {
  uint64_t address; /* the contact's stable address in the random streams: hash of its id, or
                       class and index */
  uint32_t id;      /* in a log: id in the log's dictionary of contacts; in a run: number of the
                       contact */

  int64_t open_us;    /* opening; never STF_NEVER */
  int64_t queue_us;   /* a human was asked for: hand-over, entry to the queue, or assignment;
                         STF_NEVER: never */
  int64_t assign_us;  /* an agent took it */
  int64_t abandon_us; /* customer left while waiting */
  int64_t first_close_us;
  int64_t close_us;         /* last close */
  int64_t first_resolve_us; /* resolved (solved, not yet closed) */
  int64_t resolve_us;       /* last resolve */
  int64_t paused_us;        /* total time that it waited for the customer (pauses as in
                               contact/assemble.h); 0, never STF_NEVER */
  int64_t first_any_us;     /* first outgoing message of any kind */
  int64_t first_human_us;   /* first message of a human agent */
  int64_t last_message_us;  /* last message of anybody */
  int64_t escalate_us;      /* first escalation, alerts apart */
  int64_t bot_start_us;
  int64_t bot_end_us;

  /* Work, in order of start. Usually one stretch, in `work`; all of them in `works` when
   * works_n > 1. */
  struct stf_work work;
  const struct stf_work
      *works;       /* borrowed until the record is consumed; NULL when works_n <= 1 */
  uint32_t works_n; /* 0: no measured work */

  const struct stf_reply *replies; /* in order; borrowed until the record is consumed */
  uint32_t replies_n;
  int64_t unanswered_us; /* oldest customer message that no agent had answered when the record
                            was passed on; STF_NEVER: none */

  /* Where it took places of agents, in order: only of a contact that was parked or handed back
   * at least once; else (0) it is one stretch from assign_us to its end. */
  const struct stf_hold *holds; /* borrowed until the record is consumed */
  uint32_t holds_n;

  uint32_t
      class_id; /* the ids are those of the log's or desk's dictionaries (contact/names.h) */
  uint32_t channel;
  uint32_t priority;
  uint32_t team;     /* of the last assignment */
  uint32_t agent;    /* of the last assignment */
  uint32_t customer; /* id in a dictionary of customers, or STF_NOBODY */
  uint16_t reopens_n;
  uint16_t transfers_n; /* moved to another team or agent */
  uint16_t escalations_n;
  uint16_t alerts_n;  /* escalations that only told somebody */
  uint8_t outcome;    /* enum stf_outcome */
  uint8_t logged_sla; /* enum stf_logged_sla */
  bool silent;      /* abandon_us is known, but nobody was told then: the contact went on as if
                       the customer were there */
  bool balked;      /* abandon_us is when a human was asked for: turned away from the queue */
  uint8_t solved;   /* enum stf_solved */
  uint8_t survey;   /* enum stf_survey */
  uint8_t csat;     /* 1 to 5; 0: not told */
  uint8_t nps;      /* 1 + the score from 0 to 10; 0: not told */
  uint8_t campaign; /* enum stf_campaign */
  bool again; /* its customer came back with the matter of an earlier contact, as a run knows
                 and few logs say */
  uint8_t places; /* of an agent's cap that it takes while she has it in hand: 1, or other
                     where agents answer several channels; at most STF_CONTACT_CAP_MAX */
};

/* What an agent's time is. Staffed time is ON alone; the others matter for pay. */
enum stf_presence_kind {
  STF_PRESENCE_ON,         /* there for customers, overtime included */
  STF_PRESENCE_PAID_BREAK, /* on a paid break */
  STF_PRESENCE_PAID_AWAY,  /* absent or not yet there, and paid for */
  STF_PRESENCE_UNAVAILABLE /* on shift and paid for, but away from the desk */
};

/* One stretch of an agent's time. */
struct stf_presence {
  int64_t start_us;
  int64_t end_us;
  uint32_t agent; /* STF_NOBODY in pools given as counts */
  uint32_t team;
  uint32_t cap; /* ON: contacts that the agent takes at once, at most STF_CONTACT_CAP_MAX; 0:
                   not known, counts as 1 */
  uint8_t kind; /* enum stf_presence_kind */
};

/* A record with every instant STF_NEVER, every id STF_NOBODY and every count 0. */
extern const struct stf_contact STF_CONTACT_EMPTY;

/* True if a human was asked for: the "offered" of kpis.md. */
static inline bool stf_contact_offered(const struct stf_contact *contact) {
  return contact->queue_us != STF_NEVER;
}

/* True if an agent took it: the "answered" of kpis.md. */
static inline bool stf_contact_answered(const struct stf_contact *contact) {
  return contact->assign_us != STF_NEVER;
}

/* True if the customer left while waiting: before an agent took it, if one did at all; silently
 * or not. */
static inline bool stf_contact_left(const struct stf_contact *contact) {
  return contact->abandon_us != STF_NEVER &&
         (contact->assign_us == STF_NEVER || contact->abandon_us < contact->assign_us);
}

/* The contact's stretches of work: works_n of them. */
static inline const struct stf_work *stf_contact_works(const struct stf_contact *contact) {
  return contact->works_n > 1 ? contact->works : &contact->work;
}

/* How long the customer waited for a reply. */
static inline int64_t stf_contact_reply_wait_us(const struct stf_reply *reply) {
  return reply->at_us - reply->asked_us;
}

/* True if it was parked at least once: waited for the customer without a place. */
bool stf_contact_was_parked(const struct stf_contact *contact);

/* True if it was given back to the queue at least once, as its agent's shift was over. */
bool stf_contact_was_handed_back(const struct stf_contact *contact);

/* Time in which it was parked: pauses in which no agent kept a place for it. */
int64_t stf_contact_parked_us(const struct stf_contact *contact);

/* Time at work on it, all stretches together; STF_NEVER: none, or one is not over. */
int64_t stf_contact_worked_us(const struct stf_contact *contact);

/* Time from the opening until the bot was done with it; STF_NEVER: it met none, left inside it,
 * or was in it when the record was passed on. */
int64_t stf_contact_bot_us(const struct stf_contact *contact);

/* When the contact ended; STF_NEVER if it is open, as that of a silent leaver is until somebody
 * closes it. What the record does not say is replaced by the last thing it does. */
int64_t stf_contact_end_us(const struct stf_contact *contact);

/* When nobody's place is taken by it any more: its end, or that of the after-work behind it;
 * STF_NEVER: one of the two is still to come. */
int64_t stf_contact_released_us(const struct stf_contact *contact);

/* When the contact gave the place back: it parked, another took it, or it ended; STF_NEVER: it
 * still has it, perhaps opened again after its last close. */
static inline int64_t stf_contact_hold_end_us(const struct stf_contact *contact,
                                              const struct stf_hold *hold) {
  if (hold->end_us != STF_NEVER) {
    return hold->end_us;
  }
  bool is_over = stf_contact_end_us(contact) >= hold->start_us;
  return is_over ? stf_contact_released_us(contact) : STF_NEVER;
}

/* When the waiting for a human ended: left or taken, whichever came first, else closed;
 * STF_NEVER: it still waits at the end of the log. */
static inline int64_t stf_contact_wait_end_us(const struct stf_contact *contact) {
  if (stf_contact_left(contact)) {
    return contact->abandon_us;
  }
  return contact->assign_us != STF_NEVER ? contact->assign_us : contact->close_us;
}

/* Forgets what happened after the horizon, as a run that stops there would not know it: who was
 * not done or gone by then is open, has no SLA verdict, solution or survey yet, and who was
 * not taken has no agent and team. What happens at the horizon itself is known. Of several
 * closes or resolves the record knows the first and the last: where the last lies behind the
 * horizon, the first stands for it. paused_us is cut to the time since the opening; counts
 * stay. A reply after it leaves its question unanswered. `room` fits the contact
 * (contact/contact_room.h) and holds works, replies and places afterwards. The contact opened
 * before the horizon. */
struct stf_contact_room;
void stf_contact_cut(struct stf_contact *contact, int64_t horizon_us,
                     const struct stf_contact_room *room);

#endif
