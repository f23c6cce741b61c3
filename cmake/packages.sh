# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Sourced by quickstart and run-tests: what they need from Debian 12.

# What a build needs, and gnuplot for the figures.
build_packages=(cmake ninja-build gcc libc6-dev pkg-config libgsl-dev libcsv-dev libyaml-dev
  librandom123-dev libicu-dev libical-dev libglpk-dev zlib1g-dev gnuplot-nox)
# What the test suite needs besides.
test_packages=(libcmocka-dev clang clang-format clang-tidy libclang-rt-14-dev coinor-cbc)

is_installed() {
  # shellcheck disable=SC2016 # ${...} is dpkg-query's
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed* ]]
}

# Installs those of the packages that are missing. With nothing missing neither apt nor the
# network is touched.
need_packages() {
  local missing=() package as_root=() log
  if ! command -v dpkg-query >/dev/null; then
    echo "not a Debian system: taking for granted what Debian calls $*" >&2
    return
  fi
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "missing packages, and neither root nor sudo to install them. As root:" >&2
      echo "  apt-get install ${missing[*]}" >&2
      exit 4
    fi
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}" >&2
  log=$(mktemp)
  if ! "${as_root[@]}" apt-get update -q >"$log" 2>&1 ||
    ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -q -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    echo "could not install: ${missing[*]}" >&2
    exit 4
  fi
  rm -f "$log"
}
