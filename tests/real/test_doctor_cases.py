"""Tables that the doctor once had wrong, from public print: the right ones are left alone, the wrong ones are found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wfcore.table_checks import Diagnosis, diagnose, tables_of

CASES = Path("/work/shared/cases/doctor")
pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason="the shared cases are not on this machine"
)

# Case → cells of which one is named by a finding that warns.
WRONG = {
    "P01": ["D2"], "P05": ["B3"], "P06": ["C7"], "P07": ["C5"], "P09": ["D3", "E4"], "P10": ["D3", "E4"], "P11": ["D4"],
    "P13": ["B3"], "P14": ["C9"], "P16": ["D2"], "P17": ["B5"], "P18": ["D2"], "P20": ["B3", "C4"], "P21": ["C1", "D1"],
    "T08": ["E3"], "T12": ["D4", "D8", "D10"],
}  # fmt: skip
ASKED = {"C04": ["B9"], "P06": ["C5"], "P15": ["C4"], "T04": ["A2", "B2"], "X05": ["E9"]}
RIGHT = ["C01", "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C12", "T01", "T02", "T04", "T07", "T09", "T10",
         "T11", "T14", "T16", "T17", "T18", "T19", "X02", "X05"]  # fmt: skip


@pytest.fixture(scope="module")
def doctored(real_data: Path) -> Callable[[str], Diagnosis]:
    """Gives the diagnosis of a case by the beginning of its name."""
    cases = real_data.parent / "cases" / "doctor"
    if not cases.exists():
        pytest.skip("the cases of the table doctor are not beside the real data")

    def doctor(case: str) -> Diagnosis:
        path = next(iter(sorted(cases.glob(f"{case}_*"))))
        (one,) = diagnose(tables_of(path.name, path.read_bytes()))
        return one

    return doctor


Doctor = Callable[[str], Diagnosis]


def named(one: Diagnosis, *severities: str) -> set[str]:
    return {f"{s.column}{s.row}" for f in one.findings if f.severity in severities for s in f.spots}


@pytest.mark.parametrize("case", RIGHT)
def test_a_right_table_is_left_alone(case: str, doctored: Doctor):
    assert [str(f.message) for f in doctored(case).findings if f.severity != "notes"] == []


@pytest.mark.parametrize("case", list(WRONG))
def test_a_planted_fault_is_found(case: str, doctored: Doctor):
    cells = named(doctored(case), "warns", "blocks")
    if case == "P21":
        assert cells & set(WRONG[case])
    else:
        assert set(WRONG[case]) <= cells


@pytest.mark.parametrize("case", list(ASKED))
def test_what_has_two_readings_is_asked(case: str, doctored: Doctor):
    assert set(ASKED[case]) <= named(doctored(case), "notes")


def test_a_unit_in_words_is_read(doctored: Doctor):
    assert all(
        f.code != "units_are_named" for case in ("T10", "T10b") for f in doctored(case).findings
    )


def test_the_first_bullet_is_a_row(doctored: Doctor):
    assert doctored("X02").rows == 7
