"""A factor of ten, or two columns that changed places, is seen on a first publication too."""

import pytest

from tests.unit.making import checked, codes_of, csv_of, draft_of

Row = dict[str, object]
GROUPS = {
    "GP": 59.3,
    "NURSES": 26.0,
    "DPC": 27.3,
    "ADMIN": 121.0,
}  # England, FTE for 100,000 patients
CODES = {
    "staff_are_as_many_as_usual", "columns_fit_each_other", "lists_are_as_large_as_usual",
    "one_list_moves_a_place", "areas_hold_no_more_than_their_patients", "sexes_exceed_list",
    "sexes_below_list", "patients_are_whole",
}  # fmt: skip


def practice(n: int) -> Row:
    patients = 6000 + 200 * (n % 25)
    row: Row = {
        "PRAC_CODE": f"F82{n:03d}", "SUB_ICB_CODE": "A3A8R", "ICB_CODE": "QMF", "TOTAL_PATIENTS": patients,
        "TOTAL_MALE": patients // 2, "TOTAL_FEMALE": patients - patients // 2,
    }  # fmt: skip
    for group, rate in GROUPS.items():
        fte = round(rate * patients / 1e5 * (0.8 + n % 5 / 10), 2)
        row |= {f"TOTAL_{group}_FTE": fte, f"TOTAL_{group}_HC": int(fte / 0.75) + 1}
    gp = float(str(row["TOTAL_GP_FTE"]))
    return row | {"TOTAL_GP_EXTG_FTE": round(gp * 0.75, 2), "TOTAL_GP_EXTG_HC": int(gp) + 1}


def said(rows: list[Row], period: str = "2025-09") -> dict[str, str]:
    """Code → severity."""
    report = checked(csv_of(rows), period=period)[1]
    return {f.code: f.severity for file in report.files for f in file.findings}


def times(factor: float, *columns: str, rows: slice = slice(None)) -> list[Row]:
    made = [practice(n) for n in range(260)]
    for row in made[rows]:
        for column in columns:
            whole = column.endswith(("_HC", "PATIENTS", "MALE"))
            value = float(str(row[column])) * factor
            row[column] = int(value) if whole else round(value, 4)
    return made


def test_usual_practices_are_left_alone():
    assert not CODES & set(said(times(1)))


@pytest.mark.parametrize("factor", [10, 0.1])
@pytest.mark.parametrize("column", [c for c in practice(1) if c.startswith("TOTAL_")])
def test_a_column_that_is_a_multiple_never_passes_in_silence(column: str, factor: float):
    found = said(times(factor, column))
    assert {"warns", "blocks"} & set(found.values()), found


@pytest.mark.parametrize("column", [f"TOTAL_{group}_FTE" for group in GROUPS])
def test_staff_without_headcounts_are_held_against_england(column: str):
    rows = [{k: v for k, v in r.items() if not k.endswith("_HC")} for r in times(10, column)]
    assert said(rows)["staff_are_as_many_as_usual"] == "warns"


def test_columns_that_changed_places():
    rows = times(1)
    for row in rows:
        row["TOTAL_ADMIN_FTE"], row["TOTAL_DPC_FTE"] = row["TOTAL_DPC_FTE"], row["TOTAL_ADMIN_FTE"]
        del row["TOTAL_ADMIN_HC"], row["TOTAL_DPC_HC"]
    assert said(rows)["staff_are_as_many_as_usual"] == "warns"
    rows = times(1)
    for row in rows:
        row["TOTAL_MALE"], row["TOTAL_PATIENTS"] = row["TOTAL_PATIENTS"], row["TOTAL_MALE"]
    assert said(rows)["sexes_exceed_list"] == "warns"


def test_one_list_ten_times_too_large():
    report = checked(csv_of(times(10, "TOTAL_PATIENTS", rows=slice(3, 4))), period="2025-09")[1]
    (found,) = (
        f for file in report.files for f in file.findings if f.code == "one_list_moves_a_place"
    )
    assert found.examples[0].startswith("F82003: 66,000 patients, about 7,")


def test_a_practice_with_hardly_a_gp_is_no_damage():
    """Some practices of England have 20,000 patients and a third of a GP."""
    rows = [
        {k: r[k] for k in ("PRAC_CODE", "TOTAL_PATIENTS", "TOTAL_GP_FTE")}
        for r in times(0.05, "TOTAL_GP_FTE", rows=slice(0, 1))
    ]
    rows[0]["TOTAL_PATIENTS"] = 40_000
    assert "one_list_moves_a_place" not in said(rows)


def test_an_area_holds_no_more_than_its_patients():
    """A3A8R had 2,489,879 in November 2025; 260 practices with 13,000 each are 3.4 million."""
    rows = times(1)
    for row in rows:
        row |= {"TOTAL_PATIENTS": 13_000, "TOTAL_MALE": 6500, "TOTAL_FEMALE": 6500}
    assert said(rows)["areas_hold_no_more_than_their_patients"] == "warns"


def test_half_patients_are_said():
    rows = times(1)
    rows[0]["TOTAL_PATIENTS"] = 6000.5
    assert said(rows)["patients_are_whole"] == "warns"


@pytest.mark.parametrize("printed", ["0,533", "0,5", "1,5"])
def test_a_comma_after_nought_never_separates_thousands(printed: str):
    draft = draft_of(
        csv_of([{"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 6000, "TOTAL_NURSES_FTE": printed}])
    )
    assert "decimal_comma" in codes_of(draft)


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("[z]", "not_supplied"), ("..", "blank"), ("…", "blank"), ("Not applicable", "not_supplied"),
        ("suppressed", "suppressed"), ("[c]", "suppressed"), ("ND", "not_valid"),
    ],
)  # fmt: skip
def test_marks_are_missing_with_their_reason(mark: str, why: str):
    draft = draft_of(
        csv_of([{"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 6000, "TOTAL_NURSES_FTE": mark}])
    )
    row = draft.tables["staff_total"].filter(staff_group="nurse").row(0, named=True)
    assert (row["fte"], row["fte_missing"]) == (None, why)
