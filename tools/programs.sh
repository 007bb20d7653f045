#!/bin/sh
# programs.sh PROGRAM...: see that they are there: installed with apt when missing, or said how to get.
set -eu
cd "$(dirname "$0")/.."
. tools/debian.sh
PATH=$PATH:/usr/sbin

is_there() {
    case $1 in
        chromium) names="chromium chromium-browser google-chrome" ;;
        *) names=$1 ;;
    esac
    for name in $names; do
        if command -v "$name" >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

for program in "$@"; do
    if is_there "$program"; then
        continue
    fi
    case $program in
        nginx) package=nginx-light ;;
        *) package=$program ;;
    esac
    if ! install_package "$package" || ! is_there "$program"; then
        echo "The tests need $program, which was not found and could not be installed." >&2
        echo "Install it, then run this again. On Debian, as root: apt-get install $package" >&2
        exit 1
    fi
done
