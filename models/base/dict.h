/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dictionary: texts to dense ids 0, 1, 2... in the order of first sight. Classes, agents, teams
 * and contact ids are referred to by such an id, never by pointer.
 */
#ifndef STF_DICT_H
#define STF_DICT_H

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>

#define STF_DICT_NONE UINT32_MAX

struct stf_dict; /* owns copies of its texts */

struct stf_dict *stf_dict_new(const struct stf_allocator *allocator); /* NULL without memory */
void stf_dict_free(struct stf_dict *dict);

/* Id of the text, added if new; STF_DICT_NONE only without memory. */
uint32_t stf_dict_add(struct stf_dict *dict, const char *text, size_t n);

/* Id of the text, or STF_DICT_NONE. */
uint32_t stf_dict_find(const struct stf_dict *dict, const char *text, size_t n);

/* NUL-terminated text of an id; valid until the dictionary goes. */
const char *stf_dict_text(const struct stf_dict *dict, uint32_t id);

uint32_t stf_dict_count(const struct stf_dict *dict);

/* 64-bit hash of a text (FNV-1a, then the finaliser of splitmix64), the same on every machine:
 * the stable address of a named thing in the random streams. */
uint64_t stf_dict_hash(const char *text, size_t n);

#endif
