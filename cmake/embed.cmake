# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a C file with the text of a template as a constant, so that the program finds it wherever it is installed.
function(stf_embed_text input symbol output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${input}")
  file(READ "${input}" text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
  file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT
       "extern const char ${symbol}[];\nconst char ${symbol}[] =\n    \"${text}\";\n")
endfunction()
