# shellcheck shell=bash
# A clean root of the distribution this runs on, for tests/package/run.sh.

# main_archive: the mirror and the suite that apt has the distribution itself from, without its updates.
main_archive() {
  local ID VERSION_CODENAME
  source /etc/os-release
  # apt tells whatever form its sources have.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN) $(CODENAME) $(SUITE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v id="$ID" -v codename="$VERSION_CODENAME" \
      'tolower($3) == id && $4 == codename && $5 !~ /-/ && $6 == "main" { print $1, $2; exit }'
}

surroundings=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive)

# make_root FOLDER: sets `root`, for in_root.
make_root() {
  root=$1
  local archive
  archive=$(main_archive)
  if [[ ! $archive ]]; then # its index may never have been fetched
    quietly "apt-get update" apt-get update
    archive=$(main_archive)
  fi
  local mirror suite
  read -r mirror suite <<<"$archive"
  [[ $mirror ]] || { echo "apt has no source of the distribution's own archive" >&2; return 1; }
  if [[ $mirror == mirror+file:* ]]; then # a list of mirrors, the best first
    mirror=$(grep --max-count=1 --only-matching '^[^# ][^[:space:]]*' "/${mirror#mirror+file:*/}")
  fi
  echo "$suite from $mirror"

  # apt's proxy is not debootstrap's, and its settings are not those of the root.
  eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
  local name
  for name in http_proxy https_proxy no_proxy; do
    [[ -v $name && ${!name} != DIRECT ]] || continue
    export "${name?}"
    surroundings+=("$name=${!name}")
  done

  local own_mounts=(unshare --mount) options=(--variant=minbase)
  unshare --mount true 2>/dev/null || own_mounts=()
  # A mirror that apt is told to trust need not be signed.
  ! grep --recursive --quiet --no-messages --extended-regexp --ignore-case '^[^#]*trusted(=|: *)yes' /etc/apt/sources.list /etc/apt/sources.list.d ||
    options+=(--no-check-gpg)
  [[ $mirror != https:* ]] || options+=(--include=ca-certificates)
  (umask 022 && quietly "debootstrap" "${own_mounts[@]}" debootstrap "${options[@]}" "$suite" "$root" "$mirror")

  apt-config dump --no-empty --format '%F "%v";%n' Acquire |
    grep --extended-regexp '^Acquire::(Check|Allow|https?::Verify|https?::Timeout|Retries)' >"$root/etc/apt/apt.conf.d/90host" || true
  [[ $mirror != https:* ]] || cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs"
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/90quick"
  in_root apt-get update
}

# in_root COMMAND...: of what goes well, only standard output of other programs than apt's is shown.
in_root() {
  local command=(env --ignore-environment "${surroundings[@]}" chroot "$root" "$@")
  if [[ $1 == apt-get ]]; then
    quietly "$*" "${command[@]}"
  else
    "${command[@]}"
  fi
}
