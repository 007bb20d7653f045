"""Rates for weighted patients: a few practices worked out by hand."""

from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.unit.making import csv_text, figures, lists_csv, pcn_csv, places_csv, publish, staff_csv
from wfcore.answers import Answer, answer_question, choice_of, question_of, standard_questions
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures, units

EAST = [("A00001", "U00001"), ("A00002", "U00001"), ("A00003", "U00002"), ("A00004", "U00002"),
        ("A00005", "U00002")]  # fmt: skip
PLACES = [*((code, pcn, "East") for code, pcn in EAST), ("A00006", "U00003", "West")]
LISTS = [("A00001", 6000), ("A00002", 4000), ("A00003", 10000), ("A00004", 5000), ("A00005", 5000),
         ("A00006", 5000)]  # fmt: skip
# Registered and weighted in the year: a patient weighs 1.2, 0.9, 1, 1, and of two practices nobody says.
YEAR = [("A00001", 5000, 6000), ("A00002", 4000, 3600), ("A00003", 8000, 8000), ("A00004", 50, 50)]
STAFF = [("", "A00001", 3), ("", "A00002", 2), ("", "A00003", 8), ("", "A00004", 4),
         ("", "A00005", 9), ("", "A00006", 2)]  # fmt: skip
# 6,000 × 1.2 + 4,000 × 0.9 + 10,000 + 5,000 = 25,800 weighted patients, and 17 full-time posts.
RATE = 100_000 * 17 / 25_800


def weights_csv(
    rows: list[tuple[str, int, int]] = YEAR, period: str = "2024-03", source: str = "nhs_payments"
) -> str:
    header = ["PERIOD", "SOURCE", "PRACTICE_CODE", "REGISTERED", "WEIGHTED"]
    return csv_text(header, ((period, source, *row) for row in rows))


def made(*more: str) -> VersionMeasures:
    return figures(staff_csv(STAFF), places_csv(PLACES), lists_csv(LISTS), *more)


@pytest.fixture(scope="module")
def here() -> VersionMeasures:
    return made(weights_csv())


def asked(of: VersionMeasures, kind: str, metric: str = "gp_rate_weighted", **more: str) -> Answer:
    (question,) = standard_questions(choice_of(of, "East", metric), [kind])
    return answer_question(of, question.but(**more))


def test_who_has_no_weight_leaves_with_staff_and_patients(here: VersionMeasures):
    found = here.measure_of("gp_rate_weighted", "borough", "East")
    assert (found.numerator, found.denominator) == (17, pytest.approx(25_800))
    assert found.value == pytest.approx(RATE)
    assert found.coverage_practices == pytest.approx(4 / 5)
    assert found.coverage_patients == pytest.approx(25 / 30)
    per_post = here.measure_of("patients_per_gp_weighted", "borough", "East")
    assert per_post.value == pytest.approx(25_800 / 17)


def test_the_rate_for_registered_patients_stays_as_it_is(here: VersionMeasures):
    registered = ["gp_rate", "gp_fte", "patients_per_gp", "registered_patients"]
    for level in ("practice", "pcn", "borough", "england"):
        assert here.measure(registered, level).equals(made().measure(registered, level))
    assert here.receipt("gp_rate", "borough", "East", "2025-09").files["use"].to_list() == [
        "staff", "patients", "areas",
    ]  # fmt: skip


def test_a_place_with_too_few_weights_has_no_rate(here: VersionMeasures):
    west = here.measure_of("gp_rate_weighted", "borough", "West")
    assert (west.value, west.numerator, set(west.flags)) == (None, None, {"no_weighted"})
    few = made(weights_csv(YEAR[:3]))  # 3 of 5 practices
    assert few.measure_of("gp_rate_weighted", "borough", "East").flags == {"no_weighted"}


def test_a_network_is_weighted_when_all_its_practices_are():
    pcn = pcn_csv([{"PCN_CODE": code, "FTE": 3} for code in ("U00001", "U00002")])
    found = figures(pcn, places_csv(PLACES), lists_csv(LISTS), weights_csv())
    rates = found.measure(["pcn_staff_rate_weighted"], "pcn")
    values = dict(rates.select("area_code", "value").iter_rows())
    assert values["U00001"] == pytest.approx(100_000 * 3 / 10_800)
    assert values["U00002"] is None


def test_the_receipt_makes_the_number_again_and_names_who_is_left_out(here: VersionMeasures):
    receipt = here.receipt("gp_rate_weighted", "borough", "East", "2025-09")
    names = {"version": here.version, "pl": pl, "units": units, "declared": declared}
    assert eval(receipt.expression, names) == pytest.approx(RATE)
    assert (receipt.not_reported, receipt.without_patients) == ((), ("SURGERY A00005",))
    uses = dict(receipt.files.select("use", "snapshot_date").iter_rows())
    assert uses["weighted patients"] == "2024-03-31"


@pytest.mark.parametrize(("period", "found"), [("2021-09", True), ("2021-08", False)])
def test_weights_may_be_so_many_months_away(period: str, found: bool):
    assert declared().rules.weighted_months_apart == 48
    there = made(weights_csv(period=period)).measure_of("gp_rate_weighted", "borough", "East")
    assert (there.value is not None) is found


def test_the_nearest_year_weighs_and_fills_up_from_the_next():
    older = [("A00001", 100, 900), ("A00005", 100, 110)]
    found = made(weights_csv(), weights_csv(older, "2023-03"))
    east = found.measure_of("gp_rate_weighted", "borough", "East")
    assert east.denominator == pytest.approx(25_800 + 5_000 * 1.1)
    assert "2022/23 and 2023/24" in asked(found, "enough").cautions[0]


def test_lists_of_any_source_may_bring_weights():
    found = made(weights_csv([(c, r, w) for c, r, w in YEAR], source="registered_patients"))
    assert found.measure_of("gp_rate_weighted", "borough", "East").value == pytest.approx(RATE)


def test_every_answer_about_a_rate_says_whom_it_is_for(here: VersionMeasures):
    enough = asked(here, "enough")
    assert enough.verdict.startswith("East has 65.9 GPs and trainees per 100,000 weighted patients")
    assert (
        "4 of 5 practices count, with 83% of registered patients. Without weights"
        in enough.detail[0]
    )
    assert enough.detail[0].endswith("and so left out with their staff: Surgery A00005.")
    for kind in ("enough", "spread", "groups", "counts", "quality"):
        answer = asked(here, kind)
        said = f"{answer.verdict} {answer.detail} {answer.table and answer.table.caption} {answer.receipt}"
        assert "weighted patients" in said, kind
        assert "Carr-Hill" in answer.cautions[0], kind
        assert answer.cautions[0].endswith("The weights are those of 2023/24."), kind
    assert asked(here, "spread").table.head[1] == "FTE per 100,000 weighted"  # type: ignore[union-attr]
    # Aims are set for registered patients, returns are about who reported, whatever a rate is for.
    for kind in ("returns", "aims"):
        other = asked(here, kind)
        assert "weighted" not in " ".join([other.verdict, *other.cautions, *other.receipt]), kind


def test_without_weights_it_says_which_file_gives_them():
    enough = asked(made(), "enough")
    assert "Too few of the practices of East have weighted patients" in enough.verdict
    assert "NHS Payments to General Practice" in enough.cautions[0]


def test_the_command_line_asks_for_weighted_patients(tmp_path: Path):
    store = publish(
        tmp_path / "store", staff_csv(STAFF), places_csv(PLACES), lists_csv(LISTS), weights_csv()
    )
    of = ("--store", store.uri, "--patients", "weighted")
    listed = run("measures", *of, "--metric", "gp_rate,gp_fte", "--level", "borough")
    rows = pl.read_csv(listed.out.encode()).filter(area_code="East")
    assert rows["metric"].to_list() == ["gp_rate_weighted", "gp_fte"]
    assert rows["value"].to_list() == pytest.approx([RATE, 26])
    answered = run("answer", "enough", *of, "--place", "East", "--metric", "gp_rate")
    assert "per 100,000 weighted patients" in answered.out
    bare = publish(tmp_path / "bare", staff_csv(STAFF), places_csv(PLACES), lists_csv(LISTS))
    asked_in_vain = run("measures", "--store", bare.uri, "--patients", "weighted", "--metric", "gp_rate",
                        "--level", "borough")  # fmt: skip
    assert "NHS Payments to General Practice" in asked_in_vain.err


def test_a_what_if_says_today_and_what_is_lacking_for_weighted_patients(
    england_figures: VersionMeasures,
):
    """106.56 posts for 278,899 weighted patients are 38.2; at North East London's 40.4 they would be 112.67."""
    choice = choice_of(england_figures, "Havering", "gp_excl_trainees_rate_weighted", "2026-05")
    answer = answer_question(england_figures, question_of(choice, "takes"))
    assert (
        "For every 100,000 weighted patients Havering has 38.2 qualified GPs today; North East London has 40.4: "
        "to have as many, it lacks 6.1 full-time posts." in answer.detail
    )
    plain = choice_of(england_figures, "Havering", "gp_excl_trainees_rate", "2026-05")
    told = answer_question(england_figures, question_of(plain, "takes"))
    assert not [line for line in told.detail if "weighted" in line]
