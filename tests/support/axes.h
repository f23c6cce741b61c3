/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and points of a sweep in an arena, as fixture of its tests. */
#ifndef STF_AXES_H
#define STF_AXES_H

#include "sweep/design.h"

struct stf_axes {
  struct stf_arena *arena;
  struct stf_axis axes[2];
  struct stf_design design;
  struct stf_error error;
};

/* For cmocka_unit_test_setup_teardown: *state is a struct stf_axes. */
int stf_axes_setup(void **state);
int stf_axes_teardown(void **state);

/* Reads the texts of two --vary into it; asserts on failure. */
void stf_axes_read(struct stf_axes *axes, const char *first, const char *second);

#endif
