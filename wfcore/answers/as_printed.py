"""What has been printed about this place? Published figures of papers, on their own line, joined to nothing."""

import polars as pl

from wfcore import wording
from wfcore.answers.answer import NO_FIGURE, Answer, AnswerTable
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import table_files
from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, Level, display_name, plain_name
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside
from wfcore.tables import conform
from wfcore.wording import printed as words

_KIND = "area_figures"
_HEADINGS: dict[str, str | tuple[str, int]] = {
    "place": "Place", "staff": "Staff, as printed", "when": "Month", "printed": "As printed", "unit": "In",
    "patients": "Patients", "base": "Of", "where": "Where it was printed",
}  # fmt: skip


def answer_as_printed(choice: Choice, question: Question) -> Answer:
    """Every printed figure of the place and of those inside it; each way of counting on a line of its own."""
    rows = printed_rows(choice)
    source = declared().sources[_KIND]
    papers = rows["written_in"].drop_nulls().n_unique()
    return Answer(
        question,
        choice.name,
        words.figures_kept(choice.name, rows.height, papers),
        detail=() if rows.height else (words.how_to_keep_figures(),),
        table=_table(choice, rows) if rows.height else None,
        cautions=(words.never_joined(),) if rows.height else (),
        receipt=(f"{source.title}: each as it was printed, in the order of the file.",)
        if rows.height
        else (),
        files=table_files(choice.figures, _KIND, "what was printed") if rows.height else (),
        invented=choice.measure().is_invented,
    )


def has_printed(figures: VersionMeasures) -> bool:
    """Whether a version has printed figures at all."""
    return not figures.version.editions(_KIND).is_empty()


def printed_rows(choice: Choice) -> pl.DataFrame:
    """Rows of the place, by code or name (`order` 0), then of the places inside it (1)."""
    table = _kept(choice.figures)
    mine = {plain_name(choice.code), plain_name(choice.name)}
    inside = _names_inside(choice)
    order = [
        0 if plain_name(place) in mine else 1 if plain_name(place) in inside else None
        for place in table["place"]
    ]
    return (
        table.with_columns(order=pl.Series(order, dtype=pl.Int64))
        .drop_nulls("order")
        .sort("order", "place", "month", "row", nulls_last=True)
    )


@cached_per_version
def _kept(figures: VersionMeasures) -> pl.DataFrame:
    return conform(figures.version.table(_KIND), _KIND)


def _names_inside(choice: Choice) -> set[str]:
    """Codes and names of the places inside, without case and trimmings; nothing is inside a practice."""
    if choice.level in (Level.PRACTICE, Level.GROUP) or not has_printed(choice.figures):
        return set()
    frame = choice.figures.units(choice.metric.collection, choice.period).frame
    if choice.level is not Level.ENGLAND:
        frame = frame.filter(units_inside(choice.level, choice.code))
    named = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]
    columns = ["unit", "unit_name", *(c for c in named if c in frame.columns)]
    around = {f"{level}_{part}" for level in choice.level.above for part in ("code", "name")}
    return {
        plain_name(text)
        for column in columns
        if column not in around
        for text in frame[column].drop_nulls().unique()
    }


def _table(choice: Choice, rows: pl.DataFrame) -> AnswerTable:
    shown = [
        {
            "place": display_name(row["place"]),
            "staff": row["staff"],
            "when": wording.month(row["month"]) if row["month"] else NO_FIGURE,
            "printed": row["printed"],
            "unit": words.printed_unit(row["measure"], row["per"]),
            "patients": wording.number(row["patients"], 0) if row["patients"] else NO_FIGURE,
            "base": row["base"] or NO_FIGURE,
            "where": ", ".join(filter(None, (row["written_in"], row["page"]))) or NO_FIGURE,
            "value": row["value"],
            "month": row["month"],
            "row": row["row"],
        }
        for row in rows.iter_rows(named=True)
    ]
    return AnswerTable(
        f"as-printed-{choice.code}",
        f"Figures of {choice.name} and the places inside it, as printed",
        pl.DataFrame(shown, infer_schema_length=None),
        _HEADINGS,
    )
