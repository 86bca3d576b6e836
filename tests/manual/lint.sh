#!/usr/bin/env bash
# Shows that man and mandoc have nothing to say against the pages of the manual, and that each is found by its name.
#
#   lint.sh FOLDER      the folder of the pages
set -euo pipefail
shopt -s nullglob
pages=("$1"/*.1)
[[ ${#pages[@]} -gt 0 ]]

# complaints PAGE: as lintian asks man; of mandoc's those above matters of style, for the line of NAME may not be broken. A
# version that is not released has no date.
complaints() {
  { MANROFFSEQ='' MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$1" >/dev/null; } 2>&1 || echo "$1: man fails"
  mandoc -T lint -W warning "$1" | grep --invert-match 'cannot parse date, using it verbatim: TH unreleased' || true
  lexgrog "$1" >/dev/null || echo "$1: man cannot tell its name"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "${pages[0]}" "$work/planted.1"
printf '.NOSUCH request\n\\fX\n' >>"$work/planted.1"
said=$(complaints "$work/planted.1")
[[ $said == *"'NOSUCH' not defined"* && $said == *"unknown macro: .NOSUCH"* ]] || { echo "what is wrong goes unnoticed" >&2 && exit 1; }

failed=0
for page in "${pages[@]}"; do
  said=$(complaints "$page")
  [[ ! $said ]] || { echo "$said" && failed=1; }
done
echo "${#pages[@]} pages"
exit $failed
