"""The code and the pages name no area: what is said of one stands in definitions and samples."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Areas that the first papers were about, and their parts.
AREAS = re.compile(
    r"north east london|\blondon\b|havering|newham|redbridge|waltham forest|tower hamlets|hackney|barking"
    r"|wolverhampton|norfolk|west yorkshire|\bleeds\b",
    re.IGNORECASE,
)
# The pay supplement and the clock of the country bear the name of the city.
NATIONAL = re.compile(
    r"london weighting|Europe/London|\"london\"|`london`|(?:outer|inner)_london", re.IGNORECASE
)


def lines_naming_an_area(text: str) -> list[str]:
    return [line for line in text.splitlines() if AREAS.search(NATIONAL.sub("", line))]


def test_no_line_of_code_names_an_area():
    folders = ("wfcore", "pages", "gate")
    files = [ROOT / "app.py", ROOT / "asgi.py"] + [
        path for folder in folders for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".css", ".typ")
    ]  # fmt: skip
    named = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := lines_naming_an_area(path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_it_would_be_seen():
    assert lines_naming_an_area('title = "Havering"\nzone = "Europe/London"\nx = 1')
    assert not lines_naming_an_area('zone = "Europe/London"  # London weighting')
