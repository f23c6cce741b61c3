/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication as bytes: its value of every row, what came in and where it went. Read back
 * it is the same to the last bit.
 */
#ifndef STF_IMAGE_H
#define STF_IMAGE_H

#include "replicate/replicate.h"

/* The values stand in the replication's column of `plain` and `masked`; here is what they have
 * as sums over all. */
struct stf_image {
  struct stf_replicate_values *plain;
  struct stf_replicate_values *masked; /* NULL: there is no mask */
  struct stf_kpi_balance balance;
  struct stf_kpi_balance masked_balance;
  struct stf_engine_account account;
};

/* Bytes of an image with these values. */
size_t stf_image_size(const struct stf_image *image);

/* Words of 64 bits, the lowest byte first: num and den of each row, of the masked rows, then
 * balances and account. out has stf_image_size bytes. */
void stf_image_write(const struct stf_image *image, uint32_t replication, unsigned char *out);

/* The reverse. */
void stf_image_read(const unsigned char *in, uint32_t replication, struct stf_image *image);

#endif
