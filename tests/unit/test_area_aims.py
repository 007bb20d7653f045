"""What an ICB means to have in additional roles: its own aim, in whatever layout it is printed."""

import shutil
from pathlib import Path

import pytest

from tests.commands import publish, run

AIM = "612"
LAYOUTS = {
    "as a plan": (
        "Primary Care Network (PCN),All roles,Total,Plan for\nNorth East London ICB,612,612,2026-03\n"
    ),
    "under ICB": "ICB,Total WTE,Plan for\nNorth East London,612,2026-03\n",
    "by code": "ICB;All ARRS roles;Total;Plan for\nQMF;612;612;Mar-26\n",
    "whole name": (
        "Integrated care board\tAll additional roles\tTotal FTE\tPlan for\n"
        "NHS NORTH EAST LONDON INTEGRATED CARE BOARD\t612.0\t612\t31/03/2026\n"
    ),
    "era": "STP,All roles,Plan for\nNorth East London STP,612,2026-03\n",
    "by role": (
        "ICB,Clinical Pharmacists,Paramedics,Care Coordinators,Total,Plan for\n"
        "North East London ICB,300,112,200,612,2026-03\n"
    ),
}


def rows_of(store: Path, level: str, *more: str) -> list[dict[str, str]]:
    return run("arrs", "--store", store, "--level", level, *more).rows()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_is_shown_for_the_icb_and_for_nobody_else(samples: Path, tmp_path: Path, layout: str):
    store, file = shutil.copytree(samples, tmp_path / "store"), tmp_path / "aim.csv"
    file.write_text(LAYOUTS[layout], encoding="utf-8")
    checked = run("check", file)
    assert checked.code == 0, checked.out + checked.err
    assert "aims_of_areas" in checked.out
    done = publish(store, file)
    assert done.code == 0, done.err
    icb = {
        row["role"]: row
        for row in rows_of(store, "icb", "--period", "2025-11")
        if row["area_code"] == "QMF"
    }
    assert float(icb["arrs"]["planned_fte"]) == float(AIM)
    assert "aim_of_area" in icb["arrs"]["flags"]
    assert "no_plan" not in icb["arrs"]["flags"]
    networks = rows_of(store, "pcn", "--within", "QMF", "--period", "2025-11")
    assert networks
    assert not [row for row in networks if row["planned_fte"]]


def test_networks_own_plans_win_over_it(samples: Path, tmp_path: Path):
    store, file = shutil.copytree(samples, tmp_path / "store"), tmp_path / "aim.csv"
    file.write_text(
        "PCN,PCN code,All roles,Total,Plan for\nHavering Crest,U29424,14,14,2026-03\n"
        "North East London ICB,,612,612,2026-03\n",
        encoding="utf-8",
    )
    assert publish(store, file).code == 0
    (icb,) = (
        row
        for row in rows_of(store, "icb", "--period", "2025-11")
        if (row["area_code"], row["role"]) == ("QMF", "arrs")
    )
    assert float(icb["planned_fte"]) == 14
    assert "partly_planned" in icb["flags"]


def test_an_icb_that_no_map_names_is_said(samples: Path, tmp_path: Path):
    file = tmp_path / "aim.csv"
    file.write_text("ICB,All roles,Plan for\nNowhere,12,2026-03\n", encoding="utf-8")
    answer = run("publish", file, "--store", samples, "--by", "tests")
    assert answer.code == 1
    assert "row 2: Nowhere ICB" in answer.out + answer.err


@pytest.mark.parametrize(
    "text",
    [
        "PCN,Total\nHavering Crest,3\n",
        "PCN,Paramedics,Total,Plan for\nHavering Crest,3,3,2026-03\n",
    ],
)
def test_a_table_with_no_sign_of_the_scheme_is_no_plan(tmp_path: Path, text: str):
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    assert run("check", file).code == 2
