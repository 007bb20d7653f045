"""What is told of a file: no text starts a formula, and JSON has one shape."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.faults.files import GOOD, HEADER, as_csv, practices, with_cell
from wfcore.store import Store

EVIL = {
    "formula": '=HYPERLINK("http://example.org","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "tab first": "\t=1+1",
    "space first": "  =1+1",
    "line end first": "\r\n=1+1",
    "invisible first": "\u200b\u202e=1+1",
    "behind a word that is dropped": "NHS =1+1",
    "behind two": "NHS NHS -1+1",
    "several": "=+-@=1",
}


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL.keys())
def test_no_text_starts_a_formula(store: Path, tmp_path: Path, evil: str):
    rows = practices()
    for row in rows:
        row |= {"PRAC_NAME": evil, "PCN_NAME": evil, "ICB_NAME": evil, "SUB_ICB_NAME": evil}
        row |= {"GP_SOURCE": evil, evil.strip(): "1"}
    path = tmp_path / "=practices.csv"
    path.write_bytes(as_csv(rows, (*HEADER, "GP_SOURCE", evil.strip())))
    lookup = tmp_path / "+lookup.csv"
    lookup.write_bytes(
        as_csv(
            [{"PRACTICE_CODE": f"F9900{i}", "BOROUGH": evil, "METHOD": evil} for i in range(5)],
            ("PRACTICE_CODE", "BOROUGH", "METHOD"),
        )
    )
    done = run(
        "publish", path, lookup, "--store", store, "--new", "--by", evil, "--why", evil,
        "--period", "2025-09", "--accept-warnings",
    )  # fmt: skip
    assert done.code == 0, done.err
    version = Store.open(store).read()
    looked_at = 0
    for kind in version.parts["kind"].unique():
        table = version.table(kind)
        for column in table.columns:
            if table[column].dtype not in (pl.String, pl.Categorical):
                continue
            for text in table[column].cast(pl.String).drop_nulls():
                looked_at += 1
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), (kind, column)
    assert looked_at > 50
    printed = [run("history", "--store", store)]
    printed += [
        run("measures", "--store", store, "--metric", "gp_rate", "--level", level)
        for level in ("practice", "pcn", "borough", "sub_icb", "icb")
    ]
    for answer in printed:
        assert answer.rows()
        for row in answer.rows():
            for name, text in row.items():
                assert not text.startswith(("=", "+", "-", "@", "\t", "\r")), name
                assert not {"\n", "\u202e", "\u200b"} & set(text)


def test_json_has_exactly_this_shape(tmp_path: Path):
    good = tmp_path / "good.csv"
    good.write_bytes(GOOD)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(with_cell("TOTAL_GP_FTE", "abc"))
    page = tmp_path / "page.csv"
    page.write_bytes(b"<html>")
    for path, code, rows in ((good, 0, 5), (bad, 1, 5), (page, 2, 0)):
        answer = run("check", path, "--period", "2025-09", "--json")
        assert answer.code == code
        content = json.loads(answer.out)
        assert list(content) == ["files"]
        (file,) = content["files"]
        assert list(file) == ["file", "source", "period", "rows", "findings"]
        assert file["rows"] == rows
        for found in file["findings"]:
            assert list(found) == ["code", "severity", "message", "count", "examples", "advice"]
            assert found["severity"] in ("blocks", "warns", "notes")
            assert isinstance(found["count"], int)
            assert all(isinstance(example, str) for example in found["examples"])
        blocks = [f["code"] for f in file["findings"] if f["severity"] == "blocks"]
        assert blocks == {0: [], 1: ["not_a_number"], 2: ["web_page"]}[code]
        if code == 2:
            assert (file["source"], file["period"]) == (None, None)
            assert "page.csv: this is a web page" in file["findings"][0]["message"]
        else:
            assert (file["source"], file["period"]) == ("gpw_detailed", "2025-09")
            assert file["file"] == path.name


def test_examples_are_few_and_short(tmp_path: Path):
    path = tmp_path / "practices.csv"
    rows = [{**row, "TOTAL_GP_FTE": "abc" * 100} for row in practices(40)]
    path.write_bytes(as_csv(rows))
    answer = run("check", path, "--period", "2025-09", "--json")
    (found,) = (
        f for f in json.loads(answer.out)["files"][0]["findings"] if f["severity"] == "blocks"
    )
    assert found["count"] == 40
    assert len(found["examples"]) == 5
    assert max(map(len, found["examples"])) == 80
