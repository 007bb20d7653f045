"""What places aim at, as an analyst brings it → `targets`."""

import re
from dataclasses import dataclass
from functools import partial

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.findings import Finding, of_examples
from wfcore.geography import GROUP_PREFIX, Level
from wfcore.normalising.aim_units import PrintedAim, undeclared_patients
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import date_of, financial_year, line, numbers
from wfcore.reading import TextTable

_LONG = 1_000  # characters kept of a cell
_WITH_UNIT = re.compile(r"^\s*(?P<figure>[+-]?[\d.,]+)\s*(?P<unit>[^\d\s.,].*)?$", re.ASCII)
_YEAR = re.compile(r"^20\d\d$", re.ASCII)
_LEVELS = {
    **{level.value: level for level in Level},
    **{level.label.casefold(): level for level in Level},
    "network": Level.PCN,
    "sub-icb": Level.SUB_ICB,
    "local authority": Level.BOROUGH,
    "district": Level.BOROUGH,
}
_WORDS = ("place", "place_name", "metric", "set_by", "written_in", "why", "note")


@dataclass(frozen=True)
class _Said:
    """What one row says of figure, unit and date, and what is wrong with it by code of finding."""

    value: float | None = None
    unit: str | None = None
    as_printed: str | None = None
    metric: str | None = None
    due: str | None = None
    level: str | None = None
    better: str = "higher"
    faults: tuple[tuple[str, str], ...] = ()


def target_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`targets`: one row for each aim, in the metric's own unit.

    `place_code` is the place as written: the store's own names make a code of it (`with_known_codes`).
    A metric that the notebook does not make leaves `metric` null; figure and unit stay as written.
    """
    texts = {
        name: _texts(frame, name, table.column(name))
        for name in (*_WORDS, "value", "unit", "by", "level", "better")
    }
    levels = [
        level or (Level.GROUP.value if (place or "").startswith(GROUP_PREFIX) else None)
        for level, place in zip(texts["level"], texts["place"], strict=True)
    ]
    texts = {**texts, "level": levels}
    rows = [
        _said(
            **{
                name: texts[name][at] or ""
                for name in ("metric", "value", "unit", "by", "level", "better")
            }
        )
        for at in range(frame.height)
    ]
    made = pl.DataFrame(
        {
            "place_level": [said.level for said in rows],
            "place_code": [_place(text) for text in texts["place"]],
            "place_name": texts["place_name"],
            "metric": [said.metric for said in rows],
            "metric_printed": texts["metric"],
            "value": [said.value for said in rows],
            "unit": [said.unit for said in rows],
            "as_printed": [said.as_printed for said in rows],
            "better": [said.better for said in rows],
            "due": [said.due for said in rows],
            **{name: texts[name] for name in ("set_by", "written_in", "why", "note")},
            "row": frame[SHEET_ROW],
        },
        schema_overrides={"value": pl.Float64, **dict.fromkeys(_TEXTS, pl.String)},
    )  # fmt: skip
    return {"targets": made}, _findings(rows, frame[SHEET_ROW].to_list())


_TEXTS = (
    "place_level", "place_code", "place_name", "metric", "metric_printed", "unit", "as_printed", "better",
    "due", "set_by", "written_in", "why", "note",
)  # fmt: skip


def metrics_called(text: str) -> list[Metric]:
    """The metrics of this id or name; of a count named without its kind, its rate, posts and patients."""
    wanted = text.strip().casefold()
    known = declared().metrics.values()
    exact = [m for m in known if wanted in (m.id, m.name.casefold())]
    return exact or [m for m in known if wanted and wanted in (m.stem, m.short.casefold())]


def _place(text: str | None) -> str | None:
    """A place as written; `group:` before a name is its level."""
    return text.removeprefix(GROUP_PREFIX).strip() if text else None


def _said(*, metric: str, value: str, unit: str, by: str, level: str, better: str) -> _Said:
    """A row, read: each thing that cannot be read by the code of its finding, all together."""
    faults: list[tuple[str, str]] = []
    figure, unit = _figure(value, unit)
    if figure is None:
        faults.append(("aim_not_a_number", f"value: {value or 'blank'}"))
    if not unit:
        faults.append(("aim_without_unit", f"{value} {metric}"))
    due, is_read = _due(by)
    if not is_read:
        faults.append(("date_not_read", f"by: {by}"))
    known = _LEVELS.get(level.casefold())
    if level and known is None:
        faults.append(("unknown_level", f"level: {level}"))
    named = metrics_called(metric)
    found = _converted(figure, unit, named)
    if figure is not None and unit and named and found is None:
        faults.append(_other_unit(value, unit, named[0]))
    own, counted = found or (None if named else figure, named[0] if named else None)
    if counted and own == figure and {counted.better, better.casefold()} == {"higher", "lower"}:
        faults.append(("aim_other_way", f"{metric}: {better} is written"))
    direction = counted.better if counted and counted.better != "none" else better.casefold()
    return _Said(
        own,
        counted.unit if counted else unit or None,
        f"{value.removesuffix(unit).strip()} {unit}" if found and own != figure else None,
        counted.id if counted else None,
        due,
        known.value if known else None,
        "lower" if direction == "lower" else "higher",
        tuple(faults),
    )


def _figure(value: str, unit: str) -> tuple[float | None, str]:
    """The figure and its unit, which may stand in one cell."""
    found = _WITH_UNIT.match(value)
    if found is None or (unit and found["unit"]):
        return None, unit
    (number,), _, odd = numbers(pl.Series([found["figure"]]))
    return (None if len(odd) else float(number)), unit or (found["unit"] or "").strip()


def _converted(
    value: float | None, unit: str, metrics: list[Metric]
) -> tuple[float, Metric] | None:
    """The figure in the unit of one of these metrics: of one that is printed so, before it is converted."""
    if value is None:
        return None
    every = ((PrintedAim(value, unit).in_unit_of(metric), metric) for metric in metrics)
    read = [(round(own, 6), metric) for own, metric in every if own is not None]
    return next((one for one in read if one[0] == value), read[0] if read else None)


def _other_unit(value: str, unit: str, metric: Metric) -> tuple[str, str]:
    if undeclared_patients(unit) and metric.kind in ("rate", "patients_per"):
        return "aim_per_undeclared", f"{value} {unit}"
    return "aim_in_other_unit", f"{value} {unit}, but {metric.name} is in {metric.unit}"


def _due(text: str) -> tuple[str | None, bool]:
    """`YYYY-MM` or `YYYY`; None without a date; and whether it could be read."""
    if not text:
        return None, True
    if _YEAR.match(text):
        return text, True
    if (year := financial_year(text)) is not None:
        return year.months[-1], True
    date = date_of(text)
    return (date[:7] if date else None), date is not None


def _texts(frame: pl.DataFrame, name: str, column: str | None) -> list[str | None]:
    if column is None:
        return [None] * frame.height
    # A figure keeps its sign: one below 0 is to be found, not to be cleaned away.
    clean = str.strip if name == "value" else partial(line, most=_LONG)
    return [clean(text or "") or None for text in frame[column]]


def _findings(rows: list[_Said], at: list[int]) -> list[Finding]:
    """One finding for each kind of fault, with every row that has it."""

    def those(code: str) -> list[str]:
        return [
            f"row {row}, {where}"
            for row, said in zip(at, rows, strict=True)
            for fault, where in said.faults
            if fault == code
        ]

    return [
        *of_examples(
            "warns",
            "aim_other_way",
            "Aims that call the other direction better than their figure has. The figure's own is used: more staff for "
            "the same patients is better.",
            those("aim_other_way"),
        ),
        *of_examples(
            "blocks",
            "aim_not_a_number",
            "Cells that hold no number. Write the figure alone, and its unit beside it.",
            those("aim_not_a_number"),
        ),
        *of_examples(
            "blocks",
            "aim_without_unit",
            "Aims without a unit: 44 of what? Write the unit, such as FTE per 100,000 patients.",
            those("aim_without_unit"),
        ),
        *of_examples(
            "blocks",
            "aim_in_other_unit",
            "Aims in a unit that the metric is not counted in. Write them in the metric's own unit, "
            "or choose the metric that is counted so.",
            those("aim_in_other_unit"),
        ),
        *of_examples(
            "blocks",
            "aim_per_undeclared",
            "Rates for a number of patients that no definition names, so they are not converted. "
            f"Write them per {_declared_patients()} patients.",
            those("aim_per_undeclared"),
        ),
        *of_examples(
            "blocks",
            "date_not_read",
            "Dates that cannot be read. Write them as 2025-09-30.",
            those("date_not_read"),
        ),
        *of_examples(
            "blocks",
            "unknown_level",
            f"Kinds of place that nobody knows. Use one of: {', '.join(Level)}.",
            those("unknown_level"),
        ),
    ]


def _declared_patients() -> str:
    *most, last = (f"{many:,}" for many in declared().aims.per_patients)
    return f"{', '.join(most)} or {last}"
