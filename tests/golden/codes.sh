#!/usr/bin/env bash
# Checks that every error and every warning of docs/errors.md is provoked by a golden case. A program shows the code of each
# in brackets, at the end of the sentence; a warning that --strict makes an error says so behind it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# shellcheck disable=SC2016 # the backticks are those of the document
codes=$(sed -n '/^## Errors/,/^## Verdicts/s/^| `\([a-z-]*\)` |.*/\1/p' ../../docs/errors.md)
[[ $(wc -l <<<"$codes") -gt 30 ]] || { echo "docs/errors.md no longer lists the codes as it did" >&2; exit 1; }
missing=0
for code in $codes; do
  grep --quiet --no-messages "($code\(, an error by --strict\)\?)\$" ./*/err || { echo "no golden case provokes $code"; missing=1; }
done
exit $missing
