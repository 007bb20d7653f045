"""Sentences about the diagnosis of a table: what was found, and what was looked at."""

from wfcore.table_checks import CHECKS, Diagnosis, TableFinding

_SURE: dict[tuple[str, str], tuple[str, str]] = {
    ("blocks", "sure"): ("Find out first", "nobody can read the table until it is cleared up"),
    ("warns", "sure"): ("Put it right", "what is printed contradicts itself"),
    ("warns", "likely"): ("Probably wrong", "it is hard to think of a good reason"),
    ("notes", "asked"): ("A question", "there may be a good reason, which only the author knows"),
    ("notes", "sure"): ("Good to know", "nothing is wrong"),
}


def finding_title(found: TableFinding) -> str:
    """How a finding is to be taken, by how grave it is and how sure, in a few words."""
    return _SURE[found.severity, found.sure][0]


def titles_explained(one: Diagnosis) -> str:
    """What the titles of the findings of a diagnosis say, each once, in the order of the findings."""
    kinds = dict.fromkeys((found.severity, found.sure) for found in one.findings)
    return " ".join(f"“{_SURE[kind][0]}”: {_SURE[kind][1]}." for kind in kinds)


def diagnosis_summary(one: Diagnosis) -> str:
    """How many things are to be put right, asked and known, in a sentence."""
    if not one.findings:
        return "Nothing to remark."
    wrong = sum(found.severity != "notes" for found in one.findings)
    asked = sum(found.sure == "asked" for found in one.findings)
    notes = len(one.findings) - wrong - asked
    right = f"{wrong} thing{'s' if wrong > 1 else ''}" if wrong else "Nothing"
    parts = [f"{right} to put right"]
    parts += [f"{asked} question{'s' if asked > 1 else ''}"] if asked else []
    parts += [f"{notes} to know"] if notes else []
    return f"{', '.join(parts)}."


def what_was_checked(one: Diagnosis) -> str:
    """What was compared, so that silence can be told from not having looked."""
    compares = {check.code: check.compares for check in CHECKS}
    listed = ", ".join(f"{n:,} {compares[code]}" for code, n in one.checked.items())
    return f"Looked at: {listed}."


def diagnosis_text(one: Diagnosis) -> str:
    """A diagnosis as lines of text, gravest finding first."""
    lines = [f"{one.table}: {one.rows:,} rows, {one.columns:,} columns. {diagnosis_summary(one)}"]
    for found in one.findings:
        sure = "" if found.sure == "sure" else f", {found.sure}"
        lines.append(f"  [{found.severity}{sure}] {found.message} ({found.code}, {found.count:,})")
        lines += [f"      {line}" for line in (*found.examples, found.advice) if line]
    lines.append(f"  {what_was_checked(one)}")
    return "\n".join(lines)
