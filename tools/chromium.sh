#!/bin/sh
# See that a Chromium is there for the browser tests. Without one they are skipped, and say so.
set -eu
cd "$(dirname "$0")/.."
. tools/debian.sh

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if ! install_package chromium; then
    echo "No Chromium was found and it could not be installed: the browser tests will be skipped." >&2
    echo "To run them, as root: apt-get install chromium" >&2
fi
