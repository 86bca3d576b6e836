#!/usr/bin/env bash
# Builds the consumer against an installed swarmcast in each of the ways there are (CMake and pkg-config, shared and
# static library), shows that it got the library it asked for, and compares its answers with the installed program's.
#
#   CXX=COMPILER CXXFLAGS=FLAGS build.sh PREFIX VERSION WORK_FOLDER
#
# There may be no /proc (tests/package/run.sh), so there is no <(...) here.
set -euo pipefail
prefix=$1 version=$2 work=$3
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${CXX:=c++}" "${CXXFLAGS:=}"
read -ra flags <<<"$CXXFLAGS"

expected=$("$prefix/bin/swarmcast" 10h=200k 20h=750k+ --at 24h,48h,7d --format csv)
[[ $(wc -l <<<"$expected") -eq 4 ]] # the header and three horizons

# check PROGRAM shared|static
check() {
  local needed=static
  "$1" >"$work/answer" 2>"$work/version"
  diff - "$work/answer" <<<"$expected"
  diff - "$work/version" <<<"swarmcast $version"
  ! readelf --dynamic "$1" | grep --quiet 'NEEDED.*\[libswarmcast\.so\.' || needed=shared
  [[ $needed == "$2" ]] || { echo "$1 has the $needed library and not the $2 one" >&2; return 1; }
  echo "$1 answers as the program does"
}

# configure FOLDER OPTION...
configure() {
  cmake -S "$source" -B "$work/$1" -G Ninja --no-warn-unused-cli -D CMAKE_BUILD_TYPE=Debug -D CMAKE_PREFIX_PATH="$prefix" "${@:2}"
}
# What the library uses within is no concern of its users, so these packages are kept out of reach.
hidden=(-DCMAKE_DISABLE_FIND_PACKAGE_{Boost,CLI11,nlohmann_json,xsimd,doctest}"=ON")
configure shared "${hidden[@]}" -DCMAKE_DISABLE_FIND_PACKAGE_{fmt,OpenSSL,Threads}"=ON"
configure static "${hidden[@]}" -D KIND=static
for kind in shared static; do
  cmake --build "$work/$kind"
  check "$work/$kind/consumer" $kind
done
if configure neither -D KIND=plaid >"$work/log" 2>&1; then
  echo "find_package found a component that there is not" >&2
  exit 1
fi
grep 'not "plaid"' "$work/log"

[[ $prefix == /usr ]] || export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
[[ $(pkg-config --modversion swarmcast) == "$version" ]]
read -ra compile <<<"$(pkg-config --cflags swarmcast)"
"$CXX" "${flags[@]}" -std=c++20 -c "${compile[@]}" "$source/consumer.cpp" -o "$work/consumer.o"
read -ra libraries <<<"$(pkg-config --libs swarmcast)"
"$CXX" "${flags[@]}" "$work/consumer.o" "${libraries[@]}" -o "$work/shared-by-pkg-config"
check "$work/shared-by-pkg-config" shared
read -ra libraries <<<"$(pkg-config --static --libs swarmcast | sed 's/-lswarmcast/-l:libswarmcast.a/')" # or the shared one wins
"$CXX" "${flags[@]}" "$work/consumer.o" "${libraries[@]}" -o "$work/static-by-pkg-config"
check "$work/static-by-pkg-config" static
