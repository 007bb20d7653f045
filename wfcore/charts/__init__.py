"""Figures → charts. Every chart has a description; every chart stands beside a table."""

from wfcore.charts.bars import parts, waterfall
from wfcore.charts.codes import qr_code
from wfcore.charts.courses import UNCHANGED, course, courses
from wfcore.charts.dumbbells import remaining, two_periods
from wfcore.charts.enlarged import enlarged
from wfcore.charts.grids import heat, roles
from wfcore.charts.house import HERE, INK, OTHER, PARTS, SEQUENCE, colours
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
    "colours",
    "course",
    "courses",
    "enlarged",
    "heat",
    "parts",
<<<<<<< HEAD
    "qr_code",
=======
    "posts",
>>>>>>> 6dd5c590bc6b666cb089bdd4702f1844a3f5d805
    "ranked",
    "remaining",
    "roles",
    "strip",
    "trend",
    "two_periods",
    "waterfall",
]
