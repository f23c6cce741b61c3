/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, conditions and values of an import map: the part of reading a map that is below its
 * events (logs/map.c).
 */
#ifndef STF_MAP_VALUE_H
#define STF_MAP_VALUE_H

#include "logs/map.h"
#include "scenario/node.h"

struct stf_map_reader {
  struct stf_map *map;
  struct stf_map_column *columns;
  size_t columns_n;
  size_t columns_capacity;
  const struct stf_node *node; /* whose columns are being named */
  bool no_memory;
};

/* Zeroed memory in the map's arena; NULL, and r->no_memory, without. */
void *stf_map_value_alloc(struct stf_map_reader *r, size_t n, size_t size);

/* Column named by a scalar; STF_MAP_NONE if the node is NULL or no text. */
uint32_t stf_map_value_column(struct stf_map_reader *r, const struct stf_node *node);

/* Condition; NULL if the node is NULL or wrong. */
const struct stf_expr *stf_map_value_expr(struct stf_map_reader *r,
                                          const struct stf_node *node);

/* The constant `text`, which must outlive the map. */
void stf_map_value_constant(struct stf_map_reader *r, const char *text,
                            struct stf_map_value *out);

/* A value: column, template or mapping; the mapping alone; a detail (a template even without
 * braces); an id (also a list of columns, joined by '-'). A node that is NULL leaves *out. */
void stf_map_value_read(struct stf_map_reader *r, const struct stf_node *node,
                        struct stf_map_value *out);
void stf_map_value_made(struct stf_map_reader *r, const struct stf_node *node,
                        struct stf_map_value *out);
void stf_map_value_detail(struct stf_map_reader *r, const struct stf_node *node,
                          struct stf_map_value *out);
void stf_map_value_contact(struct stf_map_reader *r, const struct stf_node *node,
                           struct stf_map_value *out);

#endif
