"""Worlds that look alike in `measures` look alike everywhere: no other door shows a hidden number.

Pages stand in tests/ui/test_two_worlds.py.
"""

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.commands import run
from tests.unit import worlds
from wfcore import papers
from wfcore.answers import (
    answer_question,
    answer_to_document,
    choice_of,
    how_levers_start,
    lever_marks,
    outlook_of,
    question_of,
    scenario_of_link,
    standard_questions,
)
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.papers import FORMATS
from wfcore.people import succession_list
from wfcore.projecting import scenario_to_link, scenario_to_yaml
from wfcore.store import Store

PLACES = ("A00001", "U00002", "U00006", "B00002", "North")
METRICS = ("gp_excl_trainees_rate", "nurse_rate", "gp_55plus_share", "participation_nurse")
EVERY_METRIC = [m.id for m in declared().metrics.values() if m.collection == "practice"]
KINDS = [kind for kind in declared().answers if not kind.startswith("printed")]
NEW, OLD = worlds.MONTHS[-1], worlds.MONTHS[1]
SCENARIO = """
name: Two changes
place: {place}
count: {count}
by: 2028-09
target: 120
levers:
  {staff}: {{turnover: 5, retirement: 40}}
"""
Pair = tuple[Store, Store]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The stores of both worlds."""
    first, second = (
        worlds.publish_world(tmp_path_factory.mktemp("world") / "store", n) for n in (0, 1)
    )
    return first, second


def alike(pair: Pair, said: Callable[[Store], Iterator[tuple[str, str]]]) -> int:
    """How much was compared; each is what a reader sees of either world, under what he asked."""
    (one, other) = ({what: worlds.unnamed(text, s) for what, text in said(s)} for s in pair)
    assert one.keys() == other.keys()
    told = {what: first_difference(one[what], other[what]) for what in one}
    assert not any(told.values()), {what: both for what, both in told.items() if both}
    return len(one)


def first_difference(one: str, other: str) -> tuple[str, str] | None:
    """What stands around the first letter that is not the same."""
    if one == other:
        return None
    at = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
    return one[max(0, at - 60) : at + 20], other[max(0, at - 60) : at + 20]


def test_measures_are_alike_and_hide_something(pair: Pair):
    def shown(store: Store) -> Iterator[tuple[str, str]]:
        for level in Level:
            for month in worlds.MONTHS:
                yield f"{level} {month}", run(
                    "measures", "--store", store.uri, "--level", level, "--period", month,
                    "--metric", ",".join(EVERY_METRIC),
                ).out  # fmt: skip

    assert alike(pair, shown) == len(Level) * len(worlds.MONTHS)
    assert dict(shown(pair[0]))[f"practice {NEW}"].count("small_number") > 8


def commands(tmp_path: Path) -> Iterator[tuple[object, ...]]:
    asked = ",".join(METRICS)
    for level in ("practice", "pcn", "borough"):
        yield "targets", "--level", level
        yield "change", "--level", level, "--from", OLD, "--to", NEW, "--metric", asked
    yield "quality", "--level", "practice"
    for staff, count in (("gp", "gp_excl_trainees"), ("nurse", "nurse")):
        file = tmp_path / f"{count}.yaml"
        file.write_text(SCENARIO.format(place="QXX", staff=staff, count=count))
        yield "project", file, "--level", "pcn"
        yield "answer", "takes", "--place", "QXX", "--scenario", file, "--json"
        for place in ("U00001", "U00002", "U00006"):
            for lever in ("turnover", "retirement", "recruits"):
                yield (
                    "goal", "--metric", f"{count}_rate", "--place", place, "--target", 120, "--by",
                    "2027-03", "--lever", lever,
                )  # fmt: skip
    yield "answer", "enough", "--place", "U00001"
    for page, place in itertools.product(("people", "pipeline"), ("A00001", "U00002", "West")):
        yield page, "--place", place, "--json"


# Across the pools (A00001 and A00002; B00001 and B00002): alone, one of each, all but one, with others.
GROUPS = (
    "A00001", "A00001,A00003", "A00002,A00003,A00004,A00005", "A00001,B00001", "A00001,A00002,A00003",
    "A00001,A00003,A00004,A00005,B00001,B00002,B00003", "B00002,B00003", "B00001,B00002",
)  # fmt: skip


def other_doors(asked: str, groups: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Groups that somebody picks, other maps and earlier months, returns, roles, aims, places, what is kept."""
    for codes in groups:
        of = ("--practices", codes, "--named", "Picked")
        for month in worlds.MONTHS:
            yield (
                "measures",
                *of,
                "--level",
                "group",
                "--period",
                month,
                "--metric",
                ",".join(EVERY_METRIC),
            )
        yield "change", *of, "--level", "group", "--from", OLD, "--to", NEW, "--metric", asked
        for kind in ("enough", "spread", "people", "change"):
            yield "answer", kind, *of, "--place", "group:Picked", "--metric", METRICS[0], "--json"
    for level in ("practice", "pcn", "borough", "icb"):
        for at in ("today", "then", OLD):
            yield "measures", "--level", level, "--map", at, "--metric", asked, "--period", NEW
        yield (
            "change",
            "--level",
            level,
            "--map",
            "today",
            "--from",
            OLD,
            "--to",
            NEW,
            "--metric",
            asked,
        )
        yield "quality", "--level", level
        yield "arrs", "--level", level
    for month in worlds.MONTHS:
        yield "quality", "--level", "practice", "--period", month
    yield "places", "A00001"
    yield "targets", "--list"
    yield ("history",)


def printed(
    asked: Callable[[], Iterator[tuple[object, ...]]], most: int
) -> Callable[[Store], Iterator[tuple[str, str]]]:
    """What the commands print of a store; `most` is the gravest exit code that is no fault."""

    def of(store: Store) -> Iterator[tuple[str, str]]:
        for command in asked():
            told = run(*command, "--store", store.uri)
            assert told.code <= most, told.err
            yield " ".join(map(str, command)), f"{told.out} {told.err}"

    return of


def test_every_command_is_alike(pair: Pair, tmp_path: Path):
    assert alike(pair, printed(lambda: commands(tmp_path), 0)) > 20


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param(GROUPS[1:3], id="two groups"),
        pytest.param(
            GROUPS,
            id="all groups",
            marks=pytest.mark.nightly("properties/test_two_worlds.py, other doors with two groups"),
        ),
    ],
)
def test_every_other_door_is_alike(pair: Pair, groups: Sequence[str]):
    assert alike(pair, printed(lambda: other_doors(",".join(METRICS), groups), 2)) > 40


@pytest.mark.parametrize(
    "asked_of",
    [
        pytest.param(list(zip(PLACES, itertools.cycle(METRICS[:3]), strict=False)), id="in turn"),
        pytest.param(
            list(itertools.product(PLACES, METRICS[:3])),
            id="all",
            marks=pytest.mark.nightly("properties/test_two_worlds.py, places and staff in turn"),
        ),
    ],
)
def test_every_answer_is_alike(pair: Pair, asked_of: list[tuple[str, str]]):
    """Words, tables, receipts, links, and the pictures with their data."""

    assert alike(pair, lambda store: answered(store, asked_of, KINDS))


def test_every_answer_about_people_that_come_and_go_is_alike(pair: Pair):
    """Of tables that an analyst brings: a place, one of each pool, a pool, all but one, everybody."""
    places = ("A00001", "A00003", "A00004", "U00002", "East", "West", "North", "QXX")
    kinds = [k.id for k in declared().answers.values() if k.page in ("people", "pipeline")]
    asked_of = list(itertools.product(places, METRICS[:2]))
    assert alike(pair, lambda store: answered(store, asked_of, kinds)) > 100
    told = dict(answered(pair[0], [("East", METRICS[0]), ("A00001", METRICS[0])], kinds))
    assert "12 of 14 GPs left East" in told[f"East {METRICS[0]} turnover"]
    assert "is not shown" in told[f"A00001 {METRICS[0]} turnover"]


def answered(
    store: Store, asked_of: Sequence[tuple[str, str]], kinds: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Each answer about places and staff: what is shown, its picture's data and its table."""
    figures = VersionMeasures(store.read())
    for place, metric in asked_of:
        choice = choice_of(figures, place, metric)
        for asked in standard_questions(choice, kinds):
            try:
                answer = answer_question(figures, asked, today="2025-12")
            except WorkforceError as error:
                yield f"{place} {metric} {asked.kind}", str(error)
                continue
            shown = answer_to_document(answer).model_dump_json()
            picture = json.dumps(answer.picture, default=str)
            rows = answer.table.rows.write_csv() if answer.table is not None else ""
            yield f"{place} {metric} {asked.kind}", shown + picture + rows


def test_every_succession_list_is_alike(pair: Pair):
    def listed(store: Store) -> Iterator[tuple[str, str]]:
        figures = VersionMeasures(store.read())
        for place, metric in itertools.product(PLACES, METRICS):
            level, code, _ = figures.find(place, "practice", NEW)
            found = succession_list(figures, declared().metric(metric), level, code, NEW)
            yield f"{place} {metric}", f"{found.rows.write_csv()} {found.hidden} {found.silent}"

    assert alike(pair, listed) == len(PLACES) * len(METRICS)


def test_every_scenario_text_is_alike(pair: Pair):
    def kept(store: Store) -> Iterator[tuple[str, str]]:
        figures = VersionMeasures(store.read())
        for place in ("U00001", "U00006", "East"):
            for metric in ("gp_excl_trainees_rate", "nurse_rate"):
                choice = choice_of(figures, place, metric)
                scenario = scenario_of_link(choice, {})
                yield f"{place} {metric}", scenario_to_yaml(scenario)
                yield f"{place} {metric} link", json.dumps(scenario_to_link(scenario))

    assert alike(pair, kept)


def test_every_lever_and_every_retirement_by_age_is_alike(pair: Pair):
    """Where levers start, whom they work on, and a course in which the oldest go first."""

    def moved(store: Store) -> Iterator[tuple[str, str]]:
        figures = VersionMeasures(store.read())
        for place in ("U00001", "U00002", "U00006", "East"):
            for staff, metric in (("gp", "gp_excl_trainees_rate"), ("nurse", "nurse_rate")):
                choice = choice_of(figures, place, metric)
                asked = {"by": "2027-12", "set": f"{staff}.retirement:80,{staff}.retirement_ages:1"}
                outlook = outlook_of(choice, scenario_of_link(choice, asked))
                yield f"{place} {metric} levers", str([m.said for m in lever_marks(outlook)])
                yield f"{place} {metric} starts", str(how_levers_start(outlook))
                takes = answer_question(figures, question_of(choice, "takes", scenario=asked))
                told = (takes.verdict, takes.detail, takes.cautions, takes.receipt, takes.picture)
                yield f"{place} {metric} takes", str(told)

    assert alike(pair, moved)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_paper_is_alike(pair: Pair, kind: str):
    """Page, Word, workbook, CSV and text as they are; of a PDF its words and its drawings."""

    def made(store: Store) -> Iterator[tuple[str, str]]:
        figures = VersionMeasures(store.read())
        for place, metric in (("U00001", "gp_excl_trainees_rate"), ("B00001", "nurse_rate")):
            paper = papers.default_paper(choice_of(figures, place, metric))
            document = papers.document(
                paper, lambda _: figures, made="1 December 2025", today="2025-12"
            )
            yield place, readable(kind, FORMATS[kind].make(document))

    assert alike(pair, made) == 2


def readable(kind: str, data: bytes) -> str:
    if kind == "pdf":
        pages = PdfReader(io.BytesIO(data)).pages
        return "".join(str(page.extract_text()) for page in pages)
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return "".join(
                f"{name}: {file.read(name)!r}"
                for name in sorted(file.namelist())
                if not name.startswith("docProps/")
            )
    return data.decode("utf-8-sig")
