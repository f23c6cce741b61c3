/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation in turns: so many turns of an agent, each a piece of work that ends with a
 * reply; between them the customer thinks. The class's parameters, plain data; docs/model.md
 * has the rules and their sources (Yom-Tov & Mandelbaum 2014; Campello, Ingolfsson & Shumsky
 * 2017).
 */
#ifndef STF_TURNS_H
#define STF_TURNS_H

#include "base/arena.h"
#include "contact/contact.h"
#include "random/law.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_TURNS_MOST = 100000 /* turns of a conversation */
};

/* Number of the agent's turns, at least 1: geometric, or by a table. */
struct stf_turns_number {
  double mean;            /* >= 1 */
  const double *survival; /* [i] = P(N > i + 1), not increasing, the last 0; NULL: geometric,
                             P(N > n) = (1 - 1/mean)^n */
  size_t survival_n;
};

/* Where a parked conversation goes when the customer writes again. */
enum stf_turns_return {
  STF_TURNS_SAME_AGENT, /* to its agent if she is on duty and has a free place; else the queue
                         */
  STF_TURNS_QUEUE       /* to whoever is free, else the queue */
};

/* The channel's window (WhatsApp's 24 hours): a reply later than length_us after the customer's
 * last message must be a paid template, and is answered with probability reply_share. */
struct stf_turns_window {
  int64_t length_us; /* > 0; 0: no window */
  double reply_share;
};

struct stf_turns {
  struct stf_turns_number number;
  struct stf_law work;    /* of one turn, with nothing else in hand; ends */
  struct stf_law think;   /* from a reply to the customer's next message; ends */
  int64_t park_after_us;  /* of silence: gives its place back; STF_NEVER: keeps it */
  int64_t close_after_us; /* of silence: closed as idle; STF_NEVER: never */
  bool reopens;           /* a message after that opens it again; else it is lost */
  enum stf_turns_return return_to;
  struct stf_turns_window window;
};

/* The number whose survival is u: a draw when u is uniform in (0, 1), monotone in u. */
uint32_t stf_turns_draw(const struct stf_turns_number *number, double u);

struct stf_turns_number stf_turns_geometric(double mean);

/* n turns always, 1 <= n <= STF_TURNS_MOST. STF_ERR_MEMORY without memory, alike below. */
STF_MUST_USE enum stf_status stf_turns_fixed(struct stf_arena *arena, uint32_t n,
                                             struct stf_turns_number *out);

/* 1 + a negative binomial number: mean > 1 and a coefficient of variation of the whole, where
 * (cv mean)^2 > mean - 1, else STF_ERR_INPUT: it is overdispersed. Its tail beyond 1e-12 or
 * STF_TURNS_MOST is cut. */
STF_MUST_USE enum stf_status stf_turns_negative_binomial(struct stf_arena *arena, double mean,
                                                         double cv,
                                                         struct stf_turns_number *out);

/* As often as weights[i] says i + 1 turns; n of them, none negative, their sum above 0. */
STF_MUST_USE enum stf_status stf_turns_empirical(struct stf_arena *arena, const double *weights,
                                                 size_t n, struct stf_turns_number *out);

/* Mean time from the first agent's turn to the end with nobody waiting [s], silences that park
 * or close cut where they free the place: how long a place is held. Theory of the check before
 * a run. */
double stf_turns_held_s(const struct stf_turns *turns);

#endif
