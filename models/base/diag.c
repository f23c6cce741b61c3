/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void stf_diag_init(struct stf_diags *diags, const struct stf_allocator *allocator) {
  *diags = (struct stf_diags){.allocator = allocator};
}

void stf_diag_clear(struct stf_diags *diags) {
  for (size_t i = 0; i < diags->items_n; i++) {
    stf_mem_release(diags->allocator, diags->items[i].path);
    stf_mem_release(diags->allocator, diags->items[i].message);
  }
  stf_mem_release(diags->allocator, diags->items);
  *diags = (struct stf_diags){.allocator = diags->allocator};
}

static char *copy_text(const struct stf_allocator *allocator, const char *text) {
  size_t bytes = strlen(text) + 1;
  char *copy = stf_mem_resize(allocator, NULL, bytes);
  if (copy != NULL) {
    memcpy(copy, text, bytes);
  }
  return copy;
}

void stf_diag_add(struct stf_diags *diags, enum stf_severity severity, struct stf_where where,
                  const char *format, ...) {
  if (severity == STF_SEVERITY_ERROR) {
    diags->errors_n++;
  } else if (severity == STF_SEVERITY_WARNING) {
    diags->warnings_n++;
  }
  if (diags->items_n >= STF_DIAGS_KEPT) {
    return;
  }
  struct stf_diag *items = stf_mem_grown(diags->allocator, diags->items, &diags->capacity,
                                         diags->items_n + 1, sizeof *items);
  if (items == NULL) {
    return;
  }
  diags->items = items;
  char text[1024];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  struct stf_diag diag = {.severity = severity, .line = where.line, .column = where.column};
  diag.path = copy_text(diags->allocator, where.path != NULL ? where.path : "");
  diag.message = copy_text(diags->allocator, text);
  if (diag.path == NULL || diag.message == NULL) {
    stf_mem_release(diags->allocator, diag.path);
    stf_mem_release(diags->allocator, diag.message);
    return;
  }
  diags->items[diags->items_n++] = diag;
}
