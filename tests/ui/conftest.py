"""The app, run without a browser on a store seeded from `sample_data/`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.looking import PAGES

HIDDEN = ("set-up", "new-quarter", "set-aims", "table-doctor", "what-if", "additional-roles")
OpenApp = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def surroundings(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test looks at the shared store, as an analyst, unless it says otherwise."""
    monkeypatch.setenv("WORKFORCE_STORE", str(samples))
    monkeypatch.delenv("WORKFORCE_ANALYST", raising=False)


@pytest.fixture
def own_store(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the store for one test that publishes, and the app looks at it."""
    folder = Path(shutil.copytree(samples, tmp_path / "own"))
    monkeypatch.setenv("WORKFORCE_STORE", str(folder))
    return folder


@pytest.fixture
def open_app(root: Path) -> OpenApp:
    """A function that opens a link in a new session: `open_app("compare", level="icb")`."""

    def opened(page: str = "overview", link: dict[str, str] | None = None, **more: str) -> AppTest:
        at = AppTest.from_file(str(root / "app.py"), default_timeout=120)
        for key, value in ((link or {}) | more).items():
            at.query_params[key] = value
        if page != "overview":
            at.switch_page(PAGES["methods" if page in HIDDEN else page])
        at.run()
        if page in HIDDEN:  # its address is not its file name: found only from inside
            for key, value in ((link or {}) | more).items():
                at.query_params[key] = value
            at.switch_page(PAGES[page]).run()
        assert [e.value for e in at.exception] == []
        return at

    return opened


_KEPT: dict[tuple[object, ...], AppTest] = {}


@pytest.fixture
def drawn(open_app: OpenApp) -> OpenApp:
    """As `open_app`, for tests that only read: what was drawn once in this process is kept."""

    def opened(page: str = "overview", link: dict[str, str] | None = None) -> AppTest:
        key = (page, *sorted((link or {}).items()))
        if key not in _KEPT:
            _KEPT[key] = open_app(page, link)
        return _KEPT[key]

    return opened
