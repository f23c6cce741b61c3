/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/axes.h"

#include "support/near.h"

int stf_axes_setup(void **state) {
  static struct stf_axes axes;
  axes = (struct stf_axes){.arena = stf_arena_new(NULL)};
  *state = &axes;
  return axes.arena != NULL ? 0 : -1;
}

int stf_axes_teardown(void **state) {
  struct stf_axes *axes = *state;
  stf_arena_free(axes->arena);
  return 0;
}

void stf_axes_read(struct stf_axes *axes, const char *first, const char *second) {
  assert_int_equal(stf_axis_read(first, axes->arena, &axes->axes[0], NULL), STF_OK);
  assert_int_equal(stf_axis_read(second, axes->arena, &axes->axes[1], NULL), STF_OK);
}
