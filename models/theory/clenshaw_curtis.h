/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clenshaw-Curtis quadrature (1960) on nine nodes, both ends among them: an end that differs
 * from its neighbour shows a jump of the integrand. */
#ifndef STF_CLENSHAW_CURTIS_H
#define STF_CLENSHAW_CURTIS_H

enum {
  STF_CLENSHAW_CURTIS_DEGREE = 8,
  STF_CLENSHAW_CURTIS_NODES_N = STF_CLENSHAW_CURTIS_DEGREE + 1
};

/* integral[i][j]: weight of the value at node j in the integral from 0 to node i; the last row
 * is the whole interval. */
struct stf_clenshaw_curtis {
  double node[STF_CLENSHAW_CURTIS_NODES_N]; /* ascending, 0..1 */
  double integral[STF_CLENSHAW_CURTIS_NODES_N][STF_CLENSHAW_CURTIS_NODES_N];
};

void stf_clenshaw_curtis_init(struct stf_clenshaw_curtis *rule);

#endif
