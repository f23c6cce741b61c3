/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of an input file, plain or gzip (told by content, not by name), in blocks.
 *
 * What goes wrong is told apart: a file that is missing, unreadable or a directory is
 * STF_ERR_IO with words in *error; one that is empty, or a truncated or damaged gzip file, is
 * STF_ERR_INPUT with a diagnostic that names the line reached.
 */
#ifndef STF_SOURCE_H
#define STF_SOURCE_H

#include "base/diag.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

struct stf_source;

/* Opens the file; "-" is standard input. path is borrowed until stf_source_free; *diags takes
 * what stf_source_block finds. The caller owns *out. */
STF_MUST_USE enum stf_status stf_source_open(const char *path,
                                             const struct stf_allocator *allocator,
                                             struct stf_diags *diags, struct stf_source **out,
                                             struct stf_error *error);
void stf_source_free(struct stf_source *source);

/* The next block: *bytes is borrowed until the next call, *n is 0 at the end of the file. */
STF_MUST_USE enum stf_status stf_source_block(struct stf_source *source, const char **bytes,
                                              size_t *n, struct stf_error *error);

/* Hash of the unpacked bytes delivered so far (complete once a block of 0 bytes came), the same
 * on every machine: for each little-endian word w of 8 bytes (the last one filled up with
 * zeros) h = rotl(h ^ w * K1, 29) * K2, then h ^ length through the finaliser of splitmix64
 * (Steele, Lea, Flood 2014). */
uint64_t stf_source_hash(const struct stf_source *source);

/* The hash of several files, one after the other: of the files before, the next file's own
 * hash, and how many were before. One file's is its own. */
uint64_t stf_source_hash_fold(uint64_t before, uint64_t hash, size_t before_n);

#endif
