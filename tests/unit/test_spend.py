"""Spend on additional roles of a place by month: its unit is asked for, and the mean is said in pounds."""

import shutil
from pathlib import Path

import pytest

from tests.commands import publish, run
from wfcore.templates import SPEND_COLUMNS

HEAD = "PLACE,MONTH,SPEND,UNIT\n"
PRINTED = {"2022-04": 223, "2022-05": 234, "2022-06": 242, "2022-07": 240, "2022-08": 246}


def rows(unit: str) -> str:
    return HEAD + "".join(f"Havering,{when},{spent},{unit}\n" for when, spent in PRINTED.items())


def saved(folder: Path, text: str) -> Path:
    file = folder / "spend.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_mean_is_said_in_pounds_and_as_it_is_printed(samples: Path, tmp_path: Path):
    """(223 + 234 + 242 + 240 + 246) ÷ 5 = 237 thousand."""
    store = shutil.copytree(samples, tmp_path / "store")
    assert publish(store, saved(tmp_path, rows("thousands"))).code == 0
    answer = run(
        "answer", "role_spend", "--store", store, "--place", "Havering", "--period", "2022-08"
    )
    assert answer.code == 0, answer.err
    assert (
        "Havering spent £237,000 on additional roles a month on average, April 2022 to August 2022."
        in answer.out
    )
    assert "printed in thousands: 237 on average" in answer.out
    assert "Ways on" in answer.out


@pytest.mark.parametrize("unit", ["", "euros"])
def test_spend_without_a_known_unit_is_asked_about(tmp_path: Path, unit: str):
    done = run("check", saved(tmp_path, rows(unit)))
    assert done.code == 1
    assert "spend_without_unit" in done.out
    assert "237 can be £237 or £237,000" in done.out


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Havering,2022-04,1,£\nHavering,2022-04,2,£\n", "two_spends_for_one_place"),
        ("Havering,2022-04,-1,£\n", "spend_below_zero"),
        ("Havering,2022-04,many,£\n", "not_a_number"),
        (",2022-04,3,£\n", "spend_incomplete"),
    ],
)
def test_what_is_wrong_with_it_is_named(tmp_path: Path, row: str, code: str):
    assert code in run("check", saved(tmp_path, HEAD + row)).out


def test_the_template_is_read_as_such():
    assert {"place", "month", "spend", "unit"} <= set(SPEND_COLUMNS)
