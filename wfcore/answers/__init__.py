"""A question about a place, and its answer: verdict, picture, table, receipt, and what to ask next."""

from wfcore.answers.answer import (
    NO_FIGURE,
    Answer,
    AnswerTable,
    FollowUp,
    SourceFile,
    make_follow_up,
)
from wfcore.answers.answering import (
    answer_question,
    gather_follow_ups,
    kinds_of,
    standard_questions,
)
from wfcore.answers.changes import joint_moves_among
from wfcore.answers.choices import Choice, choice_of
from wfcore.answers.documents import AnswerDocument, answer_to_document
from wfcore.answers.futures import (
    by_quarter,
    default_target,
    has_declared_target,
    measured_history,
    scenario_of_link,
)
from wfcore.answers.minute_stamps import STAMP, minute_stamp, parse_stamp
from wfcore.answers.places import BESIDE
from wfcore.answers.printed_tables import answer_printed, parse_rate_table
from wfcore.answers.question import Question, question_of
from wfcore.answers.staff import GP_COUNTS

__all__ = [
    "BESIDE",
    "GP_COUNTS",
    "NO_FIGURE",
    "STAMP",
    "Answer",
    "AnswerDocument",
    "AnswerTable",
    "Choice",
    "FollowUp",
    "Question",
    "SourceFile",
    "answer_printed",
    "answer_question",
    "answer_to_document",
    "by_quarter",
    "choice_of",
    "default_target",
    "gather_follow_ups",
    "has_declared_target",
    "joint_moves_among",
    "kinds_of",
    "make_follow_up",
    "measured_history",
    "minute_stamp",
    "parse_rate_table",
    "parse_stamp",
    "question_of",
    "scenario_of_link",
    "standard_questions",
]
