/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which agent of a team that answers several channels (desk/channels.h) takes a contact: of
 * those who may, by the team's routing, first those whose work in hand it does not interrupt.
 */
#ifndef STF_CHANNEL_H
#define STF_CHANNEL_H

#include "engine/staff.h"

/* True if the agent, who is on duty and open to contacts, has room for one of the class. */
bool stf_channel_fits(const struct stf_staff *staff, uint32_t agent, uint32_t class_index);

/* True if an agent who stands in a list of her team may take one of the class. */
static inline bool stf_channel_has_room(const struct stf_staff *staff, uint32_t agent,
                                        uint32_t class_index) {
  return staff->agents[agent].seat == NULL ||
         staff->agents[agent].seat->hand.stretches == NULL ||
         stf_channel_fits(staff, agent, class_index);
}

/* True if the agent, who has a seat, takes one of the class now. */
static inline bool stf_channel_takes(const struct stf_staff *staff, uint32_t agent,
                                     uint32_t class_index) {
  return staff->agents[agent].seat->hand.stretches == NULL
             ? stf_staff_takes(staff, agent)
             : staff->agents[agent].idle_list != STF_STAFF_NONE &&
                   stf_channel_fits(staff, agent, class_index);
}

/* What it takes of her; it must fit. */
struct stf_hand_claim stf_channel_claim(const struct stf_staff *staff, uint32_t agent,
                                        uint32_t class_index);

/* Agent of the team who takes a contact of the class at once, or STF_STAFF_NONE. u in (0, 1):
 * by it, where the team's routing goes by chance. */
uint32_t stf_channel_find(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                          double u);

/* Agents of the teams that serve the class: how many are on duty, and of them could take one.
 * For who watches: goes through all of them. */
void stf_channel_count(const struct stf_staff *staff, uint32_t class_index, uint32_t *on_duty_n,
                       uint32_t *free_n);

#endif
