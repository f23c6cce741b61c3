/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/join.h"

#include "base/arena.h"
#include "base/dict.h"
#include "input/csv.h"
#include "input/source.h"
#include "logs/missing.h"

#include <string.h>

struct stf_join {
  const struct stf_allocator *allocator;
  struct stf_arena *arena; /* of the texts */
  struct stf_dict *keys;
  const char **texts; /* of the key with id k: texts[k * columns_n...] */
  size_t texts_capacity;
  size_t columns_n;
  struct stf_join_facts facts;
};

struct reader {
  const struct stf_join_in *in;
  struct stf_join *join;
  struct stf_csv *csv;
  const char *path;
  size_t key_place;
  size_t *places; /* of the columns in the file */
  struct stf_diags *diags;
};

static bool find_column(const struct reader *r, const struct stf_join_column *column,
                        size_t *out) {
  int place = stf_csv_find(r->csv, column->name);
  if (place < 0) {
    stf_missing_tell(r->diags, r->csv, r->path, column->name, column->where);
    return false;
  }
  *out = (size_t)place;
  return true;
}

static bool find_columns(struct reader *r) {
  bool complete = find_column(r, &r->in->key, &r->key_place);
  for (size_t i = 0; i < r->in->columns_n; i++) {
    complete = find_column(r, &r->in->columns[i], &r->places[i]) && complete;
  }
  return complete;
}

static enum stf_status take_row(struct reader *r, const struct stf_csv_row *row) {
  struct stf_join *join = r->join;
  const struct stf_csv_field *key = &row->fields[r->key_place];
  join->facts.rows_n++;
  if (key->n == 0) {
    return STF_OK; /* nothing can find it */
  }
  uint32_t before_n = stf_dict_count(join->keys);
  uint32_t id = stf_dict_add(join->keys, key->text, key->n);
  if (id == STF_DICT_NONE) {
    return STF_ERR_MEMORY;
  }
  if (id < before_n) {
    join->facts.repeated_n++;
    return STF_OK;
  }
  size_t from = (size_t)id * join->columns_n;
  const char **texts = stf_mem_grown(join->allocator, join->texts, &join->texts_capacity,
                                     from + join->columns_n, sizeof *texts);
  if (texts == NULL) {
    return STF_ERR_MEMORY;
  }
  join->texts = texts;
  for (size_t i = 0; i < join->columns_n; i++) {
    const struct stf_csv_field *field = &row->fields[r->places[i]];
    texts[from + i] = stf_arena_text(join->arena, field->text, field->n);
    if (texts[from + i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

static void take_bad_row(struct reader *r) {
  r->join->facts.rows_n++;
  r->join->facts.bad_n++;
  if (r->in->strict) {
    const struct stf_csv_problem *problem = stf_csv_problem(r->csv);
    struct stf_where where = {
        .path = r->path, .line = problem->line, .column = problem->column};
    stf_diag_add(r->diags, STF_SEVERITY_ERROR, where, "%s", problem->message);
  }
}

static enum stf_status read_rows(struct reader *r) {
  enum stf_status status = STF_OK;
  while (status == STF_OK) {
    struct stf_csv_row row;
    switch (stf_csv_next(r->csv, &row)) {
    case STF_CSV_END:
      return STF_OK;
    case STF_CSV_FAILED:
      return stf_csv_status(r->csv);
    case STF_CSV_BAD:
      take_bad_row(r);
      break;
    case STF_CSV_ROW:
      status = take_row(r, &row);
      break;
    }
  }
  return status;
}

static enum stf_status read_file(struct reader *r, size_t i, struct stf_error *error) {
  struct stf_csv_options options = {.delimiter = r->in->delimiter};
  r->path = r->in->paths[i];
  enum stf_status status =
      stf_csv_open(r->path, &options, r->in->allocator, r->diags, &r->csv, error);
  if (status == STF_OK) {
    status = find_columns(r) ? read_rows(r) : STF_ERR_INPUT;
  }
  if (status == STF_OK) {
    struct stf_join_facts *facts = &r->join->facts;
    facts->content_hash = stf_source_hash_fold(facts->content_hash, stf_csv_hash(r->csv), i);
  }
  stf_csv_free(r->csv);
  r->csv = NULL;
  return status;
}

enum stf_status stf_join_read(const struct stf_join_in *in, struct stf_join **out,
                              struct stf_diags *diags, struct stf_error *error) {
  size_t errors_before = diags->errors_n;
  struct stf_join *join = stf_mem_zeroed(in->allocator, 1, sizeof *join);
  *out = NULL;
  if (join == NULL) {
    return STF_ERR_MEMORY;
  }
  *join = (struct stf_join){.allocator = in->allocator,
                            .arena = stf_arena_new(in->allocator),
                            .keys = stf_dict_new(in->allocator),
                            .columns_n = in->columns_n};
  struct reader r = {.in = in, .join = join, .diags = diags};
  r.places = stf_mem_zeroed(in->allocator, in->columns_n, sizeof *r.places);
  enum stf_status status = STF_OK;
  if (join->arena == NULL || join->keys == NULL || r.places == NULL) {
    status = STF_ERR_MEMORY;
  }
  for (size_t i = 0; status == STF_OK && i < in->paths_n; i++) {
    status = read_file(&r, i, error);
  }
  if (status == STF_OK && diags->errors_n > errors_before) {
    status = STF_ERR_INPUT;
  }
  stf_mem_release(in->allocator, r.places);
  if (status != STF_OK) {
    stf_join_free(join);
    return status;
  }
  *out = join;
  return STF_OK;
}

void stf_join_free(struct stf_join *join) {
  if (join == NULL) {
    return;
  }
  stf_arena_free(join->arena);
  stf_dict_free(join->keys);
  stf_mem_release(join->allocator, join->texts);
  stf_mem_release(join->allocator, join);
}

const char *const *stf_join_find(const struct stf_join *join, const char *key) {
  uint32_t id = stf_dict_find(join->keys, key, strlen(key));
  return id != STF_DICT_NONE ? join->texts + (size_t)id * join->columns_n : NULL;
}

struct stf_join_facts stf_join_facts(const struct stf_join *join) {
  return join->facts;
}
