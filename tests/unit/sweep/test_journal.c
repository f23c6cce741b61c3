/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "support/ration.h"
#include "sweep/journal.h"
#include "sweep/journal_identity.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  RECORDS = 6,
  RECORD = 40 /* bytes of each */
};

static const char IDENTITY[] = "seed: 1\n--vary: k=1,2\n";

struct fixture {
  char path[64];
  struct stf_error error;
};

static int setup(void **state) {
  static struct fixture fixture;
  (void)snprintf(fixture.path, sizeof fixture.path, "staffetta-journal-%ld", (long)getpid());
  (void)unlink(fixture.path);
  *state = &fixture;
  return 0;
}

static int teardown(void **state) {
  struct fixture *fixture = *state;
  (void)unlink(fixture->path);
  return 0;
}

static struct stf_journal *open_journal(struct fixture *fixture) {
  const struct stf_journal_in in = {.path = fixture->path, .identity = IDENTITY};
  struct stf_journal *journal = NULL;
  assert_int_equal(stf_journal_open(&in, NULL, &journal, &fixture->error), STF_OK);
  return journal;
}

/* Bytes of record i, told apart by all of them. */
static void make_record(size_t i, unsigned char out[RECORD]) {
  for (size_t b = 0; b < RECORD; b++) {
    out[b] = (unsigned char)(37 * i + b);
  }
}

/* Records in an order that is none, as threads finish them. */
static void fill(struct fixture *fixture, struct stf_journal *journal) {
  unsigned char record[RECORD];
  for (size_t i = 0; i < RECORDS; i++) {
    make_record(i, record);
    assert_int_equal(stf_journal_add(journal, (uint32_t)(i % 2), (uint32_t)(RECORDS - i),
                                     record, RECORD, &fixture->error),
                     STF_OK);
  }
}

/* How many of the records are there; each of them as it was written. */
static size_t count_records(const struct stf_journal *journal) {
  unsigned char wanted[RECORD];
  unsigned char seen[RECORD];
  size_t n = 0;
  for (size_t i = 0; i < RECORDS; i++) {
    make_record(i, wanted);
    if (stf_journal_find(journal, (uint32_t)(i % 2), (uint32_t)(RECORDS - i), seen, RECORD)) {
      assert_memory_equal(seen, wanted, RECORD);
      n++;
    }
  }
  return n;
}

static void make_journal(struct fixture *fixture) {
  (void)unlink(fixture->path);
  struct stf_journal *journal = open_journal(fixture);
  fill(fixture, journal);
  stf_journal_close(journal);
}

struct bytes {
  unsigned char items[4096];
  size_t n;
};

static void read_file(const struct fixture *fixture, struct bytes *out) {
  FILE *file = fopen(fixture->path, "rb");
  assert_non_null(file);
  out->n = fread(out->items, 1, sizeof out->items, file);
  assert_true(out->n < sizeof out->items);
  (void)fclose(file);
}

static void write_file(const struct fixture *fixture, const struct bytes *bytes, size_t n) {
  FILE *file = fopen(fixture->path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes->items, 1, n, file), n);
  assert_int_equal(fclose(file), 0);
}

/* ---- tests ---- */

static void test_records_that_were_added_are_found_when_it_is_opened_again(void **state) {
  struct fixture *fixture = *state;
  make_journal(fixture);
  struct stf_journal *journal = open_journal(fixture);
  assert_int_equal(stf_journal_found_n(journal), RECORDS);
  assert_int_equal(stf_journal_cut_n(journal), 0);
  assert_int_equal(count_records(journal), RECORDS);
  unsigned char seen[RECORD];
  assert_false(stf_journal_find(journal, 2, 1, seen, RECORD));
  assert_false(stf_journal_find(journal, 0, RECORDS, seen, RECORD - 1));
  stf_journal_close(journal);
}

/* Cut anywhere behind its head: what is whole is found, more is not made up, and it goes on. */
static void test_journal_cut_at_any_byte_keeps_every_whole_record(void **state) {
  struct fixture *fixture = *state;
  struct bytes whole;
  make_journal(fixture);
  read_file(fixture, &whole);
  size_t record_n = 12 + RECORD + 8;
  size_t head_n = whole.n - RECORDS * record_n;
  for (size_t n = head_n; n < whole.n; n++) {
    write_file(fixture, &whole, n);
    struct stf_journal *journal = open_journal(fixture);
    size_t kept_n = (n - head_n) / record_n;
    assert_int_equal(stf_journal_found_n(journal), kept_n);
    assert_int_equal(stf_journal_cut_n(journal), (n - head_n) % record_n);
    assert_int_equal(count_records(journal), kept_n);
    fill(fixture, journal);
    stf_journal_close(journal);
    journal = open_journal(fixture);
    assert_int_equal(stf_journal_found_n(journal), kept_n + RECORDS);
    assert_int_equal(count_records(journal), RECORDS);
    stf_journal_close(journal);
  }
}

/* Killed while the head was written: there is nothing to lose, it begins anew. */
static void test_journal_cut_in_its_head_begins_anew(void **state) {
  struct fixture *fixture = *state;
  struct bytes whole;
  stf_journal_close(open_journal(fixture));
  read_file(fixture, &whole);
  for (size_t n = 0; n < whole.n; n++) {
    write_file(fixture, &whole, n);
    struct stf_journal *journal = open_journal(fixture);
    assert_int_equal(stf_journal_found_n(journal), 0);
    fill(fixture, journal);
    stf_journal_close(journal);
    journal = open_journal(fixture);
    assert_int_equal(count_records(journal), RECORDS);
    stf_journal_close(journal);
  }
}

/* Every bit of the file flipped, one at a time: a damaged head is refused, a damaged record and
 * what follows is cut off, nothing wrong is ever read. */
static void test_journal_with_any_bit_flipped_gives_no_wrong_record(void **state) {
  struct fixture *fixture = *state;
  struct bytes whole;
  make_journal(fixture);
  read_file(fixture, &whole);
  size_t record_n = 12 + RECORD + 8;
  size_t head_n = whole.n - RECORDS * record_n;
  const struct stf_journal_in in = {.path = fixture->path, .identity = IDENTITY};
  for (size_t bit = 0; bit < 8 * whole.n; bit++) {
    struct bytes flipped = whole;
    struct stf_journal *journal = NULL;
    flipped.items[bit / 8] ^= (unsigned char)(1U << (bit % 8));
    write_file(fixture, &flipped, flipped.n);
    enum stf_status status = stf_journal_open(&in, NULL, &journal, &fixture->error);
    assert_int_equal(status, bit / 8 < head_n ? STF_ERR_USAGE : STF_OK);
    if (status == STF_OK) {
      size_t before_n = (bit / 8 - head_n) / record_n;
      assert_int_equal(stf_journal_found_n(journal), before_n);
      assert_int_equal(count_records(journal), before_n);
      assert_int_equal(stf_journal_cut_n(journal), (RECORDS - before_n) * record_n);
      stf_journal_close(journal);
    } else {
      struct bytes after;
      read_file(fixture, &after);
      assert_int_equal(after.n, flipped.n);
      assert_memory_equal(after.items, flipped.items, flipped.n);
    }
  }
}

static void assert_refused(struct fixture *fixture, const char *identity, const char *why) {
  const struct stf_journal_in in = {.path = fixture->path, .identity = identity};
  struct stf_journal *journal = NULL;
  assert_int_equal(stf_journal_open(&in, NULL, &journal, &fixture->error), STF_ERR_USAGE);
  if (strstr(fixture->error.message, why) == NULL) {
    fail_msg("it says: %s", fixture->error.message);
  }
}

static void test_journal_of_another_sweep_is_refused_with_what_differs(void **state) {
  struct fixture *fixture = *state;
  make_journal(fixture);
  assert_refused(fixture, "seed: 2\n--vary: k=1,2\n", "(seed is 1 there, 2 here)");
  assert_refused(fixture, "seed: 1\n--vary: k=1,3\n", "(--vary is k=1,2 there, k=1,3 here)");
  assert_refused(fixture, "seed: 1\n", "--vary is k=1,2 there, nothing here");
  assert_refused(fixture, "seed: 1\n--vary: k=1,2\n--end: horizon\n",
                 "--end is nothing there, horizon here");
  struct stf_journal *journal = open_journal(fixture);
  assert_int_equal(count_records(journal), RECORDS);
  stf_journal_close(journal);
}

static void test_file_that_is_no_journal_is_left_alone(void **state) {
  struct fixture *fixture = *state;
  const struct bytes words = {.items = "agents,start\n4,08:00\n", .n = 21};
  struct bytes after;
  write_file(fixture, &words, words.n);
  assert_refused(fixture, IDENTITY, "is there and is no journal of a sweep");
  read_file(fixture, &after);
  assert_int_equal(after.n, words.n);
  assert_memory_equal(after.items, words.items, words.n);
}

static void test_journal_in_use_is_refused_to_another_program(void **state) {
  struct fixture *fixture = *state;
  struct stf_journal *journal = open_journal(fixture);
  pid_t child = fork();
  if (child == 0) {
    const struct stf_journal_in in = {.path = fixture->path, .identity = IDENTITY};
    struct stf_journal *other = NULL;
    enum stf_status status = stf_journal_open(&in, NULL, &other, &fixture->error);
    bool told = strstr(fixture->error.message, "is in use by another sweep") != NULL;
    _exit(status == STF_ERR_USAGE && told ? 0 : 1);
  }
  int code = -1;
  assert_int_equal(waitpid(child, &code, 0), child);
  assert_true(WIFEXITED(code) && WEXITSTATUS(code) == 0);
  stf_journal_close(journal);
}

/* A file that may not grow stands for a full disk. */
static void test_full_disk_is_told_and_keeps_what_is_there(void **state) {
  struct fixture *fixture = *state;
  make_journal(fixture);
  struct bytes whole;
  read_file(fixture, &whole);
  struct rlimit before;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  const struct rlimit small = {.rlim_cur = whole.n + 20, .rlim_max = before.rlim_max};
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  struct stf_journal *journal = open_journal(fixture);
  unsigned char record[RECORD] = {1};
  enum stf_status status = stf_journal_add(journal, 9, 9, record, RECORD, &fixture->error);
  stf_journal_close(journal);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  (void)signal(SIGXFSZ, handler);
  assert_int_equal(status, STF_ERR_IO);
  assert_non_null(strstr(fixture->error.message, "cannot write the journal"));
  struct bytes after;
  read_file(fixture, &after);
  assert_int_equal(after.n, whole.n);
  assert_memory_equal(after.items, whole.items, whole.n);
}

static void test_open_without_memory_fails_and_leaks_nothing(void **state) {
  struct fixture *fixture = *state;
  make_journal(fixture);
  const struct stf_journal_in in = {.path = fixture->path, .identity = IDENTITY};
  enum stf_status status = STF_ERR_MEMORY;
  for (long calls = 0; status != STF_OK; calls++) {
    struct stf_ration ration;
    struct stf_journal *journal = NULL;
    stf_ration_init(&ration, calls);
    status = stf_journal_open(&in, &ration.allocator, &journal, NULL);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    if (status == STF_OK) {
      assert_int_equal(count_records(journal), RECORDS);
      stf_journal_close(journal);
    }
    assert_int_equal(ration.alive, 0);
    assert_true(calls < 50);
  }
}

static void test_identity_tells_several_differences(void **state) {
  (void)state;
  char text[STF_JOURNAL_IDENTITY_TEXT];
  assert_true(stf_journal_identity_same("a: 1\n", "a: 1\n", text));
  assert_false(stf_journal_identity_same("a: 1\nb: 2\n", "a: 3\nb: 4\n", text));
  assert_string_equal(text, "a is 1 there, 3 here; b is 2 there, 4 here");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(
          test_records_that_were_added_are_found_when_it_is_opened_again, setup, teardown),
      cmocka_unit_test_setup_teardown(test_journal_cut_at_any_byte_keeps_every_whole_record,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(test_journal_cut_in_its_head_begins_anew, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_journal_with_any_bit_flipped_gives_no_wrong_record,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(
          test_journal_of_another_sweep_is_refused_with_what_differs, setup, teardown),
      cmocka_unit_test_setup_teardown(test_file_that_is_no_journal_is_left_alone, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_journal_in_use_is_refused_to_another_program, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_full_disk_is_told_and_keeps_what_is_there, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_open_without_memory_fails_and_leaks_nothing, setup,
                                      teardown),
      cmocka_unit_test(test_identity_tells_several_differences),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
