"""What differs from the last published period, on tables small enough to add up by hand."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import checked, csv_of, pcn_csv, places_csv, publish, staff_csv
from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.store import Differences, Store, find_differences

Row = dict[str, object]


def practice(n: int, **changed: object) -> Row:
    """A row of the published file; what is not said is as in most rows."""
    usual: Row = {
        "PRAC_CODE": f"A{n:05d}", "PRAC_NAME": f"SURGERY {n}", "PCN_CODE": "U00001",
        "PCN_NAME": "FIRST PCN", "SUB_ICB_CODE": "99X", "SUB_ICB_NAME": "NHS SOMEWHERE",
        "ICB_CODE": "QXX", "ICB_NAME": "NHS SOMEWHERE ICB", "TOTAL_PATIENTS": 5000 + n,
        "TOTAL_GP_FTE": 4, "TOTAL_GP_HC": 5, "TOTAL_NURSES_FTE": 2, "TOTAL_NURSES_HC": 3,
    }  # fmt: skip
    return usual | changed


def practices(count: int = 20, **changed: object) -> list[Row]:
    return [practice(n, **changed) for n in range(count)]


def against(
    folder: Path, then: list[Row], now: list[Row], *, was: str = "2025-06", is_now: str = "2025-09"
) -> Differences:
    """The draft of `is_now` against what is published of `was`."""
    publish(folder, csv_of(then), period=was)
    drafts, _ = checked(csv_of(now), period=is_now)
    (found,) = find_differences(drafts, Store.open(folder).read())
    return found


def codes(found: Differences) -> dict[str, str]:
    return {one.code: one.severity for one in found.findings}


def the(found: Differences, code: str) -> Finding:
    (one,) = [one for one in found.findings if one.code == code]
    assert one.advice
    assert one.examples
    return one


def test_what_was_never_published_is_compared_with_nothing(store: Path):
    Store.create(store)
    drafts, _ = checked(csv_of(practices()), period="2025-09")
    (found,) = find_differences(drafts, Store.open(store).read())
    assert (found.against, found.tables, found.findings) == ("", {}, ())


def test_new_and_gone(store: Path):
    then = practices(20)
    found = against(store, then, [*then[:19], practice(30, PCN_NAME="FIRST PCN")])
    assert found.against == "2025-06"
    assert found.tables["new"].rows() == [("A00030", "SURGERY 30", "FIRST PCN", 5030.0)]
    assert found.tables["gone"]["code"].to_list() == ["A00019"]
    assert the(found, "rows_new").examples == ("A00030 Surgery 30",)
    assert the(found, "rows_gone").severity == "notes"


def test_moved_to_another_network_and_sub_icb(store: Path):
    then = practices()
    now = [practice(0, PCN_CODE="U00002", PCN_NAME="SECOND PCN"), *practices()[1:]]
    now[5] |= {"SUB_ICB_CODE": "42D", "SUB_ICB_NAME": "NHS ELSEWHERE"}
    found = against(store, then, now)
    assert found.tables["moved_pcn"].rows() == [
        ("A00000", "SURGERY 0", "U00001", "FIRST PCN", "U00002", "SECOND PCN")
    ]
    assert the(found, "pcn_changed").examples == ("A00000: U00001 → U00002",)
    assert the(found, "sub_icb_changed").examples == ("A00005: 99X → 42D",)
    assert codes(found)["pcn_changed"] == codes(found)["sub_icb_changed"] == "warns"


def test_merged_is_asked_about_only_where_the_growth_fits(store: Path):
    then = [*practices(20), practice(40, TOTAL_PATIENTS=3000)]
    # 1 took over all of the 3,000 patients, 2 grew by half as much, 3 is of another network.
    now = [
        {**row, "TOTAL_PATIENTS": int(str(row["TOTAL_PATIENTS"])) + grew, **more}
        for row, grew, more in zip(
            then[:20],
            [0, 3000, 1500, 3000] + [0] * 16,
            [{}, {}, {}, {"PCN_CODE": "U00009"}] + [{}] * 16,
            strict=True,
        )
    ]
    found = against(store, then, now)
    assert found.tables["merged"].rows() == [
        ("A00040", "SURGERY 40", 3000.0, "A00001", "SURGERY 1", 3000.0)
    ]
    assert the(found, "practice_merged").examples == (
        "A00040 (3,000 patients) → A00001 (grew by 3,000)",
    )


def test_a_small_list_that_is_gone_is_no_merger(store: Path):
    then = [*practices(20), practice(40, TOTAL_PATIENTS=400)]
    now = [practice(0, TOTAL_PATIENTS=5400), *then[1:20]]
    assert "merged" not in against(store, then, now).tables


def test_renamed_under_the_same_code(store: Path):
    then = practices()
    now = [practice(0, PRAC_NAME="Surgery  0"), practice(1, PRAC_NAME="NEW NAME"), *then[2:]]
    found = against(store, then, now)
    assert found.tables["renamed"].rows() == [("practice", "A00001", "SURGERY 1", "NEW NAME")]
    assert codes(found)["names_changed"] == "notes"


def test_a_network_with_another_code(store: Path):
    found = against(store, practices(), practices(PCN_CODE="U00007"))
    assert the(found, "pcn_recoded").examples == ("First PCN: U00001 → U00007",)


def test_totals_and_coverage(store: Path):
    then = practices(10)
    now = [practice(0, TOTAL_NURSES_FTE="NA", TOTAL_GP_FTE=5), *then[1:]]
    rows = {
        (r["what"], r["definition"]): r
        for r in against(store, then, now).tables["totals"].to_dicts()
    }
    gp, nurse = rows["gp", "all"], rows["nurse", "all"]
    assert (gp["then"], gp["now"], gp["change"], gp["share"]) == (40, 41, 1, 0.025)
    assert (nurse["reported_then"], nurse["reported_now"], nurse["units_now"]) == (10, 9, 10)
    everybody = sum(5000 + n for n in range(10))
    assert nurse["patients_covered_now"] == pytest.approx((everybody - 5000) / everybody)
    assert rows["registered patients", "all"]["now"] == everybody


@pytest.mark.parametrize(("patients", "warns"), [(1.019, False), (1.021, True), (0.979, True)])
def test_patients_by_two_per_cent(store: Path, patients: float, warns: bool):
    now = [{**r, "TOTAL_PATIENTS": int(str(r["TOTAL_PATIENTS"])) * patients} for r in practices()]
    assert ("patients_changed" in codes(against(store, practices(), now))) is warns


@pytest.mark.parametrize(("fte", "warns"), [(4.19, False), (4.21, True), (3.79, True)])
def test_gps_by_five_per_cent(store: Path, fte: float, warns: bool):
    found = against(store, practices(), practices(TOTAL_GP_FTE=fte))
    assert ("gp_fte_changed" in codes(found)) is warns
    assert "fte_changed" not in codes(found)  # of other groups


def test_one_icb_by_ten_per_cent(store: Path):
    """Two ICBs: one loses 1 of 4 practices, the other gains one, the whole stays."""
    home, away = {"ICB_CODE": "QAA"}, {"ICB_CODE": "QBB"}
    then = [practice(n, **(home if n < 16 else away)) for n in range(20)]
    now = [practice(n, **(home if n < 17 else away)) for n in range(20)]
    found = against(store, then, now)
    assert {e.split()[0] for e in the(found, "icb_changed").examples} == {"QBB"}
    assert the(found, "icb_changed").count == 2  # patients and GPs
    assert not {"patients_changed", "gp_fte_changed"} & set(codes(found))


def test_biggest_movers(store: Path):
    """At least 2 FTE and half of what it was; the largest first; with its part in the whole."""
    then = practices(10)
    then[3] |= {"TOTAL_GP_FTE": 100}
    now = [
        practice(n, TOTAL_GP_FTE=fte) for n, fte in enumerate([8, 5.9, 7, 103, 4, 4, 4, 4, 4, 1])
    ]
    movers = against(store, then, now).tables["movers"]
    assert movers.select("code", "staff_group", "then", "now").rows() == [
        ("A00000", "gp", 4, 8),
        ("A00002", "gp", 4, 7),
        ("A00009", "gp", 4, 1),
    ]
    assert movers["of_area"].to_list() == pytest.approx([4 / 136, 3 / 136, -3 / 136])


def test_at_most_twenty_movers(store: Path):
    now = practices(30, TOTAL_NURSES_FTE=5, TOTAL_GP_FTE=8)
    assert against(store, practices(30), now).tables["movers"].height == 20


def test_the_same_figures_as_last_time(store: Path):
    then = practices(10)
    now = [practice(n, TOTAL_PATIENTS=6000, TOTAL_NURSES_HC=4 if n < 4 else 3) for n in range(10)]
    found = against(store, then, now)
    assert found.tables["unchanged"]["code"].to_list() == [f"A{n:05d}" for n in range(4, 10)]
    assert "6 of 10 practices (60%)" in the(found, "same_as_last_time").message
    fewer = [practice(n, TOTAL_NURSES_HC=4 if n < 6 else 3) for n in range(10)]
    drafts, _ = checked(csv_of(fewer), period="2025-09")
    (found,) = find_differences(drafts, Store.open(store).read())
    assert found.tables["unchanged"].height == 4
    assert "same_as_last_time" not in codes(found)


def test_an_order_of_rows_or_a_column_of_zeros_does_not_make_it_new(store: Path):
    then = practices(10)
    now = [{**row, "TOTAL_DPC_FTE": 0, "TOTAL_DPC_HC": 0} for row in reversed(then)]
    assert against(store, then, now).tables["unchanged"].height == 10


def test_a_practice_without_staff_is_not_stale(store: Path):
    none = {"TOTAL_GP_FTE": 0, "TOTAL_GP_HC": 0, "TOTAL_NURSES_FTE": 0, "TOTAL_NURSES_HC": 0}
    rows = [practice(0, **none), *practices(10)[1:]]
    assert "A00000" not in against(store, rows, rows).tables["unchanged"]["code"]


def test_columns_new_and_gone(store: Path):
    then = practices()
    now = [
        {k: v for k, v in row.items() if k != "TOTAL_NURSES_HC"} | {"TOTAL_DPC_FTE": 1}
        for row in then
    ]
    found = against(store, then, now)
    assert found.tables["columns"].rows() == [("TOTAL_NURSES_HC", "gone"), ("TOTAL_DPC_FTE", "new")]
    assert the(found, "columns_gone").severity == "warns"
    assert the(found, "columns_new").examples == ("TOTAL_DPC_FTE",)


def test_the_projects_own_layouts_have_no_headings_to_compare(store: Path):
    publish(store, staff_csv([("", "A00001", 2)], period="2025-06"))
    drafts, _ = checked(csv_of(practices()), period="2025-09")
    (found,) = find_differences(drafts, Store.open(store).read())
    assert found.against == "2025-06"
    assert "columns" not in found.tables


def test_figures_restated(store: Path):
    then = practices()
    now = [practice(0, TOTAL_GP_FTE=4.5, TOTAL_NURSES_FTE="NA"), *then[1:]]
    found = against(store, then, now, was="2025-09")
    assert found.replaces
    assert sorted(found.tables["restated"].rows()) == [
        ("staff_total", "A00000", "gp", "fte", 4.0, 4.5),
        ("staff_total", "A00000", "nurse", "fte", 2.0, None),
    ]
    assert the(found, "figures_restated").examples == (
        "A00000 gp fte: 4 → 4.5",
        "A00000 nurse fte: 2 → not available",
    )
    assert "same_as_last_time" not in codes(found)


def test_another_months_file_again(store: Path):
    """98% of the figures equal: it is June's file under September's name."""
    then = practices(60)
    assert codes(against(store, then, then))["looks_like_another_period"] == "blocks"
    # 5 figures a practice: 300. Seven others are more than 2%.
    for changed, blocks in ((5, True), (7, False)):
        now = [practice(n, TOTAL_GP_FTE=4.5 if n < changed else 4) for n in range(60)]
        drafts, _ = checked(csv_of(now), period="2025-09")
        (found,) = find_differences(drafts, Store.open(store).read())
        assert ("looks_like_another_period" in codes(found)) is blocks
    assert found.against == "2025-06"


def test_an_older_month_than_the_last_is_recognised_too(store: Path):
    publish(store, csv_of(practices(60)), period="2025-03")
    publish(store, csv_of(practices(60, TOTAL_GP_FTE=5, TOTAL_PATIENTS=7000)), period="2025-06")
    drafts, _ = checked(csv_of(practices(60)), period="2025-09")
    (found,) = find_differences(drafts, Store.open(store).read())
    assert "This looks like 2025-03: 100.0%" in the(found, "looks_like_another_period").message


def test_a_later_month_than_the_draft_is_recognised_with_nothing_before_it(store: Path):
    found = against(store, practices(60), practices(60), was="2025-09", is_now="2025-06")
    assert (found.against, found.tables) == ("", {})
    assert "This looks like 2025-09: 100.0%" in the(found, "looks_like_another_period").message


def test_a_few_equal_figures_say_nothing(store: Path):
    assert declared().rules.differences.same_as_cells == 50
    assert "looks_like_another_period" not in codes(against(store, practices(5), practices(5)))


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("2025-06", "2025-09", True),
        ("2025-08", "2025-09", False),
        ("2025-07", "2025-08", True),
        ("2024-09", "2025-09", False),  # the same month
        ("2024-12", "2025-03", False),
    ],
)
def test_an_august_between(store: Path, was: str, is_now: str, said: bool):
    found = against(store, practices(), practices(TOTAL_GP_FTE=4.1), was=was, is_now=is_now)
    assert ("trainees_moved_in_august" in codes(found)) is said


@pytest.mark.parametrize(
    ("count", "severity"),
    [(90, None), (89, "warns"), (111, "warns"), (71, "warns"), (69, "blocks")],
)
def test_rows_by_ten_and_thirty_per_cent(store: Path, count: int, severity: str | None):
    now = practices(count, TOTAL_GP_FTE=5)
    assert codes(against(store, practices(100), now)).get("rows_changed") == severity


def test_networks_of_the_pcn_file(store: Path):
    def rows(month: int, fte: float) -> list[Row]:
        return [
            {"CENSUS_MONTH": month, "PCN_CODE": f"U{n:05d}", "PCN_NAME": f"PCN {n}", "FTE": fte,
             "UNIQUE_IDENTIFIER": f"P{n}"} for n in range(10)
        ]  # fmt: skip

    publish(store, pcn_csv(rows(6, 1)))
    drafts, _ = checked(pcn_csv([*rows(9, 3)[:8], {**rows(9, 3)[0], "PCN_CODE": "U00050"}]))
    (found,) = find_differences(drafts, Store.open(store).read())
    assert "9 PCNs against 10" not in str(found.findings)  # a tenth is not more than a tenth
    assert found.tables["gone"]["code"].to_list() == ["U00008", "U00009"]
    assert found.tables["movers"]["change"].to_list() == [2.0] * 8


def test_a_map_of_places(store: Path):
    cells = [(f"A{n:05d}", "U00001", "East") for n in range(10)]
    publish(store, places_csv(cells, period="2025-06"))
    drafts, _ = checked(places_csv([("A00000", "U00002", "East"), *cells[1:]], period="2025-09"))
    (found,) = find_differences(drafts, Store.open(store).read())
    assert found.tables["moved_pcn"]["to_code"].to_list() == ["U00002"]
    assert "totals" in found.tables  # no figures, but it must not fail
    assert found.tables["totals"].filter(pl.col("now").is_not_null()).is_empty()


def test_one_unit_that_moves_a_place_warns(store: Path):
    """Of 20 practices with 80 GPs and 100,190 patients, one now has 40 for 4; another a list tenfold."""
    now = [
        practice(0, TOTAL_GP_FTE=40, TOTAL_GP_HC=45),
        practice(1, TOTAL_PATIENTS=50_010),
        *practices()[2:],
    ]
    found = against(store, practices(), now)
    assert the(found, "unit_moves_a_place").examples == ("A00000: gp 4.0 → 40.0",)
    assert the(found, "list_moves_a_place").examples == ("A00001: 5,001 → 50,010 patients",)
    assert codes(found)["unit_moves_a_place"] == codes(found)["list_moves_a_place"] == "warns"


def test_a_practice_that_grew_as_practices_do_does_not(store: Path):
    now = [
        practice(0, TOTAL_GP_FTE=8, TOTAL_GP_HC=9),
        practice(1, TOTAL_PATIENTS=9000),
        *practices()[2:],
    ]
    assert not {c for c in codes(against(store, practices(), now)) if c.endswith("moves_a_place")}


def test_a_column_that_moved_by_far_warns(store: Path):
    found = against(store, practices(), practices(TOTAL_NURSES_FTE=2.3))
    assert the(found, "staff_group_changed").severity == "warns"
    assert the(found, "staff_group_changed").examples == ("nurse: 40.0 → 46.0",)


# Scope


def elsewhere(count: int, icb: str = "QYY", first: int = 100) -> list[Row]:
    return [
        practice(
            first + n,
            ICB_CODE=icb,
            ICB_NAME=f"NHS {icb} ICB",
            SUB_ICB_CODE="98X",
            PCN_CODE="U00009",
        )
        for n in range(count)
    ]


WARN = ("rows_changed", "patients_changed", "gp_fte_changed", "icb_changed")


def test_a_file_that_covers_more_is_compared_over_what_both_hold(store: Path):
    found = against(store, practices(), [*practices(), *elsewhere(300), *elsewhere(50, "QZZ", 500)])
    assert set(codes(found)) & set(WARN) == set()
    said = the(found, "covers_more")
    assert said.severity == "notes"
    assert "350 practices of 2 ICBs besides" in said.message
    assert said.examples == ("Qyy: 300", "Qzz: 50")
    totals = {r["what"]: (r["then"], r["now"]) for r in found.tables["totals"].to_dicts()}
    assert totals["gp"] == (80, 80)
    assert "new" not in found.tables
    assert found.tables["by_icb"]["icb_code"].unique().to_list() == ["QXX"]


def test_what_both_hold_still_warns(store: Path):
    now = [practice(n, TOTAL_GP_FTE=6, TOTAL_GP_HC=7) for n in range(20)]
    found = against(store, practices(), [*now, *elsewhere(300)])
    assert codes(found)["gp_fte_changed"] == "warns"
    assert "80.0 to 120.0" in the(found, "gp_fte_changed").message
    half = against(store, practices(), [*practices(13), *elsewhere(300)], was="2025-03")
    assert codes(half)["rows_changed"] == "blocks"  # 7 of 20 are gone, however many are new


def test_a_file_that_prints_no_areas_is_placed_by_a_map(store: Path):
    areas = ("PCN_CODE", "PCN_NAME", "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE", "ICB_NAME")
    plain = [{k: v for k, v in row.items() if k not in areas} for row in practices()]
    found = against(store, plain, [*practices(), *elsewhere(300)])
    assert set(codes(found)) & set(WARN) == set()
    assert "300 practices of 1 ICB besides" in the(found, "covers_more").message


def test_a_narrower_file_loses_places_and_says_so(store: Path):
    found = against(store, [*practices(), *elsewhere(300)], practices())
    assert codes(found)["rows_changed"] == "blocks"
    assert codes(found)["icb_changed"] == "warns"
    assert "covers_more" not in codes(found)


def test_merged_icbs_are_not_new_ones(store: Path):
    then = [*practices(), *elsewhere(20)]
    now = [{**row, "ICB_CODE": "QNN", "ICB_NAME": "NHS NEW ICB"} for row in then]
    assert "covers_more" not in codes(against(store, then, now))


def test_many_new_practices_in_the_same_icb_still_warn(store: Path):
    found = against(store, practices(), [*practices(), *(practice(n) for n in range(30, 45))])
    assert codes(found)["rows_changed"] == "warns"
    assert "covers_more" not in codes(found)
