# Third-party libraries: Debian packages only. Each has a line in docs/dependencies.md.

find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
if(OUTPOST_TESTS OR OUTPOST_FUZZ)
  find_package(Catch2 2.13 REQUIRED)
endif()
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(zip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(zxing REQUIRED IMPORTED_TARGET zxing)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(rsvg REQUIRED IMPORTED_TARGET librsvg-2.0)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
pkg_check_modules(qpdf REQUIRED IMPORTED_TARGET libqpdf)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(microhttpd REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(udev REQUIRED IMPORTED_TARGET libudev)
pkg_check_modules(xkbcommon REQUIRED IMPORTED_TARGET xkbcommon)
pkg_check_modules(poppler REQUIRED IMPORTED_TARGET poppler-cpp)
pkg_check_modules(sdl2 REQUIRED IMPORTED_TARGET sdl2)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(espeak REQUIRED IMPORTED_TARGET espeak-ng)
find_package(Boost 1.74 REQUIRED COMPONENTS locale)
find_program(OUTPOST_MSGFMT msgfmt REQUIRED)
if(OUTPOST_BENCHMARKS)
  pkg_check_modules(zbar IMPORTED_TARGET zbar)  # only for comparison, where it is installed
endif()
find_library(OUTPOST_CUPS_LIBRARY cups REQUIRED)
find_library(OUTPOST_CSV_LIBRARY csv REQUIRED)
# Header-only, on the default include path: tomlplusplus, valijson, kainjow-mustache.

# Debian's single OpenCV packages bring neither OpenCVConfig.cmake nor opencv4.pc; the whole
# libopencv-dev would cost 420 MB more.
find_path(OpenCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc imgcodecs videoio)
  find_library(OpenCV_${module}_LIBRARY opencv_${module} REQUIRED)
  add_library(outpost_opencv_${module} UNKNOWN IMPORTED)
  set_target_properties(outpost_opencv_${module} PROPERTIES
    IMPORTED_LOCATION "${OpenCV_${module}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${OpenCV_INCLUDE_DIR}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${OpenCV_INCLUDE_DIR}")
  add_library(outpost::opencv_${module} ALIAS outpost_opencv_${module})
endforeach()
