"""The samples, with names of places that try to become a link, a picture, a style or a formula."""

import csv
import shutil
from itertools import cycle
from pathlib import Path

from tests.small_store import small_samples
from wfcore.seeding import seed_store
from wfcore.store import Store

NAMES = (
    "[Click](https://evil.example/)",
    "![x](https://evil.example/x.png)",
    "<style>*{display:none}</style> evil",
    "<img src=https://evil.example/y.png onerror=alert(1)>",
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1+1)*cmd|' /C evil'!A0",
    "+44 see www.evil.example",
    "mail a@evil.example or https://evil.example/z",
    "# Heading | evil | :material/home: :red[x] $x^2$",
    "{{7*7}} ${7*7} <script>alert('evil')</script>",
)
NAMED = ("practice_name", "pcn_name", "sub_icb_name", "icb_name")


def hostile_store(folder: Path) -> Store:
    """A store of the samples in which every practice, network, sub-ICB and ICB has such a name."""
    samples = Path(shutil.copytree(small_samples(folder), folder / "samples"))
    given: dict[str, str] = {}
    names = cycle(NAMES)
    for path in samples.glob("*places.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        for line in lines:
            for column in NAMED:
                if line[column]:
                    line[column] = given.setdefault(line[column], f"{next(names)} {len(given)}")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    return seed_store(folder / "store", samples)
