"""What the command line prints about the samples data, kept as text and reviewed as a diff.

`WFN_UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew.
"""

import csv
import io
import os
from pathlib import Path

import pytest

from tests.commands import CommandResult, run
from wfcore.declared import declared

HERE = Path(__file__).parent
PRACTICE = ",".join(m.id for m in declared().metrics.values() if m.collection == "practice")
PCN = ",".join(m.id for m in declared().metrics.values() if m.collection == "pcn")
MAIN = "gp_rate,gp_excl_trainees_rate,nurse_rate,dpc_rate,admin_rate,patients_per_gp,registered_patients"
QUESTIONS = {
    "measures_of_boroughs": ("measures", "--metric", MAIN, "--level", "borough", "--period", "2025-09"),
    "measures_in_havering": (
        "measures", "--metric", MAIN, "--level", "pcn", "--within", "Havering", "--period", "2025-09",
    ),
    "change_of_boroughs": (
        "change", "--metric", "gp_rate,nurse_rate,registered_patients", "--level", "borough",
        "--from", "2024-09", "--to", "2025-09",
    ),
    "targets_of_boroughs": ("targets", "--level", "borough", "--period", "2025-09"),
    "pcn_staff_of_boroughs": (
        "measures", "--metric", "pcn_staff_rate,pcn_staff_fte", "--level", "borough", "--period", "2025-11",
    ),
    "arrs_of_boroughs": ("arrs", "--level", "borough", "--within", "QMF", "--period", "2026-06"),
    "arrs_in_havering": ("arrs", "--level", "pcn", "--within", "Havering", "--period", "2025-11"),
    "demonstration_arrs": ("arrs", "--level", "pcn", "--within", "QZZ", "--period", "2025-09"),
    "demonstration_practice_staff": (
        "measures", "--metric", PRACTICE, "--level", "icb", "--within", "QZZ", "--period", "2025-09",
    ),
    "demonstration_pcn_staff": (
        "measures", "--metric", PCN, "--level", "icb", "--within", "QZZ", "--period", "2025-09",
    ),
    "demonstration_targets": ("targets", "--level", "pcn", "--within", "QZZ", "--period", "2025-09"),
    "demonstration_change": (
        "change", "--metric", "gp_excl_trainees_rate,nurse_rate,gp_55plus_share", "--level", "pcn",
        "--within", "QZZ", "--from", "2024-09", "--to", "2025-09",
    ),
}  # fmt: skip
SCENARIOS = {
    "project_demonstration_networks": (
        "pcn",
        """name: Keep and grow
place: QZZ
by: 2026-09
period: 2025-09
target: 44
targets: {U99902: 48}
levers: {gp: {turnover: 8, training_places: 4}, nurse: {recruits: 2}}
list_growth: 1
interventions:
- {name: Mentors, place: U99902, staff: gp, lever: retirement, size: 20, start: 2025-11, end: 2026-06}
- {name: Pharmacists, place: U99901, staff: dpc, lever: recruits, size: 3, start: 2026-01, end: 2026-12}
""",
    ),
    "project_boroughs": (
        "borough",
        """place: Havering
by: 2026-03
period: 2025-09
target: 44
levers: {gp: {turnover: 8}}
today: {trainee_share: {gp: 0.2}}
""",
    ),
}
GOALS = {
    "goal_demonstration_recruits": ("gp_excl_trainees_rate", "QZZ", "44", "recruits"),
    "goal_demonstration_turnover": ("gp_excl_trainees_rate", "U99901", "60", "turnover"),
    "goal_havering_conversion": ("gp_rate", "Havering", "49", "conversion"),
    "goal_havering_lists": ("gp_excl_trainees_rate", "Havering", "35", "list_growth"),
    "goal_patients_per_nurse": ("patients_per_nurse", "QMF", "6500", "recruits"),
}
BAD_FILE = """PRAC_CODE,PRAC_NAME,TOTAL_PATIENTS,TOTAL_GP_FTE,TOTAL_GP_HC,TOTAL_GP_EXTG_FTE,TOTAL_NURSES_FTE,NEW_COLUMN
F99001,SURGERY 1,6000,4.5,6,5.5,1.2,x
F99002,SURGERY 2,0,-1,2,NA,abc,x
F99002,SURGERY 2,7000,3.5,5.5,3,1.2,x
F99003,=SURGERY 3,80,3000,6,3.5,NA,x
Total,,13080,3007,19.5,12,2.4,x
F99004,SURGERY 4,7000,2.5,1,2,"#REF!",x
F99004,SURGERY 4,7000,2.5,1,2,"#REF!",x
"""


def agrees(name: str, text: str) -> None:
    """The text is the one that is kept, or is kept from now on."""
    path = HERE / f"{name}.txt"
    if os.environ.get("WFN_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"{path.name} is not there: run with WFN_UPDATE_GOLDEN=1 and look at it"
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def rounded(answer: CommandResult) -> str:
    """The printed CSV with its figures to six decimal places."""
    out = io.StringIO()
    rows = list(csv.reader(io.StringIO(answer.out)))
    csv.writer(out, lineterminator="\n").writerows([[number(cell) for cell in row] for row in rows])
    return out.getvalue()


def number(cell: str) -> str:
    try:
        figure = float(cell)
    except ValueError:
        return cell
    shown = f"{figure:.6f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


@pytest.mark.parametrize(("name", "question"), QUESTIONS.items(), ids=QUESTIONS.keys())
def test_answers(samples: Path, name: str, question: tuple[str, ...]):
    command, *rest = question
    answer = run(command, "--store", samples, *rest)
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.rows()) > 1
    agrees(name, rounded(answer))


def words(answer: CommandResult) -> str:
    """What was printed for a reader, then the figures."""
    return f"{answer.err}\n{rounded(answer)}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_projections(samples: Path, tmp_path: Path, name: str):
    level, text = SCENARIOS[name]
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    answer = run("project", path, "--store", samples, "--level", level)
    assert answer.code == 0, answer.err
    agrees(name, words(answer))


@pytest.mark.parametrize("name", GOALS)
def test_goals(samples: Path, name: str):
    metric, place, target, lever = GOALS[name]
    answer = run(
        "goal", "--store", samples, "--metric", metric, "--place", place, "--target", target,
        "--by", "2030-09", "--lever", lever, "--period", "2025-09",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    agrees(name, words(answer))


def test_findings_about_a_bad_file(tmp_path: Path):
    path = tmp_path / "General Practice – September 2025 – bad.csv"
    path.write_text(BAD_FILE, encoding="utf-8")
    answer = run("check", path)
    assert (answer.code, answer.err) == (1, "")
    agrees("check_of_a_bad_file", answer.out)


def test_nothing_else_is_kept():
    kept = {path.stem for path in HERE.glob("*.txt")}
    assert kept == {*QUESTIONS, *SCENARIOS, *GOALS, "check_of_a_bad_file", "verdicts"}
