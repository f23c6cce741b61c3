/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/decode.h"

#include "base/macros.h"
#include "input/source.h"

#include <stdbool.h>
#include <string.h>

const char *const STF_DECODE_NAMES[STF_DECODE_ENCODINGS_N] = {"UTF-8", "UTF-16LE", "UTF-16BE",
                                                              "Windows-1252"};

enum {
  GROWTH_MAX = 3 /* bytes of UTF-8 for a byte of Windows-1252, or half a unit of UTF-16 */
};

/* Code points of bytes 0x80..0x9f of Windows-1252 (unicode.org, CP1252.TXT); 0: none. */
static const uint16_t HIGH[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static size_t put_point(char *out, uint32_t point) {
  static const unsigned char LEADS[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
  size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (size_t i = n - 1; i > 0; i--) {
    out[i] = (char)(unsigned char)(0x80 | (point & 0x3f));
    point >>= 6;
  }
  out[0] = (char)(unsigned char)(LEADS[n] | point);
  return n;
}

/* Length of the UTF-8 sequence at p (RFC 3629: no surrogates, nothing overlong), 0: none. */
static size_t sequence(const unsigned char *p, size_t n) {
  static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
  if (p[0] < 0x80) {
    return 1;
  }
  size_t wanted = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
  if (p[0] < 0xc2 || p[0] > 0xf4 || n < wanted) {
    return 0;
  }
  uint32_t point = p[0] & (0xffU >> (wanted + 1));
  for (size_t i = 1; i < wanted; i++) {
    if ((p[i] & 0xc0) != 0x80) {
      return 0;
    }
    point = point << 6 | (p[i] & 0x3fU);
  }
  bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return point >= LEAST[wanted] && point <= 0x10ffff && !surrogate ? wanted : 0;
}

static bool is_utf8(const char *bytes, size_t n) {
  const unsigned char *p = (const unsigned char *)bytes;
  for (size_t at = 0; at < n;) {
    size_t length = sequence(p + at, n - at);
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

static const char *take_windows(const char *bytes, size_t n, struct stf_decode_text *out) {
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)bytes[i];
    uint32_t point = c >= 0x80 && c < 0xa0 ? HIGH[c - 0x80] : c;
    if (c >= 0x80 && point == 0) {
      return "the file is neither UTF-8 nor Windows-1252 text: save it as CSV in UTF-8";
    }
    out->n += put_point(out->bytes + out->n, point);
  }
  return NULL;
}

static uint32_t unit_at(const char *bytes, size_t at, bool little) {
  unsigned char first = (unsigned char)bytes[at];
  unsigned char second = (unsigned char)bytes[at + 1];
  return little ? (uint32_t)(second << 8 | first) : (uint32_t)(first << 8 | second);
}

static const char *take_utf16(const char *bytes, size_t n, struct stf_decode_text *out) {
  static const char *const CUT = "damaged UTF-16 text: save the file as CSV in UTF-8";
  bool little = out->encoding == STF_DECODE_UTF16LE;
  if (n % 2 != 0) {
    return CUT;
  }
  for (size_t at = 0; at < n; at += 2) {
    uint32_t point = unit_at(bytes, at, little);
    if (point >= 0xd800 && point < 0xe000) {
      uint32_t low = at + 4 <= n ? unit_at(bytes, at + 2, little) : 0;
      if (point >= 0xdc00 || low < 0xdc00 || low >= 0xe000) {
        return CUT;
      }
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      at += 2;
    }
    out->n += put_point(out->bytes + out->n, point);
  }
  return NULL;
}

const char *stf_decode_bytes(const char *bytes, size_t n, const struct stf_allocator *allocator,
                             struct stf_decode_text *out, enum stf_status *status) {
  *out = (struct stf_decode_text){.bytes = stf_mem_resize(allocator, NULL, n * GROWTH_MAX + 1)};
  *status = out->bytes != NULL ? STF_OK : STF_ERR_MEMORY;
  if (out->bytes == NULL) {
    return NULL;
  }
  const char *wrong = NULL;
  if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
    out->encoding = bytes[0] == '\xff' ? STF_DECODE_UTF16LE : STF_DECODE_UTF16BE;
    wrong = take_utf16(bytes + 2, n - 2, out);
  } else if (is_utf8(bytes, n)) {
    size_t mark_n = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    out->n = n - mark_n;
    if (out->n > 0) {
      memcpy(out->bytes, bytes + mark_n, out->n);
    }
  } else {
    out->encoding = STF_DECODE_WINDOWS_1252;
    wrong = take_windows(bytes, n, out);
  }
  out->bytes[out->n] = '\0';
  if (wrong != NULL) {
    stf_decode_clear(out, allocator);
  }
  return wrong;
}

struct file {
  char *bytes;
  size_t n;
  size_t capacity;
};

static enum stf_status read_all(struct stf_source *source, const char *path,
                                const struct stf_allocator *allocator, struct stf_diags *diags,
                                struct file *file, struct stf_error *error) {
  for (;;) {
    const char *block = NULL;
    size_t n = 0;
    enum stf_status status = stf_source_block(source, &block, &n, error);
    if (status != STF_OK || n == 0) {
      return status;
    }
    if (file->n + n > STF_DECODE_BYTES_MAX) {
      stf_diag_add(diags, STF_SEVERITY_ERROR, (struct stf_where){.path = path},
                   "the file is larger than %d MiB", STF_DECODE_BYTES_MAX / 1024 / 1024);
      return STF_ERR_INPUT;
    }
    char *bytes = stf_mem_grown(allocator, file->bytes, &file->capacity, file->n + n, 1);
    if (bytes == NULL) {
      return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to read '%s'", path);
    }
    file->bytes = bytes;
    memcpy(bytes + file->n, block, n);
    file->n += n;
  }
}

enum stf_status stf_decode_file(const char *path, const struct stf_allocator *allocator,
                                struct stf_diags *diags, struct stf_decode_text *out,
                                struct stf_error *error) {
  *out = (struct stf_decode_text){0};
  struct stf_source *source = NULL;
  enum stf_status status = stf_source_open(path, allocator, diags, &source, error);
  if (status != STF_OK) {
    return status;
  }
  struct file file = {0};
  status = read_all(source, path, allocator, diags, &file, error);
  if (status == STF_OK && file.bytes != NULL) {
    const char *wrong = stf_decode_bytes(file.bytes, file.n, allocator, out, &status);
    out->hash = stf_source_hash(source);
    if (wrong != NULL) {
      stf_diag_add(diags, STF_SEVERITY_ERROR, (struct stf_where){.path = path}, "%s", wrong);
      status = STF_ERR_INPUT;
    } else if (status != STF_OK) {
      (void)stf_status_fail(error, status, 0, "no memory to read '%s'", path);
    }
  }
  stf_source_free(source);
  stf_mem_release(allocator, file.bytes);
  return status;
}

void stf_decode_clear(struct stf_decode_text *text, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, text->bytes);
  *text = (struct stf_decode_text){0};
}
