#!/usr/bin/env bash
# Installs a build, and shows that man finds every page there, and each shell the completion of its own.
#
#   installed.sh BUILD_FOLDER
set -euo pipefail
build=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/local" >/dev/null
DESTDIR=$work/root cmake --install "$build" --prefix /usr >/dev/null

for share in "$work/local/share" "$work/root/usr/share"; do
  for page in "$root"/docs/*.1; do
    name=$(basename "$page" .1)
    diff "$page" "$(man -M "$share/man" -w 1 "$name")"
  done
  diff <(cd "$root/docs" && ls -- *.1) <(ls "$share/man/man1")
  diff "$root/src/completions/swarmcast.bash" "$share/bash-completion/completions/swarmcast"
done
share=$work/local/share

# By nothing but their places, where the shells, bash with bash-completion, look when a line begins with swarmcast.
export HOME=$work
offered=$(PATH=$work/local/bin:$PATH XDG_DATA_DIRS=$share fish -c 'complete -C "swarmcast scr"')
[[ $offered == scrape* ]] || { echo "fish: $offered" >&2 && exit 1; }
for folder in "$share/zsh/site-functions" "$work/root/usr/share/zsh/vendor-completions"; do
  # shellcheck disable=SC2016  # for zsh
  found=$(zsh -f -c 'fpath=($1 $fpath); autoload -Uz compinit; compinit -u -D; echo $_comps[swarmcast]' zsh "$folder")
  [[ $found == _swarmcast ]] || { echo "zsh: nothing for swarmcast in $folder" >&2 && exit 1; }
done
# shellcheck disable=SC2016  # for the bash within
found=$(XDG_DATA_DIRS=$share bash --norc --noprofile -c '
  source /usr/share/bash-completion/bash_completion
  _completion_loader swarmcast # 124: look again
  complete -p swarmcast')
[[ $found == *_swarmcast* ]] || { echo "bash: $found" >&2 && exit 1; }
