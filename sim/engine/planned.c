/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/planned.h"

#include <stdlib.h>

enum stf_status stf_planned_add(struct stf_planned *planned, struct stf_planned_item item) {
  struct stf_planned_item *items = stf_mem_grown(
      planned->allocator, planned->items, &planned->capacity, planned->n + 1, sizeof *items);
  if (items == NULL) {
    return STF_ERR_MEMORY;
  }
  planned->items = items;
  items[planned->n++] = item;
  return STF_OK;
}

static int order(const void *left, const void *right) {
  const struct stf_planned_item *a = left;
  const struct stf_planned_item *b = right;
  if (a->at_us != b->at_us) {
    return a->at_us < b->at_us ? -1 : 1;
  }
  if (a->kind != b->kind) {
    return a->kind < b->kind ? -1 : 1;
  }
  if (a->item != b->item) {
    return a->item < b->item ? -1 : 1;
  }
  if (a->number != b->number) {
    return a->number < b->number ? -1 : 1;
  }
  return a->missed < b->missed ? -1 : a->missed > b->missed;
}

void stf_planned_begin(struct stf_planned *planned) {
  if (planned->n > 0) {
    qsort(planned->items, planned->n, sizeof *planned->items, order);
  }
  planned->next = 0;
}

void stf_planned_reset(struct stf_planned *planned) {
  planned->n = 0;
  planned->next = 0;
}

void stf_planned_clear(struct stf_planned *planned) {
  stf_mem_release(planned->allocator, planned->items);
  planned->items = NULL;
}
