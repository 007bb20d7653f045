"""Tiny printed tables and what the doctor says of them."""

from wfcore.table_checks import Diagnosis, TableFinding, diagnose, tables_of


def table(text: str) -> str:
    """Rows of cells set with ` | `, as tab-separated text."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in lines)


def diagnosis(text: str, name: str = "pasted", names: tuple[str, ...] = ()) -> Diagnosis:
    """The diagnosis of one table."""
    (one,) = diagnose(tables_of(name, table(text).encode()), names)
    return one


def said(text: str, code: str, names: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Severity → examples of the findings with a code."""
    found: dict[str, list[str]] = {}
    for one in of(diagnosis(text, names=names), code):
        found.setdefault(one.severity, []).extend(one.examples)
    return found


def of(one: Diagnosis, code: str) -> list[TableFinding]:
    """Findings with a code."""
    return [found for found in one.findings if found.code == code]
