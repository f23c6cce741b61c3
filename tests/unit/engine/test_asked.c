/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told to who watches must be what the records then show. */
#include "support/near.h"
#include "support/small_desk.h"

#include <stdlib.h>

enum {
  MOST = 20000
};

struct watch {
  struct stf_engine_asked asked[MOST];
  size_t asked_n;
  struct stf_contact contacts[MOST];
  size_t contacts_n;
};

static enum stf_status keep_asked(void *context, const struct stf_engine_asked *asked) {
  struct watch *watch = context;
  assert_true(watch->asked_n < MOST);
  watch->asked[watch->asked_n++] = *asked;
  return STF_OK;
}

static enum stf_status keep_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  struct watch *watch = context;
  for (size_t i = 0; i < n; i++) {
    assert_true(watch->contacts_n < MOST);
    watch->contacts[watch->contacts_n++] = contacts[i];
  }
  return STF_OK;
}

static enum stf_status drop_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

static enum stf_status refuse(void *context, const struct stf_engine_asked *asked) {
  (void)context;
  (void)asked;
  return STF_ERR_MEMORY;
}

static enum stf_status run(const struct stf_small_desk_plan *plan,
                           struct stf_engine_sink sink) {
  struct stf_small_desk *desk = calloc(1, sizeof *desk);
  assert_non_null(desk);
  stf_small_desk_build(plan, desk);
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&desk->desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(5, 0);
  struct stf_engine_account account;
  enum stf_status status = stf_engine_run(engine, &stream, &sink, &account);
  stf_engine_free(engine);
  free(desk);
  return status;
}

static const struct stf_contact *record_of(const struct watch *watch,
                                           const struct stf_engine_asked *asked) {
  for (size_t i = 0; i < watch->contacts_n; i++) {
    if (watch->contacts[i].address == asked->address &&
        watch->contacts[i].queue_us == asked->at_us) {
      return &watch->contacts[i];
    }
  }
  fail_msg("no record of the contact that asked at %lld", (long long)asked->at_us);
  return watch->contacts;
}

static const uint32_t KEYS[] = {11, 12};

static void test_asked_when_somebody_watches_expect_what_the_records_show(void **state) {
  (void)state;
  struct watch *watch = calloc(1, sizeof *watch);
  assert_non_null(watch);
  const struct stf_small_desk_plan plan = {
      .keys = KEYS, .classes_n = 2, .agents_n = 2, .pool_n = 1, .volume = 1.3, .talks = true};
  assert_int_equal(run(&plan, (struct stf_engine_sink){.context = watch,
                                                       .contacts = keep_contacts,
                                                       .presence = drop_presence,
                                                       .asked = keep_asked}),
                   STF_OK);
  size_t offered_n = 0;
  size_t left_n = 0;
  size_t waited_n = 0;
  for (size_t i = 0; i < watch->contacts_n; i++) {
    offered_n += stf_contact_offered(&watch->contacts[i]);
  }
  assert_int_equal(watch->asked_n, offered_n);
  for (size_t i = 0; i < watch->asked_n; i++) {
    const struct stf_engine_asked *asked = &watch->asked[i];
    const struct stf_contact *contact = record_of(watch, asked);
    assert_int_equal(asked->on_duty_n, 3);
    if (stf_contact_left(contact)) {
      assert_int_equal(contact->abandon_us, asked->leaves_us);
      left_n++;
    } else {
      assert_true(contact->assign_us < asked->leaves_us);
      assert_int_equal(contact->work.end_us - contact->work.start_us, asked->work_us);
      /* Whoever finds somebody free is taken at once, and nobody else is. */
      assert_int_equal(asked->free_n > 0, contact->assign_us == contact->queue_us);
      waited_n += asked->free_n == 0;
    }
  }
  assert_true(left_n > 20);
  assert_true(waited_n > 20);
  free(watch);
}

static void test_asked_when_the_watcher_fails_expect_its_status(void **state) {
  (void)state;
  struct watch *watch = calloc(1, sizeof *watch);
  assert_non_null(watch);
  const struct stf_small_desk_plan plan = {
      .keys = KEYS, .classes_n = 1, .agents_n = 1, .volume = 1};
  assert_int_equal(run(&plan, (struct stf_engine_sink){.context = watch,
                                                       .contacts = keep_contacts,
                                                       .presence = drop_presence,
                                                       .asked = refuse}),
                   STF_ERR_MEMORY);
  free(watch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_asked_when_somebody_watches_expect_what_the_records_show),
      cmocka_unit_test(test_asked_when_the_watcher_fails_expect_its_status),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
