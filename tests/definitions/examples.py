"""The worked example of a metric, taken down the real road: files → drafts → store → measures."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.unit.making import figures, lists_csv, one, places_csv
from wfcore.declared import Metric, Quantity, declared
from wfcore.geography import Level

PERIOD = "2025-09"
HEADER = "PERIOD,SOURCE,LEVEL,AREA_CODE,STAFF_GROUP,ROLE,DEFINITION,AGE_BAND,FTE,HEADCOUNT"  # tidy layout
UNKNOWN_PEOPLE = 7  # of unknown age, in every practice of an age example: they must not count


def measured(metric: Metric, folder: Path) -> dict[str, float]:
    """What comes out of the example, by the keys of its `expect`."""
    pcn = metric.collection == "pcn"
    units = [str(cell[0]) for cell in metric.example.cells]
    codes = units if pcn else [_practice_code(i, unit) for i, unit in enumerate(units)]
    practices = [f"A{i:05d}" for i in range(len(codes))] if pcn else codes
    files = [_staff(metric, dict(zip(codes, metric.example.cells, strict=True)))]
    files.append(
        places_csv(
            (practice, code if pcn else "U00001", "Exampleton")
            for practice, code in zip(practices, codes, strict=True)
        )
    )
    files.append(
        lists_csv(zip(practices, (int(cell[1]) for cell in metric.example.cells), strict=True))
    )
    made = figures(*(f for f in files if f))
    found: dict[str, float] = {}
    for key, family in _families(metric).items():
        row = one(made.measure([family.id], Level.ICB, period=PERIOD))
        found[key] = float(str(row["value"]))
        found |= {k: float(str(row[k])) for k in ("coverage_practices", "coverage_patients")}
    return found


def _families(metric: Metric) -> dict[str, Metric]:
    """Key of `expect` → the metric that answers it."""
    if metric.kind in ("share", "patients"):
        return {"value": metric}
    mine = [m for m in declared().metrics.values() if m.stem == metric.stem]
    return {m.kind: m for m in mine}


def _practice_code(i: int, unit: str) -> str:
    return unit if len(unit) == 6 else f"A{i + 1:05d}"


def _staff(metric: Metric, cells: Mapping[str, Sequence[object]]) -> str:
    """The staff file; empty for a metric that counts patients alone."""
    lines = [HEADER]
    for code, (_, _, *figures_of) in cells.items():
        if "silent" in figures_of:
            continue
        lines += [
            f"{PERIOD},{_source(metric)},{metric.collection},{code},{group},{role},{definition},"
            f"{age},{fte},{headcount}"
            for group, role, definition, age, fte, headcount in _rows(metric, figures_of)
        ]
    return "\n".join(lines)


def _source(metric: Metric) -> str:
    return "gpw_detailed" if metric.collection == "practice" else "pcn_individual"


Row = tuple[str, str, str, str, object, object]


def _rows(metric: Metric, cells: Sequence[object]) -> list[Row]:
    if metric.quantity is None:  # registered patients: any staff will do, so that the unit is there
        return [("gp", "all", "all", "all", 1, 1)]
    quantity, over = metric.quantity, metric.over
    group = "dpc" if quantity.staff_group == "any" else quantity.staff_group
    if over is None:
        roles = quantity.roles or ["all"]
        rows: list[Row] = [
            (group, role, quantity.definition, "all", cells[0], "NA") for role in roles
        ]
        # A role comes in a file that has the total of its group as well.
        total: list[Row] = [(group, "all", "all", "all", cells[0], "NA")] if quantity.roles else []
        return total + rows
    if quantity.ages:
        return _age_rows(quantity, cells)
    return [(group, "all", quantity.definition, "all", cells[0], cells[1])]


def _age_rows(quantity: Quantity, cells: Sequence[object]) -> list[Row]:
    """People 55 and over spread over two bands, the others in one, and some of unknown age."""
    older, known = int(str(cells[0])), int(str(cells[1]))
    bands = declared().staff.aged_55_plus
    people = {
        bands[0]: older - older // 2,
        bands[-1]: older // 2,
        "40_44": known - older,
        "unknown": UNKNOWN_PEOPLE,
    }
    group, definition = quantity.staff_group, quantity.definition
    total: Row = (group, "all", definition, "all", 1, known + UNKNOWN_PEOPLE)
    return [total, *((group, "all", definition, band, "NA", n) for band, n in people.items())]
