#!/usr/bin/env bash
# Installs what is missing (Debian, Ubuntu), builds swarmcast into build/release, and projects "The Interview": counted at
# 200,000 downloads ten hours after its release and at more than 750,000 after twenty, how many will it have had later?
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/prepare.sh

install_missing "${packages_to_build[@]}"
echo "Building swarmcast into build/release" >&2
quietly "configuring" cmake --preset release -D BUILD_TESTING=OFF
quietly "building" cmake --build --preset release

build/release/swarmcast 10h=200k 20h=750k+ --at 24h,48h,7d --title "The Interview"
