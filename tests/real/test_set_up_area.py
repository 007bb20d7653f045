"""West Yorkshire and Norfolk and Waveney, set up through the page from public files only."""

from pathlib import Path

import pytest

from tests.ui import conftest as ui
from tests.ui import test_set_up_area as page
from tests.ui.conftest import OpenApp
from tests.ui.looking import choice, lead

GPS = "General Practice – May 2026 Practice Level - Detailed (England, GPs only, derived).csv"
open_app, empty = ui.open_app, page.empty


@pytest.mark.parametrize(
    ("board", "opens", "name", "rate", "authorities"),
    [
        ("QWO", "QWO", "West Yorkshire", None, {"Leeds", "Bradford", "Kirklees", "Calderdale", "Wakefield"}),
        ("QWO", "15F", "Leeds (15F)", 47.5, {"Leeds"}),
        ("T6Y0W", "26A", "Norfolk and Waveney (26A)", 47.7, {"Norwich", "Great Yarmouth", "Breckland"}),
    ],
)  # fmt: skip
def test_from_public_files_only(
    open_app: OpenApp, empty: Path, real_data: Path, board: str, opens: str, name: str,
    rate: float | None, authorities: set[str],
):  # fmt: skip
    """The figures are those of the published file, added up by another road (oracles)."""
    files = [
        real_data / "registered_patients" / "2026-07" / "gp-reg-pat-prac-map.zip",
        real_data / "registered_patients" / "2026-07" / "gp-reg-pat-prac-quin-age.zip",
        real_data / "gp_workforce" / GPS,
        real_data / "pcn_workforce" / "PCNWFIndividualCSV.062026.zip",
        real_data / "geography" / "icb_place_tool_practices_2022.csv",
        real_data / "deprivation" / "fingertips-imd-2025-gp-practice.csv",
    ]
    at = open_app("set-up")
    at.selectbox(key="setup-board").select(board).run()
    at = page.upload(at, *((path.name, path.read_bytes()) for path in files))
    at.selectbox(key="setup-opens").select(opens).run()
    assert {t for t, s in page.states(at).items() if s == "There"} == {
        "Practice map", "Registered patients", "Staff of practices", "Staff of networks",
        "Local authorities of practices", "Deprivation scores of practices",
    }  # fmt: skip
    at = page.publish(at)
    first = open_app()
    said = lead(first)
    assert said.startswith(f"{name} has ")
    assert rate is None or " qualified GPs per 100,000 patients, more than England and " in said
    assert rate is None or f" has {rate} qualified GPs " in said
    choice(first, "level").select("borough").run()
    assert authorities <= set(choice(first, "place").options)
