/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test program needs beside cmocka: comparison of doubles (cmocka's casts to float),
 * paths of test data. */
#ifndef STF_NEAR_H
#define STF_NEAR_H

/* cmocka wants these four, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Fails with both values in full if |a - b| > tolerance or either is NAN. */
#define assert_near(a, b, tolerance) stf_near_check((a), (b), (tolerance), __FILE__, __LINE__)

/* The same, tolerance relative to b. */
#define assert_near_relative(a, b, tolerance)                                                  \
  stf_near_check((a), (b), (tolerance) * ((b) < 0 ? -(b) : (b)), __FILE__, __LINE__)

void stf_near_check(double a, double b, double tolerance, const char *file, int line);

/* Path of a file below $STF_TEST_DATA (default ../shared beside the source tree), in a static
 * buffer; NULL and a message on stderr if it is absent: the test then calls skip(). */
const char *stf_near_data(const char *relative);

/* True if tests that take minutes are wanted: STF_SLOW is set. */
bool stf_near_slow(void);

/* Exit code of a whole program that has nothing to do without data (CTest: skipped). */
enum {
  STF_NEAR_SKIPPED = 77
};

#endif
