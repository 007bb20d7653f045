"""The examples of docs/how-to/add-a-check.md are run as they stand."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.making import codes_of, drafts_of, lists_csv
from wfcore import checking, table_checks
from wfcore.table_checks import diagnose, tables_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-check.md"
RULE, CHECK, TABLE = re.findall(
    r"^```\w+\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def made(source: str, name: str) -> Any:
    """What an example defines."""
    names: dict[str, Any] = {}
    exec(compile(source, str(PAGE), "exec"), names)
    return names[name]


def test_a_rule_about_a_file(monkeypatch: pytest.MonkeyPatch):
    rule = made(RULE, "lists_are_not_rounded")
    monkeypatch.setattr(checking, "_RULES", (*checking._RULES, rule))
    drafts = drafts_of(lists_csv([("A00001", 8000), ("A00002", 8123)]), period="2025-09")
    _, report = checking.check_drafts(drafts)
    (found,) = [f for file in report.files for f in file.findings if f.code == "rounded_lists"]
    assert (found.severity, found.examples) == ("warns", ("A00001: 8,000",))
    _, report = checking.check_drafts(drafts_of(lists_csv([("A00002", 8123)]), period="2025-09"))
    assert "rounded_lists" not in codes_of(report)


def test_a_check_of_a_printed_table(monkeypatch: pytest.MonkeyPatch):
    check = made(CHECK, "columns_hold_something")
    monkeypatch.setattr(table_checks, "CHECKS", (*table_checks.CHECKS, check))
    monkeypatch.setattr(table_checks, "CHECK_CODES", (*table_checks.CHECK_CODES, check.code))
    (one,) = diagnose(tables_of("example", re.sub(r" {2,}", "\t", TABLE).encode()))
    (found,) = [f for f in one.findings if f.code == "columns_hold_something"]
    assert (found.severity, found.examples) == ("notes", ("column D Remarks",))
    assert one.checked["columns_hold_something"] == 4
