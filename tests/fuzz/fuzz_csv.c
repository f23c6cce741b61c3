/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV rows: whatever the bytes, every row has as many fields as the header, every problem and
 * place lies inside the file. */
#include "fuzz/fuzz.h"
#include "input/csv.h"

static void check_rows(struct stf_csv *csv) {
  struct stf_csv_row row;
  enum stf_csv_got got = STF_CSV_ROW;
  int last_line = 0;
  while (got == STF_CSV_ROW || got == STF_CSV_BAD) {
    got = stf_csv_next(csv, &row);
    if (got == STF_CSV_ROW) {
      STF_ASSERT(row.fields_n == stf_csv_columns_n(csv) && row.line > last_line);
      last_line = row.line;
      for (size_t i = 0; i < row.fields_n; i++) {
        STF_ASSERT(row.fields[i].text[row.fields[i].n] == '\0');
        STF_ASSERT(stf_csv_where(csv, i).line >= row.line);
      }
    } else if (got == STF_CSV_BAD) {
      STF_ASSERT(stf_csv_problem(csv)->line > last_line);
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_csv_options options = {.delimiter = '\0'};
  struct stf_csv *csv = NULL;
  if (stf_csv_open(stf_fuzz_file(data, n), &options, NULL, &diags, &csv, NULL) == STF_OK) {
    check_rows(csv);
  } else {
    STF_ASSERT(diags.errors_n > 0);
  }
  stf_csv_free(csv);
  stf_diag_clear(&diags);
  return 0;
}
