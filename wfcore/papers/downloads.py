"""One table to take away, which explains itself: figures as read and in full, codes, source, cautions."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from wfcore import rounding
from wfcore.answers import TREE, Answer
from wfcore.declared import declared, flags_of
from wfcore.papers.documents import LICENCE_NOTICE, Document, Section
from wfcore.papers.flat import guard_text
from wfcore.papers.refusing import refusing
from wfcore.papers.saved import Paper, PaperPart
from wfcore.papers.workbook import as_workbook
from wfcore.wording import flag_notes, kind_of_place, map_label, month

Headings = Mapping[str, str | tuple[str, int]]
_INVENTED = "These figures are invented."
# Columns that no table on a page shows, under words. The rest are called by their names, with spaces.
_BESIDE = {
    "level": "Kind of place", "area_code": "Code of the place", "area_name": "Place", "period": "Month (YYYY-MM)",
    "metric": "Measure (id)", "numerator": "Numerator", "denominator": "Denominator",
    "value_from": "Earlier figure", "coverage_practices": "Share of practices that reported",
    "coverage_patients": "Share of patients covered", "flags": "Remarks", "notes": "Notes",
    "part_staff": "Part: staff numbers", "part_list": "Part: list size", "share": "Share",
    "part_membership": "Part: joined or left", "part_reporting": "Part: who reported",
    "role": "Role (id)", "pcn_code": "Code of the network", "inside": "Lies in the place",
    "fte": "FTE", "fte_today": "FTE today", "patients_today": "Patients today", "gbp": "£",
}  # fmt: skip
_REMARKS = "flags"
_LONGEST = 150  # bytes of a file name, which a disk takes with its ending
_FULL = "exact"  # beside parts that were rounded so that they add up
_FTE, _UNLESS = "FTE", "unless a heading says otherwise"


@refusing("CSV")
def explain_table(answer: Answer) -> pl.DataFrame:
    """The table of an answer as a file that needs no page beside it.

    Returns:
        The columns that are shown, in their order and under their headings: figures as they are
        read, each followed by the same `in full`. Then what else is known of each row, and, the same
        in every row: what was asked, measure, unit, place with code and kind, month, version, source,
        cautions and licence. No row where there is no table.
    """
    if answer.table is None:
        return pl.DataFrame()
    table = answer.table
    rows = word_table(table.as_read(), table.headings, exact=table.rows)
    about = {name: pl.lit(text).alias(name) for name, text in _about(answer).items()}
    if "metric" in table.rows.columns:
        metrics = declared().metrics | declared().weighted
        each = [metrics.get(m or "") for m in table.rows["metric"]]
        about["Measure"] = _column("Measure", [m.name if m else "" for m in each])
        about["Unit"] = _column("Unit", [f"{m.unit}, {_UNLESS}" if m else "" for m in each])
    taken = {name.lower() for name in rows.columns}
    return rows.with_columns(
        column.alias(f"{name} of this table" if name.lower() in taken else name)
        for name, column in about.items()
    )


def word_table(
    rows: pl.DataFrame, headings: Headings, *, exact: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Rows under headings in words, figures rounded as they are shown, with the same in full beside them.

    Args:
        rows: as they are read.
        headings: column → heading, or heading and decimals for numbers.
        exact: the same rows as they are worked out; `rows` are, without them.

    Returns:
        Shown columns first, then the others; a minus is the plain one.
    """
    exact = rows if exact is None else exact
    named: dict[str, pl.Series] = {}
    for column, heading in headings.items():
        if isinstance(heading, str):
            _add(named, heading, _text(rows[column]))
            continue
        read = rounding.column_shown(rows[column], heading[1])
        _add(named, heading[0], read if heading[1] > 0 else read.cast(pl.Int64))
        if not exact[column].dtype.is_integer():
            full = _FULL if column == "part" and _FULL in exact.columns else column
            _add(named, f"{heading[0]}, in full", _figures(exact[full]))
    for column in exact.columns:
        if column not in headings and column not in (_FULL, TREE):
            _add(named, _BESIDE.get(column, _spaced(column)), _beside(exact, column))
    return pl.DataFrame(named)


def file_stem(answer: Answer) -> str:
    """What a file of an answer's table is called: what it shows, the place and the month."""
    question = answer.question
    name = answer.table.name if answer.table else f"{question.metric}-{question.kind}"
    for part in (answer.place, question.period):
        if _slug(part) not in _slug(name):
            name = f"{name}-{_slug(part)}"
    plain = re.sub(r"[^\w.-]+", "-", name)  # a code comes from a file
    return plain.encode()[:_LONGEST].decode(errors="ignore")


@refusing("a workbook")
def table_workbook(answer: Answer, *, link: str = "") -> bytes:
    """The table of an answer as XLSX, with what it says, notes and sources on sheets of their own."""
    question, table = answer.question, answer.table
    if table is not None:
        answer = replace(answer, table=replace(table, rows=guard_text(table.rows)))
    about = f"{answer.place}, {month(question.period)}, version {question.version} of the data."
    return as_workbook(
        Document(
            title=question.title,
            about=about,
            link=link,
            warning=_INVENTED if answer.invented else "",
            sections=(Section(question.title, answer),),
            files=answer.files,
            saved=Paper(parts=(PaperPart(asked=question),)),
        )
    )


def _about(answer: Answer) -> dict[str, str | int | None]:
    """What is the same for every row."""
    question = answer.question
    metric = declared().metric(question.metric)
    table = answer.table
    roles = declared().answers[question.kind].collection == "pcn"
    unit = _FTE if roles else metric.unit
    caution = [*answer.cautions, *([_INVENTED] if answer.invented else [])]
    return {
        "What it shows": table.caption if table else "",
        "Measure": metric.name,
        "Unit": f"{unit}, {_UNLESS}",
        "Asked of": answer.place,
        "Code asked of": question.place,
        "Kind of place asked of": kind_of_place(question.level, question.place),
        "Month of the figures": question.period,
        "Version of the data": question.version,
        "Source": answer.source.removeprefix("Source: "),
        "Cautions": " ".join(caution),
        "Licence": LICENCE_NOTICE,
        "An empty cell": "is not available, which is not 0",
        "Places": map_label(question.map),
    }


def _beside(rows: pl.DataFrame, name: str) -> pl.Series:
    """A column that no page shows, in words where it holds names of ours."""
    column = rows[name]
    if column.name == _REMARKS:
        notes = [" ".join(flag_notes(flags_of(flags or ""))) for flags in column]
        return pl.Series(column.name, notes, dtype=pl.String)
    if column.name == "level":
        codes = rows["area_code"] if "area_code" in rows.columns else [""] * rows.height
        kinds = [kind_of_place(*pair) for pair in zip(column, codes, strict=True)]
        return pl.Series(name, kinds, dtype=pl.String)
    return _figures(_text(column))


def _figures(column: pl.Series) -> pl.Series:
    """Numbers in full; without a point where all are whole."""
    if column.dtype.is_float() and (column.drop_nulls() == column.drop_nulls().round()).all():
        return column.cast(pl.Int64)
    return column


def _column(name: str, values: list[str]) -> pl.Expr:
    return pl.lit(pl.Series(name, values, dtype=pl.String)).alias(name)


def _text(column: pl.Series) -> pl.Series:
    """Text with the plain minus before figures, which programs read."""
    if column.dtype != pl.String:
        return column
    return column.str.replace_all(r"−([0-9])", "-$1")


def _add(named: dict[str, pl.Series], heading: str, column: pl.Series) -> None:
    """A column under a heading of its own."""
    name, again = heading, 1
    while name.lower() in {held.lower() for held in named}:
        again += 1
        name = f"{heading} ({again})"
    named[name] = column.alias(name)


def _spaced(column: str) -> str:
    words = (
        column.replace("_", " ")
        .replace("fte", "FTE")
        .replace("gbp", "£")
        .replace("pcns", "networks")
    )
    return words[:1].upper() + words[1:]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
