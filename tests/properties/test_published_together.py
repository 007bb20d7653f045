"""Everything that the command line prints of one version, put together, gives no hidden figure away.

Two months of the same practices, in which people, networks and who reports change. What is not
promised is tried too: who compares two months and takes for granted that nobody else came or went.
"""

import random
from pathlib import Path

import pytest

from tests.commands import run
from tests.properties.linear import reach
from tests.unit.making import csv_of, places_csv, publish
from wfcore.comparing import CHANGE_PARTS

LEAST = 5
METRIC = "gp_55plus_share"
MONTHS = ("2025-06", "2025-09")
PCNS, BOROUGHS = ("U00001", "U00002", "U00003"), ("East", "West")
LEVELS = ("practice", "pcn", "borough", "sub_icb", "icb")
Place = tuple[str, str, str]


def detailed(people: dict[str, int | None]) -> bytes:
    """A detailed file with as many GPs of known age in each practice; None sent nothing."""
    return csv_of(
        [
            {
                "PRAC_CODE": code,
                "TOTAL_PATIENTS": 5000,
                "TOTAL_GP_FTE": "NA" if n is None else n,
                "TOTAL_GP_HC": "NA" if n is None else n,
                "TOTAL_GP_EXTG_HC_40TO44": "NA" if n is None else max(n - 2, 0),
                "TOTAL_GP_EXTG_HC_60TO64": "NA" if n is None else min(n, 2),
            }
            for code, n in people.items()
        ]
    )


def made(store: Path, people: dict[str, dict[str, int | None]], places: list[Place]) -> None:
    for month in MONTHS:
        publish(store, detailed(people[month]), places_csv(places, period=month), period=month)


def printed(store: Path, *asked: str) -> list[dict[str, str]]:
    answer = run(*asked[:1], "--store", store, "--metric", METRIC, *asked[1:])
    assert answer.code == 0, answer.err
    return answer.rows()


def asked_for(places: list[Place]) -> list[tuple[str, str | None]]:
    """Every level, in all and inside every area."""
    areas = sorted({pcn for _, pcn, _ in places} | {borough for *_, borough in places})
    return [(level, within) for level in LEVELS for within in (None, *areas)]


def inside(places: list[Place], level: str, code: str, within: str | None) -> list[str]:
    """The practices of a row, by our own map."""
    return [
        place[0]
        for place in places
        if (level in ("sub_icb", "icb") or place[LEVELS.index(level)] == code)
        and (within is None or within in place)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_hidden_can_be_worked_out(seed: int, store: Path):
    chance = random.Random(seed)
    codes = [f"A{i:05d}" for i in range(7)]
    places = [(code, chance.choice(PCNS), chance.choice(BOROUGHS)) for code in codes]
    sizes: tuple[int | None, ...] = (None, 2, 3, 4, 6, 8, 9, 12)
    people = {month: {code: chance.choice(sizes) for code in codes} for month in MONTHS}
    people[MONTHS[1]][codes[0]] = people[MONTHS[0]][codes[0]] = 2  # somebody is always few
    made(store, people, places)
    unknowns = [(month, code) for month in MONTHS for code in codes]
    known: list[tuple[list[int], int]] = []

    def tell(month: str, members: list[str], total: int) -> None:
        assert total == sum(people[month][code] or 0 for code in members)
        known.append(([int(m == month and code in members) for m, code in unknowns], total))

    for month in MONTHS:
        for code in codes:
            if people[month][code] is None:  # who sent nothing is named
                tell(month, [code], 0)
    hidden: set[tuple[str, tuple[str, ...]]] = set()
    alone: set[str] = set()
    rows = [
        (month, level, within, row)
        for level, within in asked_for(places)
        for month, command in (
            (MONTHS[0], ("measures", "--period", MONTHS[0])),
            (MONTHS[1], ("measures", "--period", MONTHS[1])),
            (MONTHS[1], ("change", "--from", MONTHS[0], "--to", MONTHS[1])),
        )
        for row in printed(
            store, *command, "--level", level, *(("--within", within) if within else ())
        )
    ]
    for month, level, within, row in rows:
        members = inside(places, level, row["area_code"], within)
        if row["denominator"]:
            tell(month, members, round(float(row["denominator"])))
        elif "small_number" in row["flags"]:
            assert row["value"] == row["numerator"] == ""
            hidden.add((month, tuple(members)))
            alone |= set(members) if level == "practice" else set()
    assert hidden
    assert alone
    for month, members in sorted(hidden):
        total = sum(people[month][code] or 0 for code in members)
        if 0 < total < LEAST:
            wanted = [int(m == month and code in members) for m, code in unknowns]
            least, most = reach(_once(known), wanted)
            assert most - least >= LEAST, (members, total)
    # The causes of a change tell practices apart: none is printed where one of them is hidden.
    told = 0
    for _, level, within, row in rows:
        if any(row.get(part) for part in CHANGE_PARTS):
            told += 1
            assert not alone & set(inside(places, level, row["area_code"], within))
    assert told or all(set(inside(places, "pcn", pcn, None)) & alone for pcn in PCNS if any(
        pcn in place for place in places))  # fmt: skip


def _once(known: list[tuple[list[int], int]]) -> list[tuple[list[int], int]]:
    return [(list(row), total) for row, total in sorted({(tuple(r), t) for r, t in known})]


def test_causes_would_give_a_hidden_practice_away(store: Path):
    """Three and nine GPs in June, and the three send nothing in September: nine were left."""
    places = [("A00001", "U00001", "East"), ("A00002", "U00001", "East"),
              ("A00003", "U00002", "East")]  # fmt: skip
    people: dict[str, dict[str, int | None]] = {
        "2025-06": {"A00001": 3, "A00002": 9, "A00003": 8},
        "2025-09": {"A00001": None, "A00002": 9, "A00003": 8},
    }
    made(store, people, places)
    rows = printed(store, "change", "--from", MONTHS[0], "--to", MONTHS[1], "--level", "pcn")
    here, other = rows
    assert (here["area_code"], other["area_code"]) == ("U00001", "U00002")
    assert here["change"]
    assert [here[part] for part in CHANGE_PARTS] == [""] * 4
    assert [float(other[part]) for part in CHANGE_PARTS] == [0.0] * 4


def test_what_two_months_together_may_let_somebody_guess(store: Path):
    """Not promised: with the same nine GPs in both months, June's twelve leave three."""
    places = [("A00001", "U00001", "East"), ("A00002", "U00001", "East")]
    people: dict[str, dict[str, int | None]] = {
        "2025-06": {"A00001": 3, "A00002": 9},
        "2025-09": {"A00001": 5, "A00002": 9},
    }
    made(store, people, places)
    june, september = (
        {
            row["area_code"]: row["denominator"]
            for level in ("practice", "pcn")
            for row in printed(store, "measures", "--period", month, "--level", level)
        }
        for month in MONTHS
    )
    assert june == {"A00001": "", "A00002": "", "U00001": "12.0"}
    assert september == {"A00001": "5.0", "A00002": "9.0", "U00001": "14.0"}
    # By the figures alone it may be anybody from nobody to all twelve.
    assert reach([([1, 1, 0, 0], 12), ([0, 0, 1, 0], 5), ([0, 0, 0, 1], 9)], [1, 0, 0, 0]) == (
        0,
        12,
    )
