/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/briefs.h"

#include "engine/plain.h"

static void make_models(const struct stf_desk *desk, struct stf_briefs *briefs) {
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    briefs->is_plain[c] = stf_plain_records(class);
    for (uint32_t t = 0; t <= desk->teams_n; t++) {
      struct stf_contact *model =
          &briefs->models[stf_briefs_kind(briefs, c, t < desk->teams_n ? t : STF_NOBODY)];
      *model = STF_CONTACT_EMPTY;
      model->class_id = class->name;
      model->channel = class->channel;
      model->priority = class->priority_name;
      model->team = t < desk->teams_n ? desk->teams[t].name : STF_NOBODY;
    }
  }
}

enum stf_status stf_briefs_init(struct stf_briefs *briefs, const struct stf_desk *desk,
                                const struct stf_allocator *allocator) {
  *briefs = (struct stf_briefs){.allocator = allocator,
                                .kinds_n = (size_t)desk->classes_n * (desk->teams_n + 1),
                                .teams_n = desk->teams_n};
  briefs->is_plain = stf_mem_zeroed(allocator, desk->classes_n, sizeof *briefs->is_plain);
  briefs->models = stf_mem_zeroed(allocator, briefs->kinds_n, sizeof *briefs->models);
  briefs->items = stf_mem_zeroed(allocator, STF_BRIEFS_N, sizeof *briefs->items);
  if (briefs->is_plain == NULL || briefs->models == NULL || briefs->items == NULL) {
    return STF_ERR_MEMORY;
  }
  make_models(desk, briefs);
  return STF_OK;
}

void stf_briefs_clear(struct stf_briefs *briefs) {
  stf_mem_release(briefs->allocator, briefs->is_plain);
  stf_mem_release(briefs->allocator, briefs->models);
  stf_mem_release(briefs->allocator, briefs->items);
  briefs->is_plain = NULL;
  briefs->models = NULL;
  briefs->items = NULL;
}

void stf_briefs_start(struct stf_briefs *briefs, const struct stf_engine_sink *sink) {
  briefs->sink = sink;
  briefs->n = 0;
  briefs->is_taken = sink->briefs != NULL;
  briefs->status = STF_OK;
}

void stf_briefs_flush(struct stf_briefs *briefs) {
  const struct stf_brief_block block = {briefs->models, briefs->kinds_n, briefs->items,
                                        briefs->n};
  if (briefs->n > 0 && briefs->status == STF_OK) {
    briefs->status = briefs->sink->briefs(briefs->sink->context, &block);
  }
  briefs->n = 0;
}
