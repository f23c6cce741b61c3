/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a journal is of: lines "name: value\n", and how two of them differ. */
#ifndef STF_JOURNAL_IDENTITY_H
#define STF_JOURNAL_IDENTITY_H

#include <stdbool.h>

enum {
  STF_JOURNAL_IDENTITY_TEXT = 256
};

/* True if both say the same; else `out` says in words where they differ, the first things of
 * it: "seed is 1 there, 2 here". */
bool stf_journal_identity_same(const char *there, const char *here,
                               char out[STF_JOURNAL_IDENTITY_TEXT]);

#endif
