# What `cmake --install` puts where, beside the programs (bin) and plug-ins (lib/outpost), which their
# own CMakeLists.txt install: contexts, samples and profiles to share/outpost, pages to
# share/doc/outpost, the manual pages. No headers: nothing of ours is installed as a library.
# What belongs to one machine (settings in /etc, the unit, udev rules) is the component `appliance`,
# which only the Debian package and `cmake --install DIR --component appliance` install.

install(DIRECTORY assets/contexts DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost"
        FILES_MATCHING PATTERN "*.json" PATTERN README.md PATTERN LICENCES.txt)
install(DIRECTORY assets/samples assets/profiles DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost")
# As in the tree, so that the links between the pages lead somewhere.
install(FILES README.md CONTRIBUTING.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES core/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}/core")
install(FILES assets/samples/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}/assets/samples")

# gzip -n: no time in it, so that a build of the same sources gives the same bytes.
function(outpost_install_compressed source name destination)
  set(compressed "${CMAKE_BINARY_DIR}/man/${name}.gz")
  add_custom_command(OUTPUT "${compressed}"
    COMMAND gzip -9 -n -c "${source}" > "${compressed}" DEPENDS "${source}" VERBATIM)
  string(MAKE_C_IDENTIFIER "outpost_compressed_${name}" target)
  add_custom_target(${target} ALL DEPENDS "${compressed}")
  install(FILES "${compressed}" DESTINATION "${destination}" ${ARGN})
endfunction()

file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/man")
# The program prints its manual page from the same text as --help.
if(TARGET outpost)
  set(manual_page "${CMAKE_BINARY_DIR}/man/outpost.1")
  add_custom_command(OUTPUT "${manual_page}"
    COMMAND outpost manual > "${manual_page}" DEPENDS outpost VERBATIM)
  outpost_install_compressed("${manual_page}" outpost.1 "${CMAKE_INSTALL_MANDIR}/man1")
endif()

if(TARGET outpost-kiosk)
  outpost_install_compressed("${CMAKE_SOURCE_DIR}/assets/debian/man/outpost-kiosk.1" outpost-kiosk.1
                             "${CMAKE_INSTALL_MANDIR}/man1")
  install(FILES assets/udev/71-outpost-sticks.rules DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost/udev")
  install(FILES assets/kiosk.toml DESTINATION /etc/outpost
          COMPONENT appliance EXCLUDE_FROM_ALL)
  install(FILES assets/systemd/outpost-kiosk.service assets/systemd/outpost-carry.service
          assets/systemd/outpost-carry.timer DESTINATION /lib/systemd/system
          COMPONENT appliance EXCLUDE_FROM_ALL)
  install(FILES assets/udev/70-outpost.rules DESTINATION /lib/udev/rules.d
          COMPONENT appliance EXCLUDE_FROM_ALL)
endif()
if(TARGET outpost-hub AND EXISTS "${CMAKE_SOURCE_DIR}/assets/systemd/outpost-hub.service")
  install(FILES assets/systemd/outpost-hub.service DESTINATION /lib/systemd/system
          COMPONENT appliance EXCLUDE_FROM_ALL)
endif()

include(OutpostPackage)
