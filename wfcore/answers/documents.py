"""An answer as JSON: the shape that `docs/reference/answer.schema.json` promises."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from wfcore.answers.answer import Answer, AnswerTable, Card
from wfcore.answers.question import Question
from wfcore.charts import embed_rows

RowValue = str | float | int | bool | None


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class TableColumn(_Document):
    """A column that is shown: its name in `rows`, its heading, and decimals where it holds numbers."""

    name: str
    heading: str
    decimals: int | None


class TableDocument(_Document):
    """A table: `columns` are those that are shown, in their order; `rows` may hold more."""

    name: str
    caption: str
    columns: list[TableColumn]
    rows: list[dict[str, RowValue]]


class FollowUpDocument(_Document):
    """A question that the figures raise, and who can answer it."""

    rule: str
    question: str
    who: str


class SourceFileDocument(_Document):
    """A file that figures were made from; `dated` is empty where it has no date."""

    use: str
    title: str
    file_name: str
    dated: str
    sha256: str
    licence: str


class CardDocument(_Document):
    """A staff group at a glance: `course` are the known figures by month, `figure` the one as it is read."""

    metric: str
    staff: str
    month: str
    value: float | None
    unit: str
    figure: str
    course: dict[str, float]
    change: str
    reported: str
    estimate: str


class AnswerDocument(_Document):
    """The answer to one question about one place.

    `question` asks it again; `title` is the question in plain words; `verdict` answers it and
    `detail` are the sentences that follow; `cards` show each staff group at a glance; `picture` is
    Vega-Lite and `alt` says what it shows; `cautions`: what to know before quoting; `receipt`: how
    the number is made, line by line; `ways_on`: other questions about the same place; `invented`:
    whether the figures are; `estimate`: why today's figure is one, if it is.
    """

    question: Question
    title: str
    place: str
    verdict: str
    detail: list[str]
    picture: dict[str, Any] | None
    alt: str
    table: TableDocument | None
    cards: list[CardDocument]
    cautions: list[str]
    receipt: list[str]
    files: list[SourceFileDocument]
    source: str
    follow_ups: list[FollowUpDocument]
    ways_on: list[Question]
    invented: bool
    estimate: str


def answer_to_document(answer: Answer) -> AnswerDocument:
    """An answer with everything in it, ready to be written as JSON."""
    listed = ("place", "verdict", "alt", "source", "invented", "estimate")
    return AnswerDocument(
        **{name: getattr(answer, name) for name in listed},
        question=answer.question,
        title=answer.question.title,
        picture=None if answer.picture is None else embed_rows(answer.picture),
        table=None if answer.table is None else _table(answer.table),
        cards=[_card(card) for card in answer.cards],
        detail=list(answer.detail),
        cautions=list(answer.cautions),
        receipt=list(answer.receipt),
        files=[SourceFileDocument.model_validate(file) for file in answer.files],
        follow_ups=[FollowUpDocument.model_validate(each) for each in answer.follow_ups],
        ways_on=list(answer.ways_on),
    )


def _card(card: Card) -> CardDocument:
    given = {name: getattr(card, name) for name in CardDocument.model_fields if name != "course"}
    return CardDocument(course=dict(card.course), **given)


def _table(table: AnswerTable) -> TableDocument:
    columns = [
        TableColumn(
            name=name,
            heading=heading if isinstance(heading, str) else heading[0],
            decimals=None if isinstance(heading, str) else heading[1],
        )
        for name, heading in table.headings.items()
    ]
    return TableDocument(
        name=table.name, caption=table.caption, columns=columns, rows=table.rows.to_dicts()
    )
