/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A temporary folder with a scenario's files, for tests of what a scenario compiles to. */
#ifndef STF_DESK_FOLDER_H
#define STF_DESK_FOLDER_H

#include "scenario/scenario.h"

struct stf_desk_folder {
  char path[64];
};

void stf_desk_folder_make(struct stf_desk_folder *folder);
void stf_desk_folder_remove(const struct stf_desk_folder *folder); /* with its files */

/* Writes a file of the folder. */
void stf_desk_folder_put(const struct stf_desk_folder *folder, const char *name,
                         const char *text);

/* The path of a file of the folder. */
void stf_desk_folder_path(const struct stf_desk_folder *folder, const char *name,
                          char out[256]);

/* Reads a scenario that would stand in the folder; it must be in order but for so many
 * warnings. The caller frees. */
struct stf_scenario *stf_desk_folder_read(const struct stf_desk_folder *folder,
                                          const char *text, size_t warnings_n);

/* Reads it again and again with the n-th allocation failing, n upwards until it succeeds: every
 * failure must be STF_ERR_MEMORY and leave nothing behind. */
void stf_desk_folder_starve(const struct stf_desk_folder *folder, const char *text);

/* Instant of a local time, or of one with offset. */
int64_t stf_desk_folder_instant(const struct stf_scenario *scenario, const char *text);

/* Mean arrivals of a class in [from, to), as the engine would draw them. */
double stf_desk_folder_arrivals(const struct stf_scenario *scenario, uint32_t class_index,
                                const char *from, const char *to);

#endif
