"""Charts as pictures for paper, drawn here: nothing is fetched, and nobody's browser is asked."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert

from wfcore.charts import Chart, embed_rows

PICTURE_FONT = "Liberation Sans"  # ships inside vl-convert, so every machine draws the same
# Of other scripts and of signs; what vl-convert and typst bring along has Latin, Greek and Cyrillic.
FONT_FOLDERS = [str(files(package)) for package in ("manimgx_fonts", "manimgx_fonts_cjk")]
WIDTH = 400  # pixels; at 85 mm its text is 7.2 points
_PADDING = {"left": 4, "right": 14, "top": 4, "bottom": 4}  # no room for the buttons of a page
# Latin, Greek, Cyrillic and what is written beside them: typst sets other letters of a drawing badly.
_SETTABLE = re.compile(r"[\x00-\u02ff\u0370-\u052f\u1e00-\u22ff]*")
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"')


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, with its size in pixels and what it shows in words."""

    svg: str
    alt: str
    width: float
    height: float

    @property
    def settable(self) -> str:
        """The same as SVG that any of its letters can be set in: in pixels where they are not simple."""
        if _SETTABLE.fullmatch(self.svg):
            return self.svg
        size = f'viewBox="0 0 {self.width:g} {self.height:g}"'
        inside = base64.b64encode(self.png()).decode()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image width="{self.width:g}" '
            f'height="{self.height:g}" href="data:image/png;base64,{inside}"/></svg>'
        )

    def png(self, scale: float = 3) -> bytes:
        """The same in pixels, for programs that cannot draw SVG."""
        _register_fonts()
        return vl_convert.svg_to_png(self.svg, scale=scale)


@cache
def _register_fonts() -> None:
    for folder in FONT_FOLDERS:
        vl_convert.register_font_directory(folder)


def picture(chart: Chart, width: int = WIDTH) -> Picture:
    """A chart drawn for paper.

    Args:
        chart: Vega-Lite with its datasets and its description.
        width: in pixels.

    Raises:
        ValueError: it has no description, so it cannot be read by everybody.
    """
    alt = str(chart.get("description") or "")
    if not alt:
        raise ValueError("a picture needs a description")
    svg = vl_convert.vegalite_to_svg(_spec(chart, width), allowed_base_urls=[])
    found = _SIZE.search(svg)
    across, down = (float(found[1]), float(found[2])) if found else (float(width), float(width))
    return Picture(svg, alt, across, down)


def _spec(chart: Chart, width: int) -> dict[str, Any]:
    """The chart with its rows inside, a width of its own and the font of the pictures."""
    return {
        **embed_rows(chart),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {**chart["config"], "font": PICTURE_FONT, "padding": _PADDING},
    }
