"""The same file with other headings, order and spacing says the same."""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import measures, publish
from tests.real.published import (
    ALL,
    FAMILIES,
    borough_lookup,
    detailed,
    practice_map,
)


def shuffled(lines: list[list[str]]) -> list[list[str]]:
    order = list(range(len(lines[0])))
    random.Random(20250930).shuffle(order)
    assert order != sorted(order)
    return [[line[i] for i in order] for line in lines]


def without(*names: str) -> Callable[[list[list[str]]], list[list[str]]]:
    def change(lines: list[list[str]]) -> list[list[str]]:
        keep = [i for i, header in enumerate(lines[0]) if header not in names]
        return [[line[i] for i in keep] for line in lines]

    return change


def same(lines: list[list[str]]) -> list[list[str]]:
    return lines


def lower_case(lines: list[list[str]]) -> list[list[str]]:
    return [[c.lower() for c in lines[0]], *([r[0].lower(), *r[1:]] for r in lines[1:])]


def spaced(lines: list[list[str]]) -> list[list[str]]:
    return [[f" {c}\xa0" for c in lines[0]], *([f"{r[0]} ", *r[1:]] for r in lines[1:])]


def renamed(lines: list[list[str]]) -> list[list[str]]:
    """A name that only Windows-1252 writes in one byte."""
    return [lines[0], *([r[0], f"{r[1]} – “The Surgery”", *r[2:]] for r in lines[1:])]


@pytest.mark.parametrize(
    ("change", "encoding", "separator", "packed", "lost"),
    [
        pytest.param(shuffled, "utf-8", ",", False, "", id="columns in another order"),
        pytest.param(lower_case, "utf-8", ",", False, "", id="lower case"),
        pytest.param(spaced, "utf-8", ",", False, "", id="spaces around headings and codes"),
        pytest.param(same, "utf-8-sig", ",", False, "", id="byte-order mark"),
        pytest.param(renamed, "cp1252", ",", False, "", id="Windows-1252"),
        pytest.param(same, "utf-16", ",", False, "", id="UTF-16"),
        pytest.param(same, "utf-8", ";", False, "", id="semicolons"),
        pytest.param(same, "utf-8", ",", True, "", id="inside a ZIP"),
        pytest.param(without("TOTAL_DPC_FTE"), "utf-8", ",", False, "dpc", id="a column dropped"),
        pytest.param(
            without("PRAC_NAME", "TOTAL_GP_EXL_FTE"), "utf-8", ",", False, "gp_excl_locums",
            id="name and a count dropped",
        ),
    ],
)  # fmt: skip
def test_the_same_file_in_another_dress(
    real_data: Path, nel: Path, store: Path, tmp_path: Path, change, encoding: str, separator: str,
    packed: bool, lost: str,
):  # fmt: skip
    source = detailed(real_data, 2025)
    original = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"))))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(change(original))
    data = text.getvalue().encode(encoding)
    dressed = tmp_path / "practice level.csv"
    dressed.write_bytes(data)
    if packed:
        with zipfile.ZipFile(tmp_path / "practice level.zip", "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("GPWPracticeCSV.092025/practice level.csv", data)
        dressed = tmp_path / "practice level.zip"
    assert dressed.read_bytes() != source.read_bytes()
    done = publish(
        store, dressed, practice_map(real_data), borough_lookup(real_data), period="2025-09"
    )
    assert done.code == 0, done.err
    gone = {family.format(lost) for family in FAMILIES} if lost else set()
    for level in ("pcn", "borough", "icb", "england"):
        found = measures(store, ALL, level, "2025-09")
        whole = measures(nel, ALL, level, "2025-09", "--version", "1")
        assert found.keys() == whole.keys()
        for key, row in found.items():
            if key[1] in gone:
                assert row["value"] == ""
                assert "not_in_file" in row["flags"].split(";")
            else:
                assert row == whole[key]
