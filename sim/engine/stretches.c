/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/stretches.h"

void stf_stretches_init(struct stf_stretches *stretches,
                        const struct stf_allocator *allocator) {
  *stretches = (struct stf_stretches){.allocator = allocator, .free_item = STF_STRETCHES_NONE};
}

void stf_stretches_clear(struct stf_stretches *stretches) {
  stf_mem_release(stretches->allocator, stretches->items);
  stf_mem_release(stretches->allocator, stretches->works);
  stf_stretches_init(stretches, stretches->allocator);
}

void stf_stretches_start(struct stf_stretches *stretches) {
  stretches->n = 0;
  stretches->free_item = STF_STRETCHES_NONE;
  stretches->status = STF_OK;
}

static uint32_t take_item(struct stf_stretches *stretches) {
  uint32_t index = stretches->free_item;
  if (index != STF_STRETCHES_NONE) {
    stretches->free_item = stretches->items[index].next;
    return index;
  }
  struct stf_stretches_item *items =
      stf_mem_grown(stretches->allocator, stretches->items, &stretches->capacity,
                    stretches->n + 1, sizeof *items);
  stretches->items = items != NULL ? items : stretches->items;
  if (items == NULL || stretches->n >= STF_STRETCHES_NONE) {
    stretches->status = STF_ERR_MEMORY;
    return STF_STRETCHES_NONE;
  }
  return (uint32_t)stretches->n++;
}

void stf_stretches_add(struct stf_stretches *stretches, struct stf_stretches_list *list,
                       int64_t start_us, int64_t end_us) {
  uint32_t index = end_us > start_us ? take_item(stretches) : STF_STRETCHES_NONE;
  if (index == STF_STRETCHES_NONE) {
    return;
  }
  stretches->items[index] = (struct stf_stretches_item){start_us, end_us, STF_STRETCHES_NONE};
  if (list->n == 0) {
    list->first = index;
  } else {
    stretches->items[list->last].next = index;
  }
  list->last = index;
  list->n++;
}

const struct stf_work *stf_stretches_works(struct stf_stretches *stretches,
                                           const struct stf_stretches_list *list,
                                           const struct stf_work *last) {
  struct stf_work *works =
      stf_mem_grown(stretches->allocator, stretches->works, &stretches->works_capacity,
                    (size_t)list->n + 1, sizeof *works);
  if (works == NULL) {
    stretches->status = STF_ERR_MEMORY;
    return NULL;
  }
  stretches->works = works;
  uint32_t item = list->first;
  for (uint32_t i = 0; i < list->n; i++) {
    const struct stf_stretches_item *own = &stretches->items[item];
    works[i] = (struct stf_work){own->start_us, own->end_us, last->agent, last->team};
    item = own->next;
  }
  works[list->n] = *last;
  return works;
}

void stf_stretches_drop(struct stf_stretches *stretches, struct stf_stretches_list *list) {
  if (list->n > 0) {
    stretches->items[list->last].next = stretches->free_item;
    stretches->free_item = list->first;
  }
  *list = STF_STRETCHES_EMPTY;
}

int64_t stf_stretches_after_us(const struct stf_work *works, uint32_t n, int64_t length_us) {
  int64_t left_us = length_us;
  for (uint32_t i = 0; i < n; i++) {
    if (works[i].end_us == STF_NEVER || works[i].end_us - works[i].start_us >= left_us) {
      return works[i].start_us <= INT64_MAX - left_us ? works[i].start_us + left_us : INT64_MAX;
    }
    left_us -= works[i].end_us - works[i].start_us;
  }
  return INT64_MAX;
}
