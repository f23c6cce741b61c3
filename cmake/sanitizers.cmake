# SPDX-License-Identifier: GPL-3.0-or-later
set(STF_SANITIZE "" CACHE STRING "Sanitizers of the build, e.g. address,undefined or thread")
if(STF_SANITIZE)
  add_compile_options(-fsanitize=${STF_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${STF_SANITIZE})
endif()

option(STF_FUZZ "Build fuzzers (clang)" OFF)
if(STF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link) # what is fuzzed tells the fuzzer where it went
endif()
