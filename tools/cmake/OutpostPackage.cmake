# outpost_VERSION_ARCH.deb: `cmake --build DIR --target package`, or `cpack -G DEB` there.
# docs/installing.md says what the package does; assets/debian has its scripts.

set(debian_folder "${CMAKE_SOURCE_DIR}/assets/debian")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME outpost)
set(CPACK_PACKAGE_CONTACT "Outpost authors <outpost@example.org>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
# The first line is the project's own description.
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Outpost checks QR certificates (DIVOC, W3C verifiable credentials) against keys
that it keeps, and issues and prints DIVOC-compatible ones, without a network.
The package has the command line, the screen of the kiosk with its systemd unit
(not enabled by itself), profiles and samples, and the documentation.")

# Files of /etc and /lib have absolute destinations, so all are installed below DESTDIR.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS
    "${CMAKE_BINARY_DIR};outpost;ALL;/"
    "${CMAKE_BINARY_DIR};outpost;appliance;/"
    "${CMAKE_BINARY_DIR};outpost;debian;/")
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)  # compression on every core

# Libraries by what the files are linked with. Beside them: what is opened by name at run time.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# udev brings the groups input and render, which postinst wants.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "passwd, udev, fonts-noto-core, xkb-data, poppler-utils, tzdata")
# OpenGL for the panel without a desktop; SDL opens it by name.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "fonts-noto-color-emoji, espeak-ng-data, cups, libegl1, libgles2, libgl1-mesa-dri")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "gstreamer1.0-plugins-base, gstreamer1.0-plugins-good, minisign")

set(control_files "${debian_folder}/postinst" "${debian_folder}/prerm" "${debian_folder}/postrm")
if(TARGET outpost-kiosk)
  list(APPEND control_files "${debian_folder}/conffiles")
endif()
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${control_files}")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

install(FILES "${debian_folder}/copyright" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
        COMPONENT debian EXCLUDE_FROM_ALL)
outpost_install_compressed("${debian_folder}/changelog" changelog "${CMAKE_INSTALL_DOCDIR}"
                           COMPONENT debian EXCLUDE_FROM_ALL)

include(CPack)
