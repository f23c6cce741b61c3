/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/palm.h"

#include "theory/erlang_b.h"

#include <math.h>

enum {
  TERMS_MOST = 100000,
  HALF_NODES = 8,
  PANELS_MOST = 40
};

static const double LEAST_TERM = 1e-18; /* of the sum: what follows is nothing */
static const double PANEL_CHANGE = 8;   /* of the exponent in a panel, at most */

bool stf_palm_solve(const struct stf_load *load, double patience_s, struct stf_palm *out) {
  double serves_per_s = (double)load->agents_n / load->handle_s;
  double term = 1;
  double waiting = 1;
  double queue = 0;
  int k = 0;
  while (k < TERMS_MOST && term > LEAST_TERM * waiting) {
    k++;
    term *= load->arrivals_per_s / (serves_per_s + k / patience_s);
    waiting += term;
    queue += k * term;
  }
  *out = (struct stf_palm){.load = *load,
                           .patience_s = patience_s,
                           .block_share = stf_erlang_b_block_share(
                               load->agents_n, load->arrivals_per_s * load->handle_s),
                           .waiting = waiting,
                           .queue = queue};
  return k < TERMS_MOST && isfinite(queue);
}

static double all(const struct stf_palm *palm) {
  return 1 - palm->block_share + palm->block_share * palm->waiting;
}

double stf_palm_wait_share(const struct stf_palm *palm) {
  return palm->block_share * palm->waiting / all(palm);
}

double stf_palm_mean_wait_s(const struct stf_palm *palm) {
  return palm->block_share * palm->queue / all(palm) / palm->load.arrivals_per_s;
}

double stf_palm_abandon_share(const struct stf_palm *palm) {
  return stf_palm_mean_wait_s(palm) / palm->patience_s;
}

/* g(v) times the share that is still there at v. */
static double served_density(const struct stf_palm *palm, double v_s) {
  double gone = -expm1(-v_s / palm->patience_s);
  double serves_per_s = (double)palm->load.agents_n / palm->load.handle_s;
  return exp(palm->load.arrivals_per_s * palm->patience_s * gone - serves_per_s * v_s) *
         (1 - gone);
}

/* Gauss-Legendre on 16 nodes (Abramowitz & Stegun 1964, table 25.4). */
static double integrate(const struct stf_palm *palm, double from_s, double to_s) {
  static const double NODES[HALF_NODES] = {
      0.095012509837637441, 0.28160355077925892, 0.45801677765722737, 0.61787624440264377,
      0.755404408355003,    0.86563120238783176, 0.9445750230732326,  0.98940093499164994};
  static const double WEIGHTS[HALF_NODES] = {
      0.18945061045506847, 0.18260341504492361,  0.16915651939500256,  0.14959598881657682,
      0.12462897125553395, 0.095158511682492897, 0.062253523938647776, 0.027152459411754058};
  double middle_s = (from_s + to_s) / 2;
  double half_s = (to_s - from_s) / 2;
  double sum = 0;
  for (int i = 0; i < HALF_NODES; i++) {
    sum += WEIGHTS[i] * (served_density(palm, middle_s - half_s * NODES[i]) +
                         served_density(palm, middle_s + half_s * NODES[i]));
  }
  return half_s * sum;
}

bool stf_palm_served_within(const struct stf_palm *palm, double within_s, double *share) {
  double serves_per_s = (double)palm->load.agents_n / palm->load.handle_s;
  double arrivals_per_s = palm->load.arrivals_per_s;
  double steepest_per_s = fabs(serves_per_s - arrivals_per_s) +
                          arrivals_per_s * fmin(1, within_s / palm->patience_s) +
                          1 / palm->patience_s;
  double panels = ceil(steepest_per_s * within_s / PANEL_CHANGE);
  if (!(panels <= PANELS_MOST)) {
    return false;
  }
  double sum = 0;
  for (int i = 0; i < (int)panels; i++) {
    sum += integrate(palm, within_s * i / panels, within_s * (i + 1) / panels);
  }
  *share = (1 - palm->block_share + palm->block_share * serves_per_s * sum) / all(palm);
  return true;
}
