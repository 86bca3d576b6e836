#!/usr/bin/env bash
# Shows that code for newer processors cannot end up in programs that run on older ones.
#
#   processors.sh OBJECT   the object file of src/inference/kernel_v3.cpp, or of src/numeric/vector_kernel_v3.cpp
#
# A linker keeps one copy of an inline function, of whichever object. So every function that the object offers for sharing has
# to bear the newer processor in its type; all else has to be local to it.
set -euo pipefail
shared=$(nm --demangle --defined-only --format=posix "$1" | grep -E ' [WVu] ' | grep -v -e 'avx2' -e '^DW\.ref\.' || true)
if [[ $shared ]]; then
  echo "These could replace the functions of other objects:"
  echo "$shared"
  exit 1
fi
