/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pieces of YAML and CSV: numbers, durations, words and comments, each so that it reads
 * back to the same value. Errors of the stream are the caller's to look at. */
#ifndef STF_WRITE_TEXT_H
#define STF_WRITE_TEXT_H

#include "time/zone.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The fewest digits that read back to the same double. */
void stf_write_text_number(FILE *out, double value);

/* "5 min", "1 h", "12.5 s": the largest of s, min and h that takes a whole number. */
void stf_write_text_duration(FILE *out, double seconds);

/* "09:30", "09:30:15": seconds of the day. */
void stf_write_text_clock(FILE *out, int seconds);

/* Local date and time ("2026-12-21 09:30:00"); with offset where the local time alone would be
 * read as another instant (the repeated hour). */
void stf_write_text_instant(FILE *out, const struct stf_zone *zone, int64_t at_us);

/* A YAML scalar: as it is if that is plain text, else in quotes with escapes. */
void stf_write_text_word(FILE *out, const char *text);

/* A CSV field, in quotes if needed. */
void stf_write_text_field(FILE *out, const char *text);

/* Comment lines, one for each line of the note; NULL or "": nothing. */
void stf_write_text_note(FILE *out, const char *indent, const char *note);

/* The text as part of a file name: letters, digits, '-' and '_' stay, the rest is '_'. */
void stf_write_text_plain(const char *text, char *out, size_t out_n);

#endif
