"""Files that misled once, from ../shared/cases where it is: each with its right figures."""

import shutil
from pathlib import Path

import pytest

from tests.commands import measures, publish, run
from tests.conftest import NO_DATA
from wfcore.store import Store


@pytest.fixture(scope="session")
def cases(real_data: Path) -> Path:
    """The folder of cases, beside the published files."""
    folder = real_data.parent / "cases" / "intake"
    if not folder.is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture
def sample(england: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(england, tmp_path / "sample"))


def one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def havering(store: Path, metric: str, period: str) -> dict[str, str]:
    rows = measures(store, metric, "borough", period)
    (row,) = (
        row for (_, name), row in rows.items() if row["area_name"] == "Havering" and name == metric
    )
    return row


@pytest.mark.parametrize("more", [[], ["I2b_*.csv"]])
def test_mergers_closures_and_codes(cases: Path, sample: Path, more: list[str]):
    """141.48 FTE for 295,147 patients: the rows of the file whose practices lie in Havering."""
    files = [one(cases, pattern) for pattern in ("I2_*.csv", *more)]
    assert publish(sample, *files, period="2025-12").code == 0
    now, then = (havering(sample, "gp_rate", period) for period in ("2025-12", "2025-09"))
    assert float(now["numerator"]) == pytest.approx(141.48, abs=0.005)
    assert float(now["denominator"]) == 295_147
    assert float(now["value"]) == pytest.approx(47.9, abs=0.05)
    assert float(now["value"]) / float(then["value"]) - 1 == pytest.approx(-0.018, abs=0.0005)
    # One of 37 did not report: Rainham. 40 less two merged and one closed.
    assert float(now["coverage_practices"]) == pytest.approx(36 / 37)


def test_a_merger_moves_no_staff(cases: Path, sample: Path):
    def staff_part() -> float:
        rows = run(
            "change", "--store", sample, "--metric", "gp_fte", "--level", "pcn",
            "--from", "2024-09", "--to", "2025-09",
        ).rows()  # fmt: skip
        (row,) = (r for r in rows if r["area_name"] == "Havering North PCN")
        assert float(row["part_membership"]) == 0
        return float(row["part_staff"])

    before = staff_part()
    assert publish(sample, one(cases, "General Practice*"), period="2025-09").code == 0
    assert before == pytest.approx(2.11, abs=0.005)
    assert staff_part() == pytest.approx(before, abs=1e-5)


def test_a_constituency_leaves_boroughs_alone(cases: Path, sample: Path):
    before = havering(sample, "gp_rate", "2025-09")
    refused = publish(sample, one(cases, "I3_*"))
    assert refused.code == 1
    assert "borough_split" in refused.err
    assert Store.open(sample).head() == 1
    assert havering(sample, "gp_rate", "2025-09") == before


@pytest.mark.parametrize(
    ("pattern", "code", "words"),
    [
        ("map_2022-01*", 0, "practice map, 2022-01, 20 rows"),
        ("list_two_digit*", 0, "Patients Registered at a GP Practice, 2021-06, 29 rows"),
        ("quin_age_2017*", 0, "2017-09"),
        ("nhspaymentsgp-19-20*", 0, "averages_of_a_year"),
        ("ePCN_2023-01*", 0, "practices placed: 40"),
        ("fingertips_two*", 0, "practices with a deprivation score: 6,545"),
        ("3 General Practice*", 1, "all practices, gp: total 15.0, roles 18.0"),
        ("single_quoted*", 1, "BOROUGH_NAME: #REF!"),
        ("double_quoted*", 1, "BOROUGH_NAME: #REF!"),
        ("lsoa*", 2, "small area (LSOA)"),
        ("sing_age*", 2, "of one sex"),
        ("scotland*", 2, "GP practices of Scotland"),
        ("wales*", 2, "GP practices of Wales"),
        ("ni_*", 2, "GP practices of Northern Ireland"),
        ("hav_rates_3col*", 2, "python -m wfcore doctor FILE"),
        ("hav_wide*", 2, "python -m wfcore doctor FILE"),
        ("nw_plan_icb*", 0, "B2 Norfolk and Waveney ICB: All roles 379"),
    ],
)
def test_eras_and_other_files(cases: Path, pattern: str, code: int, words: str):
    answer = run("check", one(cases, pattern))
    assert words in answer.out + answer.err
    assert answer.code == code
    assert "looks most like" not in answer.err


def test_the_aim_of_an_icb_is_shown_as_its_own(cases: Path, sample: Path):
    """379 for March 2023, as the paper prints it; 20 networks of Norfolk and Waveney have no plan."""
    assert publish(sample, one(cases, "nw_plan_icb*")).code == 0
    for period in ("2023-03", "2025-11"):
        rows = run("arrs", "--store", sample, "--level", "icb", "--period", period).rows()
        of_icb = {r["role"]: r for r in rows if r["area_name"] == "Norfolk and Waveney"}
        assert float(of_icb["arrs"]["planned_fte"]) == 379
        assert "aim_of_area" in of_icb["arrs"]["flags"].split(";")
        assert {role for role, r in of_icb.items() if r["planned_fte"]} == {"arrs"}
    answer = run(
        "answer", "roles", "--store", sample, "--place", "QMM", "--metric", "pcn_staff_fte", "--period", "2025-11",
    )  # fmt: skip
    assert (
        "The plan is the aim that Norfolk and Waveney set for the whole area for March 2023 (as nw_plan_icb.csv says)"
        in answer.out
    )
    assert "All roles together" in answer.out


def leeds_and_havering(cases: Path, store: Path) -> None:
    names = ("leeds_fig6.csv", "leeds_fig7.csv", "hav_claims_total.csv", "hav_alloc.csv")
    given = ("--period", f"{names[0]}=2022-03", "--period", f"{names[1]}=2024-03")
    files = [cases / name for name in names]
    done = run("publish", *files, *given, "--store", store, "--by", "tests", "--accept-warnings")
    assert done.code == 0, done.err


def test_plans_of_leeds_as_they_are_printed(cases: Path, sample: Path):
    """Figures 6 and 7 of the paper, their totals as printed; 83.1% is 240.65 of 289.52."""
    leeds_and_havering(cases, sample)
    for period, whole in (("2022-03", 289.52), ("2024-03", 530.17)):
        rows = run(
            "arrs", "--store", sample, "--level", "sub_icb", "--within", "15F", "--period", period
        ).rows()
        (together,) = (row for row in rows if row["role"] == "arrs")
        assert float(together["planned_fte"]) == pytest.approx(whole, abs=1e-9)
        assert "no_staff_published" in together["flags"] or together["in_post_fte"]
    grew = run(
        "answer", "role_plans", "--store", sample, "--place", "15F", "--period", "2024-03"
    ).out
    assert "240.65 more (83.1%) than the 289.52 for March 2022" in grew
    assert "Care co-ordinator grew most: 46.36 to 88.04, 41.68 more." in grew
    assert "one column then and 6 columns now, went from 4.00 to 10.50" in grew
    assert "14 cells fall in networks whose total rises." in grew
    claim = run(
        "answer", "role_growth", "--store", sample, "--place", "15F", "--period", "2022-03",
        "--choose", "staff=2064", "--choose", "posts=530", "--choose", "there=225",
    ).out  # fmt: skip
    assert "530 planned posts are 25.7% of 2,064 staff." in claim
    assert "the 305 new ones are 14.8%" in claim
    assert "225 in post are 77.7% of the 289.52 planned for March 2022." in claim


def test_claims_of_havering_are_totals_with_months(cases: Path, sample: Path):
    leeds_and_havering(cases, sample)
    means = {
        "U29424": "12.23",
        "U50107": "12.68",
        "U55939": "20.14",
        "U00367": "16.47",
        "Havering": "61.53",
    }
    for place, mean in means.items():
        said = run(
            "answer", "role_claims", "--store", sample, "--place", place, "--period", "2022-08"
        )
        assert said.code == 0, said.err
        assert (
            f"Over 5 months of 2022/23 with claims, {mean} full-time posts were claimed" in said.out
        )
    rows = run(
        "arrs",
        "--store",
        sample,
        "--level",
        "borough",
        "--within",
        "Havering",
        "--period",
        "2022-05",
    ).rows()
    by_role = {row["role"]: row["claimed_wte"] for row in rows}
    assert float(by_role.pop("arrs")) == pytest.approx(61.64)
    assert set(by_role.values()) == {""}


def test_quotes_of_attributes_make_no_difference(cases: Path):
    said = [run("check", one(cases, f"{kind}_quoted*")).out for kind in ("single", "double")]
    assert said[0].replace("single", "double") == said[1]


def networks(store: Path, real_data: Path, period: str, *names: str) -> None:
    files = [next(real_data.glob(f"**/{name}")) for name in names]
    assert publish(store, *files, period=period).code == 0


def test_membership_of_the_month(real_data: Path, tmp_path: Path):
    """Networks of June 2022 by a workbook of 2024, whose relationships have dates."""
    lists = "2022-05/gp-reg-pat-prac-all.csv"
    networks(
        tmp_path / "s", real_data, "2022-06", "ePCN 2024-10.xlsx", lists, "10.Primary*June 2022*"
    )
    rows = measures(tmp_path / "s", "pcn_dpc_rate", "pcn", "2022-06")
    rates = {row["area_name"]: row["value"] for row in rows.values()}
    for name, rate in (("Brunel Health Group Pcn2", 11.4), ("Modality Lewisham PCN", 18.3),
                       ("Colte Partnership (Tmr) PCN", 8.4)):  # fmt: skip
        assert float(rates[name]) == pytest.approx(rate, abs=0.05)


def test_networks_that_sent_nothing_are_no_cover(real_data: Path, tmp_path: Path):
    """March 2022: the share of all patients on the lists who were in networks that reported.

    Practices that no workbook names count where the list says they lie, as nobody reports for them.
    Without these England is at 84.4%.
    """
    lists = "2022-04/gp-reg-pat-prac-all.csv"
    networks(
        tmp_path / "s", real_data, "2022-03", "ePCN 2022-04.xlsx", lists, "9.Primary*March 2022*"
    )
    (england,) = measures(tmp_path / "s", "pcn_dpc_rate", "england", "2022-03").values()
    assert float(england["coverage_patients"]) == pytest.approx(0.840, abs=0.0005)
    rows = measures(tmp_path / "s", "pcn_dpc_rate", "region", "2022-03").values()
    shares = {row["area_name"]: float(row["coverage_patients"]) for row in rows}
    for region, share in (("North West", 0.703), ("South East", 0.747), ("London", 0.840)):
        assert shares[region] == pytest.approx(share, abs=0.001), region
    sub_icbs = measures(tmp_path / "s", "pcn_dpc_rate", "sub_icb", "2022-03")
    held = {code: float(row["coverage_patients"] or 0) for (code, _), row in sub_icbs.items()}
    assert len(held) == 106
    assert held["00Y"] == pytest.approx(0.22, abs=0.005)
    # 73 by where each practice lies; a network across a border counts whole on one side of it.
    assert sum(share < 0.99 for share in held.values()) == 72
