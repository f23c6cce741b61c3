# SPDX-License-Identifier: GPL-3.0-or-later
# stf_compile: the flags of every file of ours. Numbers must not depend on the machine, so no
# fused multiply-add and no fast-math.
add_library(stf_compile INTERFACE)
set(STF_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
    -Wredundant-decls -Wcast-align -Wcast-qual -Wpointer-arith -Wwrite-strings -Wundef -Wvla
    -Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  # clang's -Wdouble-promotion complains of NAN and INFINITY themselves.
  list(APPEND STF_WARNINGS -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wjump-misses-init
       -Wdouble-promotion)
elseif(CMAKE_C_COMPILER_ID MATCHES "Clang")
  list(APPEND STF_WARNINGS -Wcomma -Wassign-enum -Wunreachable-code-aggressive
       -Wconditional-uninitialized -Wshift-sign-overflow)
endif()
target_compile_options(stf_compile INTERFACE ${STF_WARNINGS} -ffp-contract=off -fno-common)
target_compile_definitions(stf_compile INTERFACE _POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700
                           STF_VERSION="${PROJECT_VERSION}")
option(STF_WERROR "Warnings are errors" OFF)
if(STF_WERROR)
  target_compile_options(stf_compile INTERFACE -Werror)
endif()
target_link_libraries(stf_compile INTERFACE m)
