/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk from a text, replicated: the totals of its replications, for tests that hold them
 * against a station whose formula is known. Everything asserts on failure.
 */
#ifndef STF_STATION_H
#define STF_STATION_H

#include "compare/paired.h"
#include "kpi/kpi.h"
#include "replicate/replicate.h"
#include "scenario/scenario.h"

struct stf_station {
  struct stf_scenario *scenario;
  struct stf_kpi_layout *layout;
  struct stf_replicate_values values;
};

/* Fixtures of a group of tests: the folder that texts are read in. */
int stf_station_open(void **state);
int stf_station_close(void **state);

/* Replications of the desk of that text on two threads; answered within 20 s is counted. */
void stf_station_run(const char *text, uint64_t seed, uint32_t replications_n,
                     struct stf_station *out);
void stf_station_clear(struct stf_station *station);

/* The values of a total from a replication on. */
struct stf_paired_side stf_station_values(const struct stf_station *station, const char *kpi,
                                          const char *definition, const char *statistic,
                                          uint32_t from);

#endif
