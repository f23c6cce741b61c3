/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/replay.h"

#include "desk/staffing.h"
#include "replay/double_count.h"
#include "replay/logged_work.h"
#include "replay/overtime.h"
#include "replay/repeats.h"
#include "replay/replay_demand.h"
#include "replay/resample.h"
#include "replay/staffed.h"

#include <stdlib.h>
#include <string.h>

/* Index of each class and agent in the desk, by id of its name. */
struct lookup {
  uint32_t *class_index;
  uint32_t *agent_index; /* [agent * teams_n + team]: an agent may work in several teams */
  size_t classes_n;
  size_t agents_n;
  size_t teams_n;
  int64_t *work_us;    /* of the log's contacts; NULL: the desk draws it */
  bool inferred;       /* presence by rule */
  bool openings;       /* contacts come when they open: the desk's bot decides */
  const bool *behind;  /* by id of a class's name: not those, whose bot the log does not show */
  const bool *repeats; /* by contact of the log: left out; NULL: none are */
};

static void complain(const struct stf_replay_in *in, struct stf_diags *diags, const char *what,
                     const char *name) {
  stf_diag_add(
      diags, STF_SEVERITY_ERROR, (struct stf_where){.path = in->path},
      "%s '%s' of the log is not in the desk '%s'; fit a desk from a log that has it%s", what,
      name, in->desk->title,
      strcmp(what, "class") == 0 ? ", or leave its contacts out with --ignore-class" : "");
}

static uint32_t *index_table(struct stf_arena *arena, size_t n) {
  uint32_t *table = stf_arena_alloc(arena, n + 1, sizeof *table);
  for (size_t i = 0; table != NULL && i < n; i++) {
    table[i] = STF_NOBODY;
  }
  return table;
}

static enum stf_status find_classes(const struct stf_replay_in *in, struct stf_arena *arena,
                                    struct lookup *lookup) {
  lookup->classes_n = stf_dict_count(in->desk->names->classes);
  lookup->class_index = index_table(arena, lookup->classes_n);
  bool *behind = stf_arena_alloc(arena, lookup->classes_n + 1, sizeof *behind);
  if (lookup->class_index == NULL || behind == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; c < in->desk->classes_n; c++) {
    uint32_t name = in->desk->classes[c].name;
    lookup->class_index[name] = c;
    behind[name] = stf_replay_demand_behind(in, c);
  }
  lookup->behind = behind;
  return STF_OK;
}

static uint32_t team_index(const struct stf_replay_in *in, uint32_t name) {
  if (in->desk->teams_n == 1) {
    return 0;
  }
  for (uint32_t t = 0; t < in->desk->teams_n; t++) {
    if (in->desk->teams[t].name == name) {
      return t;
    }
  }
  return STF_NOBODY;
}

/* ---- contacts ---- */

/* Taken by an agent, to whose knowledge there was a customer then. */
static bool was_taken(const struct stf_contact *contact) {
  return stf_contact_answered(contact) && (contact->silent || !stf_contact_left(contact));
}

/* When the agent who has it in hand is done: the end of the last work, which for a contact that
 * was passed on or set aside lies later than the assignment plus the sum of its stretches. */
static int64_t work_end_us(const struct stf_contact *contact) {
  const struct stf_work *works = contact->works_n > 1 ? contact->works : &contact->work;
  int64_t end_us = STF_NEVER;
  for (uint32_t i = 0; i < contact->works_n; i++) {
    if (works[i].end_us == STF_NEVER) {
      return STF_NEVER;
    }
    end_us = works[i].end_us > end_us ? works[i].end_us : end_us;
  }
  return end_us;
}

static int64_t start_us(const struct stf_replay_in *in) {
  return in->map.bootstrap != 0 ? INT64_MIN : in->from_us - in->warmup_us;
}

static bool is_behind(const struct lookup *lookup, const struct stf_contact *contact) {
  return contact->class_id != STF_NOBODY && lookup->behind[contact->class_id];
}

/* Comes to the desk: at the opening where the desk's bot decides on all who came, else when a
 * human was asked for. STF_NEVER: it never does. */
static int64_t comes_us(const struct lookup *lookup, const struct stf_contact *contact) {
  return lookup->openings && !is_behind(lookup, contact) ? contact->open_us : contact->queue_us;
}

/* When it was gone; STF_NEVER: not seen to go. */
static int64_t gone_us(const struct stf_contact *contact) {
  if (was_taken(contact)) {
    int64_t end_us = work_end_us(contact);
    return contact->works_n > 0 && end_us == STF_NEVER ? STF_NEVER
           : end_us != STF_NEVER                       ? end_us
                                                       : contact->assign_us;
  }
  if (contact->queue_us == STF_NEVER && contact->bot_end_us != STF_NEVER) {
    return contact->bot_end_us;
  }
  return stf_contact_wait_end_us(contact);
}

/* Part of the run: comes in it, or present when it begins. */
static bool takes_part(const struct stf_replay_in *in, const struct lookup *lookup,
                       const struct stf_contact *contact) {
  int64_t at_us = comes_us(lookup, contact);
  bool comes_early = at_us < start_us(in);
  if (at_us == STF_NEVER || at_us >= in->to_us || !comes_early || in->from_empty) {
    return at_us != STF_NEVER && at_us < in->to_us && !comes_early;
  }
  int64_t end_us = gone_us(contact);
  return end_us == STF_NEVER || end_us > start_us(in);
}

static void give_patience(const struct stf_replay_in *in, const struct stf_contact *contact,
                          struct stf_given *given) {
  int64_t end_us = stf_contact_wait_end_us(contact);
  /* Who left before a human was asked for (and was asked for all the same) did not wait. */
  int64_t wait_us = end_us > contact->queue_us ? end_us - contact->queue_us : 0;
  given->silent = contact->silent && stf_contact_left(contact);
  if (was_taken(contact) && !given->silent) {
    given->outwaited_us = wait_us;
  } else if (end_us != STF_NEVER) {
    given->patience_us = wait_us;
  } else {
    given->outwaited_us = in->log->facts.last_us - contact->queue_us;
  }
}

/* Who has been taken before the start is in hand; whoever has left the bot waits. */
static void give_state(const struct stf_replay_in *in, const struct lookup *lookup,
                       const struct stf_contact *contact, struct stf_given *given) {
  given->queue_us = contact->queue_us;
  if (was_taken(contact) && contact->assign_us < start_us(in)) {
    uint32_t team = team_index(in, contact->team);
    bool known = contact->agent < lookup->agents_n && team != STF_NOBODY;
    int64_t end_us = work_end_us(contact);
    given->assign_us = contact->assign_us;
    given->service_us = end_us != STF_NEVER ? end_us - contact->assign_us : STF_NEVER;
    given->agent = known ? lookup->agent_index[(size_t)contact->agent * lookup->teams_n + team]
                         : STF_NOBODY;
  } else if ((in->given & STF_REPLAY_PATIENCE) == 0) {
    /* She has waited until now: her patience is longer than that. */
    given->outwaited_us = start_us(in) - contact->queue_us;
  }
}

/* Unless the desk's own come back; a day that stands for several would repeat its customers. */
static bool has_customers(const struct stf_replay_in *in, const struct lookup *lookup) {
  return in->map.days == NULL && lookup->repeats == NULL && in->log->facts.has_customer;
}

static struct stf_given given_of(const struct stf_replay_in *in, const struct lookup *lookup,
                                 const struct stf_day_map_item *item) {
  const struct stf_contact *contact = item->contact;
  struct stf_given given = {
      .address = item->address,
      .open_us = contact->open_us + item->shift_us,
      .queue_us = lookup->openings && !is_behind(lookup, contact)
                      ? STF_NEVER
                      : contact->queue_us + item->shift_us,
      .assign_us = STF_NEVER,
      .service_us =
          lookup->work_us != NULL ? lookup->work_us[contact - in->log->contacts] : STF_NEVER,
      .patience_us = STF_NEVER,
      .outwaited_us = STF_NEVER,
      .contact = item->id,
      .class_index = lookup->class_index[contact->class_id],
      .agent = STF_NOBODY,
      .customer = has_customers(in, lookup) ? contact->customer : STF_NOBODY,
  };
  const struct stf_class *class = &in->desk->classes[given.class_index];
  if (contact->queue_us != STF_NEVER && contact->queue_us + item->shift_us < start_us(in)) {
    give_state(in, lookup, contact, &given);
  }
  bool from_start = given.queue_us != STF_NEVER && given.queue_us >= start_us(in);
  given.behind_bot = from_start && is_behind(lookup, contact);
  given.handed_over = given.queue_us != STF_NEVER && contact->bot_start_us != STF_NEVER &&
                      stf_desk_class_has_bot(class);
  bool waits = contact->queue_us != STF_NEVER && given.assign_us == STF_NEVER;
  if (waits && (in->given & STF_REPLAY_PATIENCE) != 0) {
    give_patience(in, contact, &given);
  }
  return given;
}

/* Counts what the run begins with. */
static void count_state(const struct stf_replay_in *in, const struct stf_desk *desk,
                        struct stf_replay_facts *facts) {
  for (size_t i = 0; i < desk->given_n; i++) {
    const struct stf_given *given = &desk->given[i];
    if (given->assign_us != STF_NEVER) {
      facts->in_hand_n++;
    } else if (given->queue_us != STF_NEVER && given->queue_us < start_us(in)) {
      bool first = facts->waiting_n++ == 0 || given->queue_us < facts->oldest_us;
      facts->oldest_us = first ? given->queue_us : facts->oldest_us;
    } else if (given->queue_us == STF_NEVER && given->open_us < start_us(in)) {
      facts->in_bot_n++;
    }
  }
}

/* Contacts in hand that are more than their agent takes at once. */
static enum stf_status count_crowded(const struct stf_desk *desk, struct stf_arena *arena,
                                     struct stf_replay_facts *facts) {
  uint32_t *in_hand = stf_arena_alloc(arena, (size_t)desk->agents_n + 1, sizeof *in_hand);
  if (in_hand == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < desk->given_n; i++) {
    const struct stf_given *given = &desk->given[i];
    if (given->assign_us != STF_NEVER && given->agent < desk->agents_n) {
      uint32_t cap = desk->teams[desk->agents[given->agent].team].cap;
      facts->crowded_n += ++in_hand[given->agent] > (cap > 0 ? cap : 1);
    }
  }
  return STF_OK;
}

static int given_order(const void *left, const void *right) {
  const struct stf_given *a = left;
  const struct stf_given *b = right;
  if (stf_desk_given_us(a) != stf_desk_given_us(b)) {
    return stf_desk_given_us(a) < stf_desk_given_us(b) ? -1 : 1;
  }
  return a->contact < b->contact ? -1 : a->contact > b->contact;
}

/* Those who take part, at their own instants or moved to other days. */
static enum stf_status list_parts(const struct stf_replay_in *in, const struct lookup *lookup,
                                  struct stf_arena *arena, struct stf_diags *diags,
                                  struct stf_day_map_item **out, size_t *out_n) {
  if (in->map.days != NULL) {
    struct stf_day_map_in map = in->map;
    map.openings = lookup->openings;
    return stf_day_map_make(&map, arena, diags, out, out_n);
  }
  struct stf_day_map_item *items =
      stf_arena_alloc(arena, in->log->contacts_n + 1, sizeof *items);
  if (items == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t i = 0; i < in->log->contacts_n; i++) {
    const struct stf_contact *contact = &in->log->contacts[i];
    if (takes_part(in, lookup, contact)) {
      items[n++] = (struct stf_day_map_item){
          .contact = contact, .id = contact->id, .address = contact->address};
    }
  }
  *out = items;
  *out_n = n;
  return STF_OK;
}

/* Whether a contact that was moved comes while the desk runs. */
static bool comes(const struct stf_replay_in *in, const struct lookup *lookup,
                  const struct stf_day_map_item *item) {
  int64_t at_us = comes_us(lookup, item->contact) + item->shift_us;
  return in->map.days == NULL || in->map.bootstrap != 0 ||
         (at_us >= start_us(in) && at_us < in->to_us);
}

static enum stf_status give_contacts(const struct stf_replay_in *in, struct lookup *lookup,
                                     struct stf_arena *arena, struct stf_desk *out,
                                     struct stf_replay_facts *facts, struct stf_diags *diags) {
  struct stf_day_map_item *parts = NULL;
  size_t parts_n = 0;
  if (list_parts(in, lookup, arena, diags, &parts, &parts_n) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  struct stf_given *given = stf_arena_alloc(arena, parts_n + 1, sizeof *given);
  bool *told = stf_arena_alloc(arena, lookup->classes_n + 1, sizeof *told);
  if (given == NULL || told == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  size_t unnamed_n = 0;
  for (size_t i = 0; i < parts_n; i++) {
    uint32_t name = parts[i].contact->class_id;
    if (in->ignored != NULL && name != STF_NOBODY && in->ignored[name]) {
      continue;
    }
    if (lookup->repeats != NULL && lookup->repeats[parts[i].contact - in->log->contacts]) {
      facts->repeats_n++;
      continue;
    }
    if (name == STF_NOBODY) {
      unnamed_n++;
    } else if (lookup->class_index[name] == STF_NOBODY) {
      if (!told[name]) {
        complain(in, diags, "class", stf_dict_text(in->desk->names->classes, name));
      }
      told[name] = true;
    } else if (comes(in, lookup, &parts[i])) {
      given[n] = given_of(in, lookup, &parts[i]);
      facts->behind_n += given[n++].behind_bot;
    }
  }
  if (unnamed_n > 0) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, (struct stf_where){.path = in->path},
                 "%zu contacts of the log have no class; name one in the column 'class' (a "
                 "constant will do)",
                 unnamed_n);
  }
  qsort(given, n, sizeof *given, given_order);
  out->given = given;
  out->given_n = n;
  out->customers_n = has_customers(in, lookup) ? stf_dict_count(in->log->customer_ids) : 0;
  return stf_resample_give(in, arena, out, diags);
}

/* ---- agents ---- */

static int span_order(const void *left, const void *right) {
  const struct stf_presence *a = left;
  const struct stf_presence *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->kind != b->kind) {
    return a->kind < b->kind ? -1 : 1;
  }
  return a->start_us < b->start_us ? -1 : a->start_us > b->start_us;
}

/* Joins spans of one agent and kind that touch or overlap; sorted input, in place. */
static size_t join_spans(struct stf_presence *spans, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    struct stf_presence *last = kept > 0 ? &spans[kept - 1] : NULL;
    if (last != NULL && last->agent == spans[i].agent && last->team == spans[i].team &&
        last->kind == spans[i].kind && last->cap == spans[i].cap &&
        spans[i].start_us <= last->end_us) {
      last->end_us = spans[i].end_us > last->end_us ? spans[i].end_us : last->end_us;
    } else {
      spans[kept++] = spans[i];
    }
  }
  return kept;
}

enum stf_status stf_replay_presence(const struct stf_log *log, int64_t gap_us,
                                    struct stf_presence_spans *out, bool *inferred) {
  *inferred = !log->facts.has_presence;
  if (*inferred) {
    struct stf_work *works = NULL;
    size_t works_n = 0;
    enum stf_status status = stf_eventlog_works(log, &works, &works_n);
    if (status == STF_OK) {
      status =
          stf_presence_infer(works, works_n, gap_us, log->facts.last_us, log->allocator, out);
    }
    stf_mem_release(log->allocator, works);
    return status;
  }
  out->items = stf_mem_zeroed(log->allocator, log->presence_n, sizeof *out->items);
  if (out->items == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(out->items, log->presence, log->presence_n * sizeof *out->items);
  qsort(out->items, log->presence_n, sizeof *out->items, span_order);
  out->items_n = join_spans(out->items, log->presence_n);
  return STF_OK;
}

/* Index of the named agent of a span, added if new: one for each team that she works in. */
static uint32_t agent_of(struct lookup *lookup, struct stf_agent *agents, struct stf_desk *out,
                         const struct stf_presence *span, uint32_t team) {
  uint32_t *index = &lookup->agent_index[(size_t)span->agent * lookup->teams_n + team];
  if (*index == STF_NOBODY) {
    *index = out->agents_n;
    agents[out->agents_n++] = (struct stf_agent){.name = span->agent, .team = team};
  }
  return *index;
}

static enum stf_status give_staff(const struct stf_replay_in *in, struct lookup *lookup,
                                  struct stf_arena *arena,
                                  const struct stf_presence_spans *spans, struct stf_desk *out,
                                  struct stf_diags *diags) {
  struct stf_agent *agents =
      stf_arena_alloc(arena, lookup->agents_n * lookup->teams_n + 1, sizeof *agents);
  struct stf_staff_change *changes =
      stf_arena_alloc(arena, 2 * spans->items_n + 1, sizeof *changes);
  if (agents == NULL || changes == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  out->agents = agents;
  out->agents_n = 0;
  for (size_t i = 0; i < spans->items_n; i++) {
    const struct stf_presence *span = &spans->items[i];
    if (span->kind != STF_PRESENCE_ON || span->end_us <= start_us(in) ||
        span->start_us >= in->to_us || span->end_us <= span->start_us ||
        span->agent == STF_NOBODY) {
      continue;
    }
    uint32_t team = team_index(in, span->team);
    if (team == STF_NOBODY) {
      complain(in, diags, "team",
               span->team == STF_NOBODY ? ""
                                        : stf_dict_text(in->desk->names->teams, span->team));
      return STF_ERR_INPUT;
    }
    /* Spans by rule end with a contact: a named agent would take one more and stay too long. */
    bool named = !lookup->inferred && !out->teams[team].exchangeable;
    uint32_t agent = named ? agent_of(lookup, agents, out, span, team) : STF_NOBODY;
    changes[n++] = (struct stf_staff_change){
        .at_us = span->start_us, .team = team, .agent = agent, .delta = 1};
    changes[n++] = (struct stf_staff_change){
        .at_us = span->end_us, .team = team, .agent = agent, .delta = -1};
  }
  out->changes = changes;
  out->changes_n = stf_staffing_order(changes, n);
  return STF_OK;
}

/* Paid breaks and paid absence of the log cost what they cost, whatever the run does. */
static enum stf_status give_paid(const struct stf_replay_in *in, struct stf_arena *arena,
                                 const struct stf_presence_spans *spans, struct stf_desk *out) {
  struct stf_presence *paid = stf_arena_alloc(arena, spans->items_n + 1, sizeof *paid);
  if (paid == NULL) {
    return STF_ERR_MEMORY;
  }
  out->paid = paid;
  out->paid_n = 0;
  for (size_t i = 0; i < spans->items_n; i++) {
    const struct stf_presence *span = &spans->items[i];
    if (span->kind != STF_PRESENCE_ON && span->start_us < in->to_us &&
        span->end_us > in->from_us) {
      paid[out->paid_n++] = *span;
    }
  }
  return STF_OK;
}

static enum stf_status replace_staff(const struct stf_replay_in *in, struct lookup *lookup,
                                     struct stf_arena *arena, struct stf_desk *out,
                                     struct stf_replay_facts *facts, struct stf_diags *diags) {
  struct stf_presence_spans spans = {0};
  enum stf_status status =
      stf_replay_presence(in->log, in->presence_gap_us, &spans, &lookup->inferred);
  facts->presence_inferred = lookup->inferred;
  out->shifts = NULL;
  out->shifts_n = 0;
  if (status == STF_OK && !lookup->inferred) {
    status = stf_overtime_trim(in->log, &spans, &facts->overtime_n);
  }
  if (status == STF_OK) {
    status = give_staff(in, lookup, arena, &spans, out, diags);
  }
  if (status == STF_OK) {
    status = give_paid(in, arena, &spans, out);
  }
  stf_presence_clear(&spans, in->log->allocator);
  return status;
}

static void keep_staff(const struct stf_replay_in *in, struct lookup *lookup) {
  for (uint32_t a = 0; a < in->desk->agents_n; a++) {
    const struct stf_agent *agent = &in->desk->agents[a];
    lookup->agent_index[(size_t)agent->name * lookup->teams_n + agent->team] = a;
  }
}

/* Classes without Poisson arrivals (they are given), without a bot where the log's decided;
 * teams without pause if so wanted. */
static enum stf_status copy_people(const struct stf_replay_in *in, struct stf_arena *arena,
                                   struct stf_desk *out) {
  struct stf_class *classes = stf_arena_alloc(arena, in->desk->classes_n + 1, sizeof *classes);
  struct stf_team *teams = stf_arena_alloc(arena, in->desk->teams_n + 1, sizeof *teams);
  if (classes == NULL || teams == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t c = 0; c < in->desk->classes_n; c++) {
    classes[c] = in->desk->classes[c];
    classes[c].rates_per_s = NULL;
    if ((in->given & STF_REPLAY_BOT) != 0) {
      classes[c].bot.reach_share = 0;
      classes[c].bot_closed.reach_share = 0;
    }
  }
  for (uint32_t t = 0; t < in->desk->teams_n; t++) {
    teams[t] = in->desk->teams[t];
    if ((in->given & STF_REPLAY_PRESENCE) != 0 &&
        stf_double_count_presence(arena, &teams[t]) != STF_OK) {
      return STF_ERR_MEMORY;
    }
    if (in->without_pause) {
      teams[t].pause = stf_law_constant(0);
    }
  }
  out->classes = classes;
  out->teams = teams;
  return in->repeats != STF_REPLAY_REPEATS_SIMULATED
             ? stf_repeats_drop(classes, in->desk->classes_n, arena)
             : STF_OK;
}

/* Whether the log says when contacts asked for a human at all. */
static bool can_carry(const struct stf_replay_in *in, struct stf_diags *diags) {
  if (in->log->facts.has_queue || in->log->facts.has_assign) {
    return true;
  }
  stf_diag_add(diags, STF_SEVERITY_ERROR, (struct stf_where){.path = in->path},
               "the log cannot be replayed: nothing says when a contact asked for a human "
               "(events queue, handoff or assign); 'actuals' works on it");
  return false;
}

enum stf_status stf_replay_make(const struct stf_replay_in *in, struct stf_arena *arena,
                                struct stf_desk *out, struct stf_replay_facts *facts,
                                struct stf_diags *diags) {
  if (!can_carry(in, diags) || !stf_double_count_check(in, diags)) {
    return STF_ERR_INPUT;
  }
  *facts = (struct stf_replay_facts){.oldest_us = STF_NEVER};
  *out = *in->desk;
  out->from_us = in->from_us;
  out->to_us = in->to_us;
  out->warmup_us = in->warmup_us;
  out->end = in->end;
  struct lookup lookup = {.agents_n = stf_dict_count(in->desk->names->agents),
                          .teams_n = in->desk->teams_n,
                          .openings =
                              stf_desk_any_bot(in->desk) && (in->given & STF_REPLAY_BOT) == 0};
  facts->openings = lookup.openings;
  lookup.agent_index = index_table(arena, lookup.agents_n * lookup.teams_n);
  bool kept = stf_replay_demand_keep(in, arena, out) == STF_OK;
  enum stf_status status =
      kept && lookup.agent_index != NULL ? find_classes(in, arena, &lookup) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    status = copy_people(in, arena, out);
  }
  if (status == STF_OK && (in->given & STF_REPLAY_PRESENCE) != 0) {
    status = replace_staff(in, &lookup, arena, out, facts, diags);
  } else if (status == STF_OK) {
    keep_staff(in, &lookup);
  }
  if (status == STF_OK && (in->given & STF_REPLAY_SERVICE) != 0) {
    status = stf_logged_work_find(in->desk, in->log, arena, &lookup.work_us);
  }
  if (status == STF_OK && in->repeats == STF_REPLAY_REPEATS_SIMULATED) {
    status = stf_repeats_find(in->log, arena, &lookup.repeats);
  }
  if (status == STF_OK) {
    status = give_contacts(in, &lookup, arena, out, facts, diags);
  }
  if (status == STF_OK) {
    count_state(in, out, facts);
    status = count_crowded(out, arena, facts);
  }
  if (status == STF_OK) {
    stf_staffed_check(in, out, diags);
  }
  facts->given_n = out->given_n;
  facts->agents_n = out->agents_n;
  return status == STF_OK && diags->errors_n > 0 ? STF_ERR_INPUT : status;
}
