/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What made a result: enough to make it again, and nothing of the machine (no clock, no
 * folders). */
#ifndef STF_PROVENANCE_H
#define STF_PROVENANCE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_provenance_input {
  const char *path; /* only what stands behind its last '/' is shown */
  uint64_t hash;    /* of its content */
};

struct stf_provenance {
  const char *line; /* command and options: stf_options_line */
  bool has_seed;
  uint64_t seed;
  const char *scenario; /* title, or NULL */
  const char *timezone; /* IANA name of the days and local times, or NULL */
  const struct stf_provenance_input *inputs;
  size_t inputs_n;
};

/* Name of a file without its folders. */
const char *stf_provenance_name(const char *path);

/* The lines that stand at the head of a result: program and version, command, seed, scenario,
 * time zone, inputs with their hashes. Control characters are shown as '?'. NULL without
 * memory; *n is the number of lines. */
const char *const *stf_provenance_lines(const struct stf_provenance *provenance,
                                        struct stf_arena *arena, size_t *n);

#endif
