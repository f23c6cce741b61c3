/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/source.h"

#include "base/macros.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

enum {
  BLOCK_BYTES = 256 * 1024, /* a multiple of 8: only the last block has a broken word */
  WORD_BYTES = 8
};

struct stf_source {
  const struct stf_allocator *allocator;
  struct stf_diags *diags;
  const char *path;
  gzFile file;
  uint64_t hash;
  uint64_t bytes_n;
  int line; /* of the next byte, from 1 */
  char block[BLOCK_BYTES];
};

/* A descriptor of the file, or -1 with *error filled. */
static int open_plain(const char *path, struct stf_error *error) {
  if (strcmp(path, "-") == 0) {
    int fd = dup(STDIN_FILENO);
    if (fd < 0) {
      (void)stf_status_fail(error, STF_ERR_IO, errno, "cannot read standard input");
    }
    return fd;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    (void)stf_status_fail(error, STF_ERR_IO, errno, "cannot open '%s'", path);
    return -1;
  }
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    (void)stf_status_fail(error, STF_ERR_IO, EISDIR, "cannot read '%s'", path);
    (void)close(fd);
    return -1;
  }
  return fd;
}

enum stf_status stf_source_open(const char *path, const struct stf_allocator *allocator,
                                struct stf_diags *diags, struct stf_source **out,
                                struct stf_error *error) {
  *out = NULL;
  int fd = open_plain(path, error);
  if (fd < 0) {
    return STF_ERR_IO;
  }
  struct stf_source *source = stf_mem_resize(allocator, NULL, sizeof *source);
  gzFile file = source != NULL ? gzdopen(fd, "rb") : NULL;
  if (file == NULL) {
    (void)close(fd);
    stf_mem_release(allocator, source);
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read '%s'", path);
  }
  (void)gzbuffer(file, BLOCK_BYTES);
  source->allocator = allocator;
  source->diags = diags;
  source->path = path;
  source->file = file;
  source->hash = 0;
  source->bytes_n = 0;
  source->line = 1;
  *out = source;
  return STF_OK;
}

void stf_source_free(struct stf_source *source) {
  if (source != NULL) {
    (void)gzclose(source->file);
    stf_mem_release(source->allocator, source);
  }
}

static uint64_t word_at(const char *bytes, size_t n) {
  const unsigned char *p = (const unsigned char *)bytes;
  uint64_t word = 0;
  for (size_t i = 0; i < n; i++) {
    word |= (uint64_t)p[i] << (8 * i);
  }
  return word;
}

static uint64_t mix_word(uint64_t hash, uint64_t word) {
  hash ^= word * UINT64_C(0x9e3779b97f4a7c15);
  hash = hash << 29 | hash >> 35;
  return hash * UINT64_C(0xbf58476d1ce4e5b9);
}

static void take_into_account(struct stf_source *source, size_t n) {
  size_t at = 0;
  for (; at + WORD_BYTES <= n; at += WORD_BYTES) {
    source->hash = mix_word(source->hash, word_at(source->block + at, WORD_BYTES));
  }
  if (at < n) {
    source->hash = mix_word(source->hash, word_at(source->block + at, n - at));
  }
  source->bytes_n += n;
  int lines = 0;
  for (size_t i = 0; i < n; i++) {
    lines += source->block[i] == '\n';
  }
  source->line += lines;
}

uint64_t stf_source_hash(const struct stf_source *source) {
  uint64_t hash = source->hash ^ source->bytes_n;
  hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
  return hash ^ hash >> 31;
}

uint64_t stf_source_hash_fold(uint64_t before, uint64_t hash, size_t before_n) {
  return before_n == 0 ? hash : mix_word(before, hash);
}

/* What stopped zlib: of the input (a diagnostic) or of the device. */
static enum stf_status tell_failure(const struct stf_source *source, int code,
                                    struct stf_error *error) {
  if (code == Z_ERRNO) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot read '%s'", source->path);
  }
  if (code == Z_MEM_ERROR) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read '%s'", source->path);
  }
  struct stf_where where = {.path = source->path, .line = source->line};
  if (code == Z_BUF_ERROR) {
    stf_diag_add(source->diags, STF_SEVERITY_ERROR, where,
                 "truncated gzip file: it ends in this line; copy or export it again");
  } else {
    stf_diag_add(source->diags, STF_SEVERITY_ERROR, where,
                 "damaged gzip file: it cannot be unpacked from about this line on; copy or "
                 "export it again");
  }
  return STF_ERR_INPUT;
}

/* What files that are often given instead of a text begin with. */
static const char *foreign_kind(const char *bytes, size_t n) {
  static const struct {
    const char *start;
    size_t n;
    const char *what;
  } KINDS[] = {
      {"PK\x03\x04", 4,
       "a workbook (.xlsx, .ods) or another ZIP archive: save the sheet as CSV"},
      {"\xd0\xcf\x11\xe0", 4, "an old workbook (.xls): save the sheet as CSV"},
      {"%PDF-", 5, "a PDF: get the data as CSV"},
      {"<!doctype html", 14, "a web page: was a login asked for instead of the download?"},
      {"<html", 5, "a web page: was a login asked for instead of the download?"}};
  for (size_t i = 0; i < STF_COUNT_OF(KINDS); i++) {
    if (n >= KINDS[i].n && strncasecmp(bytes, KINDS[i].start, KINDS[i].n) == 0) {
      return KINDS[i].what;
    }
  }
  return NULL;
}

enum stf_status stf_source_block(struct stf_source *source, const char **bytes, size_t *n,
                                 struct stf_error *error) {
  *bytes = source->block;
  *n = 0;
  bool first = source->bytes_n == 0;
  int got = gzread(source->file, source->block, BLOCK_BYTES);
  const char *foreign = first && got > 0 ? foreign_kind(source->block, (size_t)got) : NULL;
  if (foreign != NULL) {
    stf_diag_add(source->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = source->path},
                 "this is %s", foreign);
    return STF_ERR_INPUT;
  }
  if (got > 0) {
    take_into_account(source, (size_t)got);
  }
  if (got < BLOCK_BYTES) {
    int code = Z_OK;
    (void)gzerror(source->file, &code);
    if (got < 0 || code == Z_BUF_ERROR) {
      return tell_failure(source, code, error);
    }
  }
  if (source->bytes_n == 0) {
    stf_diag_add(source->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = source->path},
                 "the file is empty");
    return STF_ERR_INPUT;
  }
  *n = (size_t)got;
  return STF_OK;
}
