#!/bin/sh
# See that the programs are there which tests start: installed with apt when missing, or said how to get.
set -eu
cd "$(dirname "$0")/.."
. tools/debian.sh
PATH=$PATH:/usr/sbin

# needed PACKAGE PROGRAM...: any one of the programs will do.
needed() {
    package=$1
    shift
    for program in "$@"; do
        if command -v "$program" >/dev/null 2>&1; then
            return 0
        fi
    done
    if ! install_package "$package"; then
        echo "The tests need $1, which was not found and could not be installed." >&2
        echo "Install it, then run this again. On Debian, as root: apt-get install $package" >&2
        exit 1
    fi
}

needed git git
needed chromium chromium chromium-browser google-chrome
needed nginx-light nginx
