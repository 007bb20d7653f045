"""A question about a place, and its answer: verdict, picture, table, receipt, and what to ask next."""

from wfcore.answers.answer import (
    NO_FIGURE,
    TREE,
    Answer,
    AnswerTable,
    Card,
    FollowUp,
    SourceFile,
    make_follow_up,
)
from wfcore.answers.answering import (
    answer_outlook,
    answer_question,
    gather_follow_ups,
    kinds_of,
    standard_questions,
)
from wfcore.answers.as_printed import has_printed
from wfcore.answers.asked_often import ask_often, asked_often, without_foreign_name
from wfcore.answers.changes import joint_moves_among
from wfcore.answers.choices import (
    GP_COUNTS,
    Choice,
    choice_of,
    count_offered_first,
    on_fitting_map,
)
from wfcore.answers.documents import AnswerDocument, answer_to_document
from wfcore.answers.future_places import USUAL_POSTS, answer_outcome
from wfcore.answers.futures import answer_takes, how_levers_start, levers_to_seek, plan_cautions
from wfcore.answers.lever_marks import LeverMark, lever_marks
from wfcore.answers.maps import map_choices
from wfcore.answers.minute_stamps import STAMP, minute_stamp, parse_stamp
from wfcore.answers.outlook_pairs import (
    NAMES,
    compare_ends,
    compare_minuted,
    compare_outlooks,
    on_newest,
)
from wfcore.answers.outlooks import (
    Outlook,
    aim_of,
    by_quarter,
    course_of,
    default_target,
    outlook_of,
    scenario_of_link,
)
from wfcore.answers.pipeline import brought_kinds, lacking_words
from wfcore.answers.places import BESIDE
from wfcore.answers.printed_futures import printed_what_ifs
from wfcore.answers.printed_tables import PrintedCase, answer_printed, printed_case
from wfcore.answers.programme import programme_rows, with_programme
from wfcore.answers.question import Question, question_of
from wfcore.answers.role_reports import first_months, report_of, unknown_maxima

__all__ = [
    "BESIDE",
    "GP_COUNTS",
    "NAMES",
    "NO_FIGURE",
    "STAMP",
    "TREE",
    "USUAL_POSTS",
    "Answer",
    "AnswerDocument",
    "AnswerTable",
    "Card",
    "Choice",
    "FollowUp",
    "LeverMark",
    "Outlook",
    "PrintedCase",
    "Question",
    "SourceFile",
    "aim_of",
    "answer_outcome",
    "answer_outlook",
    "answer_printed",
    "answer_question",
    "answer_takes",
    "answer_to_document",
    "ask_often",
    "asked_often",
    "brought_kinds",
    "by_quarter",
    "choice_of",
    "compare_ends",
    "compare_minuted",
    "compare_outlooks",
    "count_offered_first",
    "course_of",
    "default_target",
    "first_months",
    "gather_follow_ups",
    "has_printed",
    "how_levers_start",
    "joint_moves_among",
    "kinds_of",
    "lacking_words",
    "lever_marks",
    "levers_to_seek",
    "make_follow_up",
    "map_choices",
    "minute_stamp",
    "on_fitting_map",
    "on_newest",
    "outlook_of",
    "parse_stamp",
    "plan_cautions",
    "printed_case",
    "printed_what_ifs",
    "programme_rows",
    "question_of",
    "report_of",
    "scenario_of_link",
    "standard_questions",
    "unknown_maxima",
    "with_programme",
    "without_foreign_name",
]
