"""What would it take? Levers, the answer in words, and the way back."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.commands import publish
from tests.ui.looking import PAGES, everything, lead, paragraphs, pick, tables, unescaped
from wfcore.measuring import VersionMeasures
from wfcore.projecting import prepare_scenario, scenario_from_yaml, scenario_of, stocks
from wfcore.store import Store

DEMO = {"level": "icb", "place": "QZZ", "staff": "gp", "count": "gp_excl_trainees"}
TURNOVER = "lever:gp.turnover"
# What was brought for it: 21 left in the year of 168 to 174 GPs, 12.3%, and of those under 55 12.2%; 41 of 51 stayed.
STARTS = {
    "gp": {
        "turnover": {"value": 12.2, "origin": "measured", "place": "QZZ", "said": "21 of 171"},
        "conversion": {"value": 80.4, "origin": "measured", "place": "QZZ", "said": "41 of 51"},
    }
}


@pytest.fixture
def open_page(open_app):
    """Open a page about the future with a link."""
    return lambda page="what-if", **link: open_app(page, link)


FOLLOWS = ("networks", "costs", "posts", "quarters", "certainty", "reach", "contributions")


def slider(at: AppTest, key: str):
    """A lever; those that matter less here are behind “More levers”, the aim in a fold of its own."""
    if not any(s.key == key for s in at.slider):
        unfold(at, "aim" if key.startswith("lever:target") else "levers")
    return next(s for s in at.slider if s.key == key)


def go_to_side(at: AppTest, side: str) -> AppTest:
    at.button_group(key="which-side").set_value(side).run()
    assert [e.value for e in at.exception] == []
    return at


def press(at: AppTest, label: str) -> AppTest:
    next(b for b in at.button if b.label == label).click().run()
    assert [e.value for e in at.exception] == []
    return at


def unfold(at: AppTest, *keys: str) -> AppTest:
    """Open folded parts, as a click on them does."""
    for key in keys:
        fold, state = ("follows", key) if key in FOLLOWS else (key, True)
        at.session_state[f"fold:{fold}"] = state
    return at.run()


def rate_in(sentence: str) -> float:
    return float(re.search(r"([0-9.]+) qualified GPs per", sentence)[1])


def test_it_says_where_the_place_stands_and_where_it_goes_if_nothing_changes(open_page):
    at = open_page()
    assert "Havering has 48.8 GPs and trainees per 100,000 patients" in paragraphs(at)
    assert "If nothing changes, " in lead(at)
    assert at.query_params["by"] == "2027-09"
    rate = at.query_params["target"]
    assert (
        round(float(rate), 1) == 49.4
    )  # what North East London has, not rounded: no post is missing by that


def test_a_slider_changes_the_sentence_and_the_link(open_page, samples):
    at = open_page(**DEMO)
    before = rate_in(lead(at))
    slider(at, TURNOVER).set_value(6.0).run()
    after = lead(at)
    assert at.query_params["set"] == "gp.turnover:6"
    # The same by the core alone, on the same store.
    store = Store.open(str(samples))
    today = stocks(VersionMeasures(store.read(store.head())), "2025-09", "QZZ")
    by = at.query_params["by"]
    levers = {"gp": {"turnover": 6.0}}
    of_demo = {"place": "QZZ", "count": "gp_excl_trainees", "by": by}
    asked = scenario_of(of_demo | {"levers": levers, "starts": STARTS})
    here = prepare_scenario(today, asked)
    assert rate_in(after) == round(float(here.trajectory(here.rates()).rate[-1, 0]), 1)
    assert rate_in(after) > before
    assert f" instead of {before:.1f}." in after


def test_undo_takes_one_step_back_and_reset_all_of_them(open_page):
    at = open_page(**DEMO)
    begin = lead(at)
    slider(at, TURNOVER).set_value(6.0).run()
    one = lead(at)
    slider(at, "lever:gp.recruits").set_value(8.0).run()
    two = lead(at)
    assert len({begin, one, two}) == 3
    assert lead(press(at, "Undo")) == one
    assert slider(at, "lever:gp.recruits").value == 0
    assert slider(at, TURNOVER).value == 6
    slider(at, "lever:gp.recruits").set_value(8.0).run()
    assert lead(press(at, "Reset")) == begin
    assert "set" not in at.query_params
    assert lead(press(at, "Undo")) == two


def test_a_link_opened_cold_shows_the_same_scenario(open_page):
    at = open_page(**DEMO)
    slider(at, TURNOVER).set_value(7.5).run()
    slider(at, "lever:list_growth").set_value(1.0).run()
    link = dict(at.query_params)
    assert lead(open_page(**link)) == lead(at)


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"set": "gp.turnover:99"}, "outside 0 to 30"),
        ({"set": "gp.turnover:soon"}, "cannot be read"),
        ({"set": "gp.luck:3"}, "is not a lever of gp"),
        ({"set": "gp.turnover:nan"}, "cannot be read"),
        ({"by": "2020-01"}, "at least a quarter after"),
        ({"by": "2099-01"}, "more than 10 years"),
        ({"by": "soon"}, "is not a month; write it as 2027-03"),
        ({"do": "a,b,c"}, "cannot be read"),
        ({"today": "share_55.gp:7"}, "outside 0 to 1"),
    ],
)
def test_an_edited_link_is_explained_and_changes_nothing(open_page, link, says):
    at = open_page(**DEMO, **link)
    assert any(says in e.value for e in at.error), [e.value for e in at.error]
    back = next(b for b in at.button if b.label.startswith(("Start from", "Back to")))
    back.click().run()
    assert [e.value for e in at.exception] == []
    assert "If nothing changes, " in lead(at)


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"do": "U00000,gp,recruits,2,2026-01,2026-12,,,,,Scheme"}, "It is needed for “Scheme”"),
        ({"aims": "U00000:46"}, "the own aim of U00000"),
        ({"do": "U55939,gp,recruits,2,2026-01,2026-12,,,,,Elsewhere"}, "lie in another area"),
    ],
)
def test_a_network_that_is_gone_is_explained_and_can_be_left_out(open_page, link, says):
    kept = "U99903,gp,recruits,4,2025-12,2027-09,,,,,Harbour fellowship"
    link = {
        "do": ";".join(filter(None, (kept, link.get("do")))),
        **{k: v for k, v in link.items() if k != "do"},
    }
    at = open_page(**DEMO, **link, set="gp.turnover:8")
    (error,) = [unescaped(e.value) for e in at.error]
    assert says in error
    assert "Nothing was changed" in error
    press(at, "Go on without them")
    assert list(at.error) == []
    assert at.query_params["set"] == "gp.turnover:8"
    assert at.query_params["do"] == kept
    assert "aims" not in at.query_params
    assert "these changes would give " in lead(at)


def test_own_targets_of_some_networks_only_leave_the_page_whole(open_page):
    at = open_page(**DEMO, target="none", aims="U99903:46")
    assert list(at.error) == []
    assert "Not every network has a target" in paragraphs(at)
    assert list(unfold(at, "networks").error) == []


def test_two_interventions_that_set_the_same_lever_at_once_are_refused(open_page):
    one = "U99901,gp,turnover,6,2026-01,2026-12,,,,,One"
    other = "U99901,gp,turnover,5,2026-06,2027-06,,,,,Other"
    at = open_page(**DEMO, do=f"{one};{other}")
    assert any("both set “Leavers under 55” in U99901" in e.value for e in at.error)


def test_a_target_can_be_left_empty(open_page):
    at = open_page(**DEMO, target="none")
    assert "No target is set" in paragraphs(at)
    assert "target" not in lead(at)


def test_a_file_comes_back_as_it_was(open_page):
    at = open_page(**DEMO)
    slider(at, TURNOVER).set_value(7.0).run()
    said = lead(at)
    old = "place: QZZ\nby: '{}'\ntarget: 44.0\nlevers:\n  gp:\n    turnover: 7.0\n".format(
        at.query_params["by"]
    )
    text = f"{old}starts: {json.dumps(STARTS)}\n"
    assert scenario_from_yaml(text).lever("gp", "turnover") == 7
    other = open_page(level="borough", place="Havering")
    unfold(other, "officers").text_area[0].set_value(text).run()
    press(other, "Open it")
    assert lead(other) == said
    assert other.query_params["now"] == "measured"
    # One from before anything was measured starts where it started.
    other.text_area[0].set_value(old).run()
    press(other, "Open it")
    assert "now" not in other.query_params
    link = {"by": at.query_params["by"], "target": "44", "set": "gp.turnover:7"}
    assert lead(other) == lead(open_page(**DEMO, **link)) != said


def test_a_file_that_cannot_be_used_is_explained(open_page):
    at = unfold(open_page(**DEMO), "officers")
    at.text_area[0].set_value("place: QZZ\nby: 2027-03\nplace: QMF\n").run()
    press(at, "Open it")
    assert any("stands in it twice" in e.value for e in at.error)


def test_what_was_said_stands_beside_what_happened(open_page):
    at = open_page(level="borough", place="Havering", period="2024-09")
    assert "For September 2025 the scenario said" in paragraphs(at)
    assert "it was 48.8" in paragraphs(at)


def test_posts_go_where_they_help_most(open_page):
    at = unfold(open_page(**DEMO, target="60"), "posts")
    assert "furthest below the aim" in paragraphs(at)
    next(r for r in at.radio if r.key == "how").set_value("by_need").run()
    assert "The most deprived network is brought up to the aim first" in paragraphs(at)


def test_moved_is_not_new(open_page):
    at = open_page(**DEMO, set="gp.recruits:5", **{"from": "other_pcns"})
    assert any("moved, not new" in w.value for w in at.warning)


def test_a_and_b_stand_side_by_side(open_page):
    at = open_page(**DEMO)
    slider(at, TURNOVER).set_value(8.0).run()
    in_a = lead(at)
    assert "a" not in at.query_params
    go_to_side(at, "B")
    assert lead(at) == in_a  # B begins as a copy
    assert "A is kept: its dotted line stays in the picture. You are changing B." in paragraphs(at)
    slider(at, "lever:gp.recruits").set_value(6.0).run()
    in_b = lead(at)
    assert in_b != in_a
    go_to_side(at, "A")
    assert lead(at) == in_a
    assert slider(at, "lever:gp.recruits").value == 0
    go_to_side(at, "B")
    assert lead(at) == in_b
    go_to_side(at, "Compare")
    compared = lead(at)
    assert compared.startswith("B ends at")
    assert len(at.slider) == 0
    said = paragraphs(at)
    assert "Extra recruits a year: 0 people a year in A, 6 people a year in B" in said
    assert (
        "Leavers under 55: 12.2% a year → 8% a year (down 4.2 percentage points, which is 34.4% less)"
        in said
    )
    link = dict(at.query_params)
    cold = open_page(**link)
    assert lead(cold) == compared
    assert lead(go_to_side(cold, "A")) == in_a
    assert lead(go_to_side(cold, "B")) == in_b
    at.switch_page(PAGES["scenarios"]).run()
    assert lead(at) == compared
    assert lead(open_page("scenarios", **link)) == compared


def test_compare_before_b_is_begun_is_beside_no_change(open_page):
    at = open_page(**DEMO)
    slider(at, "lever:gp.recruits").set_value(6.0).run()
    go_to_side(at, "Compare")
    assert lead(at).startswith("A ends at")
    assert "B is not begun: it stands here as the course if nothing changes." in paragraphs(at)


def test_the_other_side_is_a_line_in_the_picture(open_page):
    at = open_page(**DEMO)
    slider(at, "lever:gp.recruits").set_value(6.0).run()
    rate = rate_in(lead(at))
    assert "kept" not in names_of_datasets(at)
    go_to_side(at, "B")
    press(at, "Reset")
    (chart,) = at.get("vega_lite_chart")[:1]
    assert f"A {rate:.1f}" in chart.proto.spec


def names_of_datasets(at: AppTest) -> set[str]:
    (chart, *_) = at.get("vega_lite_chart")
    return {each.name for each in chart.proto.datasets if each.data.data}


def test_what_is_always_asked_sets_the_levers_and_is_taken_back(open_page):
    """Retirement at 0 by the slider and by the question are the same; Undo brings back what was."""
    at = open_page(**DEMO)
    begin = lead(at)
    slider(at, "lever:gp.retirement").set_value(0.0).run()
    by_hand = lead(at)
    press(at, "Undo")
    ask(at, "stay_on")
    assert lead(at) == by_hand
    assert at.query_params["set"] == "gp.retirement:0"
    assert "“Over-55s who retire” is set to 0%. Undo takes it back." in paragraphs(at)
    assert slider(at, "lever:gp.retirement").value == 0
    press(at, "Undo")
    assert lead(at) == begin
    assert "Undo takes it back" not in paragraphs(at)


def test_meeting_the_aim_takes_as_few_whole_people_as_it_can(open_page):
    at = open_page(**DEMO, target="46")
    ask(at, "meet_aim")
    people = int(slider(at, "lever:gp.recruits").value)
    assert f"is set to {people}, the fewest that reach the aim set here" in paragraphs(at)
    assert rate_in(lead(at)) >= 46
    slider(at, "lever:gp.recruits").set_value(float(people - 1)).run()
    assert rate_in(lead(at)) < 46


def test_an_invented_place_is_not_asked_to_match_england(open_page):
    at = open_page(**DEMO)
    assert at.button_group(key="asked-often").options == [
        "Nobody over 55 leaves", "Meet the aim", "Survey says: 20% likely to leave",
    ]  # fmt: skip


def test_a_survey_is_a_named_scenario_with_its_source_and_caution(open_page):
    at = open_page(**DEMO)
    ask(at, "flight_risk")
    assert at.query_params["set"] == "gp.turnover:20,gp.retirement:80,gp.retirement_years:4"
    said = everything(at)
    assert "This scenario is called “Survey says: 20% likely to leave”." in said
    assert "Fewer leave than say so" in said
    assert "Norfolk and Waveney" in said
    slider(at, "lever:gp.turnover").set_value(9.0).run()
    assert "name" not in at.query_params  # it is no longer what the survey said
    assert "Fewer leave than say so" not in everything(at)


def test_an_analyst_names_a_scenario_and_the_link_keeps_the_name(open_page):
    at = open_page(**DEMO, set="gp.turnover:12", name="Our own survey")
    assert "This scenario is called “Our own survey”." in everything(at)
    assert at.query_params["name"] == "Our own survey"


# Where a lever starts, and retirements that follow the ages


def test_a_lever_says_whether_its_start_is_measured_stood_in_for_or_assumed(open_page):
    said = everything(open_page(**DEMO))
    assert "Now 50%, assumed" in said
    assert "aged 55 or older, measured here" in said
    elsewhere = everything(open_page(count="gp_excl_trainees"))
    assert "aged 55 or older, stood in for, as the file does not say" in elsewhere


def test_retirements_at_80_per_cent_are_said_as_people_and_posts(open_page):
    at = open_page(**DEMO)
    slider(at, "lever:gp.retirement").set_value(80.0).run()
    found = re.search(
        r"Of ([\d,]+) people aged 55 or older today \(([\d.,]+) full-time posts\), 80% leave within 4 years: "
        r"([\d.,]+) people, ([\d.,]+) full-time posts", paragraphs(at),
    )  # fmt: skip
    assert found is not None
    people, posts, gone, posts_gone = (float(text.replace(",", "")) for text in found.groups())
    assert gone == pytest.approx(0.8 * people, abs=0.8 * 0.5 + 0.05)
    assert posts_gone == pytest.approx(0.8 * posts, abs=0.1)


def test_retirements_follow_the_ages_when_asked_and_not_in_an_old_link(open_page):
    at = open_page(**DEMO, set="gp.retirement:80")
    even = lead(at)
    at.toggle(key="lever:gp.retirement_ages").set_value(True).run()
    assert at.query_params["set"] == "gp.retirement:80,gp.retirement_ages:1"
    assert "those of 65 and over first" in paragraphs(at)
    assert "Retirements follow the ages: off → on" in paragraphs(at)
    at.toggle(key="lever:gp.retirement_ages").set_value(False).run()
    assert (at.query_params["set"], lead(at)) == ("gp.retirement:80", even)


def test_where_no_ages_are_known_there_is_nothing_to_follow(open_page):
    at = open_page(count="gp_excl_trainees", set="gp.retirement_ages:1")
    assert [t for t in at.toggle if t.key == "lever:gp.retirement_ages"] == []
    assert "so retirements keep an even pace" in everything(at)


def ask(at: AppTest, name: str) -> AppTest:
    at.button_group(key="asked-often").set_value(name).run()
    assert [e.value for e in at.exception] == []
    return at


def test_without_saved_scenarios_the_page_says_how_to_make_them(open_page):
    assert "Nothing is kept yet" in lead(open_page("scenarios"))


def test_a_saved_scenario_whose_version_is_gone_is_explained(open_page):
    at = open_page("scenarios", a="version=99&place=QZZ&by=2027-03", b="place=QZZ")
    assert any("no version 99" in e.value for e in at.error)


def test_the_invented_place_says_so(open_page):
    assert "This place is invented" in everything(open_page(**DEMO))


def test_what_stands_in_for_the_file_is_said(open_page):
    said = paragraphs(open_page(count="gp_excl_trainees"))
    assert "25.3% of GPs" in said
    assert "the file does not say, so this is assumed" in said
    assert "short of the local aim of 44 set by NHS North East London" in said


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("contributions", "The parts add up exactly to the difference"),
        ("reach", "reaches 44.0 fully qualified GPs"),
        ("certainty", "if every assumption brought fewest staff, and "),
        (
            "networks",
            "Local authorities and the integrated care board are the sums of their networks",
        ),
        ("costs", "Beyond the course if nothing changes, it costs about £"),
        ("posts", " full-time posts would go to "),
        ("quarters", "From "),
    ],
)
def test_what_follows_is_drawn_once_it_is_asked_for(open_page, part: str, words: str):
    at = open_page(
        **DEMO, set="gp.turnover:8,gp.recruits:3", target="60" if part == "posts" else "44"
    )
    assert words not in paragraphs(at)
    unfold(at, part)
    assert [e.value for e in at.exception] == []
    assert [e.value for e in at.error] == []
    assert words in paragraphs(at)


def test_officers_tools_and_further_levers_open(open_page):
    at = unfold(open_page(**DEMO, set="gp.turnover:8"), "officers", "levers", "aim")
    assert [e.value for e in at.exception] == []
    assert "Change in working hours (% a year)" in {s.label for s in at.slider}
    assert "Apply" in {b.label for b in at.button}
    assert len(at.text_area) == 1


def test_three_levers_are_in_sight_and_say_where_they_stand(open_page):
    at = open_page(**DEMO)
    assert len(at.slider) == 3
    said = paragraphs(at)
    whom = "40 people (28.5 full-time posts) aged 55 or older, measured here"
    assert f"Now 50%, assumed · {whom} · may be 30 to 80" in said
    assert "Now 0, assumed · best seen here: growth like " in said
    # A lever that was moved behind the fold is named there.
    moved = open_page(**DEMO, set="gp.participation:1")
    assert "Moved there: Change in working hours." in paragraphs(moved)


def test_a_lever_below_the_fold_counts_and_stays(open_page):
    at = unfold(open_page(**DEMO), "levers")
    before = rate_in(lead(at))
    slider(at, "lever:gp.participation").set_value(2.0).run()
    assert rate_in(lead(at)) > before
    assert at.query_params["set"] == "gp.participation:2"
    at.session_state["fold:levers"] = False
    at.run()
    assert at.query_params["set"] == "gp.participation:2"
    assert rate_in(lead(at)) > before


def test_newer_data_are_offered_and_taken(open_page, own_store, root, tmp_path):
    scores = (root / "sample_data" / "nel_deprivation.csv").read_text(encoding="utf-8")
    fewer = tmp_path / "nel_deprivation.csv"
    fewer.write_text(scores.rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    assert publish(own_store, fewer).code == 0
    at = open_page(**DEMO, version="1", period="2024-12", set="gp.turnover:7")
    assert at.query_params["version"].startswith("1-")
    press(at, "See this scenario with the newest data")
    assert at.query_params["version"].startswith("2-")
    assert at.query_params["period"] == "2025-09"
    assert at.query_params["set"] == "gp.turnover:7"
    assert slider(at, TURNOVER).value == 7


def test_the_three_cases_are_in_order(open_page):
    at = unfold(open_page(**DEMO), "certainty")
    said = paragraphs(at)
    found = re.search(
        r"would be ([0-9]+[.][0-9]) if every assumption brought fewest staff, and ([0-9]+[.][0-9]) if each "
        r"brought most[.] As the sliders stand it is ([0-9]+[.][0-9])",
        said,
    )
    low, high, middle = map(float, found.groups())
    assert low < middle < high
    assert middle == rate_in(lead(at))


def test_readers_paste_a_scenario_and_cannot_upload_one(open_page, monkeypatch):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    at = unfold(open_page(**DEMO), "officers")
    assert len(at.file_uploader) == 0
    assert len(at.text_area) == 1


def test_another_place_or_month_moves_no_lever(open_page):
    at = open_page(level="borough", place="Havering")
    for key, value in (("place", "Newham"), ("period", "2024-09"), ("place", "Havering")):
        pick(at, key, value)
        assert "set" not in at.query_params
        assert "If nothing changes, " in lead(at)


def test_costs_are_given_by_staff_by_year_and_in_all(open_page):
    at = unfold(
        open_page(**DEMO, set="gp.recruits:3,nurse.recruits:3", cost="nurse:50000"), "costs"
    )
    assert [e.value for e in at.exception] == []
    unfold(at, "table-costs")
    table = next(t for t in tables(at) if "Staff" in t[0] and "£" in "".join(t[0]))
    (heading,) = [name for name in table[0] if "£" in name]
    assert [row["Staff"] for row in table] == ["GPs"] * 3 + ["Nurses"] * 3 + ["All staff"]
    assert [row["Year"] for row in table][:3] == [
        "1 (to September 2026)",
        "2 (to March 2027)",
        "All years",
    ]
    pounds = [int(row[heading].replace(",", "").replace("−", "-")) for row in table]
    assert abs(pounds[-1] - pounds[2] - pounds[5]) <= 1
    assert "This scenario also changes nurses" in paragraphs(at)


def test_a_month_between_two_quarters_is_said(open_page):
    at = open_page(**DEMO, by="2026-02")
    assert "worked out for December 2025" in paragraphs(at)
    assert "by December 2025" in lead(at)


def test_a_scheme_before_the_figures_counts_for_nothing_and_says_so(open_page):
    at = open_page(**DEMO, do="U99903,gp,recruits,4,2020-01,2021-01,,,,,Old one")
    assert any("“Old one” ends in January 2021" in unescaped(w.value) for w in at.warning)


def test_a_place_that_newer_data_do_not_know_is_not_swapped_for_another(open_page, monkeypatch):
    from pages.parts import levers, selection

    monkeypatch.setattr(selection, "newer_version", lambda: 1)
    monkeypatch.setattr(levers, "is_in", lambda version, place: False)
    at = open_page(**DEMO)
    assert "There is newer data, but Demonstration place (invented) is not in it" in paragraphs(at)
    assert not any(b.label == "See this scenario with the newest data" for b in at.button)


def test_schemes_of_two_scenarios_name_their_networks(open_page):
    link = "version=1&level=icb&place=QZZ&staff=gp&count=gp_excl_trainees&period=2025-09&by=2027-03&target=44"
    scheme = "&do=U99903,gp,recruits,4,2025-12,2027-09,25000,mou,,,Fellowship"
    at = unfold(open_page("scenarios", a=link, b=link + scheme), "ends")
    assert "Only in B: Fellowship in Harbour PCN (invented)" in paragraphs(at)
    ends = next(t for t in tables(at) if "A" in t[0])
    what = {next(iter(row.values())): row["A"] for row in ends}
    assert list(what)[-1] == "£ beyond the course if nothing changes"
    assert what["£ beyond the course if nothing changes"] == "0"
    assert "." not in what["Registered patients"]


def test_the_worked_examples_stand_on_the_methods_page(open_page):
    said = paragraphs(open_page("methods"))
    assert "277,006 patients at 58 per 100,000 need 160.7 full-time posts" in said
    assert "From 10% to 8% is down 2 percentage points, which is 20% less" in said


def test_an_aim_that_was_moved_stays_at_its_place(open_page):
    """44 is the aim set for both; 46 was moved at Havering, 50 at Newham."""
    aim = "lever:target.gp_excl_trainees"
    at = open_page(level="borough", place="Havering", count="gp_excl_trainees")
    assert at.query_params["target"] == ["44"] or at.query_params["target"] == "44"
    slider(at, aim).set_value(46.0).run()
    assert "short of the aim of 46 set here. " in paragraphs(at)
    pick(at, "place", "Newham")
    assert "short of the local aim of 44. " in paragraphs(at)
    assert "The aim of 46 that you set at Havering stays there" in paragraphs(at)
    assert slider(at, aim).value == 44
    slider(at, aim).set_value(50.0).run()
    assert "short of the aim of 50 set here. " in paragraphs(at)
    pick(at, "place", "Havering")
    assert "short of the aim of 46 set here. " in paragraphs(at)
    assert "The aim of 50 that you set at Newham stays there" in paragraphs(at)
    # A link brings its own aim to its own place.
    link = {key: at.query_params[key] for key in at.query_params}
    cold = open_page(**link)
    assert lead(cold) == lead(at)
    assert "short of the aim of 46 set here. " in paragraphs(cold)


def test_an_aim_that_nobody_moved_is_that_of_each_place_and_month(open_page):
    """To match North East London: its figure of each month, and not the one before as “set here”."""
    at = open_page(level="borough", place="Havering", count="gp", period="2025-09")
    assert "to match" in paragraphs(at) or "what North East London has today" in lead(at)
    pick(at, "period", "2024-09")
    assert "set here" not in paragraphs(at)
    pick(at, "place", "Newham")
    assert "set here" not in paragraphs(at)


def test_a_step_back_brings_no_aim_of_another_place(open_page):
    at = open_page(level="borough", place="Havering", count="gp_excl_trainees")
    slider(at, "lever:target.gp_excl_trainees").set_value(46.0).run()
    slider(at, "lever:gp.recruits").set_value(2.0).run()
    pick(at, "place", "Newham")
    press(at, "Undo")
    assert "aim of 46 set here" not in paragraphs(at)
    assert "short of the local aim of 44. " in paragraphs(at)
