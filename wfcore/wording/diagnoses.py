"""Sentences about the diagnosis of a table: what was found, and what was looked at."""

from wfcore.table_checks import CHECKS, Diagnosis


def diagnosis_summary(one: Diagnosis) -> str:
    """How many things are to be put right, in a sentence."""
    counts = {
        severity: sum(found.severity == severity for found in one.findings)
        for severity in ("blocks", "warns", "notes")
    }
    wrong = counts["blocks"] + counts["warns"]
    if not one.findings:
        return "Nothing to remark."
    notes = f"{counts['notes']} to know" if counts["notes"] else ""
    if not wrong:
        return f"Nothing to put right, {notes}."
    things = "1 thing" if wrong == 1 else f"{wrong} things"
    return f"{things} to put right{f', {notes}' if notes else ''}."


def what_was_checked(one: Diagnosis) -> str:
    """What was compared, so that silence can be told from not having looked."""
    compares = {check.code: check.compares for check in CHECKS}
    listed = ", ".join(f"{n:,} {compares[code]}" for code, n in one.checked.items())
    return f"Looked at: {listed}."


def diagnosis_text(one: Diagnosis) -> str:
    """A diagnosis as lines of text, gravest finding first."""
    lines = [f"{one.table}: {one.rows:,} rows, {one.columns:,} columns. {diagnosis_summary(one)}"]
    for found in one.findings:
        lines.append(f"  [{found.severity}] {found.message} ({found.code}, {found.count:,})")
        lines += [f"      {line}" for line in (*found.examples, found.advice) if line]
    lines.append(f"  {what_was_checked(one)}")
    return "\n".join(lines)
