/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/names.h"

enum stf_status stf_names_init(struct stf_names *names, const struct stf_allocator *allocator) {
  *names = (struct stf_names){
      .classes = stf_dict_new(allocator),
      .channels = stf_dict_new(allocator),
      .priorities = stf_dict_new(allocator),
      .teams = stf_dict_new(allocator),
      .agents = stf_dict_new(allocator),
  };
  if (names->classes == NULL || names->channels == NULL || names->priorities == NULL ||
      names->teams == NULL || names->agents == NULL) {
    stf_names_clear(names);
    return STF_ERR_MEMORY;
  }
  return STF_OK;
}

void stf_names_clear(struct stf_names *names) {
  stf_dict_free(names->classes);
  stf_dict_free(names->channels);
  stf_dict_free(names->priorities);
  stf_dict_free(names->teams);
  stf_dict_free(names->agents);
  *names = (struct stf_names){0};
}
