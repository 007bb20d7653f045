"""Answers that rest on an estimate: every sentence with a figure says so, wherever it is drawn."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from wfcore.answers.answer import Answer
from wfcore.answers.outlooks import Outlook
from wfcore.wording import with_caution

Args = ParamSpec("Args")
# Sentences about what is assumed or when it was kept, not about what comes of it.
_ASSUMED = re.compile(r"Changed: |As minuted|Only in |.+: .+ in A, .+ in B")


def says_estimates(
    answer_of: Callable[Concatenate[Outlook, Args], Answer],
) -> Callable[Concatenate[Outlook, Args], Answer]:
    """An answer about an outlook, with the caution of its estimate in each sentence that needs it."""

    @wraps(answer_of)
    def answer(outlook: Outlook, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
        given = answer_of(outlook, *args, **kwargs)
        if not outlook.estimate:
            return given
        table = given.table
        return replace(
            given,
            verdict=with_caution(given.verdict, outlook.course),
            detail=tuple(
                one if _ASSUMED.match(one) else with_caution(one, outlook.course)
                for one in given.detail
            ),
            table=table
            and replace(table, caption=f"{table.caption} (estimated, as {outlook.estimate})"),
            estimate=outlook.estimate,
        )

    return answer
