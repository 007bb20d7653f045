"""Ages, sexes, hours and roles, against the shipped file read by another road."""

from dataclasses import replace

import pytest

from tests.ui import shipped
from wfcore import wording
from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, units_inside
from wfcore.people import (
    Profile,
    profile_of,
    profiles_inside,
    role_counts,
    succession_list,
)

FILE, MONTH = "demonstration-2025-09", "2025-09"
BANDS = list(shipped.AGE_BANDS)
OLDER, OLDEST = BANDS[6:], BANDS[7:]
QUALIFIED = declared().metric("gp_excl_trainees_rate")
NOBODY = Profile("X", "X")


def printed(columns: list[str], network: str | None = None) -> float:
    """The sum of some columns over the practices of the demonstration place that give all of them."""
    rows = [r for r in shipped.rows(FILE) if network in (None, r["PCN_CODE"])]
    told = [r for r in rows if all(r[c] not in ("NA", "ND", "") for c in columns)]
    return sum(float(r[c]) for r in told for c in columns)


def aged(bands: list[str], who: str = "TOTAL", network: str | None = None) -> float:
    return printed([f"{who}_GP_EXTG_HC_{band}" for band in bands], network)


def asked(
    figures: VersionMeasures, kind: str, place: str = "QZZ", metric: str = QUALIFIED.id
) -> Answer:
    return answer_question(figures, question_of(choice_of(figures, place, metric, MONTH), kind))


def test_ages_and_sexes_are_those_of_the_file(sample_figures: VersionMeasures):
    found = profile_of(sample_figures, QUALIFIED, Level.ICB, "QZZ", MONTH)
    assert (found.known, found.aged_55, found.aged_60) == (aged(BANDS), aged(OLDER), aged(OLDEST))
    bands = {band.band: band for band in found.bands}
    assert bands["55_59"].women == aged(["55TO59"], "FEMALE")
    assert bands["55_59"].men == aged(["55TO59"], "MALE")
    assert sum(band.people for band in found.bands) == aged(BANDS) + (found.unknown or 0)
    assert found.women == printed(["FEMALE_GP_EXTG_HC"])
    assert found.fte == pytest.approx(printed(["TOTAL_GP_EXTG_FTE"]), abs=1e-6)
    assert (found.told, found.practices, found.hidden) == (24, 24, False)


def test_the_sentences_are_about_those_figures(sample_figures: VersionMeasures):
    answer = asked(sample_figures, "ages")
    older, known, oldest = aged(OLDER), aged(BANDS), aged(OLDEST)
    assert f"{older:.0f} of {known:.0f} fully qualified GPs are 55 or older" in answer.verdict
    assert answer.verdict.endswith(f"{oldest:.0f} are 60 already.")
    days = printed(["TOTAL_GP_EXTG_FTE"]) / printed(["TOTAL_GP_EXTG_HC"]) * 5
    assert any(f"work {days:.1f} days a week" in said for said in answer.detail)
    assert answer.invented
    assert answer.table is not None
    assert sum(answer.table.rows["people"]) == known


def test_networks_stand_from_the_oldest_to_the_youngest(sample_figures: VersionMeasures):
    answer = asked(sample_figures, "ageing")
    assert answer.table is not None
    networks = {r["PCN_CODE"] for r in shipped.rows(FILE)}
    shares = {n: aged(OLDER, network=n) / aged(BANDS, network=n) * 100 for n in networks}
    rows = answer.table.rows
    assert rows["area_code"].to_list() == sorted(shares, key=lambda n: -shares[n])
    assert rows["value"].to_list() == pytest.approx(sorted(shares.values(), reverse=True))
    assert sum(rows["aged_55"]) == aged(OLDER)


def test_no_single_practice_is_ranked_by_age(sample_figures: VersionMeasures):
    inside = [level for level in Level if level not in declared().answers["ageing"].levels]
    assert set(inside) >= {Level.PRACTICE, Level.PCN, Level.GROUP}
    borough = asked(sample_figures, "ageing", "Demoborough East (invented)")
    assert borough.table is not None
    assert all(code.startswith("U") for code in borough.table.rows["area_code"])


def test_fewer_than_five_people_are_never_shown(sample_figures: VersionMeasures):
    own = profiles_inside(
        sample_figures, QUALIFIED, Level.PRACTICE, MONTH, units_inside(Level.ICB, "QZZ")
    )
    few = {
        r["PRAC_CODE"]
        for r in shipped.rows(FILE)
        if sum(float(r[f"TOTAL_GP_EXTG_HC_{b}"]) for b in BANDS) < 5
    }
    assert few
    hidden = {profile.area_code for profile in own if profile.hidden}
    assert few <= hidden
    for profile in own:
        if profile.hidden:
            assert profile.bands == ()
            assert (profile.known, profile.aged_55, profile.aged_60, profile.share_55) == (
                None,
            ) * 4
    answer = asked(sample_figures, "ages", min(few))
    assert "their ages are not shown" in answer.verdict
    assert (answer.table, answer.picture) == (None, None)


def test_a_file_without_ages_says_so_and_shows_nothing(sample_figures: VersionMeasures):
    answer = asked(sample_figures, "ages", "Havering")
    assert answer.verdict == (
        "The file for September 2025 does not give the ages of fully qualified GPs in Havering."
    )
    assert (answer.table, answer.picture) == (None, None)
    assert any("practice-level file" in said for said in answer.detail)


@pytest.mark.parametrize(
    ("known", "older", "oldest", "said"),
    [  # Black Country, 2020: 216 of 882, of whom 136 were 60.
        (882, 216, 136, "In X, 216 of 882 GPs are 55 or older (24%); 136 are 60 already."),
        (91, 91, 91, "In X, 91 of 91 GPs are 55 or older (100%); all of them are 60 already."),
        (12, 1, 0, "In X, 1 of 12 GPs is 55 or older (8%); none of them is 60 yet."),
        (12, 2, 1, "In X, 2 of 12 GPs are 55 or older (17%); 1 is 60 already."),
        (12, 0, 0, "None of the 12 GPs in X whose age is known is 55 or older."),
    ],
)  # fmt: skip
def test_how_many_may_retire(known: float, older: float, oldest: float, said: str):
    profile = replace(NOBODY, known=known, aged_55=older, aged_60=oldest, told=1, practices=1)
    assert wording.ages_verdict("X", "GPs", MONTH, profile) == said


def test_hours_are_days_of_a_week():
    """Leeds, 2021: 681.6 posts of 918 GPs are 3.7 days a week."""
    profile = replace(NOBODY, fte=681.6, people=918)
    assert wording.ages_detail("GPs", profile)[1].startswith("On average they work 3.7 days a week")


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ("under_25", "Under 25"),
        ("55_59", "55–59"),
        ("70_plus", "70 or older"),
        ("unknown", "Not known"),
    ],
)
def test_names_of_bands(band: str, said: str):
    assert wording.band_name(band) == said


def test_every_role_four_ways(sample_figures: VersionMeasures):
    counts = role_counts(sample_figures, Level.ICB, "QZZ", MONTH)
    found = counts["dpc", "dpc_hca"]
    patients = printed(["TOTAL_PATIENTS"])
    fte = printed(["TOTAL_DPC_HCA_FTE"])
    assert found.fte == pytest.approx(fte)
    assert found.per(100_000) == pytest.approx(fte / patients * 100_000)
    assert found.per(1_000) == pytest.approx(fte / patients * 1_000)
    assert found.patients_each == pytest.approx(patients / fte)


def test_roles_add_up_to_their_group_and_nobodys_are_left_out(sample_figures: VersionMeasures):
    answer = asked(sample_figures, "every_role")
    assert answer.table is not None
    rows = answer.table.rows
    for group in rows["group"].unique():
        whole, *parts = rows.filter(rows["group"] == group)["fte"]
        assert sum(parts) == pytest.approx(whole, abs=0.01)
    assert rows.filter((rows["fte"] == 0) & (rows["before"] == 0)).is_empty()
    assert "Since September 2024 these moved most" in answer.detail[0]


@pytest.mark.parametrize(
    ("metric", "noun"),
    [
        ("gp_rate", "GPs"),
        ("nurse_fte", "nurses"),
        ("patients_per_admin", "admin staff"),
        ("hca_rate", "direct patient care staff"),
        ("gp_55plus_share", "fully qualified GPs"),
        ("nurse_rate_weighted", "nurses"),
    ],
)
def test_ages_are_of_the_whole_staff_group(sample_figures: VersionMeasures, metric: str, noun: str):
    answer = asked(sample_figures, "ages", metric=metric)
    assert f" {noun} are 55 or older" in answer.verdict
    assert ("not of healthcare assistants alone" in answer.detail[0]) == (metric == "hca_rate")


def times(row: dict[str, str], bands: list[str]) -> float:
    return sum(float(row[f"TOTAL_GP_FTE_{band}"]) for band in bands)


def test_the_succession_list_has_practices_whose_time_is_near_retirement(
    sample_figures: VersionMeasures,
):
    rows = shipped.rows(FILE)
    people = {r["PRAC_NAME"]: sum(float(r[f"TOTAL_GP_HC_{b}"]) for b in BANDS) for r in rows}
    expected = {
        r["PRAC_NAME"]
        for r in rows
        if people[r["PRAC_NAME"]] >= 5 and times(r, OLDER) >= times(r, BANDS) / 2
    }
    found = succession_list(sample_figures, QUALIFIED, Level.ICB, "QZZ", MONTH)
    assert expected
    # A practice of five may be pooled with one of four, so that nobody can subtract; none is added.
    assert set(found.rows["practice"]) <= expected
    assert found.rows.height + found.hidden >= len(expected)
    assert found.hidden >= sum(many < 5 for many in people.values())
    assert found.rows["people"].min() >= 5  # type: ignore[operator]
    said = wording.succession_sentence("GPs", "X", found)
    assert said.startswith(
        "In one practice of X, with 9,195 patients, GPs aged 55 or older work 50%"
    )
    assert "single-handed ones are among them" in wording.succession_notes(found)[0]


def test_where_nobody_is_near_retirement_the_list_is_empty(sample_figures: VersionMeasures):
    level, code, _ = sample_figures.find("Havering", "practice", MONTH)
    found = succession_list(sample_figures, QUALIFIED, level, code, MONTH)
    assert found.rows.is_empty()
    assert found.silent == 40
    assert wording.succession_sentence("GPs", "X", found).startswith("In no practice of X")


@pytest.mark.parametrize("level", [Level.PCN, Level.BOROUGH, Level.ICB])
@pytest.mark.parametrize("group", ["gp", "nurse"])
def test_the_share_is_that_of_the_measure(
    sample_figures: VersionMeasures, level: Level, group: str
):
    """Both hide the same and say the same, though each adds up by itself."""
    of = QUALIFIED if group == "gp" else declared().metric("nurse_rate")
    inside = units_inside(Level.ICB, "QZZ")
    own = {
        p.area_code: p.share_55 for p in profiles_inside(sample_figures, of, level, MONTH, inside)
    }
    rows = sample_figures.measure([f"{group}_55plus_share"], level, period=MONTH, within="QZZ")
    measured = dict(rows.select("area_code", "value").rows())
    assert own.keys() == measured.keys()
    for code, share in own.items():
        assert share == (None if measured[code] is None else pytest.approx(measured[code] / 100))
