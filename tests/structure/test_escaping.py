"""Text from files is data: it reaches Markdown through `display.plain` and HTML not at all.

Streamlit draws Markdown in what it is given to say and in every label. So each such argument must be
made of constants, of numbers with a format, and of calls whose answer is our own or escaped. What
cannot be told from the source stands below with its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.parsed import parsed

ROOT = Path(__file__).resolve().parents[2]
SAYS = {
    "markdown", "caption", "write", "error", "warning", "info", "success", "toast", "title",
    "header", "subheader", "metric", "button", "form_submit_button", "download_button", "checkbox",
    "toggle", "expander", "popover", "page_link", "selectbox", "multiselect", "radio", "slider",
    "select_slider", "segmented_control", "pills", "text_input", "text_area", "number_input",
    "date_input", "file_uploader", "status", "spinner", "tabs", "badge", "folded", "menu", "box",
}  # fmt: skip
OWN = {"plain", "month", "number", "percent", "len", "round", "plain_all"}
OWN_FILE = re.compile(r"Path\(__file__\)\.with_name\('[\w.]+'\)")
NUMERIC = (*tuple("fdge%"), ",")

# Source of an argument → why it needs no escape.
DECLARED = "words of our own definitions"
TOLD_OTHERWISE = {
    "done": "made by this page from numbers and months, and kept for one run",
    "template.label": DECLARED,
    "kind.label": DECLARED,
    "file.label": "constants, and words of our own formats",
    "f\"pages/committee/{address.replace('-', '_')}.py\"": DECLARED,
    "f\"{asked.title} {('Press again to take it out.' if there else 'Kept on the page “The paper”.')}\"": DECLARED,
    "f'- **{display.plain(metric.name)}** (`{metric.id}`): {made}'": DECLARED,
    "f\"- {key.replace('_', ' ')}: {value:,.6g}\"": DECLARED,
    "'\\n'.join((f\"| {' | '.join(line)} |\" for line in (safe, ruled, *lines)))": "cells escaped above it",
    "listed": "GLOSSARY.md is ours",
    "'\\n'.join((f'- **{term.name}**: {term.meaning}' for term in used))": "GLOSSARY.md is ours",
    "heading.removeprefix('# ')": "a guide of ours",
    "re.sub('^## ', '### ', body, flags=re.MULTILINE)": "a guide of ours",
    "question.title": DECLARED,
    "'\\n'.join((f'- [{display.plain(each.title)}](#{each.kind})' for each in asked))": DECLARED,
    "f'Show “{declared().answers[kind].title}” again'": DECLARED,
    "f'Scenario {name}'": "a letter",
    "f'£ a year for one full-time post: {found.name}'": DECLARED,
    'f"Employer\'s costs included. Source: {found.source}."': DECLARED,
    "who.why_not": "one of a few sentences of signing_in",
    "help_ or None": "an argument: its callers are looked at",
    "'\\n'.join((f'- {line}' for line in lines))": "the lines of a receipt, each escaped above it",
    "'\\n'.join((_file_line(file) for file in made.files.iter_rows(named=True)))": "escapes inside",
    "f'**{title}**{count}. {plain(found.message)}{examples}{advice}'": "a title of ours, a number, escaped",
    "f'Open the notebook on version {entry.version}'": "a number",
}
PASSED_ON = {"title", "label"}  # arguments of parts, whose callers are looked at


def is_ours(node: ast.AST | None, known: dict[str, list[ast.AST]], depth: int = 0) -> bool:
    """Whether the text of an expression cannot hold data that is not escaped."""
    if node is None or depth > 6:
        return node is None
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr(values=parts):
            return all(is_ours(part, known, depth) for part in parts)
        case ast.FormattedValue(value=value, format_spec=spec):
            return _is_numeric(spec) or is_ours(value, known, depth)
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant()), args=[given]):
            return is_ours(given, known, depth)
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in OWN
        case ast.GeneratorExp(elt=one) | ast.ListComp(elt=one):
            return is_ours(one, known, depth)
        case ast.List(elts=several) | ast.Tuple(elts=several):
            return all(is_ours(one, known, depth) for one in several)
        case ast.IfExp(body=this, orelse=that):
            return is_ours(this, known, depth) and is_ours(that, known, depth)
        case ast.BoolOp(values=several):
            return all(is_ours(one, known, depth) for one in several)
        case ast.BinOp(right=ast.Constant(value=int())):
            return True  # a sum
        case ast.Subscript(value=ast.Name(id=name)) if name.isupper():
            return True  # one of a table of constants
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return is_ours(left, known, depth) and is_ours(right, known, depth)
        case ast.Name(id=name) if name in known:
            return all(is_ours(value, known, depth + 1) for value in known[name])
        case _:
            return False


def _is_numeric(spec: ast.expr | None) -> bool:
    if not isinstance(spec, ast.JoinedStr):
        return False
    text = "".join(str(part.value) for part in spec.values if isinstance(part, ast.Constant))
    return text.endswith(NUMERIC)


def unescaped(path: str, source: str) -> Iterator[str]:
    """Every text given to Streamlit that may hold data as it came."""
    tree = parsed(source)
    known: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    known.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            _name_the_parts(node.target, node.iter.elts, known)
    if path.startswith("pages/parts/"):
        known |= {name: [ast.Constant("")] for name in PASSED_ON}
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        said = [k.value for k in call.keywords if k.arg in ("help", "label")]
        if name in SAYS and not _is_of_ours(call, path):
            said += call.args[: 1 if name != "metric" else 3]
        for text in said:
            if ast.unparse(text) not in TOLD_OTHERWISE and not is_ours(text, known):
                yield f"{path}:{call.lineno}: {name}({ast.unparse(text)[:90]})"


def _name_the_parts(
    target: ast.expr, rows: list[ast.expr], known: dict[str, list[ast.AST]]
) -> None:
    """What the names of a loop over a tuple stand for: `for label, icon in (("Up", "u"), …)`."""
    for row in rows:
        if isinstance(target, ast.Tuple) and isinstance(row, ast.Tuple):
            for name, value in zip(target.elts, row.elts, strict=True):
                if isinstance(name, ast.Name):
                    known.setdefault(name.id, []).append(value)


def _is_of_ours(call: ast.Call, path: str) -> bool:
    """Whether it is not Streamlit that is called: a metric looked up, a slider of `controls`."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    looked_up = getattr(call.func, "attr", "") == "metric" and not (
        isinstance(of, ast.Name) and (of.id == "st" or len(call.args) > 1)
    )
    wrapped = of is None and path == "pages/parts/controls.py"
    return looked_up or wrapped or getattr(call.func, "attr", "") == "box"


def html_faults(path: str, source: str) -> Iterator[str]:
    """HTML that is not one constant, or one file, of our own."""
    tree = parsed(source)
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and (isinstance(node.value, ast.Constant) or OWN_FILE.fullmatch(ast.unparse(node.value)))
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        if any(
            word.arg in ("unsafe_allow_html", "unsafe_allow_javascript") for word in call.keywords
        ):
            yield f"{path}:{call.lineno}: unsafe HTML"
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("html", "iframe"):
            (given, *_) = call.args or [None]
            ours = isinstance(given, ast.Constant) or (
                isinstance(given, ast.Name) and given.id in constants
            )
            if not ours:
                yield f"{path}:{call.lineno}: HTML made of more than a constant"


def pages() -> list[tuple[str, str]]:
    found = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
    return [(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in found]


def test_no_data_reaches_markdown_unescaped():
    assert [fault for page in pages() for fault in unescaped(*page)] == []


def test_no_data_reaches_html():
    assert [fault for page in pages() for fault in html_faults(*page)] == []


def test_every_exception_is_still_needed():
    sources = "\n".join(ast.unparse(parsed(source)) for _, source in pages())
    assert [text for text in TOLD_OTHERWISE if text not in sources] == []


# The rules themselves, held against lines that break them.


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(name)",
        'st.error(f"No {row[0]} here")',
        'name = row["practice_name"]\nst.caption(f"**{name}**")',
        'st.metric("Staff", value, delta)',
        "st.checkbox(found.message)",
        'st.button("Go", help=area.name)',
        'st.markdown("\\n".join(f"- {n}" for n in names))',
        'text = "a"\ntext += row[1]\nst.info(text)',
        'st.subheader(file.title or "File")',
        'display.folded(place, "key")',
    ],
)
def test_rule_catches(line: str):
    assert list(unescaped("pages/x.py", line))


@pytest.mark.parametrize(
    "line",
    [
        'st.markdown(f"**{plain(name)}** {value:.1f} {count:,}")',
        'said = f"{display.plain(name)}"\nst.info(said)',
        'st.markdown("\\n".join(f"- {plain(n)}" for n in names))',
        'st.title("A" if many else f"B {len(x)}")',
        "st.dataframe(rows)",
    ],
)
def test_rule_allows(line: str):
    assert list(unescaped("pages/x.py", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        'st.html(f"<b>{name}</b>")',
        "st.html(name)",
        'st.markdown("x", unsafe_allow_html=True)',
        'st.html("<b>" + name)',
        "PAGE = Path(__file__).with_name(name)\nst.html(PAGE)",
    ],
)
def test_html_rule_catches(line: str):
    assert list(html_faults("pages/x.py", line))
