"""Tables about who joins and leaves, and which posts are vacant; an analyst brings them."""

import dataframely as dy

from wfcore.tables.columns import figure, reason, text
from wfcore.tables.placed import Placed


class JoinersLeavers(Placed):
    """Who joined and left, one row for each place, span, staff and reason. Standing: a file replaces the list.

    Where a span has rows with reasons, its leavers are their sum.
    """

    since = text("The first month, `YYYY-MM`; null when it cannot be read.", nullable=True)
    until = text("The last month, `YYYY-MM`; null when it cannot be read.", nullable=True)
    staff = text(
        "Whom it counts: a count of `metrics.yaml` such as `gp`, or `all`; null when nobody knows the name.",
        nullable=True,
    )
    staff_printed = text("Whom it counts, as printed.", nullable=True)
    joiners = figure("people", "Those who joined in the span.")
    joiners_missing = reason("joiners")
    leavers = figure("people", "Those who left in the span.")
    leavers_missing = reason("leavers")
    leavers_fte = figure("full-time posts", "The posts of those who left.")
    leavers_fte_missing = reason("leavers_fte")
    staff_start = figure("people", "Staff at the start of the span, where the file says.")
    staff_start_missing = reason("staff_start")
    staff_end = figure("people", "Staff at the end of the span, where the file says.")
    staff_end_missing = reason("staff_end")
    reason = text("Why they left, as printed; null for all reasons together.", nullable=True)


class Vacancies(Placed):
    """Vacant posts, one row for each post, or for a place that has none. Standing: a file replaces the list.

    A place that answered and has no posts has no vacancy; one that did not answer may have some.
    """

    role = text(
        "The role, by its id in `staff_roles.yaml`; null for what is no role there.", nullable=True
    )
    staff = text("Its staff group; null when nobody knows the printed name.", nullable=True)
    role_printed = text("The role, as printed.", nullable=True)
    wte = figure("full-time posts", "What is vacant; 0 where the place says that nothing is.")
    wte_missing = reason("wte")
    opened = text("Since when, `YYYY-MM-DD` or `YYYY-MM`; null where nobody says.", nullable=True)
    filled_on = text("When it was filled, likewise; null while it is vacant.", nullable=True)
    covered_by = text("Who does the work: `nobody`, `locum` or `other_staff`.", nullable=True)
    covered_by_printed = text("The same, as printed.", nullable=True)
    intention = text("What is meant to be done about it, as printed.", nullable=True)
    answered = dy.Bool(
        nullable=True, description="Whether the place answered; null where nobody says."
    )
