/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places that a team keeps free for a class (desk/dispatch.h). */
#ifndef STF_RESERVE_H
#define STF_RESERVE_H

#include "engine/staff.h"

/* Free places of the team's agents: of those who may take a contact. */
uint32_t stf_reserve_spare(const struct stf_staff *staff, uint32_t team);

/* True if a contact of the class may take one of the team's free places: more are free than are
 * kept for other classes. more_n: free places that do not stand in the team's lists yet. */
bool stf_reserve_allows(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                        uint32_t more_n);

#endif
