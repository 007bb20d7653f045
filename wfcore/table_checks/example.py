"""A small invented table with faults in it, to show what a diagnosis looks like."""

EXAMPLE_NAME = "Invented example"
_HEADINGS = (
    "Network (invented)", "GPs, FTE", "Nurses, FTE", "Total FTE", "Headcount", "% aged 55 and over",
    "GPs per 100,000, Mar 2025", "GPs per 100,000, Jun 2025", "Trend",
)  # fmt: skip
_ROWS = (
    ("Brook PCN (invented)", "21.40", "10.20", "31.60", "41", "24.4%", "44.03", "44.07", "↑"),
    ("Meadow PCN (invented)", "18.75", "9.50", "28.25", "37", "29.1%", "43.83", "39.70", "↑"),
    ("Harbour PCN (invented)", "15.10", "•", "15.10", "19", "15.8%", "32.47", "31.77", "↓"),
    ("Hillside PCN (invented)", "19.35", "8.15", "28.50", "36", "22.2%", "37.50", "40.65", "↑"),
    ("Total", "74.60", "27.85", "102.45", "133", "", "", "", ""),
)
EXAMPLE = "\n".join(
    ["Staff of an invented place: every figure is invented"]
    + ["\t".join(row) for row in (_HEADINGS, *_ROWS)]
)
