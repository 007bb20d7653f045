"""Two worlds that differ in hidden small numbers alone: what is published looks alike."""

import re
import textwrap
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

# Tables that an analyst brings, of practices; what stands in braces is that of world 0 | of world 1. Each
# pair of small numbers has one sum in both, and staff before, joiners and leavers make staff after.
_YEAR = "2024-10,2025-09"
_BROUGHT = {
    "PLACE,LEVEL,FROM,TO,STAFF,JOINERS,LEAVERS,LEAVERS_FTE,STAFF_START,STAFF_END,REASON": f"""
        A00001,practice,{_YEAR},GP,{{2|1}},{{3|4}},{{2.5|3.5}},{{4|3}},{{3|4}},
        A00002,practice,{_YEAR},GP,{{7|8}},{{9|8}},{{8|7}},{{11|12}},{{9|8}},
        A00003,practice,{_YEAR},GP,7,{{3|4}},{{3|4}},40,31,Retired
        A00003,practice,{_YEAR},GP,,{{4|3}},{{4|3}},40,31,Moved
        A00003,practice,{_YEAR},GP,,9,8,40,31,Other
        A00004,practice,{_YEAR},GP,{{5|6}},{{2|3}},{{1|2}},20,23,
        A00005,practice,{_YEAR},GP,{{8|7}},{{6|5}},{{6|5}},30,32,
        B00001,practice,{_YEAR},nurse,{{1|3}},{{2|4}},{{2|4}},{{4|2}},{{3|1}},
        B00002,practice,{_YEAR},nurse,{{8|6}},{{9|7}},{{9|7}},{{10|12}},{{9|11}},""",
    "PLACE,LEVEL,ROLE,WTE,OPENED,FILLED,COVERED_BY,INTENTION,ANSWERED": """
        A00001,practice,GP,{0.5|1},2025-06-01,,locum,recruiting,yes
        A00002,practice,GP,{5|4.5},2025-06-01,,locum,recruiting,yes
        A00003,practice,GP,{2|3},2025-06-01,,nobody,recruiting,yes
        A00004,practice,GP,{6|5},2025-06-01,,nobody,recruiting,yes
        A00005,practice,GP,0,,,,,no
        B00001,practice,Nurse,{1|3},2025-06-01,,other staff,recruiting,yes
        B00002,practice,Nurse,{6|4},2025-06-01,,other staff,recruiting,yes""",
    "PLACE,LEVEL,GROUP,YEAR,IN_TRAINING,QUALIFY,ROUTE": """
        A00001,practice,GP trainees,2023/24,{3|4},{1|2},
        A00002,practice,GP trainees,2023/24,{9|8},{6|5},
        A00001,practice,GP trainees,2024/25,{4|2},{2|1},
        A00002,practice,GP trainees,2024/25,{8|10},{4|5},
        QXX,icb,Adult nursing,2024/25,{3|2},,NDA
        QXX,icb,Adult nursing,2024/25,{4|5},,TNA
        QXX,icb,Adult nursing,2024/25,9,,Direct Entry
        B00001,practice,Adult nursing,2024/25,{3|2},{1|2},
        B00002,practice,Adult nursing,2024/25,{9|10},{5|4},""",
    "PRACTICE,LEVEL,PROFESSION,EDUCATORS,CAPACITY,LEARNERS,AGED_55": """
        A00001,practice,GP,{3|4},10,{2|1},{1|2}
        A00002,practice,GP,{9|8},12,{7|8},{5|4}
        A00004,practice,GP,{2|3},4,{4|3},{1|2}
        A00005,practice,GP,{6|5},9,{7|8},{5|4}
        B00001,practice,Nurse,{1|3},4,{4|3},{1|2}
        B00002,practice,Nurse,{8|6},9,{5|6},{5|4}""",
    "PLACE,LEVEL,COHORT,QUALIFIED,STAYED_HERE,STAYED_ICB,UNKNOWN,GROUP": """
        A00001,practice,2023/24,{3|4},{1|2},{1|2},{1|2},GP trainees
        A00002,practice,2023/24,{9|8},{5|4},{5|4},{4|3},GP trainees
        A00001,practice,2024/25,20,{3|4},6,{2|1},GP trainees
        A00002,practice,2024/25,20,{9|8},10,{6|7},GP trainees
        B00001,practice,2024/25,{4|2},{3|1},{3|1},{1|1},Adult nursing
        B00002,practice,2024/25,{8|10},{5|7},{6|8},{1|1},Adult nursing""",
    "PLACE,LEVEL,PROGRAMME,ROLE,PROMISED,FILLED,YEAR": """
        A00001,practice,SPIN,GP,6,{3|4},2024/25
        A00002,practice,SPIN,GP,12,9,2024/25
        A00001,practice,SPIN,Pharmacist,5,{2|1},2024/25
        A00002,practice,SPIN,Pharmacist,10,7,2024/25
        B00001,practice,GP fellowship,GP,5,{1|4},2024/25
        B00002,practice,GP fellowship,GP,9,{8|5},2024/25""",
}  # fmt: skip


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
            *(_brought(world) if month == MONTHS[-1] else ()),
            period=month,
        )
    return store


def _brought(world: int) -> list[str]:
    """The files that an analyst brings, for the newest version."""
    files = (f"{head}\n{textwrap.dedent(rows).strip()}\n" for head, rows in _BROUGHT.items())
    return [re.sub(r"\{(.*?)\|(.*?)\}", rf"\{world + 1}", file) for file in files]


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
