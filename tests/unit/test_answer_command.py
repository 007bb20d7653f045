"""`python -m wfcore answer`, the JSON that it promises, and the columns of every CSV."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from tests.commands import run
from tests.ui import shipped
from tools import answer_schema
from wfcore.declared import declared

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/answer.schema.json").read_text(encoding="utf-8"))
PLACES = {"practice": "F82670", "near": "F82670"}  # the others are asked of a borough
KINDS = [kind for kind in declared().answers if not kind.startswith("printed")]


@pytest.fixture
def store(samples: Path) -> str:
    return str(samples)


@pytest.fixture(scope="module")
def followed() -> set[str]:
    """The ways on that were followed: answers share them, and the next has the same answer."""
    return set()


def test_the_promised_shape_is_that_of_the_code():
    assert answer_schema.PAGE.read_text(encoding="utf-8") == answer_schema.schema()


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_keeps_the_promised_shape(store: str, followed: set[str], kind: str):
    place = PLACES.get(kind, "Havering")
    done = run("answer", kind, "--place", place, "--store", store, "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    jsonschema.validate(answer, SCHEMA)
    assert answer["question"]["kind"] == kind
    for way in answer["ways_on"]:
        if (known := json.dumps(way)) in followed:
            continue
        followed.add(known)
        asked = run("answer", way["kind"], "--place", way["place"], "--store", store, "--json",
                    "--period", way["period"], "--metric", way["metric"])  # fmt: skip
        assert asked.code == 0, asked.err
        assert json.loads(asked.out)["question"]["kind"] == way["kind"]


def test_the_words_are_those_of_the_json(store: str):
    given = ("answer", "enough", "--place", "Havering", "--period", "2025-09", "--store", store)
    words, answer = run(*given).out, json.loads(run(*given, "--json").out)
    rate = f"{shipped.practices('2025-09', borough='Havering').rate:.1f}"
    assert f"Havering has {rate} GPs and trainees per 100,000 patients, fewer" in answer["verdict"]
    rows = [row[column["name"]] for row in answer["table"]["rows"] for column in answer["table"]["columns"]
            if column["decimals"] is None]  # fmt: skip
    for text in (answer["title"], answer["verdict"], *answer["detail"], *answer["cautions"], *rows):
        assert text in words
    assert rate in words


def test_what_was_chosen_is_asked(store: str, tmp_path: Path):
    scenario = tmp_path / "s.yaml"
    scenario.write_text("place: Havering\nby: 2027-09\nlevers: {gp: {turnover: 2}}\n")
    took = run("answer", "takes", "--place", "Havering", "--store", store, "--scenario", scenario)
    assert "these changes would " in took.out
    beside = run("answer", "spread", "--place", "Havering", "--store", store, "--inside", "beside")
    assert "Newham" in beside.out
    since = run("answer", "causes", "--place", "QZZ", "--store", store, "--since", "2025-06")
    assert "since June 2025" in since.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["practice", "--place", "Havering"], "cannot be asked of Havering"),
        (["enough", "--place", "Atlantis"], "no area called 'Atlantis'"),
        (["enough", "--place", "Havering", "--metric", "dentists"], "no metric called"),
        (["takes", "--place", "Havering", "--scenario", "none.yaml"], "none.yaml"),
        (["roles", "--place", "Havering", "--period", "2025-09"], "in September 2025"),
    ],
)
def test_what_cannot_be_asked_is_refused(store: str, given: list[str], said: str):
    done = run("answer", *given, "--store", store)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def promised() -> dict[str, list[str]]:
    """Command → columns, as docs/reference/csv.md lists them."""
    page = (ROOT / "docs/reference/csv.md").read_text(encoding="utf-8")
    listed = re.findall(r"^## `(.+)`\n\n`(.+)`$", page, re.MULTILINE)
    return {command: columns.split(", ") for command, columns in listed}


def test_every_csv_has_the_promised_columns(store: str, tmp_path: Path):
    scenario, paper = tmp_path / "s.yaml", tmp_path / "p.csv"
    scenario.write_text("place: Havering\nby: 2026-09\n", encoding="utf-8")
    rates = ("--metric", "gp_rate", "--level", "borough")
    aim = ("--target", "50", "--by", "2030-09", "--lever", "recruits")
    printed = {
        "measures": run("measures", *rates, "--store", store).out,
        "targets": run("targets", "--level", "pcn", "--store", store).out,
        "change": run("change", *rates, "--from", "2024-09", "--to", "2025-09", "--store", store).out,
        "quality": run("quality", "--store", store).out,
        "arrs": run("arrs", "--store", store).out,
        "project": run("project", scenario, "--store", store).out,
        "goal": run("goal", "--place", "Havering", "--metric", "gp_rate", *aim, "--store", store).out,
    }  # fmt: skip
    run("paper", "--place", "Havering", "--store", store, "--format", "csv", "--out", paper)
    printed["paper --format csv"] = paper.read_text(encoding="utf-8-sig")
    assert {name: text.splitlines()[0].split(",") for name, text in printed.items()} == promised()


@pytest.mark.parametrize(
    ("page", "said"), [("people", "40 of 142 fully qualified GPs"), ("pipeline", "promised posts")]
)
def test_every_answer_of_a_page_in_its_order(store: str, page: str, said: str):
    kinds = [kind.title for kind in declared().answers.values() if kind.page == page]
    asked = (page, "--place", "QZZ", "--store", store)
    told, whole = run(*asked), run(*asked, "--json")
    assert (told.code, told.err, whole.code) == (0, "", 0)
    assert said in told.out
    shown = json.loads(whole.out)
    assert [one["title"] for one in shown] == kinds
    for one in shown:
        jsonschema.validate(one, SCHEMA)
        assert one["verdict"] in told.out
