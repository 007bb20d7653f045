"""What stands on a page of AppTest, as a reader would read it."""

import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

PAGES = {
    "overview": "pages/committee/overview.py",
    "notebook": "pages/committee/notebook.py",
    "compare": "pages/committee/compare.py",
    "map": "pages/committee/map.py",
    "change": "pages/committee/change.py",
    "people": "pages/committee/people.py",
    "pipeline": "pages/committee/pipeline.py",
    "practice": "pages/committee/practice.py",
    "what-if": "pages/committee/what_if.py",
    "meeting": "pages/committee/meeting.py",
    "scenarios": "pages/committee/scenarios.py",
    "additional-roles": "pages/committee/additional_roles.py",
    "quality": "pages/committee/quality.py",
    "paper": "pages/committee/paper.py",
    "groups": "pages/committee/groups.py",
    "methods": "pages/committee/methods.py",
    "set-up": "pages/analyst/set_up_area.py",
    "new-quarter": "pages/analyst/new_quarter.py",
    "set-aims": "pages/analyst/set_aims.py",
    "table-doctor": "pages/analyst/table_doctor.py",
}
COMMITTEE = [
    page
    for page in PAGES
    if page
    not in (
        "what-if",
        "meeting",
        "scenarios",
        "additional-roles",
        "people",
        "pipeline",
        "quality",
        "paper",
        "methods",
        "groups",
        "set-up",
        "new-quarter",
        "set-aims",
        "table-doctor",
    )
]
INVENTED = "This place is invented."


def unescaped(markdown: str) -> str:
    """Markdown that `display.plain` made, as it is drawn."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~$&@:.+)-])", r"\1", markdown).replace("\u2060", "")


def lead(at: AppTest) -> str:
    """The first sentence: the only text in the box with the key `lead`."""
    boxes = [node for node in nodes(at) if str(getattr(node.proto, "id", "")).endswith("-lead")]
    (text,) = [child.value for box in boxes for child in box.children.values()]
    return unescaped(text)


def paragraphs(at: AppTest) -> str:
    """All running text, small print included."""
    return "\n".join(unescaped(e.value) for e in (*at.markdown, *at.caption))


def nodes(at: AppTest) -> Iterator[Any]:
    """Every block and element of the page and the sidebar."""
    waiting = [at.main, at.sidebar]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += list(getattr(node, "children", {}).values())


def everything(at: AppTest) -> str:
    """Texts, labels, options, cells of tables and data of charts: all that could be read."""
    said: list[str] = []
    for node in nodes(at):
        kind = getattr(node, "type", "")
        if kind == "dataframe":
            said.append(node.value.to_csv())
        elif kind == "vega_lite_chart":
            said.append(unescaped(node.proto.spec))
            said += [str(data.data.data) for data in node.proto.datasets]
        elif getattr(node, "proto", None) is not None and not hasattr(node, "children"):
            said.append(unescaped(str(node.proto)))
        elif kind == "expander":
            said.append(node.label)
    return "\n".join(said)


def banner(at: AppTest) -> bool:
    """Whether the page says that the place is invented."""
    return any(INVENTED in warning.value for warning in at.warning)


BOXES = {
    "bar:place": ("level", "borough", "pcn", "place", "find-a-place"),
    "bar:more": ("count", "as", "map"),
}


def choice(at: AppTest, key: str) -> Any:
    """A control of the bar, in its box, which is opened where it is shut."""
    if key not in [box.key for box in at.selectbox]:
        unfold(at, *(box for box, keys in BOXES.items() if key in keys))
    return at.selectbox(key=key)


def pick(at: AppTest, key: str, value: str) -> AppTest:
    """Change one control, and require that the page still stands."""
    choice(at, key).set_value(value).run()
    assert [e.value for e in at.exception] == [], (key, value)
    return at


def pick_each(at: AppTest, key: str) -> Iterator[str]:
    """Choose everything a control offers, in turn; gives the label chosen."""
    for index, label in enumerate(choice(at, key).options):
        choice(at, key).select_index(index).run()
        assert [e.value for e in at.exception] == [], (key, label)
        yield label


def tables(at: AppTest) -> list[list[dict[str, str]]]:
    """Every table as its rows, cell by cell under the headings that are read."""
    return [read for m in at.markdown if (read := _rows(m.value))]


def _rows(markdown: str) -> list[dict[str, str]]:
    lines = [line for line in markdown.split("\n") if line.startswith("| ")]
    cells = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines]
    head, *rows = [[_cell(text) for text in row] for row in cells] or [[]]
    return [dict(zip(head, row, strict=True)) for row in rows[1:]]


def _cell(text: str) -> str:
    """What stands in a cell, without the heading that a phone shows beside it."""
    text = re.sub(r"^:gray\[(?:\\.|[^\]\\])*\] ", "", text)
    return unescaped(text).replace("\u00a0", " ")


def unfold(at: AppTest, *folds: str) -> AppTest:
    """Open folds and menus by their keys, as `fold:table-enough`."""
    for fold in folds:
        at.session_state[fold] = True
    at.run()
    assert [e.value for e in at.exception] == []
    return at
