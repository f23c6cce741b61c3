/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a difference between two scenarios is 0, as a function of one lever: the break-even.
 *
 * The differences are estimates on the same random numbers at every value of the lever, so that
 * they are a fixed, nearly smooth function of it. Its root is found by false position with the
 * Illinois step (Dowell & Jarratt 1971); its interval is that of the difference there divided
 * by the slope (the inverse of a linear function; Fieller's interval where the slope is well
 * known): x -+ half / |slope|. The slope is that between the nearest values on either side
 * which are at least a twentieth of the range away, so that single contacts that change sides
 * do not make it.
 */
#ifndef STF_ROOT_H
#define STF_ROOT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct stf_root_point {
  double x;
  double difference;
  double half; /* half width of its interval; NAN: not known */
};

enum {
  STF_ROOT_MOST = 32 /* evaluations that count */
};

struct stf_root_in {
  double low;
  double high; /* > low */
  bool whole;  /* the lever takes whole numbers only: the ends are such */
  void *context;
  /* Fills difference and half at point->x. */
  enum stf_status (*evaluate)(void *context, struct stf_root_point *point);
};

enum stf_root_kind {
  STF_ROOT_FOUND,
  STF_ROOT_ABOVE,  /* the difference is above 0 at both ends */
  STF_ROOT_BELOW,  /* below */
  STF_ROOT_UNKNOWN /* it has no value at an end */
};

struct stf_root {
  enum stf_root_kind kind;
  double x;     /* of whole numbers the first one from `low` on that has the sign of `high` */
  double x_low; /* interval, within the range; NAN: not known. Of whole numbers those whose sign
                   is not sure are in it */
  double x_high;
  bool rises; /* from below 0 to above */
  size_t evaluations_n;
};

/* An end where the difference has no value moves inwards, up to a tenth of the range. Returns
 * the first status of `evaluate` that is not STF_OK. */
STF_MUST_USE enum stf_status stf_root_find(const struct stf_root_in *in, struct stf_root *out);

#endif
