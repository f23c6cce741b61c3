/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table file as spreadsheets save it, whole and as UTF-8: UTF-8 with or without a byte order
 * mark, UTF-16 with one ("Unicode text"), else Windows-1252 ("ANSI"), which is what is left if
 * the bytes are not UTF-8.
 */
#ifndef STF_DECODE_H
#define STF_DECODE_H

#include "base/diag.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum {
  STF_DECODE_BYTES_MAX = 64 * 1024 * 1024 /* of a file, unpacked */
};

enum stf_decode_encoding {
  STF_DECODE_UTF8,
  STF_DECODE_UTF16LE,
  STF_DECODE_UTF16BE,
  STF_DECODE_WINDOWS_1252,
  STF_DECODE_ENCODINGS_N
};
extern const char *const STF_DECODE_NAMES[STF_DECODE_ENCODINGS_N];

struct stf_decode_text {
  char *bytes; /* UTF-8 without byte order mark, n of them and a NUL; owned */
  size_t n;
  enum stf_decode_encoding encoding;
  uint64_t hash; /* stf_source_hash of the file as it is; 0 of bytes in memory */
};

/* Decodes n bytes. NULL: no memory in *status, or *out is filled. Otherwise what is wrong with
 * the bytes, in words; *out is then empty. */
const char *stf_decode_bytes(const char *bytes, size_t n, const struct stf_allocator *allocator,
                             struct stf_decode_text *out, enum stf_status *status);

/* Reads and decodes a file (errors as stf_source_open and stf_source_block; bytes that are no
 * text or too many of them are STF_ERR_INPUT with a diagnostic). The caller owns *out. */
STF_MUST_USE enum stf_status
stf_decode_file(const char *path, const struct stf_allocator *allocator,
                struct stf_diags *diags, struct stf_decode_text *out, struct stf_error *error);

void stf_decode_clear(struct stf_decode_text *text, const struct stf_allocator *allocator);

#endif
