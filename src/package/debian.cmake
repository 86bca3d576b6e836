# The Debian packages, by CPack: swarmcast (the program and its manual), libswarmcast0.1 and libswarmcast-dev. The
# program brings the library along, so that who only wants it installs one file.
# `cmake --workflow --preset package` leaves them in build/package.

# The version, the date of all files and the maintainer are those of the changelog's last entry. A revision below 1 gives
# way to a package that Debian makes itself.
file(STRINGS src/package/changelog entry LIMIT_COUNT 1)
if(NOT entry MATCHES "^swarmcast \\(${PROJECT_VERSION}-([0-9.]+)\\) ")
  message(FATAL_ERROR "src/package/changelog starts with \"${entry}\", and this is swarmcast ${PROJECT_VERSION}")
endif()
set(CPACK_DEBIAN_PACKAGE_RELEASE ${CMAKE_MATCH_1})
file(STRINGS src/package/changelog signature REGEX "^ -- " LIMIT_COUNT 1)
if(NOT signature MATCHES "^ -- (.*>)  [A-Z][a-z][a-z], [0-9]+ [A-Z][a-z][a-z] ([0-9][0-9][0-9][0-9]) ")
  message(FATAL_ERROR "src/package/changelog is signed \"${signature}\", which is not: name, address, date")
endif()
set(CPACK_PACKAGE_CONTACT ${CMAKE_MATCH_1})
set(year ${CMAKE_MATCH_2})
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS src/package/changelog LICENSE)

set(library_package libswarmcast${soversion})
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_SWARMCAST_FILES ${PROJECT_BINARY_DIR}/debian)
set(CPACK_SWARMCAST_STRIP ${CMAKE_STRIP} --remove-section=.comment --remove-section=.note)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/src/package/stage.cmake)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/src/package/date.cmake)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL TRUE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME swarmcast)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "projects download counts, with honest bands
How many downloads will there be? swarmcast answers from a few early counts,
two are enough, with an estimate and with bands that say how far off it may be.
It reads counts as people write them, tables, JSON and logs of BitTorrent
trackers, and takes single series as well as millions of them.")

set(about_library "swarmcast projects download counts from a few early ones, with an estimate
and with bands that say how far off it may be.
")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${library_package})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SOURCE swarmcast)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "projects download counts, with honest bands (shared library)
${about_library}
This package holds the shared library.")
file(WRITE ${PROJECT_BINARY_DIR}/debian/shlibs
  "libswarmcast ${soversion} ${library_package} (>= ${PROJECT_VERSION})\n")
file(WRITE ${PROJECT_BINARY_DIR}/debian/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/debian/shlibs ${PROJECT_BINARY_DIR}/debian/triggers)

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libswarmcast-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SOURCE swarmcast)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS # the last three for the static library
  "${library_package} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}), libfmt-dev, libssl-dev, libutf8proc-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "projects download counts, with honest bands (development files)
${about_library}
This package holds the headers, the static library, and what CMake and
pkg-config find them by.")

# The licence in Debian's form: a line of text is indented, an empty one is a dot.
file(STRINGS LICENSE copyright REGEX "^Copyright ")
string(REGEX REPLACE "^Copyright \\(c\\) " "" copyright "${copyright}")
file(READ LICENSE licence)
string(REGEX REPLACE "^.*Copyright [^\n]*\n\n" "" licence "${licence}")
string(REGEX REPLACE "\n$" "" licence "${licence}")
string(REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REPLACE "\n" "\n " licence "${licence}")
file(WRITE ${PROJECT_BINARY_DIR}/debian/copyright
  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
  "Upstream-Name: swarmcast\n\n"
  "Files: *\nCopyright: ${year} ${copyright}\nLicense: Expat\n ${licence}\n")

include(CPack)
