/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names behind the ids of contact records: one dictionary for each attribute, shared by a
 * log and by the desk that stands beside it, so that their rows meet under the same keys.
 */
#ifndef STF_NAMES_H
#define STF_NAMES_H

#include "base/dict.h"

struct stf_names {
  struct stf_dict *classes;
  struct stf_dict *channels;
  struct stf_dict *priorities;
  struct stf_dict *teams;
  struct stf_dict *agents;
};

STF_MUST_USE enum stf_status stf_names_init(struct stf_names *names,
                                            const struct stf_allocator *allocator);
void stf_names_clear(struct stf_names *names);

#endif
