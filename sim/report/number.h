/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: exact for machines, short for people. */
#ifndef STF_NUMBER_H
#define STF_NUMBER_H

#include <stddef.h>

enum {
  STF_NUMBER_TEXT = 32 /* bytes that hold any number written here */
};

/* The shortest of 15, 16 or 17 significant digits that reads back as the same double; "" if it
 * is not finite. Returns the length. */
size_t stf_number_exact(double value, char out[STF_NUMBER_TEXT]);

/* Fixed decimals (0..6) with separators of thousands ("9,412.3"); "" if not finite. */
size_t stf_number_grouped(double value, int decimals, char out[STF_NUMBER_TEXT]);

#endif
