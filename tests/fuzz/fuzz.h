/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entry points for fuzzers, one in each fuzz_*.c: built with clang's -fsanitize=fuzzer
 * (cmake -DSTF_FUZZ=ON), or with replay.c into a program that reads the corpus, which runs with
 * the other tests.
 */
#ifndef STF_FUZZ_H
#define STF_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Path of a file with these bytes, valid until the next call; for readers that take paths. */
const char *stf_fuzz_file(const uint8_t *data, size_t n);

#endif
