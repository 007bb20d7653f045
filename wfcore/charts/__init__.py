"""Figures → charts. Every chart has a description; every chart stands beside a table."""

from wfcore.charts.bars import parts, waterfall
from wfcore.charts.codes import qr_code
from wfcore.charts.courses import UNCHANGED, course, courses
from wfcore.charts.dumbbells import remaining, two_periods
from wfcore.charts.enlarged import enlarged
from wfcore.charts.grids import heat, returns, roles
from wfcore.charts.house import HERE, INK, OTHER, PARTS, SEQUENCE
from wfcore.charts.rankings import posts, ranked, strip
from wfcore.charts.templates import Chart
from wfcore.charts.trends import trend

__all__ = [
    "HERE",
    "INK",
    "OTHER",
    "PARTS",
    "SEQUENCE",
    "UNCHANGED",
    "Chart",
    "course",
    "courses",
    "enlarged",
    "heat",
    "parts",
    "posts",
    "qr_code",
    "ranked",
    "remaining",
    "returns",
    "roles",
    "strip",
    "trend",
    "two_periods",
    "waterfall",
]
