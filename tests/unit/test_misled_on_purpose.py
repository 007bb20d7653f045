"""Files of another ICB than the last one, and slips somebody may make on purpose: each asked about, by its kind."""

from pathlib import Path

import pytest

from tests.unit.making import (
    checked,
    csv_of,
    csv_text,
    lists_csv,
    pcn_csv,
    publish,
    targets_csv,
)
from wfcore.declared import declared
from wfcore.store import Store, compare_to_published

CODES = [f"B{n:05d}" for n in range(1, 131)]  # more than `hours.many`
LEEDS = {
    "SUB_ICB_CODE": "15F", "SUB_ICB_NAME": "NHS West Yorkshire ICB - 15F", "ICB_CODE": "QWO",
    "ICB_NAME": "NHS West Yorkshire Integrated Care Board", "REGION_CODE": "Y63",
    "REGION_NAME": "North East and Yorkshire",
}  # fmt: skip
LONDON = {"REGION_CODE": "Y56", "REGION_NAME": "London"}
OLDHAM = {
    "SUB_ICB_CODE": "00Y", "ICB_CODE": "QOP", "ICB_NAME": "NHS Greater Manchester ICB", "REGION_CODE": "Y62",
    "REGION_NAME": "North West",
}  # fmt: skip


def practices(
    every: dict[str, object] | None = None, gps: float = 6, none: int = 0, codes: list[str] = CODES
) -> bytes:
    """A return of Leeds: 10,000 patients and six GPs each (60 for 100,000); `none` of them have 0."""
    return csv_of(
        [
            {
                "PRAC_CODE": code, "PRAC_NAME": f"SURGERY {code}", **LEEDS, **(every or {}),
                "TOTAL_PATIENTS": 10_000 + at, "TOTAL_GP_FTE": 0 if at < none else gps + at / 1000,
            }
            for at, code in enumerate(codes)
        ]
    )  # fmt: skip


def warned(*files: bytes | str, period: str | None = "2025-08") -> dict[str, tuple[str, ...]]:
    """Warnings and their examples, but for the one that Leeds has fewer patients than these tests need."""
    found = {x.code: x.examples for _, x in checked(*files, period=period)[1].of("warns")}
    return {
        code: said
        for code, said in found.items()
        if code != "areas_hold_no_more_than_their_patients"
    }


def test_a_plain_return_of_leeds_is_not_asked_about():
    assert not warned(practices())


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"ICB_NAME": "NHS North East London Integrated Care Board"}, "area_has_anothers_name", "QWO: NHS North East"),
        ({"REGION_NAME": "London"}, "area_has_anothers_name", "Y63: London, which is Y56"),
        (LONDON, "location_lies_elsewhere", "15F in Y56 (London), known in Y63"),
        ({"ICB_CODE": "QOP", "ICB_NAME": "NHS Greater Manchester ICB"}, "location_lies_elsewhere", "15F in QOP"),
        # A board that nobody knew in November 2025 may have been made since.
        ({"ICB_CODE": "QZZ", "ICB_NAME": "NHS Leeds and Bradford ICB"}, "", ""),
    ],
)  # fmt: skip
def test_areas_that_are_called_or_placed_as_another(
    changed: dict[str, object], code: str, said: str
):
    found = warned(practices(changed))
    assert set(found) == ({code} if code else set())
    assert any(said in example for example in found.get(code, ("",)))


@pytest.mark.parametrize(("none", "asked"), [(0, False), (6, False), (7, True), (65, True)])
def test_gps_that_are_0_in_many_practices(none: int, asked: bool):
    """5% of 130 are 6.5; where nearly all are 0 the column was emptied, of which another finding tells."""
    found = warned(practices(none=none))
    assert ("zeros_are_few" in found) is asked
    if asked:
        assert found["zeros_are_few"][0].endswith("patients, 0 GPs")


def test_half_the_gps_of_a_million_patients_are_a_fault_of_the_file():
    """1.3 million patients: 30 for 100,000 is half of England's 59.3; a place of 200,000 may be so."""
    assert "staff_are_as_many_as_usual" in warned(practices(gps=3))
    assert "staff_are_as_many_as_usual" in warned(practices(gps=12))
    assert "staff_are_as_many_as_usual" not in warned(practices(gps=3, codes=CODES[:20]))


def people(doubled: bool) -> bytes:
    """Of sixty networks each one to five pharmacists at 0.1 to 1.0 FTE; doubled under new identifiers."""
    rows = [
        {"PCN_CODE": f"U{pcn:05d}", "FTE": fte / 10, "UNIQUE_IDENTIFIER": 1000 * pcn + fte}
        for pcn in range(1, 61)
        for fte in range(5, 6 + pcn % 5)
    ]
    again = [row | {"UNIQUE_IDENTIFIER": 900_000 + at} for at, row in enumerate(rows)]
    return pcn_csv([*rows, *again] if doubled else rows)


@pytest.mark.parametrize("doubled", [False, True])
def test_people_who_all_come_in_pairs(doubled: bool):
    assert ("people_in_pairs" in warned(people(doubled), period=None)) is doubled


@pytest.mark.parametrize(
    ("better", "value", "unit", "asked"),
    [
        ("", 50, "FTE per 100,000 patients", False),
        ("higher", 50, "FTE per 100,000 patients", False),
        ("lower", 50, "FTE per 100,000 patients", True),
        ("lower", 2000, "patients per FTE", False),  # of what is written, fewer is better
    ],
)
def test_an_aim_that_is_met_from_the_wrong_side(better: str, value: float, unit: str, asked: bool):
    found = warned(targets_csv([{"better": better, "value": value, "unit": unit}]), period=None)
    assert ("aim_other_way" in found) is asked


GROUPS = ("GROUP", "KIND", "PRACTICE_CODE", "FROM", "TO")


@pytest.mark.parametrize(
    ("name", "practice", "code", "severity"),
    [
        ("Leeds Federation", "B00001", "", ""),
        ("Leeds", "B00001", "group_named_like_a_place", "warns"),
        ("West Yorkshire", "B00001", "group_named_like_a_place", "warns"),
        ("Leeds Federation", "U10439", "group_of_networks", "blocks"),
    ],
)
def test_groups_called_as_a_place_or_made_of_networks(
    name: str, practice: str, code: str, severity: str
):
    report = checked(csv_text(GROUPS, [(name, "federation", practice, "", "")]))[1]
    found = {x.code: x.severity for f in report.files for x in f.findings}
    assert found == ({code: severity} if code else {})


@pytest.mark.parametrize("name", ["Headingley & Hyde Park", "Leeds Central and Headingley"])
def test_wards_and_constituencies_are_no_authorities(name: str):
    """By name alone, where no other look-up is there to contradict."""
    report = checked(csv_text(("PRACTICE_CODE", "BOROUGH"), [("B00001", name)]))[1]
    assert [(x.code, x.examples) for _, x in report.of("blocks")] == [
        ("boroughs_are_boroughs", (name,))
    ]
    assert checked(csv_text(("PRACTICE_CODE", "BOROUGH"), [("B00001", "Leeds")]))[1].publishable


def against(store: Path, *files: bytes | str, period: str | None = None) -> dict[str, str]:
    drafts, report = checked(*files, period=period)
    told = compare_to_published(drafts, report, Store.open(store))
    return {x.code: x.message for f in told.files for x in f.findings}


def test_a_file_of_other_places_is_not_compared(store: Path):
    """Nobody is in both: what North East London had says nothing about Leeds."""
    publish(store, practices(codes=[f"F{n:05d}" for n in range(1, 131)]), period="2025-06")
    found = against(store, practices(), period="2025-09")
    assert "None of these 130 practices is among the 130 of 2025-06" in found["covers_other_places"]
    assert not {"gp_fte_changed", "patients_changed", "icb_changed", "rows_gone", "rows_new"} & set(
        found
    )
    assert "covers_other_places" not in against(
        store, practices(codes=["F00001", *CODES]), period="2025-09"
    )


def test_a_part_of_another_month_under_a_new_name(store: Path):
    """The practices of Leeds cut out of June's file of more places, and called September."""
    both = [*CODES, *(f"F{n:05d}" for n in range(1, 131))]
    publish(store, practices(codes=both), period="2025-06")
    assert (
        "This looks like 2025-06: 100.0%"
        in against(store, practices(), period="2025-09")["looks_like_another_period"]
    )
    assert "looks_like_another_period" not in against(store, practices(gps=6.5), period="2025-09")


def test_lists_of_one_sex_are_asked_about(store: Path):
    """Half of what another source has for each practice, at each practice."""
    publish(store, practices(), period="2025-08")
    for part, asked in ((0.5, True), (0.9, False), (1.1, False)):
        lists = lists_csv([(code, round(10_000 * part)) for code in CODES], period="2025-09")
        assert ("lists_differ_throughout" in against(store, lists)) is asked


GONE = ("PRACTICE_CODE", "SUCCESSOR_CODE", "HOW", "SINCE")


def test_heirs_of_another_board_and_the_gone_who_still_report(store: Path):
    publish(store, practices(codes=["B00001", "B00002"]), period="2025-08")
    publish(store, practices(OLDHAM, codes=["P84004"]), period="2025-07")
    far = against(store, csv_text(GONE, [("B00001", "P84004", "merged", "2025-08")]))
    assert {"succession_across_boards", "gone_and_still_reports"} <= set(far)
    near = against(store, csv_text(GONE, [("B00001", "B00002", "merged", "2025-09")]))
    assert not {"succession_across_boards", "gone_and_still_reports"} & set(near)


def test_the_rules_are_wider_than_anything_published():
    """Boards of 2024 to 2026 have 41 to 70 GPs for 100,000 patients; PCN files have up to 30% of rows in pairs."""
    usual = declared().rules.usual
    assert usual.rates["gp"] / usual.gps < 40.7
    assert usual.rates["gp"] * usual.gps > 70.4
    assert declared().rules.pcn_people.in_pairs > 0.9
