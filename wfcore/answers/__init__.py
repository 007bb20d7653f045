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
from wfcore.answers.question import Question, question_of
from wfcore.answers.staff import Aim, aims, all_staff, of_networks, staff_rates

__all__ = [
    "NO_FIGURE",
    "STAMP",
    "Aim",
    "Answer",
    "AnswerTable",
    "Choice",
    "FollowUp",
    "Question",
    "SourceFile",
    "aims",
    "all_staff",
    "answer_printed",
    "answer_question",
    "areas_around",
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
    "of_networks",
    "parse_rate_table",
    "parse_stamp",
    "practices_of",
    "question_of",
    "scenario_of_link",
    "staff_rates",
    "standard_questions",
]
