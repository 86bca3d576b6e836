# shellcheck shell=bash disable=SC2034  # the lists are read by the scripts that source this file
# The distribution packages of Debian and Ubuntu that swarmcast needs (the only list of them), and how to install them.

packages_to_build=(g++ cmake ninja-build libboost-dev libcli11-dev libfmt-dev libhowardhinnant-date-dev libssl-dev libutf8proc-dev
  libxsimd-dev nlohmann-json3-dev)
packages_to_test=(doctest-dev libeigen3-dev pkgconf python3 python3-jsonschema bash-completion fish zsh man-db mandoc tmux)
packages_to_check=(clang clang-tidy clang-format libbenchmark-dev libclang-rt-dev shellcheck opentracker curl # tests/run.sh --all
  parallel slurm-wlm munge iproute2 dpkg-dev lintian debootstrap chromium fonts-dejavu-core python3-pil python3-altair)

# install_missing PACKAGE...: installs those that are not there. Where that takes rights this user does not have, says what to
# type and ends the script with 2.
install_missing() {
  command -v dpkg-query >/dev/null || return 0 # another system: CMake will name what it cannot find
  local package missing=() become_root=()
  for package in "$@"; do
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0

  if [[ $EUID -ne 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Some packages are missing. Install them with this line, then try again:" >&2
      echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing[*]}" >&2
      exit 2
    fi
    become_root=(sudo -n)
  fi
  echo "Installing ${missing[*]}" >&2
  local apt=("${become_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  local install=("${apt[@]}" install --yes --no-install-recommends "${missing[@]}")
  # A package index that is absent or out of date shows in the first attempt.
  "${install[@]}" >/dev/null 2>&1 || { quietly "apt-get update" "${apt[@]}" update && quietly "apt-get install" "${install[@]}"; }
}

# quietly WHAT COMMAND...: runs the command; its output is shown only if it fails, and then its end.
quietly() {
  local what=$1 log
  shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 60 "$log" >&2
    echo "Failed: $what (everything it said: $log)" >&2
    return 1
  fi
}
