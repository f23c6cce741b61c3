/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a sweep: what each finished replication left behind, on disk as soon as it is
 * done, so that whoever is stopped at any moment goes on from there.
 *
 *   head    "STFJRNL1", number of bytes of the identity (32 bits), the identity, hash (64 bits)
 *   record  number of bytes (32 bits), point (32), replication (32), bytes, hash (64)
 *
 * Numbers stand with their lowest byte first; a hash (base/dict.h) is of all bytes before it in
 * head or record, the mark left out. The identity says what the results depend on, a line
 * "name: value" for each thing; a journal with another one is refused. A record is written at
 * once by one call, so that a program that is killed leaves whole records and at most one torn
 * at the end. The file is synchronised with the disk at least once a second while records come:
 * a power cut takes those of the last second too. Reading ends at the first record that is not
 * as it was written; what stands from there on is cut off.
 *
 * One program at a time: the file is locked while it is open.
 */
#ifndef STF_JOURNAL_H
#define STF_JOURNAL_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

struct stf_journal;

struct stf_journal_in {
  const char *path;
  const char *identity; /* lines that end in '\n' */
};

/* Opens a journal, made if it is not there. STF_ERR_USAGE: it is in use, is no journal, or of
 * another sweep: *error says what differs; the file stays as it is. STF_ERR_IO, STF_ERR_MEMORY.
 * The caller owns *out. */
STF_MUST_USE enum stf_status stf_journal_open(const struct stf_journal_in *in,
                                              const struct stf_allocator *allocator,
                                              struct stf_journal **out,
                                              struct stf_error *error);

/* Synchronises and closes; NULL is fine. Every record that was added without an error is in the
 * file in any case. */
void stf_journal_close(struct stf_journal *journal);

/* Records that were there when it was opened, and bytes that were cut off behind them. */
size_t stf_journal_found_n(const struct stf_journal *journal);
uint64_t stf_journal_cut_n(const struct stf_journal *journal);

/* The n bytes of a record that was there when the journal was opened. False: it was not, or had
 * another number of bytes. From any thread. */
bool stf_journal_find(const struct stf_journal *journal, uint32_t point, uint32_t replication,
                      unsigned char *out, size_t n);

/* Appends a record of n bytes (< 2^31). STF_ERR_IO: it is not in the file (a full disk); those
 * before are. */
STF_MUST_USE enum stf_status stf_journal_add(struct stf_journal *journal, uint32_t point,
                                             uint32_t replication, const unsigned char *bytes,
                                             size_t n, struct stf_error *error);

#endif
