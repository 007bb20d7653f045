"""What about additional roles? Who is there, what was planned and claimed, and what the money could buy."""

import re

import pytest

from tests.ui.looking import everything, lead, paragraphs

DEMO = {"level": "pcn", "place": "U99901", "borough": "all"}


@pytest.fixture
def open_page(open_app):
    return lambda **link: open_app("additional-roles", link)


def opened(at, kind):
    at.session_state[f"fold:{kind}"] = True
    return at.run()


def test_a_borough_says_who_is_there_over_whom(open_page):
    at = open_page(level="borough", place="Havering", period="2026-06")
    assert lead(at).startswith(
        "Havering has 117.2 full-time posts of additional roles in June 2026"
    )
    assert ". The largest role is " in lead(at)
    assert "All 5 networks reported" in paragraphs(at)


def test_silent_networks_are_not_reported_and_not_nobody(open_page):
    at = open_page(level="borough", place="Barking and Dagenham", period="2025-11")
    said = paragraphs(at)
    assert "4 of 6 networks reported" in said
    assert "left out, not counted as 0" in said


def test_without_plan_or_claims_the_page_says_so(open_page):
    said = paragraphs(open_page(level="borough", place="Havering", period="2026-06"))
    assert "No claims for 2026/27 have been published here. So what is used" in said
    assert said.count("No plan and no claims have been published here") == 1
    assert "no plan has been published here" not in said


def test_growth_is_split_into_more_staff_and_more_networks_reporting(open_page):
    said = paragraphs(open_page(level="icb", place="QMF", period="2022-03"))
    assert "networks that reported both times" in said
    assert "that began to report" in said


def test_every_month_opens(open_page):
    at = open_page(level="icb", place="QMF")
    labels = at.selectbox(key="period").options
    assert len(labels) == 11
    for index in range(len(labels)):
        at.selectbox(key="period").select_index(index).run()
        assert [e.value for e in at.exception] == []
        assert [e.value for e in at.error] == []


def test_the_invented_place_says_so(open_page):
    assert "This place is invented" in everything(open_page(**DEMO))


def test_a_network_with_plan_and_claims_has_its_whole_report(open_page):
    said = paragraphs(opened(open_page(**DEMO, period="2025-09"), "role_claims"))
    for words in (
        "of the total allocation for the",
        "of the devolved allocation for the",
        "would end at about £",  # two of the three ways lack prices, and a least is no end of a range
        "The other ways lack prices, so they give only a least.",
        "Those in post cost at least",
        "that would pay for",
        "What must start by when",
    ):
        assert words in said, words


def test_an_own_aim_stands_in_the_link_and_in_the_sentence(open_page):
    at = open_page(**DEMO, period="2025-09", use="100")
    assert "below 100% of the total allocation" in paragraphs(at)
    assert at.query_params["use"] == "100"


def test_the_years_add_up(open_page):
    at = open_page(level="icb", place="QMF", period="2026-06")
    opened(at, "role_years")
    assert [e.value for e in at.exception] == []
    assert "From March 2020 to June 2026 additional roles changed by" in paragraphs(at)


def test_the_report_can_be_downloaded(open_page):
    at = open_page(**DEMO)
    (button,) = [b for b in at.get("download_button") if b.label == "Download this report (PDF)"]
    assert button.proto.id.endswith("download-additional-roles-U99901-2025-09.pdf")


def test_inner_london_is_chosen_stands_in_the_link_and_costs_more(open_page):
    link = {"level": "borough", "place": "Havering", "period": "2026-06"}
    outer, inner = open_page(**link), open_page(**link, london="inner")
    for at in (outer, inner):
        opened(at, "role_claims")
    assert inner.query_params["london"] == "inner"
    assert costs(paragraphs(inner)) > costs(paragraphs(outer))
    assert "london" not in [box.key for box in open_page(**DEMO).selectbox]


def test_a_maximum_entered_by_the_reader_is_used_and_stands_in_the_link(open_page):
    link = DEMO | {"period": "2025-09"}
    at = opened(open_page(**link), "role_claims")
    before = paragraphs(at)
    assert "not known here for: health and wellbeing coach, paramedic" in before
    at = opened(at, "money-choices")
    box = next(b for b in at.number_input if b.key == "maximum-health_and_wellbeing_coach")
    box.set_value(40_000).run()
    assert [e.value for e in at.exception] == []
    assert at.query_params["maxima"] == "health_and_wellbeing_coach:40000"
    for shown in (at, opened(open_page(**dict(at.query_params)), "role_claims")):
        assert "not known here for: paramedic" in paragraphs(shown)
        # 2.8 posts in post, by the table of the page; the sum is known to three figures.
        assert costs(paragraphs(shown)) - costs(before) == pytest.approx(112_000, abs=10_000)


@pytest.mark.parametrize(
    "maxima", ["paramedic:0", "paramedic:9999999", "paramedic", "wizard:5", ":"]
)
def test_a_maximum_that_a_link_cannot_mean_is_left_out(open_page, maxima):
    at = open_page(**DEMO, period="2025-09", maxima=maxima)
    assert [e.value for e in (*at.exception, *at.error)] == []
    assert "not known here for: health and wellbeing coach, paramedic" in paragraphs(
        opened(at, "role_claims")
    )
    assert "maxima" not in at.query_params


def costs(said: str) -> int:
    found = re.search(r"Those in post cost (?:at least|about) £([\d,]+) over", said)
    assert found
    return int(found[1].replace(",", ""))


def test_money_choices_are_folded_and_hold_while_shut(open_page):
    at = open_page(**DEMO, period="2025-09", use="90")
    assert not [box for box in at.selectbox if box.key in ("use", "london", "start")]
    assert not at.sidebar.selectbox
    at = opened(at, "money-choices")
    (use,) = (box for box in at.selectbox if box.key == "use")
    assert use.value == "90"
    use.set_value("70").run()
    at.session_state["fold:money-choices"] = False
    assert "below 70% of the total allocation" in paragraphs(at.run()) or "above 70%" in paragraphs(
        at
    )


def test_a_claim_of_growth_is_opened_with_its_numbers(open_page):
    at = opened(
        open_page(**DEMO, period="2025-09", growth="staff:2064,posts:530,there:225"), "growth"
    )
    said = paragraphs(at)
    assert "530 planned posts are 25.7% of 2,064 staff" in said
    assert "the 305 new ones are 14.8%" in said
