/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and hours on the command line. */
#ifndef STF_RUN_PERIOD_H
#define STF_RUN_PERIOD_H

#include "cli/options.h"
#include "replicate/agreement.h"
#include "time/zone.h"

struct stf_run_period {
  int64_t from_us; /* half open */
  int64_t to_us;
};

/* The civil days from the first to the last instant, whole. */
struct stf_run_period stf_run_period_of(const struct stf_zone *zone, int64_t first_us,
                                        int64_t last_us);

/* --from and --to (a date, inclusive at the end; or a local date and time) replace the ends of
 * *period. */
STF_MUST_USE enum stf_status stf_run_period_read(const struct stf_arguments *arguments,
                                                 const struct stf_zone *zone,
                                                 struct stf_run_period *period,
                                                 struct stf_error *error);

/* --score-hours and --score-days into *in. */
STF_MUST_USE enum stf_status stf_run_period_score(const struct stf_arguments *arguments,
                                                  struct stf_agreement_in *in,
                                                  struct stf_error *error);

#endif
