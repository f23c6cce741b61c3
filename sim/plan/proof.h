/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search aims at, and the proof of what it found (plan/require.h). Internal to this
 * folder. */
#ifndef STF_PROOF_H
#define STF_PROOF_H

#include "plan/seek.h"

/* Sets seek->wanted. With the level itself half of all proofs would fail: the search aims above
 * it, by as much as the proof's limit will lie below its estimate. A stretch that the last
 * proof has refuted is held to more: one standard error of search and proof together for each
 * proof. */
void stf_proof_aim(struct stf_seek *seek, const struct stf_require *out);

/* As stf_require_proof_least. */
uint32_t stf_proof_least(double probability, uint32_t attempts_n);

/* One proof of what stands in the seek, with customers of its own. *proven: every stretch
 * clears its level. The judge has the proof's customers afterwards. */
STF_MUST_USE enum stf_status stf_proof_try(struct stf_seek *seek, struct stf_require *out,
                                           bool *proven);

/* Other customers for a search that a proof has refuted, and twice as many: those before have
 * been learnt by heart. What stands in the seek is simulated with them. */
STF_MUST_USE enum stf_status stf_proof_renew(struct stf_seek *seek,
                                             const struct stf_require *out);

#endif
