"""What is said before publishing of what publication would do and not do, and after a version is brought back."""

from pathlib import Path

import pytest

from tests.commands import run
from tests.unit.making import (
    checked,
    csv_of,
    lists_csv,
    pcn_csv,
    places_csv,
    publish,
    scores_csv,
    staff_csv,
)
from wfcore.checking import QualityReport
from wfcore.findings import Finding
from wfcore.store import Store, compare_to_published

CELLS = [(f"A{n:05d}", 2 + n / 10) for n in range(1, 11)]
PLACES = [(code, "U00001", "East") for code, _ in CELLS]
LISTS = [(code, 6000) for code, _ in CELLS]


def compared(folder: Path | None, *files: bytes | str, period: str | None = None) -> QualityReport:
    drafts, report = checked(*files, period=period)
    return compare_to_published(drafts, report, Store.open(folder) if folder else None)


def found(report: QualityReport, code: str) -> list[Finding]:
    return [one for file in report.files for one in file.findings if one.code == code]


def staff(cells: list[tuple[str, float]] = CELLS, period: str = "2025-09") -> str:
    return staff_csv([("", code, fte) for code, fte in cells], period=period)


def local(cells: list[tuple[str, float]], period: str = "2025-09") -> str:
    return staff(cells, period).replace("gpw_detailed", "local_staff")


# Effect


def test_a_correction_of_what_is_published_is_refused(store: Path):
    publish(store, staff())
    (said,) = found(compared(store, local([("A00003", 9), ("A00001", 1)])), "no_effect")
    assert (said.severity, said.count, said.examples) == ("blocks", 2, ("A00001", "A00003"))
    assert "2 of 2 rows would change nothing: General Practice Workforce" in said.message


def test_a_practice_that_nobody_published_has_its_effect(store: Path):
    publish(store, staff(), places_csv(PLACES), lists_csv(LISTS))
    report = compared(store, local([("A00003", 9), ("A00011", 4)]))
    (said,) = found(report, "no_effect")
    assert (said.severity, said.examples) == ("warns", ("A00003",))
    new = local([("A00011", 4)])
    assert found(compared(store, new), "no_effect") == []
    publish(store, new)
    given = ("measures", "--metric", "gp_fte", "--level", "practice", "--store", store)
    rows = {row["area_code"]: row["value"] for row in run(*given).rows()}
    assert rows["A00003"] == "2.3"
    assert "A00011" in rows


def test_what_a_file_takes_the_place_of(store: Path):
    """An extract counts trainees apart; the file of the month that comes after it does not, and moves A00003."""
    both = staff().replace("gpw_detailed", "gpw_extract")
    apart = both.replace(",gp,all,all,", ",gp,all,excl_trainees,").splitlines()[1:]
    publish(store, "\n".join([both.rstrip(), *apart, ""]), places_csv(PLACES), lists_csv(LISTS))
    report = compared(
        store, staff([(code, 9 if code == "A00003" else fte) for code, fte in CELLS[:4]])
    )
    (lost,) = found(report, "counts_lost")
    assert (lost.severity, lost.count) == ("warns", 4)
    assert lost.examples == ("GPs (fully qualified, excluding trainees), FTE: 4 practices",)
    (said,) = found(report, "takes_the_place")
    assert "4 units this file takes the place of" in said.message
    assert "1 of 4 figures differ" in said.message
    assert said.examples == ("A00003: GPs (all, including trainees), FTE 2.30 → 9.00",)
    # What was said happens: of these four, trainees are no longer told apart.
    asked = (
        "measures",
        "--metric",
        "gp_excl_trainees_fte",
        "--level",
        "practice",
        "--store",
        store,
    )
    before = {row["area_code"]: row["value"] for row in run(*asked).rows()}
    publish(store, staff(CELLS[:4]))
    after = {row["area_code"]: row["value"] for row in run(*asked).rows()}
    assert {code for code in before if before[code] and not after.get(code)} == {
        c for c, _ in CELLS[:4]
    }
    assert found(compared(store, staff(period="2025-10")), "takes_the_place") == []


def test_another_month_or_the_same_upload(store: Path):
    publish(store, staff())
    assert found(compared(store, local([("A00003", 9)], "2025-10")), "no_effect") == []
    (said,) = found(compared(None, staff(), local([("A00003", 9)])), "no_effect")
    assert said.severity == "blocks"


def test_scores_that_another_source_has_already(store: Path):
    publish(store, scores_csv([("A00001", 2019, 20.5), ("A00002", 2019, 30.5)]))
    header = "Indicator ID,Indicator Name,Area Type,Area Code,Area Name,Time period,Value\n"
    row = "93553,Deprivation score (IMD 2019),GPs,{},SURGERY,2019,{}\n"
    both = header + row.format("A00001", 21.5) + row.format("A00009", 11)
    (said,) = found(compared(store, both), "no_effect")
    assert (said.severity, said.examples) == ("warns", ("A00001 2019",))
    (said,) = found(compared(store, header + row.format("A00001", 21.5)), "no_effect")
    assert said.severity == "blocks"


# The same again


def test_the_same_figures_in_another_layout_differ_in_nothing(store: Path):
    rows = [{"PRAC_CODE": c, "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": fte} for c, fte in CELLS]
    wide = csv_of(rows)
    turned = csv_of(
        [{"TOTAL_GP_FTE": f"{r['TOTAL_GP_FTE']}0", "PRAC_CODE": r["PRAC_CODE"], "TOTAL_PATIENTS": "6000"}
         for r in reversed(rows)]
    )  # fmt: skip
    publish(store, wide, period="2025-09")
    report = compared(store, turned, period="2025-09")
    (said,) = found(report, "nothing_differs")
    assert said.severity == "notes"
    assert "Nothing differs from what is published for 2025-09" in said.message
    assert not found(report, "revision")
    # One figure in another place, and it is a revision.
    rows[4]["TOTAL_GP_FTE"] = 2.6
    report = compared(store, csv_of(rows), period="2025-09")
    assert found(report, "revision")
    assert not found(report, "nothing_differs")


def test_lists_in_another_layout(store: Path):
    publish(store, lists_csv(LISTS))
    turned = lists_csv(LISTS[::-1])
    assert found(compared(store, turned), "nothing_differs")
    assert not found(compared(store, lists_csv(LISTS[:-1])), "nothing_differs")


def test_tables_that_would_go_are_named(store: Path):
    rows = [{"PRAC_CODE": c, "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": fte} for c, fte in CELLS]
    publish(store, csv_of(rows), period="2025-09")
    report = compared(store, staff())
    (said,) = found(report, "tables_gone")
    assert said.severity == "warns"
    assert "also holds list sizes" in said.message
    assert not found(report, "nothing_differs")


# What will be missing


def test_a_practice_file_alone_says_what_will_be_missing():
    report = compared(None, staff())
    severities = {
        code: [one.severity for one in found(report, code)]
        for code in ("no_lists_in_reach", "no_map_in_reach", "no_boroughs_in_reach")
    }
    assert severities == {
        "no_lists_in_reach": ["warns"], "no_map_in_reach": ["warns"], "no_boroughs_in_reach": ["notes"],
    }  # fmt: skip
    (said,) = found(report, "no_lists_in_reach")
    assert "10 of 10 practices have no list size near this month" in said.message
    assert "no rates per 100,000 patients" in said.message


@pytest.mark.parametrize(
    ("beside", "left"),
    [
        ((places_csv(PLACES), lists_csv(LISTS)), set[str]()),
        ((places_csv(PLACES),), {"no_lists_in_reach"}),
        ((lists_csv(LISTS),), {"no_map_in_reach", "no_boroughs_in_reach"}),
        ((places_csv(PLACES), lists_csv(LISTS, period="2025-12")), set[str]()),
        ((places_csv(PLACES), lists_csv(LISTS, period="2025-05")), {"no_lists_in_reach"}),
        # 8 of 10 have a list: areas keep their figures.
        ((places_csv(PLACES), lists_csv(LISTS[:8])), set[str]()),
        ((places_csv(PLACES), lists_csv(LISTS[:7])), {"no_lists_in_reach"}),
    ],
)
def test_maps_and_lists_in_reach(store: Path, beside: tuple[str, ...], left: set[str]):
    together = compared(None, staff(), *beside)
    publish(store, *beside)
    after = compared(store, staff())
    for report in (together, after):
        codes = {one.code for file in report.files for one in file.findings}
        assert {code for code in codes if code.endswith("_in_reach")} == left


def test_a_map_that_drops_the_boroughs_is_noticed_and_a_second_month_without_is_not(store: Path):
    publish(store, staff(), lists_csv(LISTS))
    later = compared(store, staff(period="2025-10"))
    assert found(later, "no_boroughs_in_reach") == []  # nobody here uses boroughs
    assert found(later, "no_map_in_reach")


def test_staff_of_pcns_without_lists_are_told_so():
    report = compared(None, pcn_csv([{}, {"PCN_CODE": "U00002"}]))
    (said,) = found(report, "no_lists_in_reach")
    assert (said.severity, said.count) == ("notes", 2)
    assert not found(report, "no_map_in_reach")


# The command line


def test_what_was_accepted_is_printed(store: Path, tmp_path: Path):
    path = tmp_path / "staff.csv"
    path.write_text(staff(), encoding="utf-8")
    given = ("publish", path, "--store", store, "--new", "--by", "Ann", "--why", "first month")
    refused = run(*given)
    assert refused.code == 1
    assert "no_map_in_reach" in refused.err
    done = run(*given, "--accept-warnings")
    assert (done.code, done.out) == (0, "Published version 1\n")
    accepted = [line for line in done.err.splitlines() if line.startswith("Accepted: ")]
    assert [line.rpartition("(")[2] for line in accepted] == [
        "no_lists_in_reach: first month)", "no_map_in_reach: first month)",
    ]  # fmt: skip
    assert "Note: 10 of 10 practices have no local authority" in done.err
    (row,) = run("history", "--store", store).rows()
    assert row["accepted_warnings"] == (
        "no_lists_in_reach: first month; no_map_in_reach: first month"
    )


def test_restoring_lists_what_changes(store: Path):
    publish(store, staff(), lists_csv(LISTS))
    publish(store, staff([*CELLS[:9], ("A00010", 9)]))
    publish(store, staff(period="2025-10"))
    back = run("restore", 1, "--store", store, "--by", "Ann")
    assert back.out.splitlines() == [
        "Published version 4, which is version 1 again",
        "General Practice Workforce, practice level, Detailed, September 2025: is as it was then (file 0.csv).",
        "General Practice Workforce, practice level, Detailed, October 2025: goes (file 0.csv).",
    ]
    forth = run("restore", 3, "--store", store, "--by", "Ann")
    assert forth.out.splitlines()[1:] == [
        "General Practice Workforce, practice level, Detailed, September 2025: is as it was then (file 0.csv).",
        "General Practice Workforce, practice level, Detailed, October 2025: comes back (file 0.csv).",
    ]
    same = run("restore", 3, "--store", store, "--by", "Ann")
    assert same.out.splitlines()[1:] == [
        "It holds the same as the newest version: no figure changes."
    ]


def test_a_look_up_that_another_overshadows(store: Path):
    """The analyst's look-up is believed before that of 2022, so the latter would change nothing there."""
    own = "PRACTICE_CODE,BOROUGH\nA00001,Southton\n"
    of_2022 = "PRACTICE_CODE,BOROUGH,SOURCE\nA00001,Northton,lad_2022\n"
    publish(store, staff(), own)
    (said,) = found(compared(store, of_2022), "no_effect")
    assert (said.severity, said.examples) == ("blocks", ("A00001",))
    (said,) = found(compared(store, of_2022 + "A00003,Northton,lad_2022\n"), "no_effect")
    assert said.severity == "notes"
    assert found(compared(store, own.replace("A00001", "A00003")), "no_effect") == []
