# Checks of the sources and of what was built, each a test; self_test.py
# shows for each that it can fail.

set(check_environment "PYTHONDONTWRITEBYTECODE=1")
set(checks "${CMAKE_CURRENT_SOURCE_DIR}/checks")
foreach(check includes documents getters headers messages errors links sizes systems words)
  test_register(checks/${check} ENVIRONMENT ${check_environment}
    COMMAND ${Python3_EXECUTABLE} "${checks}/${check}.py"
      "${PROJECT_SOURCE_DIR}")
endforeach()

# Every example of the documentation, compiled and run.
test_register(checks/docs-examples ENVIRONMENT ${check_environment}
  COMMAND sh "${checks}/docs_examples.sh")

set(archive)
if(NOT COMPLAINT_SANITIZE AND NOT COMPLAINT_COVERAGE)
  set(archive $<TARGET_FILE:complaint_static>
    $<TARGET_FILE:complaint_conformance>)
endif()
test_register(checks/symbols ENVIRONMENT ${check_environment}
  COMMAND ${Python3_EXECUTABLE} "${checks}/symbols.py"
    "${PROJECT_SOURCE_DIR}" $<TARGET_FILE:complaint> ${archive})

if(TARGET complaint-embed)
  file(GLOB catalogues CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/libcomplaint/data/messages.*.po")
  test_register(checks/catalogues
    COMMAND complaint-embed --check ${catalogues})
  test_register(checks/self-test
    ENVIRONMENT ${check_environment}
      "COMPLAINT_EMBED=$<TARGET_FILE:complaint-embed>"
    COMMAND ${Python3_EXECUTABLE} "${checks}/self_test.py")
endif()
