#!/usr/bin/env bash
# Makes the Debian packages and tries them: lintian; twice the same bytes; then, in a clean root of the distribution this
# runs on: installed, run, someone else's program built against them, removed without a trace.
#
#   tests/package/run.sh   as root, for debootstrap and chroot; from the mirror in apt's own sources
#
# The objects of build/release serve where they are: the flags are the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/prepare.sh
[[ $EUID -eq 0 ]] || { echo "tests/package/run.sh needs to be root, for debootstrap and chroot" >&2; exit 1; }
work=$(mktemp -d)
# What debootstrap mounts in there, should it be interrupted, is the host's.
trap 'rm -rf --one-file-system "$work"' EXIT

echo "the packages:"
if [[ -d build/release && ! -d build/package ]]; then
  cp --archive build/release build/package
  sed -i "s|^CMAKE_CACHEFILE_DIR:.*|CMAKE_CACHEFILE_DIR:INTERNAL=$PWD/build/package|" build/package/CMakeCache.txt
fi
rm -f build/package/*.deb
# make HOW...: a careful user's umask must not show in what is installed.
make() {
  (umask 077 && quietly "making the packages" cmake "$@")
}
make --workflow --preset package
program=(build/package/swarmcast_*.deb)
library=(build/package/libswarmcast[0-9]*.deb)
development=(build/package/libswarmcast-dev_*.deb)
debs=("${program[@]}" "${library[@]}" "${development[@]}")
ls -l "${debs[@]}"
[[ ${#debs[@]} -eq 3 ]]

echo "lintian:"
TMPDIR=$work lintian --fail-on error,warning --allow-root "${debs[@]}"
TMPDIR=$work lintian --fail-on info --allow-root "${debs[@]}" \
  --tags hardening-no-bindnow,hardening-no-fortify-functions,hardening-no-pie,hardening-no-relro

echo "the same bytes again:"
mkdir "$work/first"
mv "${debs[@]}" "$work/first"
make --build build/package --target package
for deb in "${debs[@]}"; do
  cmp "$deb" "$work/first/${deb##*/}"
done

echo "a clean root:"
source tests/package/root.sh
make_root "$work/root"
find "$work/root" -name '*swarmcast*' | (! grep .)
mkdir "$work/root/debs"
cp "${debs[@]}" "$work/root/debs"

echo "the program alone:"
in_root apt-get install --yes --no-install-recommends "/debs/${program[0]##*/}"
diff <(build/package/swarmcast 10h=200k 20h=750k+ --at 48h) <(in_root swarmcast 10h=200k 20h=750k+ --at 48h)
in_root swarmcast 10h=200k 20h=750k+ --at 48h
for file in man/man1/swarmcast.1.gz bash-completion/completions/swarmcast zsh/vendor-completions/_swarmcast \
  fish/vendor_completions.d/swarmcast.fish; do
  [[ -s $work/root/usr/share/$file ]] || { echo "there is no /usr/share/$file" >&2; exit 1; }
done
mapfile -t pages < <(in_root dpkg --listfiles swarmcast | grep '^/usr/share/man/.*\.gz$')
gzip --test "${pages[@]/#/$work/root}"

echo "the library:"
in_root apt-get install --yes --no-install-recommends "/debs/${library[0]##*/}" "/debs/${development[0]##*/}" \
  cmake g++ ninja-build pkgconf
cp -r tests/consumer "$work/root/consumer"
version=$(in_root swarmcast --version)
mkdir "$work/root/built"
in_root env CXX=g++ CXXFLAGS="-O1 -Wall -Werror" /consumer/build.sh /usr "${version##* }" /built

echo "removed:"
# shellcheck disable=SC2016
mapfile -t packages < <(in_root dpkg-query --show --showformat='${Package}\n' '*swarmcast*')
mapfile -t paths < <(in_root dpkg --listfiles "${packages[@]}" | grep '^/[^.]' | sort --unique)
[[ ${#packages[@]} -eq 3 && ${#paths[@]} -gt 30 ]]
in_root apt-get purge --yes "${packages[@]}"
for path in "${paths[@]}"; do # what is left are folders of other packages
  [[ ! -e $work/root$path && ! -L $work/root$path ]] || in_root dpkg --search "$path" >/dev/null
done
if find "$work/root" \( -path "$work/root/debs" -o -path "$work/root/consumer" -o -path "$work/root/built" \) -prune -o \
  -name '*swarmcast*' -print | grep .; then
  echo "these were left behind" >&2
  exit 1
fi
in_root ldconfig --print-cache | (! grep swarmcast)
