"""Save pictures of pages of the app: python -m tools.screenshots FOLDER [PAGE ...].

PAGE is what follows the host, such as "/" or "/gap?area=H99999". Without any, every page.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image

from gate.unknown_addresses import page_addresses
from tools.browsing import NARROW, WIDE, find_chromium, go, running_browser
from tools.serving import running_app

_COLOURS = 128
_SIZES = {"wide": WIDE, "narrow": NARROW}


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; the exit status is 0 when all were taken."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the PNG files go")
    parser.add_argument(
        "pages",
        nargs="*",
        default=every_page(),
        help="addresses, from the first slash; else every page",
    )
    parser.add_argument("--url", help="use the app that already runs there")
    parser.add_argument("--store", type=Path, help="use this store instead of a fresh one")
    parser.add_argument("--window", action="store_true", help="only what a window shows at first")
    parser.add_argument("--only", choices=list(_SIZES), help="only this size of window")
    chosen = parser.parse_args(arguments)
    sizes = [chosen.only] if chosen.only else list(_SIZES)

    chromium = find_chromium()
    if chromium is None:
        print("No Chromium was found. On Debian: apt-get install chromium", file=sys.stderr)
        return 1
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.url:
        _take(
            chosen.url.rstrip("/"),
            chosen.pages,
            chosen.folder,
            chromium,
            sizes,
            window=chosen.window,
        )
        return 0
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_app(Path(scratch), store=chosen.store) as server,
    ):
        _take(server.url, chosen.pages, chosen.folder, chromium, sizes, window=chosen.window)
    return 0


def _take(
    url: str, pages: list[str], folder: Path, chromium: str, sizes: list[str], *, window: bool
) -> None:
    with running_browser(chromium) as browser:
        for size in sizes:
            width, height = _SIZES[size]
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            for address in pages:
                page.set_viewport_size({"width": width, "height": height})
                go(page, f"{url}/{address.lstrip('/')}")
                if not window:
                    # Streamlit scrolls inside the page: the window is made as tall as its content.
                    content = page.locator('[data-testid="stMain"]').evaluate(
                        "main => main.scrollHeight"
                    )
                    page.set_viewport_size({"width": width, "height": max(height, content)})
                    go(page, page.url)
                file = folder / f"{_file_name(address)}-{size}.png"
                page.screenshot(path=file)
                _shrink(file)
                print(file)
            context.close()


def every_page() -> list[str]:
    """The address of each page, as app.py declares them."""
    return sorted(page_addresses() - {""})


def _shrink(file: Path) -> None:
    """A picture of a page has few colours; with a palette of them it is a third as large."""
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


def _file_name(address: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", address).strip("-").lower() or "start"


if __name__ == "__main__":
    sys.exit(main())
