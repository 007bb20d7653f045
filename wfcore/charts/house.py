"""The house style: colours, sizes and the theme of every chart."""

import altair as alt

INK = "#212B32"  # 15:1 on white
QUIET = "#425563"  # 7.8:1 on white
PLACE_COLOUR = "#12436D"
OTHER = "#5B7F95"
TARGET = "#801650"
AVERAGE = "#3D3D3D"
BASELINE_COLOUR = "#68747D"  # what would be without changes; it carries text, so 4.8:1
RISE = "#0F6B63"
FALL = "#A8410B"
GRID = "#D8DDE0"
SEQUENCE = ["#EAF1F8", "#9CC3E4", "#2073BC", "#12436D"]
CAUSE_COLOURS = {
    "part_staff": PLACE_COLOUR,
    "part_list": "#28A197",
    "part_membership": "#801650",
    "part_reporting": "#F46A25",
}
CHART_FONT = "Source Sans Pro, Source Sans, Arial, sans-serif"
ROW_HEIGHT = 26


def themed(chart: alt.LayerChart) -> alt.LayerChart:
    """Readable text, quiet grid, full width."""
    return (
        chart.properties(
            width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure(
            font=CHART_FONT,
            background="#FFFFFF",
            padding={"left": 4, "right": 14, "top": 32, "bottom": 4},
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET, titleColor=QUIET, labelFontSize=12, titleFontSize=12, gridColor=GRID,
            domainColor=QUIET, tickColor=QUIET, titleFontWeight="normal",
        )
        .configure_legend(
            labelColor=INK, labelFontSize=13, orient="top", symbolSize=110, labelLimit=280
        )
    )  # fmt: skip
