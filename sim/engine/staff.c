/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/staff.h"

#include "desk/staffing.h"

/* Places of the pools' agents behind the named ones: agents come only when no departure is
 * owed, so no more than the highest count exist. */
static void size_pools(struct stf_staff *staff) {
  const struct stf_desk *desk = staff->desk;
  uint32_t first = desk->agents_n;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    staff->pool_first[t] = first;
    first += stf_staffing_peak(desk, t);
  }
  staff->pool_first[desk->teams_n] = first;
  staff->agents_n = first;
}

static enum stf_status team_init(struct stf_staff *staff, uint32_t team) {
  const struct stf_desk *desk = staff->desk;
  uint32_t members = staff->pool_first[team + 1] - staff->pool_first[team];
  struct stf_staff_team *own = &staff->teams[team];
  own->off = stf_mem_zeroed(staff->allocator, members, sizeof *own->off);
  if (own->off == NULL) {
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
  staff->pool_first =
      stf_mem_zeroed(allocator, (size_t)desk->teams_n + 1, sizeof *staff->pool_first);
  staff->teams = stf_mem_zeroed(allocator, desk->teams_n, sizeof *staff->teams);
  enum stf_status status = STF_ERR_MEMORY;
  if (staff->pool_first == NULL || staff->teams == NULL) {
    goto out;
  }
  size_pools(staff);
  staff->agents = stf_mem_zeroed(allocator, staff->agents_n, sizeof *staff->agents);
  status = staff->agents != NULL ? STF_OK : STF_ERR_MEMORY;
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    status = team_init(staff, t);
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
  }
  stf_mem_release(staff->allocator, staff->teams);
  stf_mem_release(staff->allocator, staff->agents);
  stf_mem_release(staff->allocator, staff->pool_first);
  staff->teams = NULL;
  staff->agents = NULL;
  staff->pool_first = NULL;
}

void stf_staff_start(struct stf_staff *staff, const struct stf_staff_sink *sink) {
  const struct stf_desk *desk = staff->desk;
  staff->sink = *sink;
  staff->status = STF_OK;
  staff->change_next = 0;
  staff->pool_done = 0;
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    staff->agents[a] = (struct stf_staff_agent){
        .name = a < desk->agents_n ? desk->agents[a].name : STF_NOBODY,
        .team = a < desk->agents_n ? desk->agents[a].team : STF_NOBODY,
        .idle_next = STF_STAFF_NONE,
        .idle_before = STF_STAFF_NONE,
        .on_since_us = STF_NEVER,
        .work_end_us = STF_NEVER,
    };
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    struct stf_staff_team *team = &staff->teams[t];
    team->idle_first = STF_STAFF_NONE;
    team->idle_last = STF_STAFF_NONE;
    team->idle_n = 0;
    team->excess_n = 0;
    team->off_n = 0;
    for (uint32_t a = staff->pool_first[t + 1]; a > staff->pool_first[t]; a--) {
      staff->agents[a - 1].team = t;
      uint32_t member = a - 1 - staff->pool_first[t];
      if (member < desk->teams[t].pool_names_n) {
        staff->agents[a - 1].name = desk->teams[t].pool_names[member];
      }
      team->off[team->off_n++] = a - 1;
    }
  }
}

static void leave(struct stf_staff *staff, uint32_t agent, int64_t end_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_presence span = {
      .start_us = who->on_since_us, .end_us = end_us, .agent = who->name, .team = who->team};
  who->on_since_us = STF_NEVER;
  if (agent >= staff->desk->agents_n) {
    struct stf_staff_team *team = &staff->teams[who->team];
    team->off[team->off_n++] = agent;
  }
  if (span.end_us > span.start_us && staff->status == STF_OK) {
    staff->status = staff->sink.presence(staff->sink.context, &span);
  }
}

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
    stf_staff_occupy(staff, agent);
    who->busy = false;
    leave(staff, agent, at_us);
  } else {
    leave(staff, agent, who->work_end_us > at_us ? who->work_end_us : at_us);
  }
}

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
  uint32_t agent = staff->teams[team].idle_last;
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

uint32_t stf_staff_apply(struct stf_staff *staff) {
  const struct stf_staff_change *change = &staff->desk->changes[staff->change_next];
  if (change->agent != STF_NOBODY) {
    staff->change_next++;
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
    if (change->delta > 0) {
      return pool_come(staff, change->team, change->at_us);
    }
    pool_go(staff, change->team, change->at_us);
    return STF_STAFF_NONE;
  }
  staff->pool_done = 0;
  staff->change_next++;
  return STF_STAFF_NONE;
}

uint32_t stf_staff_find(const struct stf_staff *staff, uint32_t class_index, double u) {
  const struct stf_desk *desk = staff->desk;
  uint32_t best = STF_STAFF_NONE;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    const struct stf_staff_team *team = &staff->teams[t];
    if (team->idle_n > 0 && desk->teams[t].serves[class_index] &&
        (best == STF_STAFF_NONE ||
         staff->agents[team->idle_first].idle_since_us < staff->agents[best].idle_since_us)) {
      best = team->idle_first;
    }
  }
  if (best != STF_STAFF_NONE) {
    const struct stf_staff_team *team = &staff->teams[staff->agents[best].team];
    if (team->idle != NULL) {
      return team->idle[(uint32_t)(u * (double)team->idle_n)];
    }
  }
  return best;
}

void stf_staff_occupy(struct stf_staff *staff, uint32_t agent) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_team *team = &staff->teams[who->team];
  if (who->idle_before != STF_STAFF_NONE) {
    staff->agents[who->idle_before].idle_next = who->idle_next;
  } else {
    team->idle_first = who->idle_next;
  }
  if (who->idle_next != STF_STAFF_NONE) {
    staff->agents[who->idle_next].idle_before = who->idle_before;
  } else {
    team->idle_last = who->idle_before;
  }
  team->idle_n--;
  if (team->idle != NULL) {
    uint32_t moved = team->idle[team->idle_n];
    team->idle[who->idle_place] = moved;
    staff->agents[moved].idle_place = who->idle_place;
  }
  who->busy = true;
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

void stf_staff_idle(struct stf_staff *staff, uint32_t agent, int64_t now_us) {
  struct stf_staff_agent *who = &staff->agents[agent];
  struct stf_staff_team *team = &staff->teams[who->team];
  who->busy = false;
  who->idle_since_us = now_us;
  who->idle_next = STF_STAFF_NONE;
  who->idle_before = team->idle_last;
  if (team->idle_last != STF_STAFF_NONE) {
    staff->agents[team->idle_last].idle_next = agent;
  } else {
    team->idle_first = agent;
  }
  team->idle_last = agent;
  if (team->idle != NULL) {
    who->idle_place = team->idle_n;
    team->idle[team->idle_n] = agent;
  }
  team->idle_n++;
}

void stf_staff_end(struct stf_staff *staff, int64_t end_us, bool finish) {
  for (uint32_t a = 0; a < staff->agents_n; a++) {
    const struct stf_staff_agent *who = &staff->agents[a];
    if (who->on_since_us != STF_NEVER) {
      bool works_on = finish && who->busy && who->work_end_us > end_us;
      leave(staff, a, works_on ? who->work_end_us : end_us);
    }
  }
}
