"""Two role columns of a plan with each other's heading are asked about; growth alone is not."""

import pytest

from tests.unit.making import csv_text, drafts_of
from wfcore.store import Version
from wfcore.store.swapped_roles import perhaps_swapped

HEAD = [
    "Primary Care Network (PCN)",
    "PCN CODE",
    "Clinical Pharmacists",
    "Podiatrists",
    "Paramedics",
    "Total",
    "Plan for",
]
CELLS = [(3, 0, 1), (5, 1, 2), (6, 0, 1), (4, 0, 2), (7, 1, 1), (5, 0, 3)]


def plan(month: str, cells: list[tuple[int, ...]]) -> str:
    return csv_text(
        HEAD,
        [[f"N{at}", f"U0000{at}", *row, sum(row), month] for at, row in enumerate(cells, 1)],
    )


def said(later: list[tuple[int, ...]]) -> list[str]:
    (before,) = drafts_of(plan("2022-03", CELLS).encode(), "before.csv")
    (now,) = drafts_of(plan("2024-03", later).encode(), "now.csv")
    known = Version.of_tables({(before.edition, "arrs_plan"): before.tables["arrs_plan"]})
    return [text for one in perhaps_swapped(now, known) for text in one.examples]


def test_swapped_headings_are_asked_about():
    assert said([(b, a + 1, c) for a, b, c in CELLS]) == ["Clinical Pharmacists and Podiatrists"]


@pytest.mark.parametrize(
    "later",
    [
        CELLS,
        [(a + 2, b + 1, c) for a, b, c in CELLS],
        [(a, b + 3, c) for a, b, c in CELLS],
        CELLS[:3],
    ],
    ids=["same", "grown", "one role grown", "few networks"],
)
def test_what_only_grew_is_not(later: list[tuple[int, ...]]):
    assert said(later) == []


def test_three_networks_are_too_few():
    assert said([(b, a, c) for a, b, c in CELLS[:3]]) == []
