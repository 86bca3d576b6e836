#!/usr/bin/env bash
# Installs a build, builds the consumer against what was installed, and compares its answer with the installed program's.
#
#   CXX=COMPILER CXXFLAGS=FLAGS check.sh BUILD_FOLDER VERSION
set -euo pipefail
build=$1 version=$2
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$build/consumer-test
rm -rf "$work"
mkdir "$work"

cmake --install "$build" --prefix "$work/prefix" >"$work/install.log"
# What the library uses within is no concern of its users, so these packages are kept out of reach.
cmake -S "$source" -B "$work/build" -G Ninja -D CMAKE_BUILD_TYPE=Debug -D CMAKE_PREFIX_PATH="$work/prefix" \
  -DCMAKE_DISABLE_FIND_PACKAGE_{Boost,CLI11,nlohmann_json,xsimd,doctest}=ON
cmake --build "$work/build"

expected=$("$work/prefix/bin/swarmcast" 10h=200k 20h=750k+ --at 24h,48h,7d --format csv)
actual=$("$work/build/consumer" 2>"$work/version")
echo "$actual"
diff <(echo "$expected") <(echo "$actual")
diff <(echo "swarmcast $version") "$work/version"
[[ $(wc -l <<<"$actual") -eq 4 ]] # the header and three horizons
