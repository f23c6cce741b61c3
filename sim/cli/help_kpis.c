/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help_kpis.h"

#include "base/macros.h"
#include "kpi/kpi_catalogue.h"

#include <stdio.h>
#include <string.h>

/* Failed writes are seen once, when standard output is flushed at the end. */

enum {
  NAME_WIDTH = 64,
  NAME_COLUMN = 25
};

/* The definition as it stands in the results, T for the limit, PROMISE for a target. */
static const char *write_name(const struct stf_kpi_descriptor *descriptor,
                              char out[NAME_WIDTH]) {
  bool limited = descriptor->source == STF_KPI_CATALOGUE_SERVICE;
  bool promised = descriptor->source == STF_KPI_CATALOGUE_SLA;
  bool contracted = descriptor->source == STF_KPI_CATALOGUE_CONTRACT;
  bool tiered = contracted && descriptor->field == STF_KPI_CATALOGUE_CONTRACT_TIER;
  (void)snprintf(out, NAME_WIDTH, "%s%s%s",
                 promised     ? "PROMISE"
                 : contracted ? "POLICY"
                              : "",
                 descriptor->definition,
                 limited  ? "_within_T"
                 : tiered ? "_below_SHARE"
                          : "");
  return out;
}

static void put_statistics(FILE *out, const char *label, unsigned statistics) {
  if (statistics != 0) {
    (void)fputs(label, out);
  }
  for (int s = 0; s < STF_KPI_CATALOGUE_STATISTICS; s++) {
    if ((statistics & 1U << s) != 0) {
      (void)fprintf(out, " %s", STF_KPI_CATALOGUE_STATISTIC_NAMES[s]);
    }
  }
}

static void put_needs(FILE *out, const struct stf_kpi_descriptor *descriptor) {
  static const struct {
    unsigned need;
    const char *text;
  } NEEDS[] = {{STF_KPI_CATALOGUE_QUEUE, "; needs a queue"},
               {STF_KPI_CATALOGUE_TERMS, "; needs SLA policies"},
               {STF_KPI_CATALOGUE_HOURS, "; needs an SLA policy with a calendar"},
               {STF_KPI_CATALOGUE_COSTS, "; needs costs"},
               {STF_KPI_CATALOGUE_CONTRACTS, "; needs SLA contracts"},
               {STF_KPI_CATALOGUE_OVERLAPS, "; needs agents with several contacts at once"}};
  (void)fputs(descriptor->is_business ? "; clock business" : "", out);
  for (size_t i = 0; i < STF_COUNT_OF(NEEDS); i++) {
    (void)fputs((descriptor->needs & NEEDS[i].need) != 0 ? NEEDS[i].text : "", out);
  }
  (void)fputs(descriptor->shown_by != 0 ? "; if seen\n" : "\n", out);
}

static void put_definition(FILE *out, const struct stf_kpi_descriptor *descriptor) {
  char name[NAME_WIDTH];
  (void)fprintf(out, "%c %-*s %s\n  %-*s %s:", descriptor->is_default ? '*' : ' ', NAME_COLUMN,
                write_name(descriptor, name), descriptor->help, NAME_COLUMN, "",
                descriptor->unit != NULL ? descriptor->unit : "currency");
  put_statistics(out, "", descriptor->statistics);
  put_statistics(out, "; in stretches of time:", descriptor->grid_statistics);
  put_needs(out, descriptor);
}

void stf_help_kpis_put(const struct stf_console *console) {
  FILE *out = console->out;
  (void)fputs("The KPIs of 'run' and 'actuals', by definition: meaning; unit and statistics. "
              "* stands in every table,\nthe others with --definitions all. T is each limit of "
              "--within. PROMISE is each target of an SLA policy:\nPOLICY_first_response_T, "
              "POLICY_next_response_T, POLICY_next_response_contacts_T, POLICY_resolution_T, "
              "POLICY_both "
              "and\nPOLICY_clocks. 'if seen': only where the log or the desk shows "
              "the thing at all.\n",
              out);
  const char *before = "";
  for (size_t i = 0; i < STF_KPI_CATALOGUE_N; i++) {
    const struct stf_kpi_descriptor *descriptor = &STF_KPI_CATALOGUE[i];
    if (strcmp(descriptor->kpi, before) != 0) {
      (void)fprintf(out, "\n%s\n", descriptor->kpi);
    }
    before = descriptor->kpi;
    put_definition(out, descriptor);
  }
}
