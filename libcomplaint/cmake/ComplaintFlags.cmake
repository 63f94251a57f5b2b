# Compiler flags: warnings for code that people write, sanitizers and
# coverage for everything, generated wrappers included.

set(COMPLAINT_WARNINGS
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
  -Wmissing-prototypes -Wvla -Wformat=2 -Wwrite-strings -Wundef)

# complaint_flags(target...): the warnings, and POSIX 2008 under strict C11.
function(complaint_flags)
  foreach(target IN LISTS ARGV)
    target_compile_options(${target} PRIVATE ${COMPLAINT_WARNINGS}
      $<$<BOOL:${COMPLAINT_WERROR}>:-Werror>)
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L)
  endforeach()
endfunction()

if(COMPLAINT_SANITIZE)
  add_compile_options(-fsanitize=${COMPLAINT_SANITIZE}
    -fno-omit-frame-pointer)
  if(COMPLAINT_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  add_link_options(-fsanitize=${COMPLAINT_SANITIZE})
endif()
if(COMPLAINT_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
