/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/expr.h"

#include "base/quantity.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum op {
  OP_COLUMN, /* operands: push a value */
  OP_TEXT,
  OP_NUMBER,
  OP_EMPTY, /* operators: replace operands by a truth value */
  OP_IN,
  OP_EQUAL,
  OP_UNEQUAL,
  OP_LESS,
  OP_AT_MOST,
  OP_MORE,
  OP_AT_LEAST,
  OP_NOT,
  OP_AND,
  OP_OR,
  OP_OPEN /* only while compiling: a parenthesis */
};

/* By enum op; operands have none. Operators of one strength are taken from the left. */
static const int STRENGTHS[] = {
    [OP_EMPTY] = 5, [OP_IN] = 4,      [OP_EQUAL] = 4, [OP_UNEQUAL] = 4,
    [OP_LESS] = 4,  [OP_AT_MOST] = 4, [OP_MORE] = 4,  [OP_AT_LEAST] = 4,
    [OP_NOT] = 3,   [OP_AND] = 2,     [OP_OR] = 1,    [OP_OPEN] = 0};

struct step {
  enum op op;
  const char *text;   /* OP_TEXT; OP_NUMBER as written */
  double number;      /* OP_NUMBER */
  uint32_t column;    /* OP_COLUMN, OP_EMPTY */
  uint32_t members_n; /* OP_IN: that many operands above the value */
  size_t at;          /* offset in the source */
};

struct stf_expr {
  const struct step *steps;
  size_t steps_n;
};

/* --- Tokens --- */

enum token_kind {
  TOKEN_END,
  TOKEN_WORD, /* a column in backquotes, too */
  TOKEN_TEXT,
  TOKEN_NUMBER,
  TOKEN_SIGN, /* comparison, parenthesis, comma */
  TOKEN_BAD
};

struct token {
  enum token_kind kind;
  const char *begin; /* without quotes */
  size_t n;
  size_t at;
  bool quoted;
};

struct compiler {
  const char *source;
  const char *next;
  struct token token; /* the one in hand */
  const struct stf_expr_columns *columns;
  struct stf_arena *arena;
  struct stf_expr_problem *problem;
  struct step steps[STF_EXPR_STEPS_MAX];
  size_t steps_n;
  struct step waiting[STF_EXPR_DEPTH_MAX]; /* operators that wait for their right side */
  size_t waiting_n;
};

STF_PRINTF(3, 4)
static enum stf_status wrong(struct compiler *c, size_t at, const char *format, ...) {
  c->problem->at = at;
  va_list args;
  va_start(args, format);
  (void)vsnprintf(c->problem->message, sizeof c->problem->message, format, args);
  va_end(args);
  return STF_ERR_INPUT;
}

static bool starts_word(char c) {
  return isalpha((unsigned char)c) || c == '_';
}

static size_t word_length(const char *p) {
  size_t n = 0;
  while (isalnum((unsigned char)p[n]) || p[n] == '_' || p[n] == '.') {
    n++;
  }
  return n;
}

static size_t sign_length(const char *p) {
  static const char *const SIGNS[] = {"==", "!=", "<=", ">=", "<", ">", "(", ")", ","};
  for (size_t i = 0; i < STF_COUNT_OF(SIGNS); i++) {
    size_t n = strlen(SIGNS[i]);
    if (strncmp(p, SIGNS[i], n) == 0) {
      return n;
    }
  }
  return 0;
}

static struct token quoted_token(const char *p, size_t at) {
  const char *end = strchr(p + 1, *p);
  struct token token = {
      .kind = *p == '`' ? TOKEN_WORD : TOKEN_TEXT, .begin = p + 1, .at = at, .quoted = true};
  if (end == NULL) {
    token.kind = TOKEN_BAD;
    token.n = strlen(p + 1);
  } else {
    token.n = (size_t)(end - p) - 1;
  }
  return token;
}

/* Takes the next token into hand. */
static void advance(struct compiler *c) {
  const char *p = c->next;
  while (isspace((unsigned char)*p)) {
    p++;
  }
  struct token token = {.begin = p, .at = (size_t)(p - c->source)};
  if (*p == '\0') {
    token.kind = TOKEN_END;
  } else if (*p == '\'' || *p == '"' || *p == '`') {
    token = quoted_token(p, token.at);
  } else if (starts_word(*p)) {
    token.kind = TOKEN_WORD;
    token.n = word_length(p);
  } else if (isdigit((unsigned char)*p) || *p == '-' || *p == '.') {
    token.kind = TOKEN_NUMBER;
    token.n = 1 + word_length(p + 1);
  } else {
    token.n = sign_length(p);
    token.kind = token.n > 0 ? TOKEN_SIGN : TOKEN_BAD;
  }
  c->token = token;
  c->next = token.begin + token.n + (token.quoted && token.kind != TOKEN_BAD);
}

static bool is(const struct compiler *c, const char *text) {
  size_t n = strlen(text);
  return !c->token.quoted && (c->token.kind == TOKEN_WORD || c->token.kind == TOKEN_SIGN) &&
         c->token.n == n && memcmp(c->token.begin, text, n) == 0;
}

/* --- Shunting yard (Dijkstra 1961) --- */

static enum stf_status emit(struct compiler *c, struct step step) {
  if (c->steps_n == STF_EXPR_STEPS_MAX) {
    return wrong(c, step.at, "the condition is too long");
  }
  c->steps[c->steps_n++] = step;
  return STF_OK;
}

static enum stf_status wait_for_right_side(struct compiler *c, struct step step) {
  if (c->waiting_n == STF_EXPR_DEPTH_MAX) {
    return wrong(c, step.at, "the condition is nested too deeply");
  }
  c->waiting[c->waiting_n++] = step;
  return STF_OK;
}

/* Emits the operators that are at least as strong. */
static enum stf_status release(struct compiler *c, int strength) {
  while (c->waiting_n > 0 && STRENGTHS[c->waiting[c->waiting_n - 1].op] >= strength) {
    enum stf_status status = emit(c, c->waiting[--c->waiting_n]);
    if (status != STF_OK) {
      return status;
    }
  }
  return STF_OK;
}

static enum stf_status take_literal(struct compiler *c, struct step *step) {
  char *text = stf_arena_text(c->arena, c->token.begin, c->token.n);
  if (text == NULL) {
    return STF_ERR_MEMORY;
  }
  *step = (struct step){.op = OP_TEXT, .text = text, .at = c->token.at};
  if (c->token.kind == TOKEN_NUMBER) {
    step->op = OP_NUMBER;
    if (!stf_quantity_number(text, &step->number)) {
      return wrong(c, c->token.at, "'%.60s' is no number", text);
    }
  }
  return STF_OK;
}

static enum stf_status take_column(struct compiler *c, struct step *step) {
  *step = (struct step){.op = OP_COLUMN, .at = c->token.at};
  step->column =
      c->columns->index(c->columns->context, c->token.begin, c->token.n, c->token.at);
  return step->column != UINT32_MAX ? STF_OK : STF_ERR_MEMORY;
}

static enum stf_status expect(struct compiler *c, const char *sign, const char *where) {
  if (!is(c, sign)) {
    return wrong(c, c->token.at, "'%s' expected %s", sign, where);
  }
  advance(c);
  return STF_OK;
}

/* Behind `empty`: "(column)". */
static enum stf_status take_empty(struct compiler *c) {
  enum stf_status status = expect(c, "(", "after 'empty'");
  if (status != STF_OK) {
    return status;
  }
  if (c->token.kind != TOKEN_WORD) {
    return wrong(c, c->token.at, "'empty' takes a column: empty(server)");
  }
  struct step step;
  status = take_column(c, &step);
  if (status != STF_OK) {
    return status;
  }
  step.op = OP_EMPTY;
  advance(c);
  status = expect(c, ")", "after the column");
  return status == STF_OK ? emit(c, step) : status;
}

/* Behind `in`: "(literal, literal...)". */
static enum stf_status take_members(struct compiler *c, size_t at) {
  struct step in = {.op = OP_IN, .at = at};
  enum stf_status status = expect(c, "(", "after 'in'");
  while (status == STF_OK) {
    if (c->token.kind != TOKEN_TEXT && c->token.kind != TOKEN_NUMBER) {
      return wrong(c, c->token.at, "'in' takes texts or numbers: type in ('PS', 'NW')");
    }
    struct step member;
    status = take_literal(c, &member);
    if (status == STF_OK) {
      status = emit(c, member);
    }
    in.members_n++;
    advance(c);
    if (!is(c, ",")) {
      break;
    }
    advance(c);
  }
  if (status == STF_OK) {
    status = expect(c, ")", "after the last member");
  }
  return status == STF_OK ? emit(c, in) : status;
}

/* Takes a value, or what stands before one. *operand: an operand is complete. */
static enum stf_status take_operand(struct compiler *c, bool *operand) {
  struct token token = c->token;
  *operand = false;
  if (is(c, "(") || is(c, "not")) {
    enum op op = is(c, "(") ? OP_OPEN : OP_NOT;
    advance(c);
    return wait_for_right_side(c, (struct step){.op = op, .at = token.at});
  }
  *operand = true;
  if (is(c, "empty")) {
    advance(c);
    return take_empty(c);
  }
  struct step step;
  enum stf_status status = STF_OK;
  if (token.kind == TOKEN_TEXT || token.kind == TOKEN_NUMBER) {
    status = take_literal(c, &step);
  } else if (token.kind == TOKEN_WORD &&
             (token.quoted || (!is(c, "and") && !is(c, "or") && !is(c, "in")))) {
    status = take_column(c, &step);
  } else if (token.kind == TOKEN_END) {
    return wrong(c, token.at, "the condition ends where a value is expected");
  } else {
    return wrong(c, token.at, "a column, text, number or '(' expected");
  }
  advance(c);
  return status == STF_OK ? emit(c, step) : status;
}

static enum stf_status close_parenthesis(struct compiler *c) {
  enum stf_status status = release(c, 1);
  if (status != STF_OK) {
    return status;
  }
  if (c->waiting_n == 0) {
    return wrong(c, c->token.at, "')' without '('");
  }
  c->waiting_n--;
  advance(c);
  return STF_OK;
}

static bool binary_op(const struct compiler *c, enum op *out) {
  static const struct {
    const char *text;
    enum op op;
  } OPS[] = {{"==", OP_EQUAL}, {"!=", OP_UNEQUAL},  {"<", OP_LESS},  {"<=", OP_AT_MOST},
             {">", OP_MORE},   {">=", OP_AT_LEAST}, {"and", OP_AND}, {"or", OP_OR}};
  for (size_t i = 0; i < STF_COUNT_OF(OPS); i++) {
    if (is(c, OPS[i].text)) {
      *out = OPS[i].op;
      return true;
    }
  }
  return false;
}

/* `in` or `not in`, in the place of an operator. */
static enum stf_status take_in(struct compiler *c) {
  size_t at = c->token.at;
  bool negated = is(c, "not");
  advance(c);
  enum stf_status status = release(c, STRENGTHS[OP_IN]);
  if (status == STF_OK && negated) {
    status = expect(c, "in", "after 'not' in this place");
  }
  if (status == STF_OK) {
    status = take_members(c, at);
  }
  return status == STF_OK && negated ? emit(c, (struct step){.op = OP_NOT, .at = at}) : status;
}

/* Takes an operator behind a value. *operand: a value is still complete. */
static enum stf_status take_operator(struct compiler *c, bool *operand) {
  *operand = true;
  if (is(c, ")")) {
    return close_parenthesis(c);
  }
  if (is(c, "in") || is(c, "not")) {
    return take_in(c);
  }
  enum op op = OP_AND;
  if (!binary_op(c, &op)) {
    if (c->token.kind == TOKEN_BAD && *c->token.begin == '=') {
      return wrong(c, c->token.at, "'=' is written '=='");
    }
    return wrong(c, c->token.at, "==, !=, <, <=, >, >=, in, and, or expected");
  }
  *operand = false;
  enum stf_status status = release(c, STRENGTHS[op]);
  struct step step = {.op = op, .at = c->token.at};
  advance(c);
  return status == STF_OK ? wait_for_right_side(c, step) : status;
}

static enum stf_status to_steps(struct compiler *c) {
  advance(c);
  bool operand = false;
  while (!operand || c->token.kind != TOKEN_END) {
    if (c->token.kind == TOKEN_BAD && c->token.quoted) {
      return wrong(c, c->token.at, "the quote that begins here is not closed");
    }
    enum stf_status status = operand ? take_operator(c, &operand) : take_operand(c, &operand);
    if (status != STF_OK) {
      return status;
    }
  }
  enum stf_status status = release(c, 1);
  if (status == STF_OK && c->waiting_n > 0) {
    return wrong(c, c->waiting[c->waiting_n - 1].at, "'(' without ')'");
  }
  return status;
}

/* --- Kinds --- */

/* How many operands an operator takes. */
static size_t operands_of(const struct step *step) {
  if (step->op == OP_IN) {
    return (size_t)step->members_n + 1;
  }
  if (step->op == OP_NOT) {
    return 1;
  }
  return step->op == OP_EMPTY ? 0 : 2;
}

/* Kinds of the values on the stack: true for truth values. */
struct kinds {
  bool truths[STF_EXPR_DEPTH_MAX];
  size_t n;
};

static enum stf_status check_operands(struct compiler *c, const struct step *step,
                                      struct kinds *kinds) {
  bool of_truths = step->op == OP_NOT || step->op == OP_AND || step->op == OP_OR;
  size_t operands_n = operands_of(step);
  STF_ASSERT(operands_n <= kinds->n); /* values and operators took turns */
  for (size_t i = 0; i < operands_n; i++) {
    if (kinds->truths[--kinds->n] != of_truths) {
      return wrong(c, step->at,
                   of_truths ? "and, or, not join conditions, such as q_time > 0"
                             : "a comparison is between columns, texts and numbers");
    }
  }
  return STF_OK;
}

/* Runs the program on kinds instead of values. */
static enum stf_status check_kinds(struct compiler *c) {
  struct kinds kinds = {.n = 0};
  for (size_t i = 0; i < c->steps_n; i++) {
    const struct step *step = &c->steps[i];
    bool is_operator = step->op >= OP_EMPTY;
    enum stf_status status = is_operator ? check_operands(c, step, &kinds) : STF_OK;
    if (status != STF_OK) {
      return status;
    }
    if (kinds.n == STF_EXPR_DEPTH_MAX) {
      return wrong(c, step->at, "the condition has too many values at once");
    }
    kinds.truths[kinds.n++] = is_operator;
  }
  if (!kinds.truths[0]) {
    return wrong(c, 0, "a value alone is no condition; compare it: server != ''");
  }
  return STF_OK;
}

enum stf_status stf_expr_compile(const char *text, const struct stf_expr_columns *columns,
                                 struct stf_arena *arena, const struct stf_expr **out,
                                 struct stf_expr_problem *problem) {
  *out = NULL;
  struct compiler c = {
      .source = text, .next = text, .columns = columns, .arena = arena, .problem = problem};
  enum stf_status status = to_steps(&c);
  if (status == STF_OK) {
    status = check_kinds(&c);
  }
  if (status != STF_OK) {
    return status;
  }
  struct stf_expr *expr = stf_arena_alloc(arena, 1, sizeof *expr);
  struct step *steps = stf_arena_alloc(arena, c.steps_n, sizeof *steps);
  if (expr == NULL || steps == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(steps, c.steps, c.steps_n * sizeof *steps);
  *expr = (struct stf_expr){.steps = steps, .steps_n = c.steps_n};
  *out = expr;
  return STF_OK;
}

/* --- Evaluation --- */

struct value {
  const char *text;
  double number; /* of a number literal */
  bool is_literal_text;
  bool is_literal_number;
  bool truth;
};

static bool number_of(const struct value *value, double *out) {
  if (value->is_literal_number) {
    *out = value->number;
    return true;
  }
  return stf_quantity_number(value->text, out);
}

static bool compare(enum op op, const struct value *a, const struct value *b) {
  bool as_text = a->is_literal_text || b->is_literal_text;
  double left = 0;
  double right = 0;
  int order = 0;
  if (!as_text && number_of(a, &left) && number_of(b, &right)) {
    order = (left > right) - (left < right);
  } else {
    order = strcmp(a->text, b->text);
    if (!as_text && op != OP_EQUAL && op != OP_UNEQUAL) {
      return false;
    }
  }
  if (op == OP_EQUAL || op == OP_UNEQUAL) {
    return (order == 0) == (op == OP_EQUAL);
  }
  if (op == OP_LESS || op == OP_AT_LEAST) {
    return (order < 0) == (op == OP_LESS);
  }
  return (order > 0) == (op == OP_MORE);
}

static struct value operand(const struct step *step, const char *const *values) {
  return (struct value){.text = step->op == OP_COLUMN ? values[step->column] : step->text,
                        .number = step->number,
                        .is_literal_text = step->op == OP_TEXT,
                        .is_literal_number = step->op == OP_NUMBER};
}

static bool is_member(const struct value *values, size_t members_n) {
  for (size_t i = 1; i <= members_n; i++) {
    if (compare(OP_EQUAL, &values[0], &values[i])) {
      return true;
    }
  }
  return false;
}

/* Truth of an operator over its operands, the first of which is `in`. */
static bool truth_of(const struct step *step, const struct value *in,
                     const char *const *values) {
  switch (step->op) {
  case OP_EMPTY:
    return *values[step->column] == '\0';
  case OP_IN:
    return is_member(in, step->members_n);
  case OP_NOT:
    return !in[0].truth;
  case OP_AND:
    return in[0].truth && in[1].truth;
  case OP_OR:
    return in[0].truth || in[1].truth;
  case OP_EQUAL:
  case OP_UNEQUAL:
  case OP_LESS:
  case OP_AT_MOST:
  case OP_MORE:
  case OP_AT_LEAST:
    return compare(step->op, &in[0], &in[1]);
  case OP_COLUMN:
  case OP_TEXT:
  case OP_NUMBER:
  case OP_OPEN:
    break;
  }
  return false;
}

bool stf_expr_holds(const struct stf_expr *expr, const char *const *values) {
  struct value stack[STF_EXPR_DEPTH_MAX];
  size_t n = 0;
  bool truth = false; /* of the last operator: the last step is one */
  for (size_t i = 0; i < expr->steps_n; i++) {
    const struct step *step = &expr->steps[i];
    if (step->op < OP_EMPTY) {
      stack[n++] = operand(step, values);
      continue;
    }
    STF_ASSERT(operands_of(step) <= n);
    n -= operands_of(step);
    truth = truth_of(step, &stack[n], values);
    stack[n++] = (struct value){.truth = truth};
  }
  return truth;
}
