/* SPDX-License-Identifier: GPL-3.0-or-later */
/* iCalendar text: whatever it is, it is read or told; the days are in the range, ascending. */
#include "fuzz/fuzz.h"
#include "time/holidays.h"

#define FROM_DAY 18262 /* 2020-01-01 */
#define TO_DAY   22279 /* 2030-12-31 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  if (arena != NULL) {
    const struct stf_holidays_text text = {.path = "fuzz.ics",
                                           .bytes = (const char *)data,
                                           .n = n,
                                           .from_day = FROM_DAY,
                                           .to_day = TO_DAY};
    struct stf_holiday *days = NULL;
    size_t days_n = 0;
    enum stf_status status = stf_holidays_parse(&text, arena, &diags, &days, &days_n);
    STF_ASSERT((status == STF_ERR_INPUT) == (diags.errors_n > 0));
    int64_t last = FROM_DAY - 1;
    for (size_t i = 0; i < days_n; i++) {
      STF_ASSERT(days[i].day > last && days[i].day <= TO_DAY && days[i].name != NULL);
      last = days[i].day;
    }
  }
  stf_diag_clear(&diags);
  stf_arena_free(arena);
  return 0;
}
