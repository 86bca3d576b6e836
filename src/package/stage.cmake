# Read by CPack when the files of each package lie in a folder of their own: adds what Debian asks for besides, and finds out
# which packages they need. CPack could do the latter, but then calls ldconfig in scripts where a trigger is asked for.
set(source ${CMAKE_CURRENT_LIST_DIR})

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} COMPONENT)
  set(root ${CPACK_TEMPORARY_DIRECTORY}/${component})
  set(doc /usr/share/doc/${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME})
  set(ENV{DESTDIR} ${root}) # goes before what file(INSTALL) is told
  file(INSTALL ${CPACK_SWARMCAST_FILES}/copyright DESTINATION ${doc})
  file(INSTALL ${source}/changelog DESTINATION ${doc} RENAME changelog.Debian)
  file(INSTALL ${source}/../../docs/changelog.md DESTINATION ${doc} RENAME changelog)
  file(GLOB_RECURSE pages ${root}/usr/share/man/*)
  execute_process(COMMAND gzip -9n ${pages} ${root}${doc}/changelog.Debian ${root}${doc}/changelog
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${root} -type d -exec chmod 755 {} + COMMAND_ERROR_IS_FATAL ANY) # whatever the umask

  file(GLOB_RECURSE archives ${root}/usr/lib/*.a)
  if(archives)
    execute_process(COMMAND ${CPACK_SWARMCAST_STRIP} --strip-debug --enable-deterministic-archives ${archives}
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
  file(GLOB_RECURSE binaries ${root}/usr/bin/* ${root}/usr/lib/*.so.${CPACK_PACKAGE_VERSION})
  if(binaries)
    execute_process(COMMAND ${CPACK_SWARMCAST_STRIP} --strip-unneeded ${binaries} COMMAND_ERROR_IS_FATAL ANY)
    file(MAKE_DIRECTORY ${CPACK_SWARMCAST_FILES}/debian)
    file(TOUCH ${CPACK_SWARMCAST_FILES}/debian/control) # dpkg-shlibdeps wants to be where a package is made
    execute_process(COMMAND dpkg-shlibdeps -O ${binaries} WORKING_DIRECTORY ${CPACK_SWARMCAST_FILES}
      OUTPUT_VARIABLE dependencies OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE "^shlibs:Depends=" "" CPACK_DEBIAN_${COMPONENT}_PACKAGE_DEPENDS "${dependencies}")
  endif()
endforeach()
