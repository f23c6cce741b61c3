/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions on the row of a table, as import maps write them:
 *
 *   outcome == 'AGENT' and (q_time > 0 or not empty(server)) and type in ('PS', 'NW')
 *
 * Columns stand by name (names that are no words in backquotes: `Created at`), texts in single
 * or double quotes, numbers as such. From weak to strong: or, and, not, comparison (== != < <=
 * > >= in, not in). A comparison with a quoted text compares texts byte by byte; any other
 * compares numbers if both sides are numbers, and else knows only equal and not equal.
 * Compiled to a small stack program; neither compiling nor evaluating recurses.
 */
#ifndef STF_EXPR_H
#define STF_EXPR_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_expr; /* owned by the arena it was compiled into */

enum {
  STF_EXPR_STEPS_MAX = 512, /* operands and operators of one expression */
  STF_EXPR_DEPTH_MAX = 64   /* values or open parentheses at one time */
};

/* Who knows the columns: returns the index under which stf_expr_holds finds the column's value,
 * or UINT32_MAX without memory. `at` is the name's offset in the expression. */
struct stf_expr_columns {
  void *context;
  uint32_t (*index)(void *context, const char *name, size_t n, size_t at);
};

struct stf_expr_problem {
  size_t at; /* offset in the expression, in bytes */
  char message[160];
};

/* STF_ERR_INPUT: *problem says what is wrong. */
STF_MUST_USE enum stf_status stf_expr_compile(const char *text,
                                              const struct stf_expr_columns *columns,
                                              struct stf_arena *arena,
                                              const struct stf_expr **out,
                                              struct stf_expr_problem *problem);

/* Whether the row with these values (by column index) meets the condition. */
bool stf_expr_holds(const struct stf_expr *expr, const char *const *values);

#endif
