/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/trail.h"

enum {
  SINGLES = 17, /* events that are no work, reply, place or count */
  PER_STRETCH =
      3,         /* start and end; oldest and last question, and reply; assign, park, msg_in */
  PER_PAUSED = 3 /* an event, and a pause behind it */
};

/* Events of one record, in the order in which they must stand when their times are equal. */
struct trail {
  const struct stf_contact *contact;
  struct stf_event *out;
  size_t n;
};

size_t stf_trail_contact_most(const struct stf_contact *contact) {
  size_t n = SINGLES +
             PER_STRETCH * ((size_t)contact->works_n + contact->replies_n + contact->holds_n) +
             contact->reopens_n + contact->transfers_n + contact->escalations_n +
             contact->alerts_n;
  return contact->paused_us > 0 ? PER_PAUSED * n : n;
}

static struct stf_event *add(struct trail *trail, enum stf_event_kind kind, int64_t at_us) {
  struct stf_event *event = &trail->out[trail->n++];
  *event = STF_EVENT_EMPTY;
  event->at_us = at_us;
  event->kind = kind;
  event->contact = trail->contact->address;
  event->contact_id = trail->contact->id;
  return event;
}

static void add_known(struct trail *trail, enum stf_event_kind kind, int64_t at_us) {
  if (at_us != STF_NEVER) {
    (void)add(trail, kind, at_us);
  }
}

static int64_t least(int64_t a, int64_t b) {
  return a < b ? a : b;
}

static void add_times(struct trail *trail, enum stf_event_kind kind, int64_t at_us,
                      uint16_t n) {
  for (uint16_t i = 0; i < n; i++) {
    (void)add(trail, kind, at_us);
  }
}

/* By the verdict on the SLA, whether it is solved, what a campaign has to do with it, and
 * whether its customer came back with it. */
#define MARKED(text)                                                                           \
  {                                                                                            \
    {text, text ";again=1"}, {text ";campaign=1", text ";campaign=1;again=1"}, {               \
      text ";campaign=1;frt=0", text ";campaign=1;frt=0;again=1"                               \
    }                                                                                          \
  }
static const char *const VERDICTS[3][3][3][2] = {
    [STF_LOGGED_SLA_UNKNOWN] = {{{NULL, "again=1"},
                                 {"campaign=1", "campaign=1;again=1"},
                                 {"campaign=1;frt=0", "campaign=1;frt=0;again=1"}},
                                MARKED("solved=0"),
                                MARKED("solved=1")},
    [STF_LOGGED_SLA_MET] = {MARKED("sla=met"), MARKED("sla=met;solved=0"),
                            MARKED("sla=met;solved=1")},
    [STF_LOGGED_SLA_MISSED] = {MARKED("sla=missed"), MARKED("sla=missed;solved=0"),
                               MARKED("sla=missed;solved=1")}};

#define NPS(csat)                                                                              \
  csat ";nps=0", csat ";nps=1", csat ";nps=2", csat ";nps=3", csat ";nps=4", csat ";nps=5",    \
      csat ";nps=6", csat ";nps=7", csat ";nps=8", csat ";nps=9", csat ";nps=10"

/* What a survey was answered with, by csat and nps, either 0: not told. */
static const char *const ANSWERS[6][12] = {{"answered=1", "nps=0", "nps=1", "nps=2", "nps=3",
                                            "nps=4", "nps=5", "nps=6", "nps=7", "nps=8",
                                            "nps=9", "nps=10"},
                                           {"csat=1", NPS("csat=1")},
                                           {"csat=2", NPS("csat=2")},
                                           {"csat=3", NPS("csat=3")},
                                           {"csat=4", NPS("csat=4")},
                                           {"csat=5", NPS("csat=5")}};

/* Behind the end. */
static void add_survey(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  if (contact->survey != STF_SURVEY_NONE) {
    int64_t ended_us = stf_contact_end_us(contact);
    struct stf_event *survey =
        add(trail, STF_EVENT_SURVEY, ended_us != STF_NEVER ? ended_us : contact->open_us);
    bool answered = contact->survey == STF_SURVEY_ANSWERED;
    survey->detail = answered ? ANSWERS[contact->csat][contact->nps] : NULL;
  }
}

/* By whether the bot closed it, and whether it is solved. */
static const char *const CLOSES[2][3] = {{NULL, "solved=0", "solved=1"},
                                         {"by=bot", "by=bot;solved=0", "by=bot;solved=1"}};

#define TEN_PLACES(tens)                                                                       \
  "places=" #tens "0", "places=" #tens "1", "places=" #tens "2", "places=" #tens "3",          \
      "places=" #tens "4", "places=" #tens "5", "places=" #tens "6", "places=" #tens "7",      \
      "places=" #tens "8", "places=" #tens "9"

/* One place is what a log that does not say means. */
static const char *const PLACES[STF_CONTACT_CAP_MAX + 1] = {
    "places=0",    NULL,          "places=2",    "places=3",    "places=4",
    "places=5",    "places=6",    "places=7",    "places=8",    "places=9",
    TEN_PLACES(1), TEN_PLACES(2), TEN_PLACES(3), TEN_PLACES(4), TEN_PLACES(5),
    TEN_PLACES(6), TEN_PLACES(7), TEN_PLACES(8), TEN_PLACES(9)};

static void add_assign(struct trail *trail, int64_t at_us, uint32_t agent, uint32_t team) {
  struct stf_event *assign = add(trail, STF_EVENT_ASSIGN, at_us);
  STF_ASSERT(trail->contact->places <= STF_CONTACT_CAP_MAX);
  assign->agent = agent;
  assign->team = team;
  assign->detail = PLACES[trail->contact->places];
}

static bool differs(uint32_t before, uint32_t now) {
  return before != STF_NOBODY && now != STF_NOBODY && before != now;
}

/* Of several only the first one's instant is known: the others stand there too. */
static void add_escalations(struct trail *trail, int64_t moved_us) {
  const struct stf_contact *contact = trail->contact;
  bool known = contact->escalate_us != STF_NEVER;
  add_times(trail, STF_EVENT_ESCALATE, known ? contact->escalate_us : moved_us,
            contact->escalations_n);
  for (uint16_t i = 0; i < contact->alerts_n; i++) {
    add(trail, STF_EVENT_ESCALATE, moved_us)->detail = "do=alert";
  }
}

static void add_beginning(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  struct stf_event *open = add(trail, STF_EVENT_OPEN, contact->open_us);
  open->class_id = contact->class_id;
  open->channel = contact->channel;
  open->priority = contact->priority;
  open->team = contact->team;
  open->customer = contact->customer;
  /* Told at the close, where there is one. */
  bool closes = contact->close_us != STF_NEVER;
  unsigned solved = closes ? STF_SOLVED_UNKNOWN : contact->solved;
  open->detail = VERDICTS[contact->logged_sla][solved][contact->campaign][contact->again];
  add_known(trail, STF_EVENT_BOT_START, contact->bot_start_us);
  add_known(trail, STF_EVENT_BOT_END, contact->bot_end_us);
  add_known(trail, STF_EVENT_QUEUE, contact->queue_us);
  bool taken = contact->assign_us != STF_NEVER;
  int64_t moved_us = taken ? contact->assign_us : contact->open_us;
  add_escalations(trail, moved_us);
  if (contact->holds_n > 0) {
    return;
  }
  if (taken) {
    add_assign(trail, contact->assign_us, contact->agent, contact->team);
  }
  add_times(trail, STF_EVENT_TRANSFER, moved_us, contact->transfers_n);
}

/* Transfers that no change of agent or team shows stand before the first assignment, which
 * then is none. */
static uint16_t hidden_transfers(const struct stf_contact *contact) {
  uint16_t n = contact->transfers_n;
  for (uint32_t i = 1; i < contact->holds_n && n > 0; i++) {
    const struct stf_hold *before = &contact->holds[i - 1];
    const struct stf_hold *hold = &contact->holds[i];
    n = (uint16_t)(n - (!before->handed_back && !before->closed &&
                        (differs(before->agent, hold->agent) ||
                         differs(before->team, hold->team))));
  }
  return n;
}

/* True if a message of the customer at that instant is told with the replies. */
static bool is_asked(const struct stf_contact *contact, int64_t at_us) {
  bool asked = contact->unanswered_us == at_us;
  for (uint32_t i = 0; i < contact->replies_n && !asked; i++) {
    asked = contact->replies[i].asked_us == at_us || contact->replies[i].last_us == at_us;
  }
  return asked;
}

static void add_park(struct trail *trail, const struct stf_hold *hold) {
  if (hold->end_us != STF_NEVER) {
    add(trail, STF_EVENT_PARK, hold->end_us)->detail = hold->handed_back ? "handed_back=1"
                                                       : hold->closed    ? "closed=1"
                                                                         : NULL;
  }
}

static void add_holds(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    if (i == 0) {
      add_times(trail, STF_EVENT_TRANSFER, hold->start_us, hidden_transfers(contact));
    }
    add_assign(trail, hold->start_us, hold->agent, hold->team);
    if (hold->back_us == hold->end_us) {
      add_park(trail, hold);
    }
    if (hold->closed) {
      add_known(trail, STF_EVENT_REOPEN, hold->back_us);
    }
  }
}

/* Parks that last, behind the messages of their instants, and what ended them. */
static void add_parks(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    const struct stf_hold *next = i + 1 < contact->holds_n ? hold + 1 : NULL;
    if (hold->back_us != hold->end_us && (next == NULL || next->start_us != hold->end_us)) {
      add_park(trail, hold);
    }
    if (hold->closed && hold->end_us != STF_NEVER) {
      bool is_last = hold->end_us == contact->close_us;
      add(trail, STF_EVENT_CLOSE, hold->end_us)->detail =
          is_last ? CLOSES[0][contact->solved] : NULL;
    } else if ((next == NULL || next->start_us != hold->back_us) &&
               !is_asked(contact, hold->back_us)) {
      add_known(trail, STF_EVENT_MSG_IN, hold->back_us);
    }
  }
}

static void add_works(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  const struct stf_work *works = contact->works_n > 1 ? contact->works : &contact->work;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    /* Work after the close is the after-work. */
    int64_t close_us = contact->close_us;
    bool wraps_up = works[i].start_us <= close_us && works[i].end_us > close_us;
    int64_t ends[3] = {works[i].start_us, wraps_up ? close_us : works[i].end_us,
                       wraps_up ? works[i].end_us : STF_NEVER};
    static const enum stf_event_kind KINDS[3] = {STF_EVENT_WORK_START, STF_EVENT_WORK_END,
                                                 STF_EVENT_WRAP_END};
    for (int end = 0; end < 3 && ends[end] != STF_NEVER; end++) {
      struct stf_event *event = add(trail, KINDS[end], ends[end]);
      event->agent = works[i].agent;
      event->team = works[i].team;
    }
  }
}

static void add_reply(struct trail *trail, const struct stf_reply *reply) {
  (void)add(trail, STF_EVENT_MSG_IN, reply->asked_us);
  if (reply->last_us != reply->asked_us) {
    (void)add(trail, STF_EVENT_MSG_IN, reply->last_us);
  }
  struct stf_event *event = add(trail, STF_EVENT_MSG_AGENT, reply->at_us);
  event->agent = reply->agent;
  event->detail = reply->is_template ? "template=1" : NULL;
}

/* Returns the instant of the last message written. */
static int64_t add_replies(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  const struct stf_reply *replies = contact->replies;
  uint32_t n = contact->replies_n;
  int64_t last_us = n > 0 ? replies[n - 1].at_us : STF_NEVER;
  if (contact->first_human_us != STF_NEVER &&
      (n == 0 || replies[0].at_us != contact->first_human_us)) {
    add(trail, STF_EVENT_MSG_AGENT, contact->first_human_us)->agent = contact->agent;
    last_us = contact->first_human_us > last_us ? contact->first_human_us : last_us;
  }
  for (uint32_t i = 0; i < n; i++) {
    add_reply(trail, &replies[i]);
  }
  add_known(trail, STF_EVENT_MSG_IN, contact->unanswered_us);
  return contact->unanswered_us > last_us ? contact->unanswered_us : last_us;
}

static void add_messages(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  if (contact->first_any_us != contact->first_human_us) {
    bool bot = contact->outcome == STF_OUTCOME_CONTAINED ||
               contact->first_any_us == contact->bot_start_us;
    add_known(trail, bot ? STF_EVENT_MSG_BOT : STF_EVENT_MSG_AUTO, contact->first_any_us);
  }
  if (add_replies(trail) < contact->last_message_us) {
    bool spoken = contact->first_any_us != STF_NEVER;
    (void)add(trail, spoken ? STF_EVENT_MSG_AUTO : STF_EVENT_MSG_IN, contact->last_message_us);
  }
}

static void add_end(struct trail *trail) {
  const struct stf_contact *contact = trail->contact;
  uint16_t told_n = 0; /* reopenings of which the instants are known */
  int64_t told_us = STF_NEVER;
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    bool is_told = hold->closed && hold->end_us != STF_NEVER;
    told_us = is_told ? hold->end_us : told_us;
    told_n = (uint16_t)(told_n + (is_told && hold->back_us != STF_NEVER));
  }
  if (contact->first_resolve_us != contact->resolve_us) {
    add_known(trail, STF_EVENT_RESOLVE, contact->first_resolve_us);
  }
  add_known(trail, STF_EVENT_RESOLVE, contact->resolve_us);
  if (contact->first_close_us != contact->close_us && told_us == STF_NEVER) {
    add_known(trail, STF_EVENT_CLOSE, contact->first_close_us);
  }
  /* A reopening takes an abandonment back: it must stand before. */
  int64_t reopen_us = contact->abandon_us;
  reopen_us = reopen_us == STF_NEVER ? contact->close_us : reopen_us;
  reopen_us = reopen_us == STF_NEVER ? contact->open_us : reopen_us;
  add_times(trail, STF_EVENT_REOPEN, reopen_us,
            contact->reopens_n > told_n ? (uint16_t)(contact->reopens_n - told_n) : 0);
  if (contact->abandon_us != STF_NEVER) {
    struct stf_event *abandon = add(trail, STF_EVENT_ABANDON, contact->abandon_us);
    abandon->detail = contact->silent ? "silent=1" : contact->balked ? "balked=1" : NULL;
  }
  if (contact->close_us != STF_NEVER && contact->close_us != told_us) {
    struct stf_event *close = add(trail, STF_EVENT_CLOSE, contact->close_us);
    close->detail = CLOSES[contact->outcome == STF_OUTCOME_CONTAINED][contact->solved];
  }
}

/* Insertion sort: stable, and the events are few and nearly in order. */
static void sort_by_time(struct stf_event *events, size_t n) {
  for (size_t i = 1; i < n; i++) {
    struct stf_event event = events[i];
    size_t place = i;
    while (place > 0 && events[place - 1].at_us > event.at_us) {
      events[place] = events[place - 1];
      place--;
    }
    events[place] = event;
  }
}

/* Fills the time from the opening on with pauses until they come to paused_us. Any event may
 * end one, so each gap between events has its own; the rest lies behind the last event. */
static void add_pauses(struct trail *trail) {
  size_t before_n = trail->n;
  int64_t left_us = trail->contact->paused_us;
  for (size_t i = 0; i < before_n && left_us > 0; i++) {
    int64_t at_us = trail->out[i].at_us;
    int64_t gap_us = i + 1 < before_n ? trail->out[i + 1].at_us - at_us : left_us;
    int64_t pause_us = least(gap_us, left_us);
    if (pause_us > 0) {
      (void)add(trail, STF_EVENT_PENDING, at_us);
      (void)add(trail, STF_EVENT_RESUME, at_us + pause_us);
      left_us -= pause_us;
    }
  }
}

size_t stf_trail_contact(const struct stf_contact *contact, struct stf_event *out) {
  struct trail trail = {.contact = contact, .out = out};
  add_beginning(&trail);
  add_holds(&trail);
  add_works(&trail);
  add_messages(&trail);
  add_parks(&trail);
  add_end(&trail);
  add_survey(&trail);
  sort_by_time(out, trail.n);
  add_pauses(&trail);
  sort_by_time(out, trail.n);
  return trail.n;
}

#define TEN(tens)                                                                              \
  "cap=" #tens "0", "cap=" #tens "1", "cap=" #tens "2", "cap=" #tens "3", "cap=" #tens "4",    \
      "cap=" #tens "5", "cap=" #tens "6", "cap=" #tens "7", "cap=" #tens "8", "cap=" #tens "9"

/* One at a time is what a log without a cap says. */
static const char *const CAPS[STF_CONTACT_CAP_MAX + 1] = {
    NULL,   NULL,   "cap=2", "cap=3", "cap=4", "cap=5", "cap=6", "cap=7", "cap=8", "cap=9",
    TEN(1), TEN(2), TEN(3),  TEN(4),  TEN(5),  TEN(6),  TEN(7),  TEN(8),  TEN(9)};

static const char *detail_of(const struct stf_presence *span) {
  if (span->kind == STF_PRESENCE_ON) {
    STF_ASSERT(span->cap <= STF_CONTACT_CAP_MAX);
    return CAPS[span->cap];
  }
  if (span->kind == STF_PRESENCE_UNAVAILABLE) {
    return "paid=1;unavailable=1";
  }
  return span->kind == STF_PRESENCE_PAID_BREAK ? "paid=1" : "paid=1;absent=1";
}

size_t stf_trail_presence(const struct stf_presence *span, struct stf_event out[2]) {
  if (span->agent == STF_NOBODY) {
    return 0;
  }
  for (int end = 0; end < 2; end++) {
    out[end] = STF_EVENT_EMPTY;
    out[end].at_us = end == 0 ? span->start_us : span->end_us;
    out[end].agent = span->agent;
    out[end].team = span->team;
  }
  out[0].kind = span->kind == STF_PRESENCE_ON ? STF_EVENT_AGENT_ON : STF_EVENT_AGENT_AWAY;
  out[0].detail = detail_of(span);
  out[1].kind = STF_EVENT_AGENT_OFF;
  return 2;
}
