/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/missing.h"

#include "scenario/node.h"

void stf_missing_tell(struct stf_diags *diags, const struct stf_csv *csv, const char *path,
                      const char *name, struct stf_where where) {
  const char *names[64];
  size_t n = 0;
  for (; n < stf_csv_columns_n(csv) && n < STF_COUNT_OF(names); n++) {
    names[n] = stf_csv_column(csv, n);
  }
  char hint[STF_NODE_HINT];
  stf_diag_add(diags, STF_SEVERITY_ERROR, where, "'%s' has no column '%.60s'%s", path, name,
               stf_node_hint(name, names, n, hint));
}
