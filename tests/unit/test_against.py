"""Drafts against what is published."""

from pathlib import Path

from tests.unit.making import checked, codes_of, lists_csv, pcn_csv, publish, staff_csv
from wfcore.checking import QualityReport
from wfcore.store import Store, compare_to_published


def compared(folder: Path, *files: bytes | str, period: str | None = None) -> QualityReport:
    drafts, report = checked(*files, period=period)
    report = QualityReport(files=tuple(f.model_copy(update={"findings": ()}) for f in report.files))
    return without_reach(compare_to_published(drafts, report, Store.open(folder)))


def without_reach(report: QualityReport) -> QualityReport:
    """What is said of lists, maps and boroughs, which these files all lack, is tested in test_consequences."""
    files = (
        file.model_copy(
            update={"findings": tuple(f for f in file.findings if not f.code.endswith("_in_reach"))}
        )
        for file in report.files
    )
    return QualityReport(files=tuple(files))


def without_notes(report: QualityReport) -> dict[str, str]:
    """Code → severity of what blocks or warns."""
    return {code: severity for code, severity in codes_of(report).items() if severity != "notes"}


def staff(n: int, fte: float = 2, period: str = "2025-09") -> str:
    return staff_csv([("", f"A{i:05d}", fte) for i in range(n)], period=period)


def test_against_an_empty_store(store: Path):
    Store.create(store)
    assert codes_of(compared(store, staff(3))) == {}


def test_the_same_bytes_again_block(store: Path):
    publish(store, staff(3), by="Ann")
    report = compared(store, staff(3))
    assert codes_of(report) == {"already_published": "blocks"}
    assert "by Ann (version 1)" in report.files[0].findings[0].message


def test_other_figures_for_the_same_month_are_a_revision(store: Path):
    publish(store, staff(3), by="Ann")
    report = compared(store, staff(3, 2.05))
    assert codes_of(report) == {"revision": "warns", "figures_restated": "notes"}
    assert "by Ann (version 1)" in report.files[0].findings[0].message
    assert report.files[0].findings[0].examples == ("file 0.csv",)


def test_a_new_month_is_neither(store: Path):
    publish(store, staff(3))
    assert without_notes(compared(store, staff(3, period="2025-10"))) == {}


def test_each_file_is_compared_by_itself(store: Path):
    publish(store, staff(3), lists_csv([("A00001", 5000)]))
    report = compared(store, lists_csv([("A00001", 5000)]), staff(3, period="2025-10"))
    assert [without_notes(QualityReport(files=(f,))) for f in report.files] == [
        {"already_published": "blocks"},
        {},
    ]


def test_fewer_practices_than_before(store: Path):
    publish(store, staff(100))
    for n, codes in (
        (90, {}),
        (89, {"rows_changed": "warns"}),
        (111, {"rows_changed": "warns"}),
        (71, {"rows_changed": "warns"}),
        (69, {"rows_changed": "blocks"}),
        (200, {"rows_changed": "warns"}),
    ):
        assert without_notes(compared(store, staff(n, 200 / n, "2025-10"))) == codes, n
    found = compared(store, staff(69, 200 / 69, "2025-10")).files[0].findings[0]
    assert "69 practices against 100 in 2025-09 (-31%)" in found.message


def test_pcns_are_called_pcns(store: Path):
    publish(store, pcn_csv([{"PCN_CODE": f"U{i:05d}"} for i in range(10)]))
    found = compared(store, pcn_csv([{"CENSUS_MONTH": 10}])).files[0].findings[0]
    assert "1 PCNs against 10" in found.message


def test_staff_that_moved_much(store: Path):
    def nurses(fte: float, period: str = "2025-09") -> str:
        cells = [("", f"A{i:05d}", fte) for i in range(100)]
        return staff_csv(cells, period=period, group="nurse")

    publish(store, staff(100, 2), nurses(1, "2025-08"))
    assert without_notes(compared(store, staff(100, 2.09, "2025-10"))) == {}
    assert without_notes(compared(store, staff(100, 2.2, "2025-10"))) == {"gp_fte_changed": "warns"}
    publish(store, nurses(1, "2025-11"))
    report = compared(store, nurses(1.2, "2025-12"))
    assert codes_of(report) == {"staff_group_changed": "warns"}
    (said,) = (f for f in report.files[0].findings if f.code == "staff_group_changed")
    assert said.examples == ("nurse: 100.0 → 120.0",)


def test_the_period_before_is_the_newest_before_it_and_of_the_same_source(store: Path):
    publish(
        store,
        staff(10, period="2025-07"),
        staff(100, period="2025-08"),
        staff(10, period="2025-11"),
    )
    assert without_notes(compared(store, staff(100, 2.05, period="2025-09"))) == {}
    fewer = without_notes(compared(store, staff(10, 20, period="2025-09")))
    assert fewer == {"rows_changed": "blocks", "unit_moves_a_place": "warns"}
    # Nothing stands before the first.
    assert codes_of(compared(store, staff(500, period="2025-06"))) == {}


def test_an_already_published_file_may_not_be_published(store: Path):
    made = publish(store, staff(3))
    report = compared(store, staff(3))
    assert not report.publishable
    assert made.head() == 1
