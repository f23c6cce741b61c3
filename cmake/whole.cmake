# SPDX-License-Identifier: GPL-3.0-or-later
# The modules in which a run spends its time, optimised as one program where it is linked by gcc for release:
# docs/decisions/0011-whole-program.md.
set(STF_WHOLE_MODULES models/base models/random models/contact models/desk models/kpi sim/engine sim/replicate)
set(STF_WHOLE_DEFAULT OFF)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT STF_SANITIZE)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT STF_WHOLE_DEFAULT LANGUAGES C)
endif()
option(STF_WHOLE "Optimise the simulation across its files (gcc)" ${STF_WHOLE_DEFAULT})

# The objects hold plain code as well: whatever is not given to stf_whole_program links that, which takes no time.
set(STF_WHOLE_COMPILE "")
if(STF_WHOLE)
  set(STF_WHOLE_COMPILE -flto=auto -ffat-lto-objects)
  add_link_options($<$<NOT:$<BOOL:$<TARGET_PROPERTY:STF_WHOLE>>>:-fno-lto>)
endif()

# The program is linked as a whole. (Linkers other than GNU's may take the plain code all the same.)
function(stf_whole_program target)
  if(STF_WHOLE)
    set_target_properties(${target} PROPERTIES STF_WHOLE ON)
    target_link_options(${target} PRIVATE -flto=auto)
  endif()
endfunction()
