"""Which aims hold here? Who set them, by when and why, and where the place stands."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from wfcore import wording
from wfcore.answers.answer import Answer, AnswerTable, SourceFile, capitalised
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import Sources, sources_of, unique_files
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.pipeline import measured_aim
from wfcore.targeting import AimHere, Gap, Target, aims_here, aims_in_force, gaps_of

_HEADINGS = {
    "what": "What is counted",
    "aim": "Aim",
    "by": "By",
    "place": "Set for",
    "who": "Set by",
    "stands": "Where it stands",
    "why": "Why, and where it is written",
}


def answer_aims(choice: Choice, question: Question) -> Answer:
    """Every aim of the place and of those around it, and how the place stands to those that hold."""
    here = aims_here(choice.figures, choice.level, choice.code, choice.period, _collection(choice))
    holding = [aim.target for aim in here if aim.yields_to is None]
    found = sources_of(choice.receipt())
    return Answer(
        question,
        choice.name,
        wording.aims_of_place(choice.name, holding),
        detail=(wording.what_aims_are(),) if here else (wording.how_aims_are_set(),),
        table=_table(choice, here) if here else None,
        receipt=found["receipt"],
        files=unique_files((*aim_files(choice.figures, holding), *found["files"])),
        invented=found["invented"] or any(target.invented for target in holding),
    )


def aim_files(figures: VersionMeasures, held: Iterable[Target]) -> tuple[SourceFile, ...]:
    """The tables that some aims stand in: of the version, or as they are shipped."""
    listed = _files(figures)
    found: list[SourceFile] = []
    for edition in dict.fromkeys(target.edition for target in held):
        source = edition.partition(".")[0]
        row = listed.get(edition)
        found.append(
            SourceFile(
                "the aims",
                declared().sources[source].title,
                row["file_name"] if row else f"{source}.csv, as shipped",
                "",
                row["sha256"] if row else "",
                row["licence"] if row else "",
            )
        )
    return unique_files(found)


@cached_per_version
def _files(figures: VersionMeasures) -> dict[str, dict[str, Any]]:
    """The files of a version by their edition."""
    rows = figures.version.table("files").iter_rows(named=True)
    return {f"{row['source']}.{row['period']}": row for row in rows}


def with_aim_files(choice: Choice, found: Sources) -> Sources:
    """Sources with the tables of the aims that its count is held against here."""
    held = aims_in_force(choice.figures, choice.metric.id, choice.level, choice.code, choice.period)
    return {**found, "files": unique_files((*found["files"], *aim_files(choice.figures, held)))}


def _collection(choice: Choice) -> str:
    """Whose places the month is known of: those of practices, where there are some in that month."""
    return "practice" if choice.period in choice.figures.periods("practice") else "pcn"


def _table(choice: Choice, here: list[AimHere]) -> AnswerTable:
    gaps = {gap.target.id: gap for gap in _gaps(choice, here)}
    rows = [
        (
            _what(aim.target),
            wording.aim_with_unit(aim.target),
            wording.due_by(aim.target) or "no date",
            aim.target.place.name,
            aim.target.set_by,
            _stands(choice, aim, gaps.get(aim.target.id)),
            _why(aim.target),
        )
        for aim in here
    ]
    return AnswerTable(
        f"aims-{choice.code}",
        f"Aims that were set for {choice.name}, or for a place around it",
        pl.DataFrame(rows, schema=dict.fromkeys(_HEADINGS, pl.String), orient="row"),
        _HEADINGS,
    )


def _stands(choice: Choice, aim: AimHere, gap: Gap | None) -> str:
    """Where the place stands; of what no metric counts, as the tables about learners and posts measure it."""
    if aim.target.metric is None and aim.yields_to is None:
        found = measured_aim(choice.figures, aim.target, choice.level, choice.code, choice.period)
        if found is not None:
            return wording.stands_measured(aim.target, found)
    return wording.stands_to(aim, gap)


def _why(target: Target) -> str:
    printed = f"Written as {target.as_printed}" if target.as_printed else ""
    said = filter(None, (target.why, target.source, printed, target.note))
    return " ".join(f"{capitalised(one).rstrip('.')}." for one in said)


def _what(target: Target) -> str:
    return declared().metric(target.metric).name if target.metric else capitalised(target.measure)


def _gaps(choice: Choice, here: list[AimHere]) -> Iterable[Gap]:
    """How the place stands to each aim that holds, in the newest month up to the one looked at."""
    for name in dict.fromkeys(a.target.metric for a in here if a.target.metric):
        collection = declared().metric(name).collection
        there = choice.figures.periods_of(collection, choice.level, choice.code)
        if known := [period for period in there if period <= choice.period]:
            yield from gaps_of(choice.figures, name, choice.level, choice.code, known[-1])
