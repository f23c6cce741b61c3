/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/image.h"

#include <string.h>

enum {
  WORD = 8,
  BALANCE_N = 5,
  ACCOUNT_N = 12
};

_Static_assert(sizeof(double) == WORD, "values are written as words");

size_t stf_image_size(const struct stf_image *image) {
  size_t rows_n = image->plain->rows_n + (image->masked != NULL ? image->masked->rows_n : 0);
  return WORD * (2 * rows_n + 2 * (size_t)BALANCE_N + ACCOUNT_N);
}

/* ---- words ---- */

static unsigned char *put_word(unsigned char *out, uint64_t word) {
  for (int i = 0; i < WORD; i++) {
    out[i] = (unsigned char)(word >> (8 * i));
  }
  return out + WORD;
}

static const unsigned char *get_word(const unsigned char *in, uint64_t *word) {
  *word = 0;
  for (int i = 0; i < WORD; i++) {
    *word |= (uint64_t)in[i] << (8 * i);
  }
  return in + WORD;
}

static unsigned char *put_double(unsigned char *out, double value) {
  uint64_t word = 0;
  memcpy(&word, &value, sizeof word);
  return put_word(out, word);
}

static const unsigned char *get_double(const unsigned char *in, double *value) {
  uint64_t word = 0;
  in = get_word(in, &word);
  memcpy(value, &word, sizeof word);
  return in;
}

/* ---- counts, in an order that is part of the form ---- */

static void list_balance(struct stf_kpi_balance *balance, int64_t *out[BALANCE_N]) {
  int64_t *const fields[BALANCE_N] = {&balance->opened_n, &balance->contained_n,
                                      &balance->closed_n, &balance->abandoned_n,
                                      &balance->open_n};
  memcpy(out, fields, sizeof fields);
}

static void list_account(struct stf_engine_account *account, int64_t *out[ACCOUNT_N]) {
  int64_t *const fields[ACCOUNT_N] = {
      &account->arrived_n, &account->assigned_n,  &account->left_n,     &account->waiting_n,
      &account->gone_n,    &account->contained_n, &account->gave_up_n,  &account->in_bot_n,
      &account->initial_n, &account->counted_n,   &account->returned_n, &account->end_us};
  memcpy(out, fields, sizeof fields);
}

static void list_counts(struct stf_image *image, int64_t *out[2 * BALANCE_N + ACCOUNT_N]) {
  list_balance(&image->balance, out);
  list_balance(&image->masked_balance, out + BALANCE_N);
  list_account(&image->account, out + 2 * (size_t)BALANCE_N);
}

/* ---- the image ---- */

static unsigned char *put_column(const struct stf_replicate_values *values,
                                 uint32_t replication, unsigned char *out) {
  for (size_t i = 0; i < values->rows_n; i++) {
    size_t at = i * values->replications_n + replication;
    out = put_double(out, values->num[at]);
    out = put_double(out, values->den[at]);
  }
  return out;
}

static const unsigned char *get_column(const unsigned char *in, uint32_t replication,
                                       struct stf_replicate_values *values) {
  for (size_t i = 0; i < values->rows_n; i++) {
    size_t at = i * values->replications_n + replication;
    in = get_double(in, &values->num[at]);
    in = get_double(in, &values->den[at]);
  }
  return in;
}

void stf_image_write(const struct stf_image *image, uint32_t replication, unsigned char *out) {
  struct stf_image copy = *image;
  int64_t *counts[2 * BALANCE_N + ACCOUNT_N];
  list_counts(&copy, counts);
  out = put_column(image->plain, replication, out);
  out = image->masked != NULL ? put_column(image->masked, replication, out) : out;
  for (size_t i = 0; i < STF_COUNT_OF(counts); i++) {
    out = put_word(out, (uint64_t)*counts[i]);
  }
}

void stf_image_read(const unsigned char *in, uint32_t replication, struct stf_image *image) {
  int64_t *counts[2 * BALANCE_N + ACCOUNT_N];
  list_counts(image, counts);
  in = get_column(in, replication, image->plain);
  in = image->masked != NULL ? get_column(in, replication, image->masked) : in;
  for (size_t i = 0; i < STF_COUNT_OF(counts); i++) {
    uint64_t word = 0;
    in = get_word(in, &word);
    *counts[i] = (int64_t)word;
  }
}
