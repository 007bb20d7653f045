#!/bin/sh
# Make .venv with the first Python 3.11 or newer on PATH. A working one is kept.
set -eu
cd "$(dirname "$0")/.."
. tools/debian.sh

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi
rm -rf .venv

python=
for name in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed and was not found. On Debian: apt-get install python3" >&2
    echo "If it is installed under another name: make run PYTHON=/path/to/python" >&2
    exit 1
fi

if ! "$python" -m venv .venv >/dev/null 2>&1; then
    # Debian keeps venv in a package of its own.
    rm -rf .venv
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! install_package "$package" || ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "$python cannot make a virtual environment. As root: apt-get install $package" >&2
        exit 1
    fi
fi
echo "Made .venv with $("$python" --version)."
