"""A scenario as text reads back exactly, and no text breaks its reader."""

import string

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.properties.scenarios import (
    ASSUMED,
    COUNTS,
    asked,
    few,
    interventions,
    levers,
    month,
    within,
)
from tests.unit.staffing import course_of
from wfcore.errors import UnfitScenario, WorkforceError
from wfcore.projecting import (
    Scenario,
    Stocks,
    by_area,
    scenario_from_link,
    scenario_from_yaml,
    scenario_of,
    scenario_to_link,
    scenario_to_yaml,
)

names = st.text(st.characters(codec="utf-8"), max_size=80)


@st.composite
def whole_scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario that says anything a scenario can say."""
    codes = draw(
        st.lists(
            st.text(string.ascii_letters + string.digits + " &,:;'-%.", min_size=1, max_size=20),
            min_size=1, max_size=3, unique=True,
        )
    )  # fmt: skip
    assumed = {
        what: draw(
            st.dictionaries(st.sampled_from(list(one.value)), within(one.least, one.most), max_size=3)
        )
        for what, one in ASSUMED.stand_ins.items()
        if draw(st.booleans())
    }  # fmt: skip
    return scenario_of(
        {
            "name": draw(names),
            "place": draw(st.sampled_from(codes)),
            "version": draw(st.none() | st.integers(1, 10**6)),
            "period": draw(st.none() | st.just("2025-09")),
            "by": month(draw(st.integers(1, 40))),
            "count": draw(st.sampled_from(COUNTS)),
            "target": draw(st.none() | within(0, 1000)),
            "targets": draw(st.dictionaries(st.sampled_from(codes), within(0, 1000), max_size=3)),
            "levers": {k: v for k, v in draw(levers(("gp", "nurse", "dpc", "admin"))).items() if v},
            "list_growth": draw(st.none() | within(-5, 10)),
            "today": {k: v for k, v in assumed.items() if v},
            "costs": draw(
                st.dictionaries(st.sampled_from(list(ASSUMED.costs)), within(0, 1e6), max_size=3)
            ),
            "limits": {
                key: draw(st.none() | within(0, 10_000)) for key in ("rooms_for", "supervised")
            },
            "recruits_from": draw(st.sampled_from(["new", "other_pcns", "community_pharmacy"])),
            "interventions": [
                {**i, "name": draw(names) or "x"} for i in draw(interventions(codes))
            ],
        }
    )


@settings(max_examples=60)
@given(whole_scenarios())
def test_a_scenario_file_reads_back_exactly(scenario: Scenario):
    text = scenario_to_yaml(scenario)
    assert scenario_from_yaml(text) == scenario
    assert scenario_from_yaml(text.encode()) == scenario
    assert scenario_to_yaml(scenario_from_yaml(text)) == text


@settings(max_examples=60)
@given(whole_scenarios())
def test_a_link_reads_back_exactly(scenario: Scenario):
    link = scenario_to_link(scenario)
    assume(sum(map(len, link.values())) <= 6000)
    back = scenario_from_link(
        link,
        place=scenario.place,
        count=scenario.count,
        period=scenario.period,
        version=scenario.version,
        by="2026-09",
    )
    assert back == scenario


def only_unfit(read) -> None:
    """Whatever it is, it is a scenario or a refusal in words that can be shown."""
    try:
        found: Scenario | None = read()
        refusal = None
    except UnfitScenario as error:
        found, refusal = None, error
    assert isinstance(found, Scenario) or (refusal and refusal.message and refusal.advice)
    str(refusal).encode()


yamls = st.text(st.sampled_from(list("{}[]:,-?&*!|>%@`\"'#~<=+._ \n\tab019xn\\u\ufeff\x85\u2028")))


@given(st.binary(max_size=300) | names.map(str.encode))
@example(b"\xff\xfea\x00")
def test_no_bytes_break_the_loader(data: bytes):
    only_unfit(lambda: scenario_from_yaml(data))


@settings(max_examples=200)
@given(st.text(max_size=300) | yamls)
@example("\ud800")
@example('place: "\\uD800"')
@example('"\\uD800": 1')
@example("a: 1" + ":1" * 300 + ".0")
@example("a: 0x_")
@example("{1: 2, [3]: 4}")
@example("? [a]\n: b")
@example("by: 2030-09-30")
@example("? !!null\n: 1")
def test_no_text_breaks_the_loader(text: str):
    only_unfit(lambda: scenario_from_yaml(text))


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.dates(),
    st.sampled_from(["gp", "turnover", "2030-09", "U00001", "gp_excl_trainees"]),
)  # fmt: skip
contents = st.dictionaries(
    st.sampled_from(sorted(Scenario.model_fields)) | st.text(max_size=8) | st.integers(),
    st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["gp", "turnover", "share_55", "name", "place"]) | st.integers(),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
    max_size=6,
)


@settings(max_examples=150)
@given(contents)
def test_no_content_breaks_a_scenario(content: dict[object, object]):
    only_unfit(lambda: scenario_of(content))
    only_unfit(lambda: scenario_of({"place": "QXX", "by": "2030-09", **content}))


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(["by", "name", "target", "set", "aims", "today", "cost", "limits", "from", "do"]),
        st.text(max_size=30)
        | st.sampled_from(["gp.turnover:8", "list_growth:1", "U1:44", "gp:1", "a,b,c", "1e5", "NaN", "-"]),
    )
)  # fmt: skip
def test_no_link_breaks_the_page(link: dict[str, str]):
    only_unfit(
        lambda: scenario_from_link(
            link, place="QXX", count="gp", period="2025-09", version=1, by="2030-09"
        )
    )


@few
@given(asked(), st.sampled_from(["U99999", "Nowhere", "QYY"]))
def test_a_place_that_is_gone_is_explained(both: tuple[Stocks, Scenario], gone: str):
    stocks, scenario = both
    for moved in (
        {"place": gone},
        {
            "interventions": [
                {
                    "name": "Gone", "place": gone, "staff": scenario.staff, "lever": "turnover",
                    "size": 5.0, "start": "2025-10", "end": "2026-09",
                }
            ]
        },
    ):  # fmt: skip
        other = scenario_of({**scenario.model_dump(), **moved})
        for ask in (
            lambda s=other: course_of(stocks, s),
            lambda s=other: by_area(stocks, s, "pcn"),
        ):
            with pytest.raises(WorkforceError, match=gone):
                ask()
