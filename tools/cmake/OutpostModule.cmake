# outpost_add_module / outpost_add_driver: one static library a folder, its declared dependencies,
# and its tests. The declarations are written to <build>/modules.txt, which lint.layers compares
# with every #include (CMake alone does not stop an include of an undeclared header).

set_property(GLOBAL PROPERTY outpost_module_table "")

function(_outpost_record kind name rank folder deps external)
  string(REPLACE ";" "," deps "${deps}")
  string(REPLACE ";" "," external "${external}")
  set_property(GLOBAL APPEND_STRING PROPERTY outpost_module_table
               "${kind}|${name}|${rank}|${folder}|${deps}|${external}\n")
  set_property(GLOBAL PROPERTY outpost_rank_${name} "${rank}")
endfunction()

function(_outpost_test_executable name folder deps)
  if(NOT OUTPOST_TESTS OR NOT ARGN)
    return()
  endif()
  set(sources "")
  foreach(source IN LISTS ARGN)
    list(APPEND sources "${CMAKE_SOURCE_DIR}/tests/${folder}/${source}")
  endforeach()
  string(REPLACE "/" "_" test_target "test_${folder}")
  add_executable(${test_target} ${sources})
  target_link_libraries(${test_target} PRIVATE outpost::${name} ${deps} outpost::test_support)
  string(REPLACE "/" "." test_name "${folder}")
  add_test(NAME ${test_name} COMMAND ${test_target})
  set_tests_properties(${test_name} PROPERTIES TIMEOUT 1500)
endfunction()

# outpost_add_module(<name> RANK <n> SOURCES ... [DEPS outpost::x ...] [LIBS target ...]
#                    [EXTERNAL header-or-prefix ...] [TESTS file ...] [TEST_LIBS target ...])
# DEPS must be of a lower rank. EXTERNAL lists the only third-party headers the folder may include
# (a name that ends in / is a prefix). TESTS lie in tests/core/<name>.
function(outpost_add_module name)
  cmake_parse_arguments(ARG "" "RANK" "SOURCES;DEPS;LIBS;EXTERNAL;TESTS;TEST_LIBS" ${ARGN})
  foreach(dep IN LISTS ARG_DEPS)
    string(REPLACE "outpost::" "" dep_name "${dep}")
    get_property(dep_rank GLOBAL PROPERTY outpost_rank_${dep_name})
    if("${dep_rank}" STREQUAL "")
      message(FATAL_ERROR "core/${name} depends on ${dep}, which is not a module declared before it")
    endif()
    if(NOT dep_rank LESS ARG_RANK)
      message(FATAL_ERROR "core/${name} (rank ${ARG_RANK}) may not depend on ${dep} (rank ${dep_rank})")
    endif()
  endforeach()
  add_library(outpost_${name} STATIC ${ARG_SOURCES})
  add_library(outpost::${name} ALIAS outpost_${name})
  target_include_directories(outpost_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(outpost_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_LIBS})
  # The checks themselves: 5 to 10 % less time than -O2. GCC 12 gives false -Wrestrict alarms there.
  target_compile_options(outpost_${name} PRIVATE $<$<CONFIG:Release>:-O3;-Wno-restrict>)
  _outpost_record(core "${name}" "${ARG_RANK}" "core/${name}" "${ARG_DEPS}" "${ARG_EXTERNAL}")
  _outpost_test_executable(${name} core/${name} "${ARG_DEPS};${ARG_TEST_LIBS}" ${ARG_TESTS})
endfunction()

# outpost_add_driver(<name> SOURCES ... [DEPS ...] [LIBS ...] [EXTERNAL ...] [TESTS ...])
# A driver sees core/base, core/bytes, core/ports and one outside library family.
function(outpost_add_driver name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LIBS;EXTERNAL;TESTS" ${ARGN})
  foreach(dep IN LISTS ARG_DEPS)
    if(NOT dep MATCHES "^outpost::(base|bytes|ports)$")
      message(FATAL_ERROR "drivers/${name} may not depend on ${dep}")
    endif()
  endforeach()
  add_library(outpost_driver_${name} STATIC ${ARG_SOURCES})
  add_library(outpost::driver_${name} ALIAS outpost_driver_${name})
  target_include_directories(outpost_driver_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(outpost_driver_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_LIBS})
  _outpost_record(driver "${name}" "-" "drivers/${name}" "${ARG_DEPS}" "${ARG_EXTERNAL}")
  _outpost_test_executable(driver_${name} drivers/${name} "${ARG_DEPS}" ${ARG_TESTS})
endfunction()

function(outpost_finish_modules)
  get_property(table GLOBAL PROPERTY outpost_module_table)
  file(WRITE "${CMAKE_BINARY_DIR}/modules.txt" "${table}")
endfunction()
