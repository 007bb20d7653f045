"""Scenario files that are hostile or broken, and wrong use of `project` and `goal`."""

import time
from pathlib import Path

import pytest

from tests.commands import CommandResult, run
from tests.faults.files import says
from wfcore.errors import UnfitScenario
from wfcore.projecting import scenario_from_yaml
from wfcore.projecting.texts import MAX_SCENARIO_BYTES

GOOD = "place: QZ9\nby: 2030-09\ncount: gp_excl_trainees\ntarget: 60\n"
BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
SCHEME = (
    "interventions:\n- {name: A, place: U99000, staff: gp, lever: turnover, size: 5, "
    "start: 2026-01, end: 2026-12}\n"
)

FILES: dict[str, tuple[str | bytes, str]] = {
    "a bomb": (BOMB, "it uses YAML aliases"),
    "an anchor": ("place: &here QZ9\nby: 2030-09\n", "it uses YAML aliases"),
    "an alias alone": ("place: *nowhere\n", "it uses YAML aliases"),
    "an anchor of a list": ("interventions: &all []\n", "it uses YAML aliases"),
    "a merge": (GOOD + "levers:\n  <<: {gp: {turnover: 8}}\n", "it uses YAML merge keys"),
    "a tag of Python": ("!!python/object/apply:os.system [echo]\n", "it uses YAML tags"),
    "a tag inside": ("place: !!str QZ9\n", "it uses YAML tags"),
    "a tag of its own": ("place: !mine QZ9\n", "it uses YAML tags"),
    "a tag that says nothing": ("place: ! QZ9\n", "it uses YAML tags"),
    "a tag of binary": ("place: !!binary aGVsbG8=\n", "it uses YAML tags"),
    "a key twice": (GOOD + "target: 61\n", "'target' stands in it twice"),
    "a key twice inside": (GOOD + "levers: {gp: {turnover: 8, turnover: 9}}\n", "'turnover' stands in it twice"),
    "deep": (GOOD + "levers: " + "{a: " * 60 + "1" + "}" * 60, "nested deeper than 6 levels"),
    "very deep": ("[" * 60_000, "nested deeper than 6 levels"),
    "very deep blocks": ("- " * 30_000, "nested deeper than 6 levels"),
    "too large": (GOOD + "# " + "x" * MAX_SCENARIO_BYTES, "at most 65,536 are read"),
    "two documents": (GOOD + "---\n" + GOOD, "it is not YAML"),
    "half a file": (GOOD + "levers: {gp: {turnover: 8\n", "it is not YAML in line"),
    "a tab": ("place: QZ9\n\tby: 2030-09\n", "it is not YAML in line 2"),
    "cp1252": ("place: Caf\u00e9\nby: 2030-09\n".encode("cp1252"), "it is not UTF-8 text"),
    "UTF-16": (GOOD.encode("utf-16"), "it is not UTF-8 text"),
    "zeros": (b"\x00" * 100, "it is not YAML"),
    "a workbook": (b"PK\x03\x04" + b"\xff" * 50, "it is not UTF-8 text"),
    "empty": ("", "it is not a list of names and values"),
    "a remark": ("# nothing\n", "it is not a list of names and values"),
    "a list": ("- 1\n- 2\n", "it is not a list of names and values"),
    "a word": ("hello\n", "it is not a list of names and values"),
    "a number out of this world": ("target: 1" + ":1" * 300 + ".0\n", "it is not YAML"),
    "a number of 10,000 digits": ("target: " + "9" * 10_000 + "\n", "it is not YAML"),
    "a date that is none": ("by: 2030-13-45\n", "it is not YAML"),
    "a list as a key": ("[a, b]: 1\n", "it is not YAML"),
    "NaN": (GOOD.replace("60", ".nan"), "target: nan is not a number"),
    "infinity": (GOOD.replace("60", ".inf"), "target: inf is not a number"),
    "below infinity": (GOOD + "levers: {gp: {turnover: -.inf}}\n", "turnover: -inf is not a number"),
    "beyond a float": (GOOD.replace("60", "1.0e+999"), "target: inf is not a number"),
    "an unknown key": (GOOD + "colour: red\n", "colour: no such name in a scenario"),
    "a number as a key": (GOOD + "3: red\n", "cannot be used"),
    "a truth as a key": (GOOD + "yes: red\n", "cannot be used"),
    "text for a number": (GOOD.replace("60", "'60'"), "target: '60' is not a number"),
    "a truth for a number": (GOOD.replace("60", "yes"), "target: True is not a number"),
    "a number for a place": (GOOD.replace("QZ9", "99"), "place: 99 is not text: put it in quotes"),
    "a date for a month": (GOOD.replace("2030-09", "2030-09-30"), "by: 2030-09-30 is not text: put it in quotes"),
    "a list for levers": (GOOD + "levers: [8]\n", "levers: "),
    "nothing for levers": (GOOD + "levers:\n", "levers: "),
    "a half version": (GOOD + "version: 1.5\n", "version: 1.5 is not a whole number"),
    "without a place": ("by: 2030-09\n", "place: is missing"),
    "an unknown count": (GOOD.replace("gp_excl_trainees", "pcn_staff"), "count 'pcn_staff' is not one of"),
    "out of range": (GOOD + "levers: {gp: {turnover: 99}}\n", "turnover: 99 is outside 0 to 30"),
    "an empty target": (GOOD.replace("60", ""), ""),
    "schemes that overlap": (GOOD + SCHEME + SCHEME.partition("\n")[2].replace("A", "B", 1), "“A” and “B” both set"),
}  # fmt: skip
FITS = {"an empty target"}  # a scenario without a target is a scenario


@pytest.mark.parametrize("case", FILES)
def test_a_broken_file_is_explained(case: str):
    data, said = FILES[case]
    began = time.process_time()
    if case in FITS:
        assert scenario_from_yaml(data).target is None
        return
    with pytest.raises(UnfitScenario) as error:
        scenario_from_yaml(data)
    assert said in error.value.message
    assert error.value.advice
    assert len(error.value.message) < 1000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("case", [c for c in FILES if c not in FITS])
def test_the_command_line_says_the_same(published: Path, tmp_path: Path, case: str):
    data, said = FILES[case]
    path = tmp_path / "scenario.yaml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    answer = run("project", path, "--store", published)
    assert answer.code == 2
    says(answer, "Cannot do that: This scenario", said)
    assert answer.err.count("\n") == 1


def test_a_file_of_just_the_size_is_read():
    full = GOOD + "#" + "x" * (MAX_SCENARIO_BYTES - len(GOOD) - 2) + "\n"
    assert len(full) == MAX_SCENARIO_BYTES
    assert scenario_from_yaml(full).target == 60
    with pytest.raises(UnfitScenario, match="it has 65,537 bytes"):
        scenario_from_yaml(full + "#")


# Wrong use


def project(store: Path, folder: Path, text: str = GOOD, *more: object) -> CommandResult:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return run("project", path, "--store", store, *more)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("QZ9", "U12345", ("There is no area called 'U12345'",)),
        ("QZ9", "F99000", ("SURGERY 0", "A projection is made for a network")),
        ("2030-09", "2025-09", ("2025-09 is not at least a quarter after the figures",)),
        ("2030-09", "2040-09", ("more than 10 years after the figures of 2025-09",)),
        ("by:", "version: 7\nby:", ("There is no version 7.", "The newest is version 1")),
        ("by:", "period: 2024-09\nby:", ("2024-09", "There is: 2025-09.")),
        ("target: 60\n", SCHEME.replace("U99000", "U12345"), ("is for U12345, which is not in", "changed its code")),
        ("target: 60\n", SCHEME.replace("U99000", "QZ9"), ("“A” is for QZ9, which is not one network",)),
    ],
)  # fmt: skip
def test_a_scenario_that_does_not_fit_the_data(
    published: Path, tmp_path: Path, old: str, new: str, words: tuple[str, ...]
):
    answer = project(published, tmp_path, GOOD.replace(old, new))
    assert answer.code == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err
    refusal = [line for line in answer.err.splitlines() if line.startswith("Cannot do that: ")]
    assert len(refusal) == 1
    for word in words:
        assert word.lower() in refusal[0].lower()


def test_project_works_and_writes_a_file(published: Path, tmp_path: Path):
    answer = project(published, tmp_path, GOOD + "levers: {gp: {turnover: 8}}\n", "--level", "icb")
    assert answer.code == 0
    assert {row["scenario"] for row in answer.rows()} == {"baseline", "scenario"}
    written = tmp_path / "out.csv"
    again = project(
        published, tmp_path, GOOD + "levers: {gp: {turnover: 8}}\n", "--level", "icb", "--csv", written
    )  # fmt: skip
    assert (again.code, again.out) == (0, "")
    assert written.read_text(encoding="utf-8") == answer.out


def test_a_file_that_cannot_be_written(published: Path, tmp_path: Path):
    answer = project(published, tmp_path, GOOD, "--csv", tmp_path / "nowhere" / "out.csv")
    assert answer.code == 2
    assert (
        "out.csv: cannot be written (No such file or directory). Name another file." in answer.err
    )
    assert "Traceback" not in answer.err


def test_a_reader_is_told_the_share_that_was_used(published: Path, tmp_path: Path):
    """What the scenario sets was used, and the declared figure was named."""
    answer = project(published, tmp_path, GOOD + "today: {share_55: {gp: 0.4}}\n")
    assert answer.code == 0
    assert "40% of GPs" in answer.err
    assert "27.2% of GPs" not in answer.err
    assert "33.8% of nurses" in answer.err  # every staff group is printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("project",), ("SCENARIO.yaml",)),
        (("project", "absent.yaml"), ("absent.yaml: No such file or directory.",)),
        (("project", "."), ("Is a directory",)),
        (("project", "x.yaml", "--level", "practice"), ("'practice'", "pcn", "borough", "icb")),
        (("project", "x.yaml", "--version", "one"), ("--version", "'one'")),
        (("goal",), ("--metric", "--place", "--target", "--by", "--lever")),
    ],
)
def test_wrong_use(published: Path, arguments: tuple[str, ...], words: tuple[str, ...]):
    answer = run(*arguments, "--store", published)
    assert answer.code == 2
    says(answer, *words)


ASKED = {
    "--metric": "gp_excl_trainees_rate", "--place": "QZ9", "--target": "60", "--by": "2030-09",
    "--lever": "recruits",
}  # fmt: skip


def goal(store: Path, **changed: str) -> CommandResult:
    asked = ASKED | {f"--{k}": v for k, v in changed.items()}
    return run("goal", "--store", store, *(text for pair in asked.items() for text in pair))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"metric": "gp_ratio"}, ("There is no metric called 'gp_ratio'.",)),
        ({"metric": "gp_fte"}, ("No projection is made of gp_fte.", "Use one of: gp_excl_trainees_rate, gp_rate")),
        ({"metric": "gp_55plus_share"}, ("No projection is made of gp_55plus_share.",)),
        ({"place": "Atlantis"}, ("There is no area called 'Atlantis'",)),
        ({"place": "F99000"}, ("a projection is made for a network",)),
        ({"target": "many"}, ("--target", "'many'")),
        ({"target": "nan"}, ("target: nan is not a number",)),
        ({"target": "inf"}, ("target: inf is not a number",)),
        ({"target": "-1"}, ("target: -1.0 is below 0",)),
        ({"target": "1001"}, ("target: 1001.0 is above 1000.",)),
        ({"metric": "patients_per_gp", "target": "0"}, ("target: 100000000000000.0 is above 1000.",)),
        ({"by": "2030"}, ("'2030' is not a month; write it as 2025-09",)),
        ({"by": "2025-10"}, ("2025-10 is not at least a quarter after the figures",)),
        ({"by": "2050-09"}, ("more than 10 years",)),
        ({"by": "1999-09"}, ("by: ",)),
        ({"lever": "wages"}, ("'wages' is not a lever for these staff", "recruits", "list_growth")),
        ({"metric": "nurse_rate", "lever": "conversion"}, ("'conversion' is not a lever for these staff",)),
        ({"metric": "admin_rate"}, ("The file for 2025-09 counts no",)),
        ({"period": "2024-09"}, ("Nothing is published for 2024-09", "There is: 2025-09")),
        ({"version": "9"}, ("There is no version 9.",)),
    ],
)  # fmt: skip
def test_wrong_use_of_goal(published: Path, changed: dict[str, str], words: tuple[str, ...]):
    answer = goal(published, **changed)
    assert answer.code == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err, answer.err


def test_a_goal_is_answered_in_words_and_as_a_row(published: Path):
    answer = goal(published)
    assert answer.code == 0
    (row,) = answer.rows()
    assert float(row["rate"]) == pytest.approx(60, abs=1e-6)
    assert float(row["value"]) > 0
    assert (row["period"], row["by"], row["lever"]) == ("2025-09", "2030-09", "recruits")
    assert "reaches 60.0 fully qualified GPs per 100,000 patients by September 2030" in answer.err
    assert "There are no earlier figures here to judge that pace by." in answer.err
    # A month between two quarters: the quarter that was worked out is named.
    between = goal(published, by="2030-11")
    assert between.rows() == answer.rows()
    assert between.err == answer.err
    # The other way of saying it.
    other = goal(published, metric="patients_per_gp_excl_trainees", target=str(100_000 / 60))
    assert float(other.rows()[0]["value"]) == pytest.approx(float(row["value"]), abs=1e-6)


def test_a_goal_out_of_reach(published: Path):
    answer = goal(published, target="90", lever="turnover")
    assert answer.code == 0
    (row,) = answer.rows()
    assert row["value"] == ""
    assert (row["limit"], float(row["target"])) == ("0.0", 90)
    assert "alone: at its limit of 0% a year you get to " in answer.err
