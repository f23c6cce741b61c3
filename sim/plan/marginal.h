/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person more or fewer in a step would do to those who wait too long, estimated from
 * the very run that simulated the staffing: no simulation per step of time.
 *
 * The estimate is a perturbation of the sample path (Ho & Cao 1983, J. Optimization Theory and
 * Applications 40(4), "perturbation analysis"; here of staff and to first order). Behind a team
 * with N people who hold a contact for h on average, N/h contacts are taken up in unit time as
 * long as somebody waits. One person more over a time tau of that stretch takes up tau/h + 1
 * contacts; everybody who comes later in it moves up by (tau + h) / N. So a contact that is
 * late by e is in time with x = N e / (tau + h) people more, and one that is in time by e is
 * late with x fewer, plus the people who stood idle when it was taken. What one person does is
 * averaged over w = max(1, N / 10) of them: 1 / w for each contact with x <= w, and w / x^2 for
 * late ones farther away, whom only several people reach.
 *
 * An aid to searching: nothing is decided by it that a simulation does not confirm.
 */
#ifndef STF_MARGINAL_H
#define STF_MARGINAL_H

#include "plan/grid.h"
#include "replicate/replicate.h"
#include "terms/sla.h"

struct stf_marginal_in {
  const struct stf_desk *desk;
  const struct stf_sla_terms *terms;
  const struct stf_grid *grid;  /* the staffing that is simulated */
  const int32_t *present;       /* [team * steps_n + step]: people of the teams not planned */
  const uint32_t *step_stretch; /* [step] -> stretch */
  size_t promises_n;      /* with a share; by policy, then first response, resolution, next
                             response */
  const uint8_t *weights; /* [(stretch * promises_n + promise) * replications_n + replication]:
                             how much who is late there matters */
  uint32_t replications_n;
};

/* [team * steps_n + step], weighted sums over replications; 0 where the grid is not open. */
struct stf_marginal_out {
  double *gain; /* contacts late no more with one person more */
  double *loss; /* contacts late then with one fewer */
};

struct stf_marginal;

/* The caller owns *out; `in` is copied, what it points to is borrowed until
 * stf_marginal_free. */
STF_MUST_USE enum stf_status stf_marginal_new(const struct stf_marginal_in *in,
                                              const struct stf_allocator *allocator,
                                              struct stf_marginal **out);
void stf_marginal_free(struct stf_marginal *marginal);

/* To be given to the replications; valid as long as the marginal. */
struct stf_replicate_listener stf_marginal_listener(struct stf_marginal *marginal);

/* After the replications: exact sums of integers, the same for any number of threads. */
void stf_marginal_sums(const struct stf_marginal *marginal, struct stf_marginal_out *out);

#endif
