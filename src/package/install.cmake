# `cmake --install`: the program, both libraries, their headers, and what finds them (find_package, pkg-config), in the
# components program, library and development. debian.cmake makes a package of each.

install(TARGETS swarmcast_program)
install(TARGETS ${shared_library} EXPORT swarmcast-shared-targets
  LIBRARY COMPONENT library NAMELINK_COMPONENT development
  FILE_SET HEADERS COMPONENT development)
install(TARGETS ${static_library} EXPORT swarmcast-static-targets
  ARCHIVE COMPONENT development
  FILE_SET HEADERS COMPONENT development)

set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/swarmcast)
foreach(kind IN ITEMS shared static)
  install(EXPORT swarmcast-${kind}-targets NAMESPACE swarmcast:: DESTINATION ${folder} COMPONENT development)
endforeach()
configure_package_config_file(src/package/swarmcast-config.cmake.in swarmcast-config.cmake
  INSTALL_DESTINATION ${folder} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(swarmcast-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/swarmcast-config.cmake ${PROJECT_BINARY_DIR}/swarmcast-config-version.cmake
  DESTINATION ${folder} COMPONENT development)

set(folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(pc_prefix /usr) # pkg-config leaves out the folders that are searched anyway, and knows them in this form
else()
  file(RELATIVE_PATH pc_prefix /${folder} /)
  string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${pc_prefix}") # wherever the whole is moved
endif()
configure_file(src/package/swarmcast.pc.in swarmcast.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/swarmcast.pc DESTINATION ${folder} COMPONENT development)
