/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bot that ends the easy contacts: containment and work hang together.
 *
 * Of a contact that meets the bot, the uniform d decides containment (contained if d < share)
 * and the uniform w, of survival, its work: the smaller, the longer. Both come from a Gaussian
 * copula in which d and work have the rank correlation rho of Spearman, 0 <= rho <= 1
 * (Pearson's r = 2 sin(pi rho / 6); Kruskal 1958): who is contained would have been short work.
 * Over all contacts that the bot meets the law of work is unchanged. One level of containment
 * does not tell rho: work of those contained is never seen.
 */
#ifndef STF_DIFFICULTY_H
#define STF_DIFFICULTY_H

/* The uniform of work, in (0, 1), of a contact whose containment has the uniform `fate`, from
 * an independent uniform `own`, both in (0, 1); rank 0: own itself. The same bits everywhere.
 */
double stf_difficulty_uniform(double rank, double fate, double own);

#endif
