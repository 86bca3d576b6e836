#!/usr/bin/env bash
# "The Interview" two days after its release, in one command: how many downloads, and beside what was counted legally.
#
# Source: CBS News, '"The Interview" illegally downloaded 750,000 times', December 2014. By TorrentFreak's counts there had
# been an estimated 200,000 downloads over BitTorrent ten hours after the release, and more than 750,000 after twenty. The
# services that sold and rented the film published no numbers, but more than 152,000 people had rated it there; the box
# office was about $1 million, from just over 300 theatres.
#
#   examples/the-interview.sh [OPTION...]   options are passed on, such as --format json; the program is $SWARMCAST, or
#                                           swarmcast in the PATH
set -euo pipefail

"${SWARMCAST:-swarmcast}" 10h=200k 20h=750k+ --at 48h --title "The Interview" \
  --against 152000:"ratings on the legal services" \
  --against 1000000:"dollars at the box office" \
  --against 300:theatres "$@"
