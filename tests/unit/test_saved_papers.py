"""A paper as it is kept: order, commentary, file and link give back exactly what was pinned."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wfcore.answers import Question
from wfcore.declared import declared
from wfcore.errors import UnfitPaper
from wfcore.papers import (
    MOST_COMMENTARY,
    MOST_PARTS,
    Paper,
    PaperPart,
    count_left_out,
    paper_from_link,
    paper_from_yaml,
    paper_to_link,
    paper_to_yaml,
)
from wfcore.papers.saved import clean_commentary
from wfcore.papers.texts import MOST_LINK

AROUND = {"version": "1", "level": "borough", "place": "Havering", "period": "2025-09"}
ODD = "a ~.%|= b, c:d & e+f # ÿ “x”\n<b>[l](http://x)</b> 'q' \"p\""


def asked(kind: str = "enough", **more: object) -> Question:
    usual = {
        "kind": kind,
        "level": "borough",
        "place": "Havering",
        "period": "2025-09",
        "version": 1,
    }
    return Question.model_validate(usual | more)


def paper(*kinds: str, **more: object) -> Paper:
    return Paper(title="A title", parts=tuple(PaperPart(asked=asked(k, **more)) for k in kinds))


def test_order_changes_one_step_and_stops_at_the_ends():
    three = paper("enough", "better", "spread")
    kinds = lambda one: [part.asked.kind for part in one.parts]  # noqa: E731
    assert kinds(three.move_part(2, -1)) == ["enough", "spread", "better"]
    assert kinds(three.move_part(0, 1)) == ["better", "enough", "spread"]
    assert kinds(three.move_part(0, -1)) == kinds(three) == kinds(three.move_part(2, 1))
    assert kinds(three.without(1)) == ["enough", "spread"]


def test_commentary_is_cleaned_and_what_is_too_long_is_refused():
    one = paper("enough")
    said = one.commented(0, "  First.\r\n\r\n\r\n\r\nSecond\x00\x1b[31m \u202egnorw\u200b\t end  ")
    assert said.parts[0].commentary == "First.\n\nSecond[31m gnorw  end"
    full = "x" * MOST_COMMENTARY
    assert one.commented(0, full).parts[0].commentary == full
    with pytest.raises(UnfitPaper, match="50,000 characters, and at most 2,000"):
        said.commented(0, "x" * 50_000)
    assert said.parts[0].commentary.startswith("First.")


def test_no_more_parts_than_fit():
    with pytest.raises(UnfitPaper):
        Paper(parts=(PaperPart(asked=asked()),) * MOST_PARTS).with_part(PaperPart(asked=asked()))


TEXTS = st.text(max_size=200)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([k for k in declared().answers if not k.startswith("printed")]),
            st.sampled_from(["2025-09", "2024-03"]),
            st.text(min_size=1, max_size=30),
            st.one_of(st.none(), st.just("2023-12")),
            TEXTS,
            st.one_of(st.none(), st.dictionaries(st.sampled_from(["by", "set", "do"]), TEXTS)),
        ),
        max_size=5,
    ),
    TEXTS,
)
def test_file_and_link_give_the_same_paper_back(rows, title):
    parts = tuple(
        PaperPart(
            asked=asked(kind, period=period, place=place, since=since, scenario=scenario or None),
            commentary=said,
        )
        for kind, period, place, since, said, scenario in rows
    )  # fmt: skip
    one = Paper(title=title[:100], parts=parts, data=((1, "abc"), (3, "123456789012")))
    assert paper_from_yaml(paper_to_yaml(one)) == one
    if parts:
        link = paper_to_link(one, AROUND)
        assert paper_from_link(AROUND | link) == one.model_copy(update={"data": ()})


def test_a_link_names_only_what_is_different():
    one = paper("enough", "better")
    assert paper_to_link(one, AROUND)["paper"] == "enough.better"
    other = one.with_part(PaperPart(asked=asked("moved", since="2024-03", inside="pcn", version=2)))
    assert paper_to_link(other, AROUND)["paper"] == "enough.better.moved~s2024-03~ipcn~v2"


def test_commentary_that_does_not_fit_into_a_link_is_counted():
    one = paper(*["enough"] * 5)
    for at in range(5):
        one = one.commented(at, "x" * 1_900)
    link = paper_to_link(one, AROUND)
    assert count_left_out(one, link) == 2
    assert sum(map(len, link.values())) <= MOST_LINK


@pytest.mark.parametrize(
    ("paper_", "said"),
    [
        ("magic", "'magic', which is no part"),
        ("enough~q1", "'q1', which is no part"),
        ("takes~xset", "'xset', which is no part"),
        ("printed", "'printed', which is no part"),
        ("enough~v0", "'version=0', which is no part"),
        ("enough~d2025-13", "period"),
        ("enough~m" + "x" * 99, "metric"),
        ("enough." * 25, "at most 24"),
        ("enough~p" + "x" * 13_000, "too long"),
    ],
)
def test_an_edited_link_is_refused_in_words(paper_: str, said: str):
    with pytest.raises(UnfitPaper, match=said):
        paper_from_link(AROUND | {"paper": paper_})


FILE = paper_to_yaml(paper("enough"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a list of names"),
        ("parts: &a [*a]", "YAML aliases"),
        ("!!python/object:os.system {}", "YAML tags"),
        ("title: a\ntitle: b", "twice"),
        ("titel: a", "no 'titel' in a paper"),
        ("parts: 3", "not a list"),
        ("parts: [3]", "part 1 is not"),
        ("title: [a]", "title"),
        (FILE.replace("enough", "magic"), "kind"),
        (FILE.replace("version: 1", "version: 0"), "version"),
        (FILE.replace("version: 1", "version: yes"), "version"),
        (FILE + "  colour: red\n", "colour"),
        (FILE + "  commentary: " + "x" * 2_001 + "\n", "at most 2000"),
        (FILE + "# " + "x" * 300_000, "at most 262,144 are read"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_in_words(text: str | bytes, said: str):
    with pytest.raises(UnfitPaper, match=said):
        paper_from_yaml(text)


def test_the_file_can_be_read_by_eye():
    content = yaml.safe_load(FILE)
    assert content["title"] == "A title"
    assert content["parts"] == [
        {
            "kind": "enough",
            "level": "borough",
            "place": "Havering",
            "period": "2025-09",
            "version": 1,
            "map": "today",
        }
    ]


def test_a_paper_kept_before_there_was_a_choice_shows_places_as_they_were():
    (part,) = paper_from_yaml(FILE.replace("  map: today\n", "")).parts
    assert part.asked.map == "then"
    assert (
        paper_from_yaml(paper_to_yaml(paper("enough").commented(0, ODD))).parts[0].commentary == ODD
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),  # one family, not three people
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("one\u2028two\x0bthree\x85four", "one\ntwo\nthree\nfour"),
        ("\x1b[31mred\u202e\x00\ud800", "[31mred"),
    ],
)
def test_what_joins_letters_stays_and_what_steers_does_not(written: str, kept: str):
    assert clean_commentary(written) == kept
