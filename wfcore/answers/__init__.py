"""Cells: a question, its answer in words, picture, table, receipt, and the questions it raises."""

from wfcore.answers.answer import (
    NO_FIGURE,
    Answer,
    AnswerTable,
    FollowUp,
    SourceFile,
    make_follow_up,
)
from wfcore.answers.answering import NOTEBOOK, answer_question, follow_ups, standard_questions
from wfcore.answers.changes import joint_moves_among
from wfcore.answers.choices import Choice, choice_of
from wfcore.answers.futures import (
    by_quarter,
    default_target,
    has_declared_target,
    measured_history,
    scenario_of_link,
)
from wfcore.answers.minute_stamps import STAMP, minute_stamp, parse_stamp
from wfcore.answers.practices import areas_around, practices_of
from wfcore.answers.printed_tables import answer_printed, parse_rate_table
from wfcore.answers.question import (
    OF_PCNS,
    QUESTION_KINDS,
    TITLES,
    Question,
    QuestionKind,
    question_of,
)
from wfcore.answers.staff import Aim, aims, all_staff, of_networks, staff_rates

__all__ = [
    "NOTEBOOK",
    "NO_FIGURE",
    "OF_PCNS",
    "QUESTION_KINDS",
    "STAMP",
    "TITLES",
    "Aim",
    "Answer",
    "AnswerTable",
    "Choice",
    "FollowUp",
    "Question",
    "QuestionKind",
    "SourceFile",
    "aims",
    "all_staff",
    "answer_printed",
    "answer_question",
    "areas_around",
    "by_quarter",
    "choice_of",
    "default_target",
    "follow_ups",
    "has_declared_target",
    "joint_moves_among",
    "make_follow_up",
    "measured_history",
    "minute_stamp",
    "of_networks",
    "parse_rate_table",
    "parse_stamp",
    "practices_of",
    "question_of",
    "scenario_of_link",
    "staff_rates",
    "standard_questions",
]
