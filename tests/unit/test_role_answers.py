"""Answers about additional roles, against each other; options that cannot be used."""

import re

import polars as pl
import pytest

from tests.small_store import seed_small_store
from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> VersionMeasures:
    return VersionMeasures(seed_small_store(tmp_path_factory.mktemp("roles") / "store").read())


def asked(figures: VersionMeasures, kind: str, place: str = "U99901", **options: str) -> Answer:
    period = "2025-09" if place == "U99901" else None  # the last that is invented
    choice = choice_of(figures, place, "pcn_staff_rate", period)
    return answer_question(figures, question_of(choice, kind, options=options or None))


def rows(answer: Answer) -> pl.DataFrame:
    assert answer.table is not None
    return answer.table.rows


def test_all_roles_together_are_the_roles(figures: VersionMeasures):
    table = rows(asked(figures, "roles"))
    *roles, together = table["in_post_fte"]
    assert sum(value or 0 for value in roles) == pytest.approx(together)
    assert table["name"][-1] == "All roles together"


def test_networks_are_ranked_by_staff_for_their_patients(figures: VersionMeasures):
    answer = asked(figures, "role_networks", "QMF")
    known = rows(answer).drop_nulls("per_100k")
    assert known["per_100k"].is_sorted()
    assert answer.verdict.startswith(f"From {known['per_100k'][0]:.1f} in {known['pcn_name'][0]}")


def test_claims_by_role_are_the_claims_by_month(figures: VersionMeasures):
    by_month, by_role = rows(asked(figures, "role_money")), rows(asked(figures, "role_claims"))
    for month, posts in by_month.select("month", "wte").iter_rows():
        assert by_role[month].sum() == pytest.approx(posts)


def test_the_money_names_the_files_of_claims(figures: VersionMeasures):
    names = [file.file_name for file in asked(figures, "role_money").files]
    assert any("claims" in name for name in names)
    assert not any("claims" in file.file_name for file in asked(figures, "role_staff").files)
    real = asked(figures, "role_money", "Havering")
    assert not any("demonstration" in file.file_name for file in real.files)


def test_the_money_is_one_rounded_sentence_and_one_bar(figures: VersionMeasures):
    answer = asked(figures, "role_money")
    claims = rows(answer)["approved_gbp"].drop_nulls()
    found = re.fullmatch(
        r"About £(.+)m of £(.+)m is spent by August 2025; at this pace £(.+)m by March.",
        answer.verdict,
    )
    assert found
    spent, whole, ahead = map(float, found.groups())
    assert spent == round(claims.sum() / 1e6, 1)
    assert whole == 1.4  # 1,392,000 in the file of allocations
    # At the mean of the last three months, twelve months of which five are spent.
    assert ahead == round((claims.sum() + 7 * claims[-3:].mean()) / 1e6, 1)
    assert answer.picture
    drawn = {name: frame["amount"].to_list() for name, frame in answer.picture["datasets"].items()}
    assert drawn["used"] == [claims.sum()]
    assert drawn["whole"] == [1_392_000]


def test_without_claims_there_is_no_bar(figures: VersionMeasures):
    assert asked(figures, "role_money", "Havering").picture is None


def test_three_numbers_lead(figures: VersionMeasures):
    answer = asked(figures, "roles")
    together = rows(answer).filter(name="All roles together").row(0, named=True)
    planned, in_post, claimed = answer.cards
    assert [card.staff for card in answer.cards] == ["Planned", "In post", "Claimed"]
    assert [card.value for card in answer.cards] == [
        together[name] for name in ("planned_fte", "in_post_fte", "claimed_wte")
    ]
    assert in_post.course[-1] == ("2025-09", pytest.approx(in_post.value))
    assert (planned.reported, claimed.reported) == (
        "the networks' own plan, for March 2026", "what networks asked to be paid for",
    )  # fmt: skip
    nobody = asked(figures, "roles", "Havering").cards
    assert [card.figure for card in nobody if card.staff != "In post"] == ["–", "–"]
    assert nobody[0].reported == "no plan is published here"


def test_networks_stand_on_one_scale_and_their_panels_add_up(figures: VersionMeasures):
    answer = asked(figures, "role_networks", "Havering")
    assert answer.picture
    bars = answer.picture["datasets"]["bars"]
    sums = bars.group_by("row").agg((pl.col("end") - pl.col("begin")).sum().alias("posts"))
    known = dict(
        rows(answer).select(pl.col("pcn_name").str.strip_suffix(" PCN"), "fte").iter_rows()
    )
    drawn = {name.replace("|", " "): posts for name, posts in sums.iter_rows()}
    assert drawn == pytest.approx(known)


def test_each_return_against_the_one_before_adds_up(figures: VersionMeasures):
    steps = rows(asked(figures, "role_years", "QMF")).drop_nulls("change")
    parts = steps["staff"] + steps["started"] + steps["gone"]
    assert (parts - steps["change"]).abs().max() < 1e-9


def test_the_course_of_roles_says_from_when_others_are_counted(figures: VersionMeasures):
    """GPs are reimbursed from October 2024 on: no return before November 2025 among the samples is of later."""
    answer = asked(figures, "role_years", "QMF")
    (told,) = (line for line in answer.detail if line.startswith("November 2025"))
    assert answer.picture
    assert told.removesuffix(".") in answer.picture["datasets"]["marks"]["said"].to_list()


def test_a_later_start_buys_more_posts(figures: VersionMeasures):
    first = rows(asked(figures, "role_buys"))
    later = rows(asked(figures, "role_buys", start="2026-02"))
    assert (later["fte"] > first["fte"]).all()


def test_an_own_aim_and_an_own_maximum_are_used(figures: VersionMeasures):
    assert "100% of the total allocation" in " ".join(
        asked(figures, "role_money", use="100").detail
    )
    role = "health_and_wellbeing_coach"
    before, after = (
        asked(figures, "role_claims"),
        asked(figures, "role_claims", maxima=f"{role}:40000"),
    )
    assert "health and wellbeing coach" in " ".join(before.detail)
    assert "health and wellbeing coach" not in " ".join(after.detail)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"use": "most"}, "use=most cannot be used here"),
        ({"use": "0"}, "use=0 cannot"),
        ({"use": "120"}, "use=120 cannot"),
        ({"london": "middle"}, "london=middle cannot"),
        ({"start": "soon"}, "'soon' is not a month"),
        ({"start": "2031-01"}, "start=2031-01 cannot"),
        ({"maxima": "wizard:40000"}, "maxima=wizard cannot"),
        ({"maxima": "paramedic"}, "maxima= cannot"),
        ({"maxima": "paramedic:nan"}, "maxima=nan cannot"),
    ],
)
def test_options_that_cannot_be_used_are_refused(
    figures: VersionMeasures, options: dict[str, str], said: str
):
    with pytest.raises(UnknownName, match=said):
        asked(figures, "role_buys", **options)
