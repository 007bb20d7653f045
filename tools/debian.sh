# Read by the other scripts here: install a Debian package, or say what to install.
# install_package PACKAGE: status 0 when apt installed it, 1 when it could not.

install_package() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" -eq 0 ]; then
        as_root=env
    elif ! command -v sudo >/dev/null 2>&1; then
        return 1
    elif [ -t 0 ]; then
        as_root=sudo
    else
        as_root="sudo -n"
    fi
    echo "Installing $1 with apt ..."
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq --yes --no-install-recommends "$1" >/dev/null
}
