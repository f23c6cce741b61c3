/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Temporary files for tests of readers. */
#ifndef STF_FILE_H
#define STF_FILE_H

#include <stddef.h>

struct stf_support_file {
  char path[64];
};

/* Makes a new file with these bytes; fails the test if it cannot. */
void stf_file_write(struct stf_support_file *file, const char *bytes, size_t n);

/* The same, packed by gzip. */
void stf_file_write_gzip(struct stf_support_file *file, const char *bytes, size_t n);

/* Cuts the file to its first n bytes. */
void stf_file_cut(const struct stf_support_file *file, size_t n);

void stf_file_remove(const struct stf_support_file *file);

#endif
