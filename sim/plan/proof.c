/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/proof.h"

#include "stats/interval.h"

#include <math.h>

enum {
  FIRST_PART = 5, /* of the proof's replications: they may refute it */
  FIRST_LEAST = 40,
  SEARCH_SEEDS = 1000 /* from one search's seed to the next one's; proofs have those between */
};

#define DOUBT 0.05 /* shared by all proofs */

/* Lower limit of a share, one-sided, with the doubt that one of the proofs may have. */
static double share_limit(uint32_t kept_n, uint32_t known_n, uint32_t attempts_n) {
  return stf_interval_wilson(kept_n, known_n, 1 - 2 * DOUBT / attempts_n).low;
}

uint32_t stf_proof_least(double probability, uint32_t attempts_n) {
  uint32_t high = 1;
  while (share_limit(high, high, attempts_n) < probability && high <= UINT32_MAX / 2) {
    high *= 2;
  }
  uint32_t low = high / 2; /* not enough */
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    bool enough = share_limit(middle, middle, attempts_n) >= probability;
    high = enough ? middle : high;
    low = enough ? low : middle;
  }
  return high;
}

/* The same of a stretch; on average of its margin. */
static double limit_of(const struct stf_require_in *in, const struct stf_judge_figure *figure) {
  if (figure->known_n == 0) {
    return 1;
  }
  if (in->judge.probability > 0) {
    return share_limit(figure->kept_n, figure->known_n, in->attempts_n);
  }
  double doubt = DOUBT / in->attempts_n;
  double t =
      stf_interval_t_quantile(1 - 2 * doubt, figure->known_n > 1 ? figure->known_n - 1 : 1);
  return figure->margin - t * figure->margin_error;
}

/* What the limit must not be below. */
static double level_of(const struct stf_require_in *in) {
  return in->judge.probability > 0 ? in->judge.probability : 0;
}

/* Whether so many replications already say that the proof will fail: some stretch is below its
 * level. Only refusals come earlier by that, so it costs no certainty. */
static bool is_hopeless(const struct stf_seek *seek, const struct stf_judge_figure *figures) {
  bool hopeless = false;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    double reached = seek->in->judge.probability > 0 ? stf_judge_probability(&figures[i])
                                                     : figures[i].margin;
    hopeless = hopeless || (figures[i].known_n > 0 && reached < level_of(seek->in));
  }
  return hopeless;
}

/* A part of the replications first, and all of them if there is hope; *proof_n: how many. */
static enum stf_status simulate(struct stf_seek *seek, uint64_t seed,
                                struct stf_judge_figure *figures, uint32_t *proof_n) {
  uint32_t first_n = seek->in->proof_n / FIRST_PART;
  enum stf_status status = STF_OK;
  bool hopeless = false;
  if (first_n >= FIRST_LEAST) {
    status = stf_judge_renew(seek->judge, seed, first_n);
    status = status == STF_OK ? stf_seek_judge(seek, figures, NULL) : status;
    hopeless = status == STF_OK && is_hopeless(seek, figures);
  }
  *proof_n = hopeless ? first_n : seek->in->proof_n;
  if (status == STF_OK && !hopeless) {
    status = stf_judge_renew(seek->judge, seed, *proof_n);
    status = status == STF_OK ? stf_seek_judge(seek, figures, NULL) : status;
  }
  return status;
}

enum stf_status stf_proof_try(struct stf_seek *seek, struct stf_require *out, bool *proven) {
  const struct stf_require_in *in = seek->in;
  struct stf_judge_figure *figures =
      stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *figures);
  double *low = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *low);
  if (figures == NULL || low == NULL) {
    return STF_ERR_MEMORY;
  }
  uint32_t proof_n = 0;
  enum stf_status status =
      simulate(seek, in->judge.seed + 1 + out->attempts_n, figures, &proof_n);
  if (status != STF_OK) {
    return status;
  }
  out->attempts_n++;
  out->proof_n = proof_n;
  out->proven = figures;
  out->low = low;
  out->worst = 0;
  *proven = true;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    low[i] = limit_of(in, &figures[i]);
    out->worst = low[i] < low[out->worst] ? i : out->worst;
    *proven = *proven && low[i] >= level_of(in);
  }
  return STF_OK;
}

/* Standard error of what a stretch reaches in n replications, near the level. */
static double error_at(const struct stf_require_in *in, const struct stf_require *out,
                       size_t stretch, double n) {
  double level = level_of(in);
  if (in->judge.probability > 0) {
    return sqrt(level * (1 - level) / n);
  }
  const struct stf_judge_figure *proven = out->proven != NULL ? &out->proven[stretch] : NULL;
  return proven != NULL && isfinite(proven->margin_error)
             ? proven->margin_error * sqrt(proven->known_n / n)
             : 0;
}

void stf_proof_aim(struct stf_seek *seek, const struct stf_require *out) {
  const struct stf_require_in *in = seek->in;
  double quantile = stf_interval_t_quantile(1 - 2 * DOUBT / in->attempts_n, 1000000);
  double search_n = (double)in->judge.replications_n * (1 << out->attempts_n);
  for (size_t i = 0; i < seek->stretches_n; i++) {
    double of_proof = error_at(in, out, i, in->proof_n);
    double of_both = hypot(of_proof, error_at(in, out, i, search_n));
    bool refuted = out->proven != NULL && out->low[i] < level_of(in);
    double wanted =
        level_of(in) + quantile * of_proof + (refuted ? out->attempts_n : 0) * of_both;
    bool too_much = in->judge.probability > 0 && wanted > 1; /* than can be seen */
    seek->wanted[i] = too_much ? 1 : wanted;
  }
}

enum stf_status stf_proof_renew(struct stf_seek *seek, const struct stf_require *out) {
  const struct stf_judge_in *judge = &seek->in->judge;
  enum stf_status status =
      stf_judge_renew(seek->judge, judge->seed + (uint64_t)SEARCH_SEEDS * out->attempts_n,
                      judge->replications_n << out->attempts_n);
  seek->best_cost = HUGE_VAL;
  stf_proof_aim(seek, out);
  return status == STF_OK ? stf_seek_try(seek) : status;
}
