/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values set in the tree of a scenario file before it is read: "bot.containment=60 %". The
 * changed tree passes the same readers and checks as a file, so a wrong value is told as it
 * would be in the file, with the place in the option where it stands. For compare, sweep and
 * plan.
 *
 * A change is PATH=VALUE; several are parted by ';' (not inside quotes or brackets). The path
 * is keys from the root, parted by dots. An item of a list is meant by its `name`, or by its
 * number from 1 ("demand.special_days.2.multiply"). A path
 *   - may leave out the list in front: "bot.containment" is "classes.bot.containment", since
 *     the root has no key 'bot' but classes[] have; so for teams[] and sla[];
 *   - that names no item of a list means every item that has that path; where none has it,
 *     every item that has all of it but its last key; which ones is told in a note.
 * The value is YAML: "60 %", "never", "{exponential: {mean: 3 min}}". A key that is not there
 * yet is added (mappings on the way, too); items of lists are not. The value ~ takes the key
 * out, if it is there. Later changes see what earlier ones made.
 */
#ifndef STF_VARY_H
#define STF_VARY_H

#include "scenario/keys.h"
#include "scenario/node.h"

struct stf_vary {
  const char *option; /* how messages call the place of the text: "--with" */
  const char *text;   /* one change or several */
  bool made; /* the text is not the user's own words but made from them: its places mean
                nothing, notes are not told, and its paths are those of the command line */
};

/* Puts a changed tree into file->root; what was there before stays as it was. STF_ERR_INPUT:
 * file->diags say what is wrong, with the option as path and the column in the text (line 1);
 * STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_vary_apply(const struct stf_vary *vary,
                                            struct stf_arena *arena,
                                            struct stf_node_file *file);

/* The key that a path (without value) ends in, to know its kind and range: of
 * "bot.containment" that of classes[].bot. NULL: not in the tables (a parameter of a law, a
 * name that a user gave, or no key at all). */
const struct stf_keys_key *stf_vary_key(const char *path);

/* The value at a path of the tree: of the first item where the path means several. NULL: there
 * is none (or no memory in the arena). */
const struct stf_node *stf_vary_find(const struct stf_node_file *file, const char *path,
                                     struct stf_arena *arena);

/* How many values of the tree the path means: 0 or 1, more where it names no item of a list. */
size_t stf_vary_count(const struct stf_node_file *file, const char *path,
                      struct stf_arena *arena);

/* Where a word ends that began at `from`: at `stop` outside quotes and brackets, or with the
 * text. ';' parts changes, ',' the values of a list. */
size_t stf_vary_end(const char *text, size_t from, char stop);

#endif
