# What `cmake --install` puts where, beside the programs (bin) and plug-ins (lib/outpost), which their
# own CMakeLists.txt install: contexts and samples to share/outpost, pages to share/doc/outpost, the
# manual page. No headers: nothing of ours is installed as a library.

install(DIRECTORY assets/contexts DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost"
        FILES_MATCHING PATTERN "*.json" PATTERN README.md PATTERN LICENCES.txt)
install(DIRECTORY assets/samples DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost")
# As in the tree, so that the links between the pages lead somewhere.
install(FILES README.md CONTRIBUTING.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES core/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}/core")
install(FILES assets/samples/README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}/assets/samples")

# The program prints its manual page from the same text as --help.
if(TARGET outpost)
  set(manual_page "${CMAKE_BINARY_DIR}/man/outpost.1")
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/man")
  add_custom_command(OUTPUT "${manual_page}"
    COMMAND outpost manual > "${manual_page}" DEPENDS outpost VERBATIM)
  add_custom_target(outpost_manual ALL DEPENDS "${manual_page}")
  install(FILES "${manual_page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endif()

install(DIRECTORY "${CMAKE_SOURCE_DIR}/assets/profiles" DESTINATION "${CMAKE_INSTALL_DATADIR}/outpost")
