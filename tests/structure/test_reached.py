"""Code that only tests call is no part of the product."""

from pathlib import Path

import pytest

import wfcore
from tests.structure.reached import Module, core, unreached

ROOT = Path(__file__).resolve().parents[2]
# Reached by nobody yet, and known: this list may only get shorter.
LEFT = {
    "wfcore.measuring.measures.measure",
    "wfcore.measuring.receipts.receipt",
    "wfcore.store.writing.unpublished",
}


def test_every_public_name_is_reached_from_a_page_or_a_command():
    promised = set(wfcore.__all__)  # what `import wfcore` gives is used by others
    left = {name for name in unreached(core(ROOT)) if name.rpartition(".")[2] not in promised}
    assert left == LEFT


# The rule itself, held against a core of three modules.

READING = """
LIMIT = 1
FORGOTTEN = 2
def read(): return LIMIT + _inner()
def _inner(): return rows()
def rows(): ...
def nobody(): return lonely()
def lonely(): ...
"""
USES = {
    "from the room": "from wfcore.reading import read\nread()",
    "by another name": "from wfcore.reading.texts import read as take\ntake()",
    "through the room": "import wfcore.reading\nwfcore.reading.read()",
    "through a name of the room": "from wfcore import reading\nreading.read()",
    "inside a function": "def page():\n    from wfcore.reading import read\n    return read()",
    "in a table": "from wfcore.reading import read\nKINDS = {'text': read}",
}


def small(page: str) -> dict[str, Module]:
    sources = {
        "wfcore": ("", True),
        "wfcore.reading": ("from wfcore.reading.texts import nobody, read", True),
        "wfcore.reading.texts": (READING, False),
        "pages.page": (page, False),
    }
    names = frozenset(sources)
    return {
        name: Module(name, source, names, package=package)
        for name, (source, package) in sources.items()
    }


@pytest.mark.parametrize("use", USES)
def test_what_a_page_uses_is_reached_with_what_that_uses(use: str):
    left = {name.rpartition(".")[2] for name in unreached(small(USES[use]))}
    assert left == {"FORGOTTEN", "nobody", "lonely"}


def test_an_import_alone_is_no_use():
    left = {name.rpartition(".")[2] for name in unreached(small("import wfcore.reading"))}
    assert left == {"LIMIT", "FORGOTTEN", "read", "rows", "nobody", "lonely"}
