/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/holidays_line.h"

#include <string.h>
#include <strings.h>

bool stf_holidays_line_open(struct stf_holidays_line_source *source, const char *bytes,
                            size_t n, struct stf_arena *arena) {
  static const char MARK[] = "\xef\xbb\xbf";
  size_t skipped_n = n >= 3 && memcmp(bytes, MARK, 3) == 0 ? 3 : 0;
  *source = (struct stf_holidays_line_source){
      .at = bytes + skipped_n,
      .end = bytes + n,
      /* Unfolding takes away at least as much as the NULs behind each line add. */
      .scratch = stf_arena_alloc(arena, n - skipped_n + 2, 1),
      .line = 1,
  };
  return source->scratch != NULL;
}

/* Copies one line of the file without its end; false if it holds a NUL. */
static bool take_line(struct stf_holidays_line_source *source) {
  size_t left_n = (size_t)(source->end - source->at);
  const char *newline = memchr(source->at, '\n', left_n);
  size_t n = newline != NULL ? (size_t)(newline - source->at) : left_n;
  size_t kept_n = n > 0 && source->at[n - 1] == '\r' ? n - 1 : n;
  bool is_text = memchr(source->at, '\0', n) == NULL;
  memcpy(source->scratch, source->at, kept_n);
  source->scratch += kept_n;
  source->at += newline != NULL ? n + 1 : n;
  source->line++;
  return is_text;
}

/* The line and those folded into it, at `scratch`; false if it holds a NUL. */
static bool unfold(struct stf_holidays_line_source *source) {
  bool is_text = take_line(source);
  while (source->at < source->end && (*source->at == ' ' || *source->at == '\t')) {
    source->at++;
    is_text = take_line(source) && is_text;
  }
  *source->scratch++ = '\0';
  return is_text;
}

/* Cuts "NAME=value" or "NAME=\"value\"" off `at`, which then stands behind it; NULL if there is
 * no such. */
static char *take_parameter(char **at, char **name) {
  *name = *at;
  char *value = *at + strcspn(*at, "=;:");
  if (*value != '=') {
    return NULL;
  }
  *value++ = '\0';
  bool quoted = false;
  char *end = value;
  for (; *end != '\0' && (quoted || (*end != ';' && *end != ':')); end++) {
    quoted = quoted != (*end == '"');
  }
  if (*end == '\0') {
    return NULL;
  }
  *at = end;
  if (*value == '"' && end - value >= 2 && end[-1] == '"') {
    value++;
    end[-1] = '\0';
  }
  return value;
}

static bool split(char *text, struct stf_holidays_line *out) {
  size_t name_n = strcspn(text, ";:");
  char *at = text + name_n;
  if (name_n == 0 || *at == '\0') {
    return false;
  }
  out->name = text;
  out->zone = NULL;
  while (*at == ';') {
    *at++ = '\0';
    char *name = NULL;
    char *value = take_parameter(&at, &name);
    if (value == NULL) {
      return false;
    }
    out->zone = strcasecmp(name, "TZID") == 0 ? value : out->zone;
  }
  *at++ = '\0';
  out->value = at;
  return true;
}

enum stf_holidays_line_got stf_holidays_line_next(struct stf_holidays_line_source *source,
                                                  struct stf_holidays_line *out) {
  while (source->at < source->end) {
    char *text = source->scratch;
    out->line = source->line;
    bool is_text = unfold(source);
    if (*text == '\0' && is_text) {
      continue;
    }
    return is_text && split(text, out) ? STF_HOLIDAYS_LINE_READ : STF_HOLIDAYS_LINE_BAD;
  }
  return STF_HOLIDAYS_LINE_END;
}

void stf_holidays_line_unescape(char *text) {
  char *out = text;
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '\\' && at[1] != '\0') {
      at++;
      *out = *at;
      if (*at == 'n' || *at == 'N') {
        *out = ' ';
      }
      out++;
    } else {
      *out++ = *at;
    }
  }
  *out = '\0';
}
