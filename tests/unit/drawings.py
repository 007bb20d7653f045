"""A picture as it is drawn → its words, lines and areas with where they are, measured on the SVG."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree as ET

from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
_SIGNS = {
    "−": 584,
    "–": 556,
    "…": 1000,
    "’": 222,
}  # of 1,000; Liberation Sans is as wide as Helvetica
_FIGURE = "#FFFFFF"


@dataclass(frozen=True)
class Words:
    """A line of text; `edge`: whether it is the white edge of another."""

    said: str
    box: Box
    colour: str
    edge: bool
    at: int


@dataclass(frozen=True)
class Stroke:
    """Straight pieces of a line; `role` of its mark, `look` what tells it from others besides its colour."""

    pieces: tuple[tuple[Point, Point], ...]
    thick: float
    colour: str
    role: str
    look: str
    at: int


@dataclass(frozen=True)
class Area:
    """A filled shape or its outline; `look` as of a stroke."""

    box: Box
    fill: str
    colour: str
    role: str
    look: str
    at: int


@dataclass
class Drawing:
    """All of it, in the order it is painted."""

    width: float
    height: float
    words: list[Words] = field(default_factory=list[Words])
    strokes: list[Stroke] = field(default_factory=list[Stroke])
    areas: list[Area] = field(default_factory=list[Area])

    @property
    def read(self) -> list[Words]:
        """What is read: without white edges."""
        return [words for words in self.words if not words.edge]

    def edged(self, words: Words) -> Words | None:
        """The white edge of some words."""
        return next(
            (e for e in self.words if e.edge and e.said == words.said and e.box == words.box), None
        )


def read_drawing(svg: str) -> Drawing:
    """Words, lines and areas of an SVG of vl-convert."""
    root = ET.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:", ""))
    drawing = Drawing(float(root.attrib["width"]), float(root.attrib["height"]))
    for at, (element, x, y, role) in enumerate(_painted(root, 0.0, 0.0, "")):
        if element.tag == "text":
            drawing.words += _words(element, x, y, at)
        elif element.tag == "line":
            end = (x + _number(element, "x2"), y + _number(element, "y2"))
            drawing.strokes.append(_stroke(element, (((x, y), end),), role, at))
        elif element.tag == "path" and "role-mark" in role:
            _path(drawing, element, x, y, role, at)
    return drawing


def _painted(
    node: ET.Element, x: float, y: float, role: str
) -> Iterator[tuple[ET.Element, float, float, str]]:
    if node.get("display") == "none" or node.get("class") in ("background", "foreground"):
        return
    move = re.match(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", node.get("transform", ""))
    if move:
        x, y = x + float(move[1]), y + float(move[2])
    if node.tag in ("text", "line", "path") and float(node.get("opacity", "1")) > 0.05:
        yield node, x, y, role
    elif node.tag in ("g", "svg"):
        for child in node:
            yield from _painted(child, x, y, node.get("class") or role)


def _number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "0"))


def _words(element: ET.Element, x: float, y: float, at: int) -> Iterator[Words]:
    size = float(element.get("font-size", "10px").removesuffix("px"))
    bold = element.get("font-weight") in ("bold", "700", "600")
    lines = [(line.text or "", _number(line, "dy")) for line in element] or [
        (element.text or "", 0.0)
    ]
    edge = element.get("stroke-width") is not None
    for said, down in lines:
        y += down
        wide = _wide(said, bold=bold) * size
        left = x - wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
        if said.strip():
            box = (left, y - 0.72 * size, left + wide, y + 0.2 * size)
            yield Words(said, box, element.get("fill", "#000000"), edge, at)


def _wide(said: str, *, bold: bool) -> float:
    known = CORE_FONT_METRICS["Helvetica-Bold" if bold else "Helvetica"].character_widths
    return sum(_SIGNS.get(sign, known.get(sign, 556)) for sign in said) / 1000


def _stroke(
    element: ET.Element, pieces: tuple[tuple[Point, Point], ...], role: str, at: int
) -> Stroke:
    return Stroke(
        pieces,
        float(element.get("stroke-width", "1")),
        element.get("stroke", ""),
        role,
        f"dash {element.get('stroke-dasharray', '')}",
        at,
    )


def _path(drawing: Drawing, element: ET.Element, x: float, y: float, role: str, at: int) -> None:
    shape = element.get("d", "")
    points = list(_points(shape, x, y))
    if "mark-line" in role and len(points) > 1:
        pieces = tuple(pairwise(points))
        drawing.strokes.append(_stroke(element, pieces, role, at))
    elif points:
        across, down = zip(*points, strict=True)
        fill = element.get("fill", "none")
        hollow = fill.upper() == _FIGURE
        drawing.areas.append(
            Area(
                (min(across), min(down), max(across), max(down)),
                fill,
                element.get("stroke", "") if hollow or fill == "none" else fill,
                role,
                f"{re.sub('[^A-Za-z]', '', shape)}{' hollow' if hollow else ''}",
                at,
            )
        )


def _points(shape: str, x: float, y: float) -> Iterator[Point]:
    """The corners of a path; of an arc its end."""
    here = (0.0, 0.0)
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", shape):
        given = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        if letter in "ML" and len(given) >= 2:
            here = (given[0], given[1])
        elif letter == "A" and len(given) >= 7:
            here = (given[5], given[6])
        elif letter in "hHvV" and given:
            begin = here if letter.islower() else (0.0, 0.0)
            flat = letter in "hH"
            here = (begin[0] + given[0], here[1]) if flat else (here[0], begin[1] + given[0])
        elif letter == "l" and len(given) >= 2:
            here = (here[0] + given[0], here[1] + given[1])
        yield x + here[0], y + here[1]


def crosses(box: Box, begin: Point, end: Point, *, by: float = 1.5) -> bool:
    """Whether a straight piece runs through a box, by more than its edge (Liang and Barsky)."""
    left, top, right, bottom = box[0] + by, box[1] + by, box[2] - by, box[3] - by
    if left >= right or top >= bottom:
        return False
    near, far = 0.0, 1.0
    for at, step, low, high in (
        (begin[0], end[0] - begin[0], left, right),
        (begin[1], end[1] - begin[1], top, bottom),
    ):
        if not step:
            if not low < at < high:
                return False
            continue
        enters, leaves = sorted(((low - at) / step, (high - at) / step))
        near, far = max(near, enters), min(far, leaves)
    return near < far


def touch(one: Box, other: Box, *, by: float = 1.0) -> bool:
    """Whether two boxes lie on each other by more than this on both axes."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > by
        and min(one[3], other[3]) - max(one[1], other[1]) > by
    )
