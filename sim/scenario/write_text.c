/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/write_text.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void stf_write_text_number(FILE *out, double value) {
  char text[40];
  for (int digits = 6; digits <= 17; digits++) {
    (void)snprintf(text, sizeof text, "%.*g", digits, value);
    double back = strtod(text, NULL);
    if (!(back < value || back > value)) {
      break;
    }
  }
  (void)fputs(text, out);
}

void stf_write_text_duration(FILE *out, double seconds) {
  static const struct {
    double seconds;
    const char *name;
  } UNITS[] = {{3600, "h"}, {60, "min"}, {1, "s"}};
  size_t unit = 0;
  while (unit < 2 && !(seconds >= UNITS[unit].seconds && seconds < 1e9 &&
                       !(fmod(seconds, UNITS[unit].seconds) > 0))) {
    unit++;
  }
  stf_write_text_number(out, seconds / UNITS[unit].seconds);
  (void)fprintf(out, " %s", UNITS[unit].name);
}

void stf_write_text_clock(FILE *out, int seconds) {
  (void)fprintf(out, "%02d:%02d", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 != 0) {
    (void)fprintf(out, ":%02d", seconds % 60);
  }
}

void stf_write_text_instant(FILE *out, const struct stf_zone *zone, int64_t at_us) {
  char full[STF_ZONE_TEXT];
  char local[STF_ZONE_TEXT];
  int64_t back_us = 0;
  (void)stf_zone_format(zone, at_us, full);
  (void)snprintf(local, sizeof local, "%s", full);
  char *offset = strpbrk(local + strlen("2026-12-21T"), "+-Z");
  if (offset != NULL) {
    *offset = '\0';
    local[strlen("2026-12-21")] = ' ';
  }
  bool same = stf_zone_parse_local(zone, local, &back_us) && back_us == at_us;
  (void)fputs(same ? local : full, out);
}

/* Words that YAML readers may take for something else than text stay in quotes. */
static bool is_plain(const char *text) {
  static const char *const OTHERS[] = {"true", "false", "yes", "no", "on",
                                       "off",  "null",  "y",   "n"};
  size_t n = strlen(text);
  if (!isalpha((unsigned char)text[0]) || text[n - 1] == ' ') {
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    if (!isalnum((unsigned char)text[i]) && strchr("_-./ ", text[i]) == NULL) {
      return false;
    }
  }
  for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
    if (strcasecmp(text, OTHERS[i]) == 0) {
      return false;
    }
  }
  return true;
}

/* U+0085, U+2028 and U+2029 end a line in YAML: escaped like '\n'. Returns the bytes taken. */
static size_t put_break(FILE *out, const char *text) {
  static const struct {
    const char *bytes;
    const char *escape;
  } BREAKS[] = {{"\xC2\x85", "\\N"}, {"\xE2\x80\xA8", "\\L"}, {"\xE2\x80\xA9", "\\P"}};
  for (size_t i = 0; i < sizeof BREAKS / sizeof BREAKS[0]; i++) {
    size_t n = strlen(BREAKS[i].bytes);
    if (strncmp(text, BREAKS[i].bytes, n) == 0) {
      (void)fputs(BREAKS[i].escape, out);
      return n;
    }
  }
  return 0;
}

void stf_write_text_word(FILE *out, const char *text) {
  if (is_plain(text)) {
    (void)fputs(text, out);
    return;
  }
  (void)fputc('"', out);
  while (*text != '\0') {
    size_t taken = put_break(out, text);
    unsigned char c = (unsigned char)*text;
    if (taken == 0 && (c == '"' || c == '\\')) {
      (void)fprintf(out, "\\%c", c);
    } else if (taken == 0 && (c < 0x20 || c == 0x7F)) {
      (void)fprintf(out, "\\x%02X", c);
    } else if (taken == 0) {
      (void)fputc(c, out);
    }
    text += taken > 0 ? taken : 1;
  }
  (void)fputc('"', out);
}

void stf_write_text_field(FILE *out, const char *text) {
  size_t n = strlen(text);
  bool quoted = n == 0 || text[0] == '#' || isspace((unsigned char)text[0]) ||
                isspace((unsigned char)text[n - 1]) || strpbrk(text, ",;\t|\"\r\n") != NULL;
  if (!quoted) {
    (void)fputs(text, out);
    return;
  }
  (void)fputc('"', out);
  for (; *text != '\0'; text++) {
    (void)fputs(*text == '"' ? "\"" : "", out);
    (void)fputc(*text, out);
  }
  (void)fputc('"', out);
}

void stf_write_text_note(FILE *out, const char *indent, const char *note) {
  while (note != NULL && *note != '\0') {
    size_t n = strcspn(note, "\n");
    (void)fprintf(out, "%s#%s", indent, n > 0 ? " " : "");
    for (size_t i = 0; i < n; i++) {
      (void)fputc(iscntrl((unsigned char)note[i]) ? ' ' : note[i], out);
    }
    (void)fputc('\n', out);
    note += n + (note[n] == '\n');
  }
}

void stf_write_text_plain(const char *text, char *out, size_t out_n) {
  size_t n = 0;
  for (; text[n] != '\0' && n + 1 < out_n; n++) {
    bool fine = isalnum((unsigned char)text[n]) || text[n] == '-' || text[n] == '_';
    out[n] = (char)(fine ? text[n] : '_');
  }
  out[n] = '\0';
}
