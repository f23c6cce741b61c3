/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"

#include <stdio.h>

int main(void) {
  return puts("staffetta " STF_VERSION) < 0;
}
