/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/skill.h"

#include "engine/customer.h"
#include "time/zone.h"

/* Fallback of teams without people. */
static const struct stf_people ALIKE = {.learning = STF_PEOPLE_TRAINED};

static const struct stf_people *people_of(const struct stf_skill *skill, uint32_t agent) {
  const struct stf_people *people = skill->desk->teams[skill->staff->agents[agent].team].people;
  return people != NULL ? people : &ALIKE;
}

static uint32_t name_of(const struct stf_skill *skill, uint32_t agent) {
  const struct stf_desk *desk = skill->desk;
  if (agent < desk->agents_n) {
    return desk->agents[agent].name;
  }
  uint32_t t = skill->staff->agents[agent].team;
  uint32_t member = agent - skill->staff->pool_first[t];
  return member < desk->teams[t].pool_names_n ? desk->teams[t].pool_names[member] : STF_NOBODY;
}

static bool learns_by(const struct stf_desk *desk, enum stf_people_learning by) {
  bool learns = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    const struct stf_people *people = desk->teams[t].people;
    learns = learns || (people != NULL && people->learning == by);
  }
  return learns;
}

static double start_of(const struct stf_people *people, uint32_t name) {
  for (size_t i = 0; i < people->beginners_n; i++) {
    if (people->beginners[i].name == name) {
      return people->beginners[i].n;
    }
  }
  return people->experience;
}

static void fill_agent(struct stf_skill *skill, uint32_t agent) {
  uint32_t name = name_of(skill, agent);
  const struct stf_people *people = people_of(skill, agent);
  uint32_t classes_n = skill->desk->classes_n;
  double *row = skill->speeds + (size_t)agent * classes_n;
  for (uint32_t c = 0; c < classes_n; c++) {
    row[c] = people->speeds != NULL ? people->speeds[c] : 1;
  }
  for (size_t i = 0; i < people->own_n && name != STF_NOBODY; i++) {
    if (people->own[i].name == name) {
      row[people->own[i].class_index] = people->own[i].speed;
    }
  }
  skill->experience[agent] = start_of(people, name);
}

/* Names are dense ids: the first agent of a name is the person. */
static enum stf_status find_persons(struct stf_skill *skill) {
  const struct stf_desk *desk = skill->desk;
  uint32_t names_n = 0;
  for (uint32_t a = 0; a < desk->agents_n; a++) {
    names_n = desk->agents[a].name >= names_n ? desk->agents[a].name + 1 : names_n;
  }
  uint32_t *first = stf_mem_zeroed(skill->allocator, (size_t)names_n + 1, sizeof *first);
  if (first == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t a = 0; a < skill->staff->agents_n; a++) {
    skill->person_of[a] = a;
    if (a < desk->agents_n) {
      uint32_t *known = &first[desk->agents[a].name]; /* 1 + agent */
      *known = *known > 0 ? *known : a + 1;
      skill->person_of[a] = *known - 1;
    }
  }
  stf_mem_release(skill->allocator, first);
  return STF_OK;
}

static enum stf_status find_midnights(struct stf_skill *skill) {
  const struct stf_desk *desk = skill->desk;
  struct stf_zone *zone = NULL;
  size_t capacity = 0;
  enum stf_status status = stf_zone_open(desk->zone_name, &zone);
  int64_t at_us = desk->from_us - desk->warmup_us;
  while (status == STF_OK && at_us < desk->to_us) {
    at_us = stf_zone_next_day(zone, at_us);
    int64_t *grown = stf_mem_grown(skill->allocator, skill->midnights_us, &capacity,
                                   skill->midnights_n + 1, sizeof *grown);
    if (grown == NULL) {
      status = STF_ERR_MEMORY;
      break;
    }
    skill->midnights_us = grown;
    grown[skill->midnights_n++] = at_us;
  }
  stf_zone_free(zone);
  return status;
}

static enum stf_status fill(struct stf_skill *skill) {
  const struct stf_desk *desk = skill->desk;
  size_t n = skill->staff->agents_n;
  skill->speeds = stf_mem_zeroed(skill->allocator, n * desk->classes_n, sizeof *skill->speeds);
  skill->experience = stf_mem_zeroed(skill->allocator, n, sizeof *skill->experience);
  skill->person_of = stf_mem_zeroed(skill->allocator, n, sizeof *skill->person_of);
  if (skill->speeds == NULL || skill->experience == NULL || skill->person_of == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t a = 0; a < skill->staff->agents_n; a++) {
    fill_agent(skill, a);
  }
  bool by_days = learns_by(desk, STF_PEOPLE_BY_DAYS);
  if (!by_days && !learns_by(desk, STF_PEOPLE_BY_CONTACTS)) {
    return STF_OK;
  }
  skill->persons = stf_mem_zeroed(skill->allocator, n, sizeof *skill->persons);
  enum stf_status status = skill->persons != NULL ? find_persons(skill) : STF_ERR_MEMORY;
  return status == STF_OK && by_days ? find_midnights(skill) : status;
}

enum stf_status stf_skill_init(struct stf_skill *skill, const struct stf_staff *staff) {
  const struct stf_desk *desk = staff->desk;
  *skill = (struct stf_skill){.desk = desk, .allocator = staff->allocator, .staff = staff};
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    const struct stf_people *people = desk->teams[t].people;
    skill->on = skill->on || (people != NULL && stf_people_differ(people));
  }
  if (!skill->on) {
    return STF_OK;
  }
  enum stf_status status = fill(skill);
  if (status != STF_OK) {
    stf_skill_clear(skill);
  }
  return status;
}

void stf_skill_clear(struct stf_skill *skill) {
  stf_mem_release(skill->allocator, skill->speeds);
  stf_mem_release(skill->allocator, skill->experience);
  stf_mem_release(skill->allocator, skill->person_of);
  stf_mem_release(skill->allocator, skill->persons);
  stf_mem_release(skill->allocator, skill->midnights_us);
  *skill = (struct stf_skill){0};
}

void stf_skill_start(struct stf_skill *skill) {
  for (uint32_t a = 0; skill->persons != NULL && a < skill->staff->agents_n; a++) {
    skill->persons[a] = (struct stf_skill_person){0};
  }
}

/* 1 + the number of midnights up to now. */
static size_t day_at(const struct stf_skill *skill, int64_t now_us) {
  size_t low = 0;
  size_t high = skill->midnights_n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (skill->midnights_us[middle] <= now_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low + 1;
}

double stf_skill_speed(const struct stf_skill *skill, uint32_t agent, uint32_t class_index,
                       int64_t now_us) {
  if (!skill->on) {
    return 1;
  }
  double speed = skill->speeds[(size_t)agent * skill->desk->classes_n + class_index];
  const struct stf_people *people = people_of(skill, agent);
  if (people->learning == STF_PEOPLE_TRAINED) {
    return speed;
  }
  const struct stf_skill_person *person = &skill->persons[skill->person_of[agent]];
  double behind = person->contacts_n;
  if (people->learning == STF_PEOPLE_BY_DAYS) {
    behind = person->days_n + (person->day > 0 && person->day != day_at(skill, now_us));
  }
  return speed * stf_people_learnt(people, skill->experience[agent] + behind);
}

/* The contact that she takes now is behind her from now on. */
static void gather(struct stf_skill *skill, uint32_t agent, int64_t now_us) {
  struct stf_skill_person *person = &skill->persons[skill->person_of[agent]];
  size_t day = day_at(skill, now_us);
  person->contacts_n++;
  person->days_n += person->day > 0 && person->day != day;
  person->day = day;
}

int64_t stf_skill_take(struct stf_skill *skill, uint32_t agent, const struct stf_waiting *who,
                       int64_t now_us) {
  if (!skill->on) {
    return who->service_us;
  }
  const struct stf_arrival *arrival = &who->arrival;
  double speed = stf_skill_speed(skill, agent, arrival->class_index, now_us);
  if (skill->persons != NULL) {
    gather(skill, agent, now_us);
  }
  bool given = arrival->given != NULL && arrival->given->service_us != STF_NEVER;
  return given || who->service_us == INT64_MAX
             ? who->service_us
             : stf_customer_us((double)who->service_us * 1e-6 / speed);
}
