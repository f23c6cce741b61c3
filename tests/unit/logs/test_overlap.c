/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/overlap.h"
#include "support/near.h"

#include <string.h>

static struct stf_contact worked(uint32_t agent, int64_t start_us, int64_t end_us) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = start_us;
  contact.close_us = end_us;
  contact.works_n = 1;
  contact.work = (struct stf_work){start_us, end_us, agent, STF_NOBODY};
  return contact;
}

static void test_cut_ends_work_where_the_same_agents_next_begins(void **state) {
  (void)state;
  struct stf_contact contacts[] = {
      worked(1, 0, 100),  worked(1, 60, 90),   worked(2, 50, 200),
      worked(1, 90, 120), worked(2, 200, 210),
  };
  struct stf_log log = {.contacts = contacts, .contacts_n = 5, .arena = stf_arena_new(NULL)};
  struct stf_overlap found;
  assert_int_equal(stf_overlap_cut(&log, &found), STF_OK);
  assert_int_equal(found.cut_n, 1);
  assert_int_equal(contacts[0].work.end_us, 60);
  assert_int_equal(contacts[0].close_us, 100); /* closing is not work */
  assert_int_equal(contacts[1].work.end_us, 90);
  assert_int_equal(contacts[2].work.end_us, 200);
  assert_int_equal(contacts[3].work.end_us, 120);
  assert_int_equal(contacts[4].work.end_us, 210);
  stf_arena_free(log.arena);
}

static void test_cut_leaves_shared_works_and_open_work_alone(void **state) {
  (void)state;
  const struct stf_work shared[] = {{0, 100, 1, STF_NOBODY}, {200, STF_NEVER, 1, STF_NOBODY}};
  struct stf_contact contacts[] = {worked(1, 0, 100), worked(1, 40, 50), worked(1, 300, 310)};
  contacts[0].works = shared;
  contacts[0].works_n = 2;
  struct stf_log log = {.contacts = contacts, .contacts_n = 3, .arena = stf_arena_new(NULL)};
  struct stf_overlap found;
  assert_int_equal(stf_overlap_cut(&log, &found), STF_OK);
  assert_int_equal(found.cut_n, 1);
  assert_int_equal(shared[0].end_us, 100); /* the log's own memory is not written */
  assert_int_equal(contacts[0].works[0].end_us, 40);
  assert_true(contacts[0].works[1].end_us == STF_NEVER);
  stf_arena_free(log.arena);
}

/* Held from assignment to close, two at once. */
static struct stf_contact chatted(uint32_t agent, int64_t start_us, int64_t end_us) {
  struct stf_contact contact = worked(agent, start_us, end_us);
  contact.assign_us = start_us;
  contact.close_us = end_us;
  contact.outcome = STF_OUTCOME_CLOSED;
  contact.agent = agent;
  contact.outcome = STF_OUTCOME_CLOSED;
  return contact;
}

static void test_cut_of_agents_with_several_in_hand_expect_none(void **state) {
  (void)state;
  struct stf_contact contacts[] = {chatted(1, 0, 100), chatted(1, 60, 150)};
  struct stf_log log = {.contacts = contacts, .contacts_n = 2, .arena = stf_arena_new(NULL)};
  struct stf_overlap found;
  assert_int_equal(stf_overlap_cut(&log, &found), STF_OK);
  assert_int_equal(found.cut_n, 0);
  assert_int_equal(found.kept_n, 1);
  assert_true(found.several);
  assert_int_equal(contacts[0].work.end_us, 100);
  stf_arena_free(log.arena);
}

static void test_cut_goes_by_the_logged_cap_where_there_is_one(void **state) {
  (void)state;
  struct stf_contact contacts[] = {chatted(1, 0, 100), chatted(1, 60, 150), worked(2, 0, 100),
                                   worked(2, 60, 150)};
  struct stf_presence spans[] = {
      {.start_us = 0, .end_us = 200, .agent = 1, .team = STF_NOBODY, .cap = 1},
      {.start_us = 0, .end_us = 200, .agent = 2, .team = STF_NOBODY, .cap = 3}};
  struct stf_log log = {.contacts = contacts,
                        .contacts_n = 4,
                        .presence = spans,
                        .presence_n = 2,
                        .arena = stf_arena_new(NULL)};
  struct stf_overlap found;
  assert_int_equal(stf_overlap_cut(&log, &found), STF_OK);
  assert_int_equal(found.cut_n, 1);
  assert_int_equal(found.kept_n, 1);
  assert_false(found.several); /* nobody is without a cap */
  assert_int_equal(contacts[0].work.end_us, 60);
  assert_int_equal(contacts[2].work.end_us, 100);
  stf_arena_free(log.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_ends_work_where_the_same_agents_next_begins),
      cmocka_unit_test(test_cut_leaves_shared_works_and_open_work_alone),
      cmocka_unit_test(test_cut_of_agents_with_several_in_hand_expect_none),
      cmocka_unit_test(test_cut_goes_by_the_logged_cap_where_there_is_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
