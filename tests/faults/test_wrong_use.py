"""Names that do not exist and a role that may not publish: exit code 2 and near names."""

from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.faults.files import State, as_csv, practices, says, state

ASKED = {"--metric": "nurse_rate", "--level": "pcn", "--period": "2025-09", "--version": "1"}


@pytest.mark.parametrize("command", ["measures", "targets"])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--version": "99"}, ("There is no version 99.", "The newest is version 1")),
        ({"--version": "-1"}, ("There is no version -1.", "The newest is version 1")),
        ({"--version": "one"}, ("--version", "'one'")),
        ({"--version": str(2**64)}, (f"There is no version {2**64}.", "The newest is version 1")),
        ({"--metric": "gp_ratio"}, ("There is no metric called 'gp_ratio'.", "gp_rate")),
        ({"--metric": "nurses_rate"}, ("There is no metric called 'nurses_rate'.", "nurse_rate")),
        ({"--metric": ""}, ("--metric names no metric.", "gp_rate")),
        ({"--metric": " , "}, ("--metric names no metric.", "gp_rate")),
        ({"--metric": "nurse_rate,xyz"}, ("There is no metric called 'xyz'.", "gp_rate", "pcn_gp_rate")),
        ({"--level": "borrough"}, ("'borrough'", "borough", "practice", "england")),
        ({"--period": "2025-08"}, ("Nothing is published for 2025-08.", "There is: 2025-09.")),
        ({"--period": "2025-13"}, ("'2025-13' is not a month; write it as 2025-09",)),
        ({"--period": "Sept 2025"}, ("'Sept 2025' is not a month",)),
        ({"--within": "Somewhen"}, ("There is no area called 'Somewhen'", "Did you mean: Somewhere")),
        ({"--within": "Atlantis"}, ("There is no area called 'Atlantis'", "Try fewer letters, a code")),
    ],
)  # fmt: skip
def test_unknown_names(
    published: Path, before: State, command: str, changed: dict[str, str], words: tuple[str]
):
    given = [text for pair in (ASKED | changed).items() for text in pair]
    answer = run(command, "--store", published, *given)
    assert answer.code == 2
    says(answer, *words)
    assert state(published) == before


def test_a_level_that_the_data_hold_too_little_of(published: Path):
    asked = [text for pair in (ASKED | {"--level": "england"}).items() for text in pair]
    answer = run("measures", "--store", published, *asked)
    assert answer.code == 0
    (row,) = answer.rows()
    assert (row["area_name"], row["value"], row["flags"]) == (
        "England",
        "",
        "not_covered;packaged_list",
    )
    assert answer.err == (
        "No figure for England (0% of patients): the files hold too little.\n"
        "Of each: how many patients it has is known from the list of November 2025 that comes with the notebook.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("change", "--from", "2025-09"), ("--to",)),
        (
            ("change", "--from", "2024-09", "--to", "2025-09", "--metric", "gp_rate", "--level", "pcn"),
            ("Nothing is published for 2024-09.", "There is: 2025-09."),
        ),
        (("restore", "7", "--by", "tests"), ("There is no version 7.", "The newest is version 1")),
        (("targets", "--level", "pcn", "--metric", "dpc_rate"), ("No target is set", "nurse_rate")),
        (("measures", "--level", "pcn"), ("--metric",)),
        (("publish", "x.csv"), ("--by",)),
        (("publish", "absent.csv", "--by", "tests"), ("absent.csv: No such file or directory.",)),
        (("nonsense",), ("nonsense", "measures", "publish")),
        ((), ("command",)),
    ],
)  # fmt: skip
def test_wrong_use(published: Path, before: State, arguments: tuple[str], words: tuple[str]):
    store = ("--store", published) if len(arguments) > 1 else ()
    answer = run(*arguments, *store)
    assert answer.code == 2
    says(answer, *words)
    assert state(published) == before


@pytest.mark.parametrize("by", ["", "   ", "\t", "="])
def test_somebody_has_to_sign(published: Path, before: State, tmp_path: Path, by: str):
    path = tmp_path / "december.csv"
    path.write_bytes(as_csv(practices(gp=5.0)))
    answer = run("publish", path, "--store", published, f"--by={by}", "--period", "2025-12")
    assert answer.code == 1
    says(answer, "Nobody signs for it.")
    assert run("restore", "1", "--store", published, f"--by={by}").code == 1
    assert state(published) == before


@pytest.mark.parametrize("value", ["off", "OFF", " off ", "0", "no", "false"])
def test_without_the_role_nothing_is_published(
    published: Path, before: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
):
    path = tmp_path / "december.csv"
    path.write_bytes(as_csv(practices(gp=5.0)))
    monkeypatch.setenv("WORKFORCE_ANALYST", value)
    for answer in (
        publish(published, path, period="2025-12"),
        publish(tmp_path / "new", path, period="2025-12"),
        run("restore", "1", "--store", published, "--by", "tests"),
    ):
        assert answer.code == 2
        says(answer, "Publishing is switched off here.", "Ask an analyst")
    assert not (tmp_path / "new").exists()
    assert run("check", path, "--period", "2025-12").code == 0
    assert state(published) == before
    monkeypatch.setenv("WORKFORCE_ANALYST", "on")
    assert publish(published, path, period="2025-12").out == "Published version 2\n"


def test_help_explains_the_exit_codes():
    answer = run("--help")
    assert answer.code == 0
    assert (
        "Exit codes: 0 done, 1 blocked by a finding or no such store, 2 unreadable file or wrong use."
        in " ".join(answer.out.split())
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ("measures", "--metric", "gp_rate", "--level", "borough"),
            "no file says which local authority the practices lie in in September 2025. Publish a look-up",
        ),
        (
            ("measures", "--metric", "gp_rate", "--level", "borough", "--within", "QZ9"),
            "no file says which local authority the practices in Somewhere lie in",
        ),
        (
            ("measures", "--metric", "gp_rate", "--level", "icb", "--within", "U99001"),
            "Network 1 PCN is a primary care network: integrated care boards are larger, and none lies inside",
        ),
        (
            ("targets", "--metric", "gp_excl_trainees_rate", "--level", "pcn"),
            "No target is set for any",
        ),
        (("targets", "--level", "borough"), "no file says which local authority"),
    ],
)
def test_why_there_is_nothing_to_list(published: Path, asked: tuple[str, ...], said: str):
    answer = run(*asked, "--store", published)
    assert (answer.code, answer.rows()) == (0, [])
    assert said in answer.err, answer.err
    assert "do not cover" not in answer.err


def test_a_change_within_one_month_is_refused_and_one_backwards_is_said(samples: Path):
    def change(start: str, end: str):
        return run(
            "change", "--store", samples, "--metric", "gp_rate", "--level", "borough", "--from", start, "--to", end,
        )  # fmt: skip

    same = change("2025-09", "2025-09")
    assert same.code == 2
    says(same, "--from and --to are both 2025-09")
    back, forth = change("2025-09", "2024-09"), change("2024-09", "2025-09")
    assert "From September 2025 back to September 2024" in back.err
    assert "back to" not in forth.err
    changes = [{r["area_code"]: float(r["change"]) for r in each.rows()} for each in (back, forth)]
    assert changes[0].keys() == changes[1].keys()
    assert all(changes[0][code] == pytest.approx(-changes[1][code]) for code in changes[0])


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path, command: str):
    more = ["--store", tmp_path / "store", "--by", "tests", "--new"] if command == "publish" else []
    missing = run(command, tmp_path / "none.csv", *more)
    assert missing.code == 2
    assert "none.csv: No such file or directory. Check the name" in missing.err
    folder = run(command, tmp_path, *more)
    assert folder.code == 2
    assert "Name the files in it" in folder.err
