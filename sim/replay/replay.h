/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log's own contacts, agents and figures put into a desk: the parts that are "given". What is
 * not given stays the desk's: drawn from its laws, staffed by its roster.
 */
#ifndef STF_REPLAY_H
#define STF_REPLAY_H

#include "base/arena.h"
#include "base/diag.h"
#include "desk/desk.h"
#include "logs/eventlog.h"
#include "replay/day_map.h"

#include <stdbool.h>

/* What is taken from the log; flags. */
enum {
  STF_REPLAY_ARRIVALS = 1 << 0, /* instants and classes of the contacts who asked for a human */
  STF_REPLAY_PRESENCE = 1 << 1, /* agents: as logged, else by the rule of contact/presence.h */
  STF_REPLAY_SERVICE = 1 << 2, /* work of each answered contact (replay/logged_work.h); what was
                                  not answered is drawn */
  STF_REPLAY_PATIENCE = 1 << 3, /* who left, when; who was answered had patience longer than the
                                   wait, drawn beyond it */
  STF_REPLAY_BOT = 1 << 4       /* what the bot did: contacts come when it handed them over, and
                                   those that ended in it do not come at all */
};

/* Customers who come back, of whom a log and a desk may both have some. */
enum stf_replay_repeats {
  STF_REPLAY_REPEATS_UNDECIDED, /* an error where the desk has any */
  STF_REPLAY_REPEATS_LOGGED,    /* the log's stay, the desk has none */
  STF_REPLAY_REPEATS_SIMULATED /* the log's are taken out (replay/repeats.h), the desk's come */
};

struct stf_replay_in {
  const struct stf_desk *desk; /* laws, teams; its names are the log's names */
  const struct stf_log *log;
  const char *path; /* of the log, for messages */
  int64_t from_us;  /* the period: contacts opened in [from, to) count */
  int64_t to_us;
  int64_t warmup_us; /* the run begins this long before the period: the log's contacts of that
                        time occupy, but do not count */
  bool from_empty;   /* nobody is there at the start; else the log's state of that moment */
  enum stf_edge_end end;   /* usually STF_EDGE_HORIZON */
  unsigned given;          /* STF_REPLAY_...; ARRIVALS always */
  int64_t presence_gap_us; /* of the rule */
  bool without_pause;
  enum stf_replay_repeats repeats;
  struct stf_day_map_in map; /* days NULL: contacts come on their own days. With a map the run
                                begins empty (from_empty; a warm-up has mapped days, too), and
                                the presence is not the log's */
  const bool *ignored; /* by class id: contacts of these classes are left out; NULL: none */
};

struct stf_replay_facts {
  size_t given_n;
  size_t waiting_n;  /* of them waiting for an agent at the start */
  int64_t oldest_us; /* since when the first of those waits; STF_NEVER */
  size_t in_hand_n;  /* in the hands of an agent at the start */
  size_t crowded_n;  /* of those: beyond what their agent takes at once */
  size_t in_bot_n;   /* in the bot at the start */
  bool openings;     /* contacts come at their opening and meet the desk's bot */
  size_t behind_n;   /* contacts past a bot that the log does not show: given.behind_bot */
  size_t agents_n;
  size_t repeats_n;  /* contacts of the log taken out as repeats */
  size_t overtime_n; /* logged shifts that ended with work: replay/overtime.h */
  bool presence_inferred;
};

/* Builds the desk to run in *out: the log's state at from_us at the start, the horizon to_us at
 * the end. Everything new is in the arena; desk, names and log must outlive *out.
 *
 * Where the desk has a bot, contacts come at their opening and the desk's bot decides what
 * becomes of them, those that the log's bot contained included. Where the log begins after the
 * bot (demand.observed), they come past that bot, and the engine adds those whom the log does
 * not have (given.behind_bot; those of the initial state are past the bot). With STF_REPLAY_BOT
 * they come
 * when the log's bot let them go, and the desk's bot does nothing. The log's repeats stay
 * as they are, unless the desk's come in their place; its reopenings do.
 *
 * STF_ERR_INPUT with diagnostics: a log that does not say when a human was asked for, a contact
 * without a class, a class or team of the log that the desk does not have, nobody on shift, and
 * what would count twice (replay/double_count.h). */
STF_MUST_USE enum stf_status stf_replay_make(const struct stf_replay_in *in,
                                             struct stf_arena *arena, struct stf_desk *out,
                                             struct stf_replay_facts *facts,
                                             struct stf_diags *diags);

/* Presence in the log: as logged (paid breaks and paid absence too, told by their kind) or by
 * the rule. The caller releases out->items with stf_presence_clear and the log's allocator.
 * *inferred says which. */
STF_MUST_USE enum stf_status stf_replay_presence(const struct stf_log *log, int64_t gap_us,
                                                 struct stf_presence_spans *out,
                                                 bool *inferred);

#endif
