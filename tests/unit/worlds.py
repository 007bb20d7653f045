"""Two worlds that differ in hidden small numbers alone: what is published looks alike."""

import re
from pathlib import Path

from tests.unit.making import csv_of, csv_text, lists_csv, places_csv, publish
from wfcore.store import Store

MONTHS = ("2024-06", "2024-09", "2025-06", "2025-09")
# Four people or fewer hide their practice, and the next smallest of its borough with it: A00001 and
# A00002, B00001 and B00002. Only their sums may be known.
PLACES = [
    ("A00001", "U00001", "East"),
    ("A00002", "U00002", "East"),
    ("A00003", "U00003", "West"),
    ("A00004", "U00004", "West"),
    ("A00005", "U00005", "West"),
    ("B00001", "U00006", "North"),
    ("B00002", "U00007", "North"),
    ("B00003", "U00008", "South"),
]
# Quarters of a post add up exactly, in whatever order.
# A published file, of GPs and of nurses alike: posts; and by world people, and those aged 55 and over.
_POSTS = {"A00001": 3.25, "A00002": 8.25, "A00003": 5.5, "A00004": 11.0, "A00005": 12.5}
_PUBLISHED = (
    {"A00001": (3, 0), "A00002": (9, 4), "A00003": (6, 2), "A00004": (12, 4), "A00005": (14, 5)},
    {"A00001": (4, 3), "A00002": (8, 1), "A00003": (6, 2), "A00004": (12, 4), "A00005": (14, 5)},
)
# A local file, by world: posts and people.
_LOCAL = (
    {"B00001": (2.25, 3), "B00002": (5.25, 7), "B00003": (5.5, 6)},
    {"B00001": (1.0, 1), "B00002": (6.5, 9), "B00003": (5.5, 6)},
)


def publish_world(folder: Path, world: int) -> Store:
    """The store of world 0 or 1, a version for each month."""
    lists = [(code, 9000) for code, *_ in PLACES]
    store = Store.create(folder)
    for at, month in enumerate(MONTHS):
        publish(
            folder,
            _published(world),
            _local(world, at),
            lists_csv(lists, period=month),
            places_csv(PLACES, period=month),
            period=month,
        )
    return store


def _published(world: int) -> bytes:
    rows: list[dict[str, object]] = []
    for code, (people, aged) in _PUBLISHED[world].items():
        row: dict[str, object] = {"PRAC_CODE": code, "TOTAL_PATIENTS": 9000}
        for group in ("GP", "GP_EXTG", "GP_EXTGL", "NURSES"):
            row |= {f"TOTAL_{group}_FTE": _POSTS[code], f"TOTAL_{group}_HC": people}
        for group in ("GP_EXTG", "NURSES"):
            row |= {f"TOTAL_{group}_HC_40TO44": people - aged, f"TOTAL_{group}_HC_60TO64": aged}
        rows.append(row)
    return csv_of(rows)


def _local(world: int, at: int) -> str:
    """In one world alone hidden posts move from month to month; what may be known does not."""
    moved = 0.25 * (at % 2) * world
    moves = {"B00001": moved, "B00002": -moved}
    header = "PERIOD SOURCE LEVEL AREA_CODE STAFF_GROUP ROLE DEFINITION FTE HEADCOUNT"
    groups = (("gp", "all"), ("gp", "excl_trainees"), ("nurse", "all"))
    rows = [
        (MONTHS[at], "local_staff", "practice", code, group, "all", definition,
         fte + moves.get(code, 0.0), people)
        for code, (fte, people) in _LOCAL[world].items()
        for group, definition in groups
    ]  # fmt: skip
    return csv_text(header.split(), rows)


def unnamed(text: str, store: Store) -> str:
    """A text without the digests and hours of its world, which say what file it was and no figure."""
    for published in store.history():
        named = store.read(published.version).name
        text = text.replace(str(named), "#").replace(str(named.identity), "#")
        for file in published.files:
            text = text.replace(file["sha256"], "#").replace(file["sha256"][:12], "#")
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+|\d\d:\d\d UTC", "#", text)
