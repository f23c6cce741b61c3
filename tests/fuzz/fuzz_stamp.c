/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps: "form<newline>text" in every form; what is read is written and read again. */
#include "fuzz/fuzz.h"
#include "logs/stamp.h"

#include <stdlib.h>
#include <string.h>

static void read_text(const struct stf_zone *zone, const char *form, const char *text) {
  struct stf_stamp stamp = {.kind = STF_STAMP_AUTO};
  int64_t us = 0;
  struct stf_civil date;
  if (form != NULL && stf_stamp_init(&stamp, form) != NULL) {
    return;
  }
  (void)stf_stamp_read_date(&stamp, zone, text, &date);
  if (!stf_stamp_read(&stamp, zone, text, &us)) {
    return;
  }
  /* Years that the text form can hold. */
  if (us > INT64_C(-2208988800000000) && us < INT64_C(253370764800000000)) {
    char again[STF_ZONE_TEXT];
    size_t n = stf_zone_format(zone, us, again);
    int64_t again_us = 0;
    STF_ASSERT(stf_zone_parse_instant(again, n, &again_us) && again_us == us);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  char *copy = malloc(n + 1);
  struct stf_zone *zone = NULL;
  if (copy != NULL && stf_zone_open("Europe/Rome", &zone) == STF_OK) {
    if (n > 0) {
      memcpy(copy, data, n);
    }
    copy[n] = '\0';
    char *text = strchr(copy, '\n');
    if (text != NULL) {
      *text++ = '\0';
      read_text(zone, copy, text);
    }
    read_text(zone, NULL, text != NULL ? text : copy);
  }
  stf_zone_free(zone);
  free(copy);
  return 0;
}
