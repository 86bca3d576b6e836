#!/usr/bin/env bash
# Installs a build into a folder of its own, moves that elsewhere, and builds the consumer against it.
#
#   CXX=COMPILER CXXFLAGS=FLAGS check.sh BUILD_FOLDER VERSION
set -euo pipefail
build=$1 version=$2
work=$build/consumer-test
rm -rf "$work"
mkdir "$work"

cmake --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/prefix" # whoever names the folder it was installed to finds nothing there
exec "$(dirname "${BASH_SOURCE[0]}")/build.sh" "$work/prefix" "$version" "$work"
