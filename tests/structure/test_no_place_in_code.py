"""No place of ours stands in the code: every area of England is data, and so is the one that opens."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
# A pay weighting and a time of day are called after London; nothing else may be.
CALLED_AFTER = re.compile(
    r"Europe/London|London (?:weighting|time)|anywhere in London|(?:inner|outer)_london"
    r'|"london"|\blondon\b: ?\w|`london`',
)


@cache
def of_the_samples() -> frozenset[str]:
    """The place that opens, its board and its region, as the definitions name them."""
    definitions = ROOT / "wfcore" / "definitions"
    rules = yaml.safe_load((definitions / "rules.yaml").read_text(encoding="utf-8"))
    areas = yaml.safe_load((definitions / "geography.yaml").read_text(encoding="utf-8"))
    return frozenset({rules["opens_on"]["name"], areas["icbs"]["QMF"], areas["regions"]["Y56"]})


def named_in(text: str) -> set[str]:
    rest = CALLED_AFTER.sub("", text).casefold()
    return {name for name in of_the_samples() if name.casefold() in rest}


@pytest.mark.parametrize("room", ["wfcore", "pages", "gate", "app.py", "asgi.py"])
def test_no_module_names_a_place(room: str):
    there = ROOT / room
    paths = [there] if there.is_file() else sorted(there.rglob("*.py"))
    assert paths
    found = {
        str(path.relative_to(ROOT)): named_in(path.read_text(encoding="utf-8")) for path in paths
    }
    assert {path: names for path, names in found.items() if names} == {}


def test_a_name_in_a_module_would_be_found():
    assert named_in('figures.find("Havering")') == {"Havering"}
    assert named_in('"""Those of North East London."""') == {"London", "North East London"}
    assert not named_in('ZoneInfo("Europe/London"), options["london"]')
