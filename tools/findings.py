"""`python -m tools.findings`: write docs/reference/findings.md, every code a person can meet, from the code itself.

`--check` writes nothing and fails when the file is not what the code says.
"""

import ast
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wfcore import errors

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "findings.md"
ORDER = ("blocks", "warns", "notes")
_FINDINGS = {"finding", "of_examples", "of_rows", "Notice"}
_ERRORS = {
    name: value.usual_code
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.WorkforceError)
}
_USUALLY = {
    kind.usual_code: (kind.__doc__ or "").split("\n")[0]
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.WorkforceError)
}
_VERBS = (
    "Accept Add Ask Check Compare Confirm Convert Correct Delete Download Find Give Import Look Make Mend "
    "Move Name Open Paste Publish Put Remove Rename Restore Save Say Set Take Unpack Upload Use Write"
)
_DO = re.compile(rf"^({'|'.join(_VERBS.split())}|There is nothing to do)\b|\?$")
_USUAL = {
    "blocks": "Put it right and upload the file again.",
    "warns": "Look at the examples. Accept it by name only if it is right.",
    "notes": "Nothing: it is for you to know.",
}
_INTRODUCTION = """# Findings and errors

Every code that the page, the command line, the log and the history can show. Written by
`python -m tools.findings` from the code; a test fails when the two differ. … stands for what
differs from file to file.

A finding that **blocks** has to be put right. One that **warns** has to be accepted by name, and
stays with the version. One that **notes** is only told. An error is a refusal: the file, the name
or the step was not taken, and nothing was changed.
"""


@dataclass
class Entry:
    """A code, and all the ways in which the code of the product uses it."""

    code: str
    severities: set[str] = field(default_factory=set[str])
    messages: list[str] = field(default_factory=list[str])
    advice: list[str] = field(default_factory=list[str])

    def means(self) -> str:
        """What it says, without what to do."""
        said = [s for m in self.messages for s in _sentences(m) if not _DO.search(s)]
        return " ".join(dict.fromkeys(said or self.messages)) or _USUALLY.get(
            self.code, "The message says what was found."
        )

    def do(self) -> str:
        """What to do: the advice, and the sentences of the message that ask for something."""
        asked = [s for m in self.messages for s in _sentences(m) if _DO.search(s)]
        told = list(dict.fromkeys([*asked, *self.advice]))
        gravest = next((s for s in ORDER if s in self.severities), "notes")
        return " ".join(told) or (_USUAL[gravest] if self.severities else "As the message says.")


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?])\s+(?=[A-Z“])", text.strip()) if s]


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    """Every module of the core."""
    return [
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((ROOT / "wfcore").rglob("*.py"))
    ]


_Call = tuple[str, list[ast.expr], dict[str, ast.expr], dict[str, list[ast.expr]]]


class _Resolver(ast.NodeVisitor):
    """Finds the calls that make findings and errors, and what their arguments can be."""

    def __init__(self, tree: ast.Module, callers: dict[str, list[ast.Call]]) -> None:
        self.callers = callers
        self.known: dict[str, list[ast.expr]] = {}  # a name in sight → what it can stand for
        self.calls: list[_Call] = []
        for node in ast.walk(tree):
            self._learn(node)
        self.visit(tree)

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            self.known.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            self.known.setdefault(node.target.id, []).append(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Names that loops of a function give are known in that function only."""
        if node.name in _FINDINGS:
            return  # its callers say what it makes
        before = {name: list(values) for name, values in self.known.items()}
        for place, parameter in enumerate(node.args.args):
            given = [c.args[place] for c in self.callers.get(node.name, []) if len(c.args) > place]
            if given:
                self.known[parameter.arg] = given
        for inner in ast.walk(node):
            if isinstance(inner, ast.For) and isinstance(inner.target, ast.Tuple):
                self._loop(inner.target, inner.iter)
        self.generic_visit(node)
        self.known = before

    def _loop(self, target: ast.Tuple, over: ast.expr) -> None:
        rows = over
        if isinstance(over, ast.Name):
            rows = next((v for v in self.known.get(over.id, []) if isinstance(v, ast.Tuple)), over)
        if not isinstance(rows, ast.Tuple):
            return
        for place, name in enumerate(target.elts):
            if isinstance(name, ast.Name):
                self.known[name.id] = [
                    row.elts[place]
                    for row in rows.elts
                    if isinstance(row, ast.Tuple) and len(row.elts) > place
                ]

    def visit_Call(self, node: ast.Call) -> None:
        """Remember a call that makes a finding or an error."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _FINDINGS or name in _ERRORS:
            named = {k.arg: k.value for k in node.keywords if k.arg}
            self.calls.append((name, node.args, named, dict(self.known)))
        self.generic_visit(node)


def _texts(  # noqa: PLR0911 - one return for each kind of expression
    node: ast.expr | None, known: dict[str, list[ast.expr]], deep: int = 0, *, codes: bool = False
) -> list[str]:
    """What an argument can say; parts that differ are …."""
    if node is None or deep > 3:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr) and codes:
        made = [""]
        for value in node.values:
            inner = value.value if isinstance(value, ast.FormattedValue) else value
            made = [m + t for m in made for t in _texts(inner, known, deep + 1)]
        return made
    if isinstance(node, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else "…" for v in node.values]
        return ["".join(map(str, parts))]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, known, deep + 1), *_texts(node.orelse, known, deep + 1)]
    if isinstance(node, ast.Name):
        return [t for value in known.get(node.id, []) for t in _texts(value, known, deep + 1)]
    if isinstance(node, ast.BinOp):
        left = _texts(node.left, known, deep + 1) or ["…"]
        right = _texts(node.right, known, deep + 1) or ["…"]
        return [left[0] + right[0]]
    return []


@cache
def collected() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Findings and errors by code, as the code of the core makes them."""
    findings: dict[str, Entry] = {}
    refusals: dict[str, Entry] = {}
    callers: dict[str, list[ast.Call]] = {}
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                callers.setdefault(node.func.id, []).append(node)
    for _, tree in modules():
        for name, args, named, known in _Resolver(tree, callers).calls:
            if name in _FINDINGS:
                _finding(findings, args, named, known)
            else:
                codes = list(filter(None, _texts(named.get("code"), known))) or [_ERRORS[name]]
                for code in codes:
                    entry = refusals.setdefault(code, Entry(code))
                    _add(entry.messages, _texts(args[0], known) if args else [])
                    _add(entry.advice, _texts(args[1], known) if len(args) > 1 else [])
    return findings, refusals


def _finding(
    found: dict[str, Entry],
    args: list[ast.expr],
    named: dict[str, ast.expr],
    known: dict[str, list[ast.expr]],
) -> None:
    if len(args) < 3:
        return
    codes, messages = _texts(args[1], known, codes=True), _texts(args[2], known)
    severities = [s for s in _texts(args[0], known) if s in ORDER]
    advice = _texts(named.get("advice"), known)
    paired = len(codes) > 1 and len(codes) == len(messages)
    for place, code in enumerate(codes):
        entry = found.setdefault(code, Entry(code))
        matched = len(codes) > 1 and len(severities) == len(codes)
        entry.severities.update([severities[place]] if matched else severities)
        _add(entry.messages, [messages[place]] if paired else messages)
        _add(entry.advice, [advice[place]] if paired and len(advice) == len(codes) else advice)


def _add(to: list[str], texts: list[str]) -> None:
    for text in texts:
        said = re.sub(r"^… ?(› … ?)?: ", "", text.strip()).removesuffix(" …")
        if said.strip("… .") and said not in to:
            to.append(said)


def page() -> str:
    """The whole of docs/reference/findings.md."""
    findings, refusals = collected()
    lines = [
        _INTRODUCTION,
        "## Findings\n",
        "| code | it | what it means | what to do |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{e.code}` | {', '.join(s for s in ORDER if s in e.severities)} | {_cell(e.means())} | {_cell(e.do())} |"
        for e in sorted(findings.values(), key=lambda e: e.code)
    ]
    lines += ["", "## Errors\n", "| code | what it means | what to do |", "|---|---|---|"]
    lines += [
        f"| `{e.code}` | {_cell(e.means())} | {_cell(e.do())} |"
        for e in sorted(refusals.values(), key=lambda e: e.code)
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    text = re.sub(r"^… ?: ", "", " ".join(text.split()))
    return text.replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    """Write the page, or compare with it."""
    made = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
            raise SystemExit(
                "docs/reference/findings.md is not what the code says: python -m tools.findings"
            )
        return
    PAGE.write_text(made, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} written.")


if __name__ == "__main__":
    main()
