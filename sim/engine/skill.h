/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast each agent is at each class at the moment (desk/people.h), in one replication.
 *
 * Experience belongs to the person: an agent with shifts in two teams gathers it in both (each
 * team has its own curve for it). Agents of a pool are persons too: the same number of the
 * pool is the same person all through the run. A contact taken counts from the next one on.
 * Contacts that a log gives with their service take it as it was, whoever has them.
 */
#ifndef STF_SKILL_H
#define STF_SKILL_H

#include "desk/people.h"
#include "engine/staff.h"

struct stf_skill_person {
  double contacts_n; /* taken in this run */
  double days_n;     /* on which she took one, before `day` */
  size_t day;        /* the last one on which she took one, 1 + index; 0: none yet */
};

struct stf_skill {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  const struct stf_staff *staff;    /* borrowed */
  double *speeds;                   /* by agent and class: proficiency */
  double *experience;               /* by agent: at the start */
  uint32_t *person_of;              /* by agent */
  struct stf_skill_person *persons; /* NULL: nobody learns */
  int64_t *midnights_us;            /* of the desk's zone in the run; by days only */
  size_t midnights_n;
  bool on; /* somebody's speed may be other than 1 */
};

/* `staff` is borrowed. Costs nothing where people of every team are alike. Fails without
 * memory, or with STF_ERR_INPUT where days are needed and the desk's zone is not known. */
STF_MUST_USE enum stf_status stf_skill_init(struct stf_skill *skill,
                                            const struct stf_staff *staff);
void stf_skill_clear(struct stf_skill *skill);

/* Nobody has taken anything. */
void stf_skill_start(struct stf_skill *skill);

/* Speed of the agent for the class at now_us; 1 where all are alike. */
double stf_skill_speed(const struct stf_skill *skill, uint32_t agent, uint32_t class_index,
                       int64_t now_us);

/* The agent takes the contact at now_us: its work [us] as long as she takes for it, and the
 * experience is hers. */
int64_t stf_skill_take(struct stf_skill *skill, uint32_t agent, const struct stf_waiting *who,
                       int64_t now_us);

#endif
