"""The house style of every picture: type, colours by what they mean, the theme.

Said in words, with the reasons: docs/explanation/pictures.md.
"""

import altair as alt

# What a colour means. Nothing is said by colour alone: a shape, a sign, a dash or a word says it too.
INK = "#212B32"  # 15:1 on white; figures, names, what was measured
QUIET = "#425563"  # 7.8:1 on white; scales
PLACE_COLOUR = "#12436D"  # the place that is looked at; now
OTHER = "#5B7F95"  # places beside it; then
TARGET = "#801650"  # what is aimed at
AVERAGE = "#666666"  # the area above
BASELINE_COLOUR = "#68747D"  # what would be without changes; it carries text, so 4.8:1
RISE = "#1D70B8"  # adds, drawn full
FALL = "#A8410B"  # takes away, drawn hollow
GRID = "#D8DDE0"
PAPER = "#FFFFFF"
SEQUENCE = ["#EAF1F8", "#9CC3E4", "#2073BC", "#12436D"]  # from little to much
LAND = "#F3F5F6"  # behind dots
LINES = [PLACE_COLOUR, AVERAGE, RISE, FALL]  # courses beside each other, each with its dashes
AIM_DASH = [14, 3]  # of what is aimed at, among courses
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]
SHAPES = ["circle", "square", "diamond", "triangle-up"]  # of its months

# Type, in pixels of a page; a projector has all of it larger (`enlarge_chart`), a paper smaller.
CHART_FONT = "Source Sans Pro, Source Sans, Arial, sans-serif"
SCALE_TYPE = 12  # along an axis
LABEL_TYPE = 12  # beside a mark
NAME_TYPE = 13  # of a row, of a legend

ROW_HEIGHT = 22
HALO = 4  # pixels of white around words, where something runs behind them


def themed(chart: alt.LayerChart) -> alt.LayerChart:
    """Readable text, quiet grid, full width."""
    return (
        chart.properties(
            width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure(
            font=CHART_FONT,
            background=PAPER,
            padding={"left": 4, "right": 14, "top": 32, "bottom": 4},
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET, titleColor=QUIET, labelFontSize=SCALE_TYPE, titleFontSize=SCALE_TYPE,
            gridColor=GRID, domainColor=QUIET, tickColor=QUIET, titleFontWeight="normal",
        )
        # What stands upright is read lying down: the title of a scale is over it, not beside it.
        .configure_axisY(
            titleAngle=0, titleAlign="left", titleAnchor="end", titleBaseline="bottom", titleX=0, titleY=-20
        )
        .configure_legend(
            labelColor=INK, labelFontSize=NAME_TYPE, orient="top", symbolSize=110, labelLimit=280
        )
    )  # fmt: skip
