/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/staff.h"

#include "engine/channel.h"
#include "engine/customer.h"
#include "engine/reserve.h"
#include "engine/seats.h"

static const struct stf_staff_desk NO_TALKS = {.held_first = STF_STAFF_NONE,
                                               .ready_first = STF_STAFF_NONE,
                                               .ready_last = STF_STAFF_NONE,
                                               .current = STF_STAFF_NONE,
                                               .before = STF_STAFF_NONE};

static bool is_by_load(const struct stf_desk *desk, uint32_t team) {
  return desk->teams[team].routing == STF_ROUTING_LEAST_LOADED ||
         desk->teams[team].routing == STF_ROUTING_MOST_LOADED ||
         desk->teams[team].routing == STF_ROUTING_LEAST_LOADED_RANDOM;
}

static enum stf_status team_init(struct stf_staff *staff, uint32_t team) {
  const struct stf_desk *desk = staff->desk;
  uint32_t members = staff->pool_first[team + 1] - staff->pool_first[team];
  struct stf_staff_team *own = &staff->teams[team];
  own->seated = stf_seats_needed(desk, team);
  bool has_channels = desk->teams[team].channels != NULL;
  own->lists_n = is_by_load(desk, team) ? stf_staff_cap(desk, team) + has_channels : 1;
  own->draws = desk->teams[team].routing == STF_ROUTING_RANDOM ||
               desk->teams[team].routing == STF_ROUTING_LEAST_LOADED_RANDOM;
  own->lists = stf_mem_zeroed(staff->allocator, own->lists_n, sizeof *own->lists);
  own->off = stf_mem_zeroed(staff->allocator, members, sizeof *own->off);
  if (own->lists == NULL || own->off == NULL) {
    return STF_ERR_MEMORY;
  }
  if (desk->teams[team].routing == STF_ROUTING_RANDOM) {
    for (uint32_t a = 0; a < desk->agents_n; a++) {
      members += desk->agents[a].team == team;
    }
    own->idle = stf_mem_zeroed(staff->allocator, members, sizeof *own->idle);
    if (own->idle == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_staff_init(struct stf_staff *staff, const struct stf_desk *desk,
                               const struct stf_allocator *allocator) {
  *staff = (struct stf_staff){.desk = desk, .allocator = allocator};
  stf_stretches_init(&staff->stretches, allocator);
  staff->pool_first =
      stf_mem_zeroed(allocator, (size_t)desk->teams_n + 1, sizeof *staff->pool_first);
  staff->teams = stf_mem_zeroed(allocator, desk->teams_n, sizeof *staff->teams);
  enum stf_status status = STF_ERR_MEMORY;
  if (staff->pool_first == NULL || staff->teams == NULL) {
    goto out;
  }
  stf_seats_size_pools(staff);
  staff->agents = stf_mem_zeroed(allocator, staff->agents_n, sizeof *staff->agents);
  status = staff->agents != NULL ? STF_OK : STF_ERR_MEMORY;
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    status = team_init(staff, t);
  }
  if (status == STF_OK) {
    stf_seats_put_in_teams(staff);
    status = stf_seats_init(staff);
  }
out:
  if (status != STF_OK) {
    stf_staff_clear(staff);
  }
  return status;
}

void stf_staff_clear(struct stf_staff *staff) {
  for (uint32_t t = 0; staff->teams != NULL && t < staff->desk->teams_n; t++) {
    stf_mem_release(staff->allocator, staff->teams[t].idle);
    stf_mem_release(staff->allocator, staff->teams[t].off);
    stf_mem_release(staff->allocator, staff->teams[t].lists);
  }
  stf_stretches_clear(&staff->stretches);
  stf_mem_release(staff->allocator, staff->seats);
  stf_mem_release(staff->allocator, staff->contacts);
  stf_mem_release(staff->allocator, staff->pauses_us);
  stf_mem_release(staff->allocator, staff->teams);
  stf_mem_release(staff->allocator, staff->agents);
  stf_mem_release(staff->allocator, staff->pool_first);
  *staff = (struct stf_staff){0};
}

static void agent_start(struct stf_staff *staff, uint32_t agent) {
  struct stf_staff_agent *who = &staff->agents[agent];
  *who = (struct stf_staff_agent){
      .name = agent < staff->desk->agents_n ? staff->desk->agents[agent].name : STF_NOBODY,
      .team = who->team,
      .idle_next = STF_STAFF_NONE,
      .idle_before = STF_STAFF_NONE,
      .idle_list = STF_STAFF_NONE,
      .on_since_us = STF_NEVER,
      .work_end_us = STF_NEVER,
      .seat = who->seat,
  };
  if (who->seat != NULL) {
    stf_hand_start(&who->seat->hand);
    who->seat->talks = NO_TALKS;
    stf_breaks_start(&who->seat->breaks);
    who->seat->away = (struct stf_away){.due_us = INT64_MAX,
                                        .unlogged_us = INT64_MAX,
                                        .unlogged_day = INT64_MIN,
                                        .day = INT64_MIN};
    who->seat->leaves = false;
    who->seat->drains = false;
  }
}

static void team_start(struct stf_staff *staff, uint32_t t) {
  struct stf_staff_team *team = &staff->teams[t];
  for (uint32_t i = 0; i < team->lists_n; i++) {
    team->lists[i] = (struct stf_staff_list){.first = STF_STAFF_NONE, .last = STF_STAFF_NONE};
  }
  team->idle_n = 0;
  team->excess_n = 0;
  team->off_n = 0;
  for (uint32_t a = staff->pool_first[t + 1]; a > staff->pool_first[t]; a--) {
    uint32_t member = a - 1 - staff->pool_first[t];
    if (member < staff->desk->teams[t].pool_names_n) {
      staff->agents[a - 1].name = staff->desk->teams[t].pool_names[member];
    }
    team->off[team->off_n++] = a - 1;
  }
}

void stf_staff_start(struct stf_staff *staff, const struct stf_staff_plan *plan,
                     const struct stf_staff_sink *sink) {
  staff->sink = *sink;
  staff->status = STF_OK;
  staff->changes = plan->changes;
  staff->changes_n = plan->changes_n;
  staff->change_next = 0;
  staff->pool_done = 0;
  staff->touched = STF_STAFF_NONE;
  stf_stretches_start(&staff->stretches);
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    agent_start(staff, a);
  }
  for (uint32_t t = 0; t < staff->desk->teams_n; t++) {
    team_start(staff, t);
  }
}

/* ---- lists of those with a free place ---- */

static uint32_t used_of(const struct stf_staff_agent *who) {
  return who->seat != NULL ? stf_staff_used(who->seat) : 0;
}

/* Puts an agent with a free place, who is in no list, at the end of hers. */
static void list_add(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_team *team = &staff->teams[who->team];
  who->idle_list = team->lists_n > 1 ? used_of(who) : 0;
  struct stf_staff_list *list = &team->lists[who->idle_list];
  who->idle_since_us = now_us;
  who->idle_next = STF_STAFF_NONE;
  who->idle_before = list->last;
  if (list->last != STF_STAFF_NONE) {
    staff->agents[list->last].idle_next = agent;
  } else {
    list->first = agent;
  }
  list->last = agent;
  list->n++;
  if (team->idle != NULL) {
    who->idle_place = team->idle_n;
    team->idle[team->idle_n] = agent;
  }
  team->idle_n++;
}

static void list_remove(struct stf_staff *staff, uint32_t agent) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_team *team = &staff->teams[who->team];
  struct stf_staff_list *list = &team->lists[who->idle_list];
  if (who->idle_before != STF_STAFF_NONE) {
    staff->agents[who->idle_before].idle_next = who->idle_next;
  } else {
    list->first = who->idle_next;
  }
  if (who->idle_next != STF_STAFF_NONE) {
    staff->agents[who->idle_next].idle_before = who->idle_before;
  } else {
    list->last = who->idle_before;
  }
  who->idle_list = STF_STAFF_NONE;
  list->n--;
  team->idle_n--;
  if (team->idle != NULL) {
    uint32_t moved = team->idle[team->idle_n];
    team->idle[who->idle_place] = moved;
    staff->agents[moved].idle_place = who->idle_place;
  }
}

/* Who stands for the team where it competes with others. */
static uint32_t list_head(const struct stf_staff *staff, uint32_t t) {
  const struct stf_staff_team *team = &staff->teams[t];
  bool most = staff->desk->teams[t].routing == STF_ROUTING_MOST_LOADED;
  uint32_t head = team->lists[0].first;
  for (uint32_t i = 1; i < team->lists_n && (most || head == STF_STAFF_NONE); i++) {
    head = team->lists[i].first != STF_STAFF_NONE ? team->lists[i].first : head;
  }
  return head;
}

static bool is_before(const struct stf_staff_agent *a, const struct stf_staff_agent *b) {
  uint32_t a_used = used_of(a);
  uint32_t b_used = used_of(b);
  return a_used != b_used ? a_used < b_used : a->idle_since_us < b->idle_since_us;
}

uint32_t stf_staff_pick(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                        double u) {
  const struct stf_staff_team *own = &staff->teams[team];
  if (staff->desk->teams[team].channels != NULL) {
    return stf_channel_find(staff, team, class_index, u);
  }
  if (own->idle != NULL && own->idle_n > 0) {
    return own->idle[(uint32_t)(u * (double)own->idle_n)];
  }
  uint32_t agent = list_head(staff, team);
  if (own->draws && agent != STF_STAFF_NONE) {
    uint32_t steps = (uint32_t)(u * (double)own->lists[staff->agents[agent].idle_list].n);
    for (; steps > 0; steps--) {
      agent = staff->agents[agent].idle_next;
    }
  }
  return agent;
}

uint32_t stf_staff_find(const struct stf_staff *staff, uint32_t class_index, double u) {
  const struct stf_desk *desk = staff->desk;
  uint32_t best = STF_STAFF_NONE;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    if (staff->teams[t].idle_n > 0 && desk->teams[t].serves[class_index] &&
        stf_reserve_allows(staff, t, class_index, 0)) {
      bool has_channels = desk->teams[t].channels != NULL;
      uint32_t head =
          has_channels ? stf_channel_find(staff, t, class_index, 0) : list_head(staff, t);
      if (head == STF_STAFF_NONE) {
        continue;
      }
      if (best == STF_STAFF_NONE || is_before(&staff->agents[head], &staff->agents[best])) {
        best = head;
      }
    }
  }
  return best != STF_STAFF_NONE
             ? stf_staff_pick(staff, staff->agents[best].team, class_index, u)
             : best;
}

void stf_staff_occupy(struct stf_staff *staff, uint32_t agent) {
  list_remove(staff, agent);
  staff->agents[agent].busy = true;
}

void stf_staff_idle(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  staff->agents[agent].busy = false;
  list_add(staff, agent, now_us);
}

/* ---- coming and going ---- */

static void tell(struct stf_staff *staff, const struct stf_staff_agent *who,
                 enum stf_presence_kind kind, int64_t start_us, int64_t end_us) {
  struct stf_presence span = {
      .start_us = start_us,
      .end_us = end_us,
      .agent = who->name,
      .team = staff->desk->teams[who->team].name,
      .cap = kind == STF_PRESENCE_ON ? stf_staff_cap(staff->desk, who->team) : 0,
      .kind = (uint8_t)kind};
  if (span.end_us > span.start_us && staff->status == STF_OK) {
    staff->status = staff->sink.presence(staff->sink.context, &span);
  }
}

/* An agent of a pool is off shift. */
static void put_off(struct stf_staff *staff, uint32_t agent) {
  struct stf_staff_team *team = &staff->teams[staff->agents[agent].team];
  team->off[team->off_n++] = agent;
}

static void leave(struct stf_staff *staff, uint32_t agent, int64_t end_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  tell(staff, who, STF_PRESENCE_ON, who->on_since_us, end_us);
  who->on_since_us = STF_NEVER;
  if (agent >= staff->desk->agents_n) {
    put_off(staff, agent);
  }
}

/* Agent without a seat. */
static uint32_t come(struct stf_staff *staff, uint32_t agent, int64_t at_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  /* Still at the last contact of the shift before: that presence ends with it, this one begins
   * there. */
  who->on_since_us = who->busy && who->work_end_us > at_us ? who->work_end_us : at_us;
  if (who->busy) {
    return STF_STAFF_NONE;
  }
  stf_staff_idle(staff, agent, at_us);
  return agent;
}

static void go(struct stf_staff *staff, uint32_t agent, int64_t at_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  if (!who->busy) {
    list_remove(staff, agent);
    leave(staff, agent, at_us);
  } else {
    leave(staff, agent, who->work_end_us > at_us ? who->work_end_us : at_us);
  }
}

/* ---- agents with seats ---- */

/* Her staffed time ends until she is back; her hands are empty. */
static void begin_break(struct stf_staff *staff, struct stf_staff_agent *who, int64_t now_us) {
  tell(staff, who, STF_PRESENCE_ON, who->on_since_us, now_us);
  who->on_since_us = STF_NEVER;
  stf_breaks_begin(&who->seat->breaks, now_us);
}

static struct stf_away_by away_by(const struct stf_staff *staff, uint32_t agent) {
  uint32_t team = staff->agents[agent].team;
  return stf_away_by_of(staff->desk, staff->stream, team, agent,
                        agent - staff->pool_first[team]);
}

static void end_break(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_seat *seat = who->seat;
  if (seat->breaks.kind == STF_BREAKS_PAID) {
    tell(staff, who, STF_PRESENCE_PAID_BREAK, seat->breaks.since_us, now_us);
  } else if (seat->breaks.kind != STF_BREAKS_UNPAID) {
    tell(staff, who, STF_PRESENCE_UNAVAILABLE, seat->breaks.since_us, now_us);
  }
  struct stf_away_by by = away_by(staff, agent);
  if (seat->breaks.kind == STF_BREAKS_AWAY) {
    stf_away_next(&seat->away, &by, now_us);
  } else {
    seat->away.due_us = stf_customer_later(seat->away.due_us, now_us - seat->breaks.since_us);
  }
  if (by.people != NULL) {
    stf_away_unlogged(&seat->away, &by, now_us);
  }
  stf_breaks_end(&seat->breaks);
}

void stf_staff_away(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_seat *seat = staff->agents[agent].seat;
  if (seat->away.due_us <= now_us) {
    seat->breaks.owed_us[STF_BREAKS_AWAY] = seat->away.lasts_us;
    seat->away.due_us = INT64_MAX;
  } else {
    struct stf_away_by by = away_by(staff, agent);
    int64_t *owed_us = &seat->breaks.owed_us[STF_BREAKS_UNLOGGED];
    *owed_us = stf_customer_later(*owed_us, seat->away.unlogged_lasts_us);
    stf_away_unlogged(&seat->away, &by, now_us);
  }
  stf_staff_settle(staff, agent, now_us);
}

void stf_staff_settle(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_seat *seat = who->seat;
  if (who->idle_list != STF_STAFF_NONE) {
    list_remove(staff, agent);
  }
  if (who->on_since_us == STF_NEVER) {
    return;
  }
  bool at_work = seat->hand.contacts_n > 0 || seat->talks.current != STF_STAFF_NONE;
  if (stf_staff_in_hand(seat) == 0 && seat->leaves) {
    seat->leaves = false;
    seat->hand.pauses_n = 0;
    leave(staff, agent, now_us);
  } else if (!at_work && stf_breaks_due(&seat->breaks)) {
    begin_break(staff, who, now_us);
  } else if (!stf_staff_is_closed(seat) &&
             (seat->hand.stretches != NULL || stf_staff_used(seat) < seat->hand.cap)) {
    list_add(staff, agent, now_us);
  }
}

bool stf_staff_takes(const struct stf_staff *staff, uint32_t agent) {
  const struct stf_staff_agent *who = &staff->agents[agent];
  const struct stf_staff_seat *seat = who->seat;
  return who->on_since_us != STF_NEVER && !stf_staff_is_closed(seat) &&
         stf_staff_used(seat) < seat->hand.cap;
}

void stf_staff_return(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  end_break(staff, agent, now_us);
  who->on_since_us = now_us;
  stf_staff_settle(staff, agent, now_us);
}

static void seat_come(struct stf_staff *staff, uint32_t agent, int64_t at_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  who->seat->leaves = false;
  who->seat->drains = false;
  who->on_since_us = who->on_since_us != STF_NEVER ? who->on_since_us : at_us;
  if (stf_people_go_away(staff->desk->teams[who->team].people)) {
    struct stf_away_by by = away_by(staff, agent);
    stf_away_come(&who->seat->away, &by, at_us);
  }
  stf_staff_settle(staff, agent, at_us);
}

static void seat_go(struct stf_staff *staff, uint32_t agent, int64_t at_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  if (stf_breaks_on(&who->seat->breaks)) {
    end_break(staff, agent, at_us);
    who->seat->hand.pauses_n = 0;
    /* In turns she still has to finish those that waited for her return. */
    who->seat->leaves = stf_staff_in_hand(who->seat) > 0;
    who->on_since_us = who->seat->leaves ? at_us : STF_NEVER;
    if (!who->seat->leaves && agent >= staff->desk->agents_n) {
      put_off(staff, agent);
    }
  } else {
    who->seat->leaves = true;
  }
  stf_breaks_start(&who->seat->breaks);
  stf_away_stop(&who->seat->away);
  stf_staff_settle(staff, agent, at_us);
}

static void seat_apply(struct stf_staff *staff, const struct stf_staff_change *change) {
  struct stf_breaks *breaks = &staff->agents[change->agent].seat->breaks;
  staff->touched = change->agent;
  if (change->reason == STF_STAFF_SHIFT && change->delta > 0) {
    seat_come(staff, change->agent, change->at_us);
  } else if (change->reason == STF_STAFF_SHIFT) {
    seat_go(staff, change->agent, change->at_us);
  } else if (change->reason == STF_STAFF_DRAIN) {
    staff->agents[change->agent].seat->drains = true;
    stf_staff_settle(staff, change->agent, change->at_us);
  } else if (change->delta < 0) {
    stf_breaks_open(breaks, change->at_us, change->reason == STF_STAFF_PAID_BREAK);
    stf_staff_settle(staff, change->agent, change->at_us);
  } else {
    stf_breaks_close(breaks, change->at_us, staff->desk->teams[change->team].late_break);
    stf_staff_settle(staff, change->agent, change->at_us);
  }
}

static void seat_pool_come(struct stf_staff *staff, uint32_t team, int64_t at_us) {
  uint32_t agent = stf_seats_first_to_go(staff, team, true);
  if (agent == STF_STAFF_NONE) {
    struct stf_staff_team *pool = &staff->teams[team];
    STF_ASSERT(pool->off_n > 0);
    agent = pool->off[--pool->off_n];
  }
  staff->touched = agent;
  seat_come(staff, agent, at_us);
}

static void seat_pool_go(struct stf_staff *staff, uint32_t team, int64_t at_us) {
  uint32_t agent = stf_seats_first_to_go(staff, team, false);
  STF_ASSERT(agent != STF_STAFF_NONE);
  staff->touched = agent;
  seat_go(staff, agent, at_us);
}

/* ---- pools ---- */

static uint32_t pool_come(struct stf_staff *staff, uint32_t team, int64_t at_us) {
  struct stf_staff_team *pool = &staff->teams[team];
  if (pool->excess_n > 0) {
    pool->excess_n--;
    return STF_STAFF_NONE;
  }
  STF_ASSERT(pool->off_n > 0);
  return come(staff, pool->off[--pool->off_n], at_us);
}

/* The pool's agent who became idle last, past named agents of the same team; STF_STAFF_NONE:
 * all are busy. */
static uint32_t idle_pool_agent(const struct stf_staff *staff, uint32_t team) {
  uint32_t agent = staff->teams[team].lists[0].last;
  while (agent != STF_STAFF_NONE && agent < staff->desk->agents_n) {
    agent = staff->agents[agent].idle_before;
  }
  return agent;
}

static void pool_go(struct stf_staff *staff, uint32_t team, int64_t at_us) {
  uint32_t agent = idle_pool_agent(staff, team);
  if (agent == STF_STAFF_NONE) {
    staff->teams[team].excess_n++;
    staff->teams[team].fell_us = at_us;
  } else {
    go(staff, agent, at_us);
  }
}

/* One agent of a pool's change. */
static uint32_t pool_apply(struct stf_staff *staff, const struct stf_staff_change *change) {
  bool seated = staff->teams[change->team].seated;
  if (change->delta > 0 && !seated) {
    return pool_come(staff, change->team, change->at_us);
  }
  if (change->delta > 0) {
    seat_pool_come(staff, change->team, change->at_us);
  } else if (seated) {
    seat_pool_go(staff, change->team, change->at_us);
  } else {
    pool_go(staff, change->team, change->at_us);
  }
  return STF_STAFF_NONE;
}

uint32_t stf_staff_apply(struct stf_staff *staff) {
  const struct stf_staff_change *change = &staff->changes[staff->change_next];
  staff->touched = STF_STAFF_NONE;
  if (change->agent != STF_NOBODY) {
    staff->change_next++;
    if (staff->agents[change->agent].seat != NULL) {
      seat_apply(staff, change);
      return STF_STAFF_NONE;
    }
    if (change->delta > 0) {
      return come(staff, change->agent, change->at_us);
    }
    go(staff, change->agent, change->at_us);
    return STF_STAFF_NONE;
  }
  /* A pool's change by several: one agent a call, so that the caller can hand out contacts in
   * between. */
  if (staff->pool_done < (change->delta > 0 ? change->delta : -change->delta)) {
    staff->pool_done++;
    return pool_apply(staff, change);
  }
  staff->pool_done = 0;
  staff->change_next++;
  return STF_STAFF_NONE;
}

bool stf_staff_free(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  who->busy = false;
  if (who->on_since_us == STF_NEVER) {
    return false;
  }
  struct stf_staff_team *team = &staff->teams[who->team];
  if (agent >= staff->desk->agents_n && team->excess_n > 0) {
    team->excess_n--;
    /* The pause after her last contact is not staffed time any more, once she was to go. */
    int64_t end_us = who->work_end_us > team->fell_us ? who->work_end_us : team->fell_us;
    leave(staff, agent, end_us < now_us ? end_us : now_us);
    return false;
  }
  return true;
}

void stf_staff_end(struct stf_staff *staff, int64_t end_us, bool finish) {
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    struct stf_staff_agent *who = &staff->agents[a];
    if (who->on_since_us != STF_NEVER) {
      bool works_on = finish && who->busy && who->work_end_us > end_us;
      leave(staff, a, works_on ? who->work_end_us : end_us);
    } else if (who->seat != NULL && stf_breaks_on(&who->seat->breaks)) {
      end_break(staff, a, end_us);
    }
  }
}
