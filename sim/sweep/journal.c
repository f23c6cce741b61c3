/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/journal.h"

#include "base/dict.h"
#include "sweep/journal_identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  MARK_N = 8,
  NUMBER_N = 4,
  HASH_N = 8,
  RECORD_HEAD_N = 3 * NUMBER_N,
  REPLICATION_AT = 2 * NUMBER_N, /* in it */
  IDENTITY_MOST = 1 << 20,
  SYNC_EVERY_S = 1
};

static const char MARK[MARK_N + 1] = "STFJRNL1";

/* Where a record that was there stands. */
struct place {
  uint32_t point;
  uint32_t replication;
  uint64_t at; /* of its bytes */
  uint32_t n;
};

struct stf_journal {
  const struct stf_allocator *allocator;
  const char *path; /* owned, as are the others */
  char *path_copy;
  int file;
  uint64_t end;         /* behind the last whole record */
  struct place *places; /* of those found, in order of point and replication */
  size_t places_n;
  size_t places_capacity;
  uint64_t cut_n;
  unsigned char *room; /* for one record */
  size_t room_n;
  time_t synced_s;
  bool is_dirty; /* records were added since */
};

/* ---- bytes ---- */

static void put_number(unsigned char *out, uint64_t number, size_t n) {
  for (size_t i = 0; i < n; i++) {
    out[i] = (unsigned char)(number >> (8 * i));
  }
}

static uint64_t get_number(const unsigned char *in, size_t n) {
  uint64_t number = 0;
  for (size_t i = 0; i < n; i++) {
    number |= (uint64_t)in[i] << (8 * i);
  }
  return number;
}

static uint64_t hash_of(const unsigned char *bytes, size_t n) {
  return stf_dict_hash((const char *)bytes, n);
}

/* All n bytes from there, or false. */
static bool read_at(int file, uint64_t at, unsigned char *out, size_t n) {
  size_t done = 0;
  while (done < n) {
    ssize_t got = pread(file, out + done, n - done, (off_t)(at + done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return false;
    }
    done += (size_t)got;
  }
  return true;
}

static bool write_at(int file, uint64_t at, const unsigned char *bytes, size_t n) {
  size_t done = 0;
  while (done < n) {
    ssize_t put = pwrite(file, bytes + done, n - done, (off_t)(at + done));
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put <= 0) {
      errno = put == 0 ? ENOSPC : errno;
      return false;
    }
    done += (size_t)put;
  }
  return true;
}

/* Room for n bytes. */
static bool fit_room(struct stf_journal *journal, size_t n) {
  if (n <= journal->room_n) {
    return true;
  }
  unsigned char *room = stf_mem_resize(journal->allocator, journal->room, n);
  if (room == NULL) {
    return false;
  }
  journal->room = room;
  journal->room_n = n;
  return true;
}

static time_t now_s(void) {
  struct timespec now = {0};
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

/* A disk that does not answer here is found by the next write. */
static void sync_records(struct stf_journal *journal) {
  (void)fdatasync(journal->file);
  journal->synced_s = now_s();
  journal->is_dirty = false;
}

/* ---- the head ---- */

static size_t head_n(const struct stf_journal_in *in) {
  return MARK_N + NUMBER_N + strlen(in->identity) + HASH_N;
}

/* The head in journal->room. */
static bool make_head(struct stf_journal *journal, const struct stf_journal_in *in) {
  size_t n = strlen(in->identity);
  if (!fit_room(journal, head_n(in))) {
    return false;
  }
  memcpy(journal->room, MARK, MARK_N);
  put_number(journal->room + MARK_N, n, NUMBER_N);
  memcpy(journal->room + MARK_N + NUMBER_N, in->identity, n);
  put_number(journal->room + MARK_N + NUMBER_N + n,
             hash_of(journal->room + MARK_N, NUMBER_N + n), HASH_N);
  return true;
}

static enum stf_status fail_io(const struct stf_journal *journal, const char *what,
                               struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_IO, errno, "cannot %s the journal '%s'", what,
                         journal->path);
}

/* The entry in its folder, too, is to survive a power cut. */
static void sync_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  char folder[4096];
  size_t n = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
  (void)snprintf(folder, sizeof folder, "%.*s", n > 0 ? (int)n : 1, n > 0 ? path : ".");
  int file = open(folder, O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    (void)fsync(file);
    (void)close(file);
  }
}

static enum stf_status begin(struct stf_journal *journal, const struct stf_journal_in *in,
                             struct stf_error *error) {
  if (!make_head(journal, in)) {
    return STF_ERR_MEMORY;
  }
  if (ftruncate(journal->file, 0) != 0 ||
      !write_at(journal->file, 0, journal->room, head_n(in)) || fsync(journal->file) != 0) {
    return fail_io(journal, "begin", error);
  }
  sync_folder(journal->path);
  journal->end = head_n(in);
  return STF_OK;
}

/* Whether the file is what a program leaves that is killed before its head is whole. */
static bool is_begun(struct stf_journal *journal, const struct stf_journal_in *in,
                     uint64_t size) {
  if (size >= head_n(in) || !make_head(journal, in)) {
    return false;
  }
  unsigned char *seen = stf_mem_zeroed(journal->allocator, (size_t)size + 1, 1);
  bool same = seen != NULL && read_at(journal->file, 0, seen, (size_t)size) &&
              memcmp(seen, journal->room, (size_t)size) == 0;
  stf_mem_release(journal->allocator, seen);
  return same;
}

static enum stf_status refuse(const struct stf_journal *journal, const char *why,
                              struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "'%.120s' %.200s: remove it, or name another file with --journal",
                         journal->path, why);
}

/* The identity in journal->room behind mark and number; its length in *n. */
static enum stf_status read_head(struct stf_journal *journal, size_t *n,
                                 struct stf_error *error) {
  unsigned char start[MARK_N + NUMBER_N] = {0};
  if (!read_at(journal->file, 0, start, sizeof start) || memcmp(start, MARK, MARK_N) != 0) {
    return refuse(journal, "is there and is no journal of a sweep", error);
  }
  *n = (size_t)get_number(start + MARK_N, NUMBER_N);
  size_t whole_n = sizeof start + *n + HASH_N;
  if (*n > IDENTITY_MOST) {
    return refuse(journal, "is a journal with a damaged head", error);
  }
  if (!fit_room(journal, whole_n + 1)) {
    return STF_ERR_MEMORY;
  }
  unsigned char *room = journal->room;
  if (!read_at(journal->file, 0, room, whole_n) ||
      get_number(room + whole_n - HASH_N, HASH_N) != hash_of(room + MARK_N, NUMBER_N + *n)) {
    return refuse(journal, "is a journal with a damaged head", error);
  }
  room[whole_n - HASH_N] = '\0'; /* the identity is a text */
  journal->end = whole_n;
  return STF_OK;
}

static enum stf_status check_head(struct stf_journal *journal, const struct stf_journal_in *in,
                                  struct stf_error *error) {
  size_t n = 0;
  enum stf_status status = read_head(journal, &n, error);
  if (status != STF_OK) {
    return status;
  }
  const char *there = (const char *)journal->room + MARK_N + NUMBER_N;
  char difference[STF_JOURNAL_IDENTITY_TEXT];
  if (stf_journal_identity_same(there, in->identity, difference)) {
    return STF_OK;
  }
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "the journal '%.100s' is of another sweep (%.250s): remove it, or "
                         "name another file with --journal",
                         journal->path, difference);
}

/* ---- records ---- */

/* Size of the whole record at journal->end, 0: there is none that is as it was written. */
static enum stf_status read_record(struct stf_journal *journal, uint64_t size,
                                   uint64_t *record_n) {
  unsigned char head[RECORD_HEAD_N] = {0};
  uint64_t left = size - journal->end;
  *record_n = 0;
  if (left < RECORD_HEAD_N + HASH_N ||
      !read_at(journal->file, journal->end, head, sizeof head)) {
    return STF_OK;
  }
  uint64_t n = get_number(head, NUMBER_N);
  uint64_t whole_n = RECORD_HEAD_N + n + HASH_N;
  if (whole_n > left) {
    return STF_OK;
  }
  if (!fit_room(journal, (size_t)whole_n)) {
    return STF_ERR_MEMORY;
  }
  const unsigned char *room = journal->room;
  if (read_at(journal->file, journal->end, journal->room, (size_t)whole_n) &&
      get_number(room + RECORD_HEAD_N + n, HASH_N) ==
          hash_of(room, RECORD_HEAD_N + (size_t)n)) {
    *record_n = whole_n;
  }
  return STF_OK;
}

/* The record in journal->room, at journal->end. */
static enum stf_status note_place(struct stf_journal *journal) {
  const unsigned char *room = journal->room;
  struct place *places =
      stf_mem_grown(journal->allocator, journal->places, &journal->places_capacity,
                    journal->places_n + 1, sizeof *places);
  if (places == NULL) {
    return STF_ERR_MEMORY;
  }
  journal->places = places;
  places[journal->places_n++] =
      (struct place){.n = (uint32_t)get_number(room, NUMBER_N),
                     .point = (uint32_t)get_number(room + NUMBER_N, NUMBER_N),
                     .replication = (uint32_t)get_number(room + REPLICATION_AT, NUMBER_N),
                     .at = journal->end + RECORD_HEAD_N};
  return STF_OK;
}

static int compare_places(const void *left, const void *right) {
  const struct place *a = left;
  const struct place *b = right;
  if (a->point != b->point) {
    return a->point < b->point ? -1 : 1;
  }
  return (a->replication > b->replication) - (a->replication < b->replication);
}

static enum stf_status read_records(struct stf_journal *journal, uint64_t size,
                                    struct stf_error *error) {
  enum stf_status status = STF_OK;
  uint64_t n = 1;
  while (status == STF_OK && n > 0) {
    status = read_record(journal, size, &n);
    if (status == STF_OK && n > 0) {
      status = note_place(journal);
      journal->end += n;
    }
  }
  if (status != STF_OK) {
    return status;
  }
  journal->cut_n = size - journal->end;
  if (journal->cut_n > 0 && ftruncate(journal->file, (off_t)journal->end) != 0) {
    return fail_io(journal, "write", error);
  }
  if (journal->places_n > 1) {
    qsort(journal->places, journal->places_n, sizeof *journal->places, compare_places);
  }
  return STF_OK;
}

/* ---- opening and closing ---- */

static enum stf_status open_file(struct stf_journal *journal, uint64_t *size,
                                 struct stf_error *error) {
  journal->file = open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (journal->file < 0) {
    return fail_io(journal, "open", error);
  }
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(journal->file, F_SETLK, &lock) != 0) {
    return errno == EACCES || errno == EAGAIN
               ? stf_status_fail(error, STF_ERR_USAGE, 0,
                                 "the journal '%.200s' is in use by another sweep",
                                 journal->path)
               : fail_io(journal, "lock", error);
  }
  off_t end = lseek(journal->file, 0, SEEK_END);
  *size = end > 0 ? (uint64_t)end : 0;
  return end >= 0 ? STF_OK : fail_io(journal, "read", error);
}

static enum stf_status load(struct stf_journal *journal, const struct stf_journal_in *in,
                            struct stf_error *error) {
  uint64_t size = 0;
  enum stf_status status = open_file(journal, &size, error);
  if (status != STF_OK) {
    return status;
  }
  if (is_begun(journal, in, size)) {
    return begin(journal, in, error);
  }
  status = check_head(journal, in, error);
  return status == STF_OK ? read_records(journal, size, error) : status;
}

enum stf_status stf_journal_open(const struct stf_journal_in *in,
                                 const struct stf_allocator *allocator,
                                 struct stf_journal **out, struct stf_error *error) {
  struct stf_journal *journal = stf_mem_zeroed(allocator, 1, sizeof *journal);
  if (journal == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = strlen(in->path) + 1;
  journal->allocator = allocator;
  journal->file = -1;
  journal->path_copy = stf_mem_zeroed(allocator, n, 1);
  enum stf_status status = STF_ERR_MEMORY;
  if (journal->path_copy != NULL) {
    memcpy(journal->path_copy, in->path, n);
    journal->path = journal->path_copy;
    journal->synced_s = now_s();
    status = load(journal, in, error);
  }
  if (status != STF_OK) {
    stf_journal_close(journal);
    return status;
  }
  *out = journal;
  return STF_OK;
}

void stf_journal_close(struct stf_journal *journal) {
  if (journal == NULL) {
    return;
  }
  if (journal->file >= 0) {
    if (journal->is_dirty) {
      sync_records(journal);
    }
    (void)close(journal->file);
  }
  stf_mem_release(journal->allocator, journal->places);
  stf_mem_release(journal->allocator, journal->room);
  stf_mem_release(journal->allocator, journal->path_copy);
  stf_mem_release(journal->allocator, journal);
}

size_t stf_journal_found_n(const struct stf_journal *journal) {
  return journal->places_n;
}

uint64_t stf_journal_cut_n(const struct stf_journal *journal) {
  return journal->cut_n;
}

bool stf_journal_find(const struct stf_journal *journal, uint32_t point, uint32_t replication,
                      unsigned char *out, size_t n) {
  const struct place wanted = {.point = point, .replication = replication};
  const struct place *place = journal->places_n > 0
                                  ? bsearch(&wanted, journal->places, journal->places_n,
                                            sizeof *journal->places, compare_places)
                                  : NULL;
  return place != NULL && place->n == n && read_at(journal->file, place->at, out, n);
}

enum stf_status stf_journal_add(struct stf_journal *journal, uint32_t point,
                                uint32_t replication, const unsigned char *bytes, size_t n,
                                struct stf_error *error) {
  size_t whole_n = RECORD_HEAD_N + n + HASH_N;
  if (!fit_room(journal, whole_n)) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  unsigned char *room = journal->room;
  put_number(room, n, NUMBER_N);
  put_number(room + NUMBER_N, point, NUMBER_N);
  put_number(room + REPLICATION_AT, replication, NUMBER_N);
  memcpy(room + RECORD_HEAD_N, bytes, n);
  put_number(room + RECORD_HEAD_N + n, hash_of(room, RECORD_HEAD_N + n), HASH_N);
  if (!write_at(journal->file, journal->end, room, whole_n)) {
    enum stf_status status = fail_io(journal, "write", error);
    (void)!ftruncate(journal->file, (off_t)journal->end); /* else it is cut when it is read */
    return status;
  }
  journal->end += whole_n;
  journal->is_dirty = true;
  if (now_s() >= journal->synced_s + SYNC_EVERY_S) {
    sync_records(journal);
  }
  return STF_OK;
}
