"""Figures → charts. Every chart has a description; every chart stands beside a table."""

from wfcore.charts.bars import ladder, waterfall
from wfcore.charts.bullets import bullet
from wfcore.charts.codes import qr_code
from wfcore.charts.controls import control_chart
from wfcore.charts.dots import Dot, NumberedNetwork, practice_map
from wfcore.charts.dumbbells import change_chart, gap_chart
from wfcore.charts.enlarged import enlarge_chart
from wfcore.charts.fillings import Filling, fillings
from wfcore.charts.grids import heatmap, returns_chart
from wfcore.charts.house import INK, OTHER, PLACE_COLOUR, SEQUENCE
from wfcore.charts.map_drawing import LARGE_MAP, PICKED, at_height, clickable
from wfcore.charts.map_frames import FramedShapes
from wfcore.charts.maps import area_map
from wfcore.charts.marks import say_figures
from wfcore.charts.multiples import multiples
from wfcore.charts.outlines import Rings, atlas, positions, tiles
from wfcore.charts.pyramids import pyramid
from wfcore.charts.rankings import ranking_chart
from wfcore.charts.scatters import deprivation_steps
from wfcore.charts.strips import Reference, places_strip
from wfcore.charts.templates import Chart, embed_rows
from wfcore.charts.trajectories import UNCHANGED, trajectories_chart, trajectory_chart
from wfcore.charts.trends import trend

__all__ = [
    "INK",
    "LARGE_MAP",
    "OTHER",
    "PICKED",
    "PLACE_COLOUR",
    "SEQUENCE",
    "UNCHANGED",
    "Chart",
    "Dot",
    "Filling",
    "FramedShapes",
    "NumberedNetwork",
    "Reference",
    "Rings",
    "area_map",
    "at_height",
    "atlas",
    "bullet",
    "change_chart",
    "clickable",
    "control_chart",
    "deprivation_steps",
    "embed_rows",
    "enlarge_chart",
    "fillings",
    "gap_chart",
    "heatmap",
    "ladder",
    "multiples",
    "places_strip",
    "positions",
    "practice_map",
    "pyramid",
    "qr_code",
    "ranking_chart",
    "returns_chart",
    "say_figures",
    "tiles",
    "trajectories_chart",
    "trajectory_chart",
    "trend",
    "waterfall",
]
