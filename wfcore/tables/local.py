"""Tables that an analyst brings, because nobody publishes them: no licence, no publisher but the analyst."""

import dataframely as dy

from wfcore.tables.columns import Sourced, figure, sheet_row, text


class ArrsPlan(Sourced):
    """A plan of additional roles as printed, one row for each cell.

    Printed totals are compared with their figures. One that differs by rounding is kept beside them: of a
    PCN under the role `All roles`, of a role under the area `Total`. Leave both out to add up cells.
    """

    plan_for = text("The month it is planned for, `YYYY-MM`.")
    area_name = text("The PCN, as printed.")
    pcn_code = text(
        "The PCN: from the file, or from the name when one PCN alone bears it.", nullable=True
    )
    role = text("The additional role; null when nobody knows the printed name.", nullable=True)
    role_printed = text("The role, as printed.")
    wte = figure("full-time equivalent", "What is planned; null where a mark stands.")
    mark = text(
        "The mark that stands in place of a figure, such as `-`, a blank or `•`.", nullable=True
    )
    row = sheet_row()
    column = text("Column of the sheet where it stood, by its letter.")


class ArrsClaims(Sourced):
    """What PCNs asked to be paid for additional roles, one row for each claim.

    Each month is an edition: a later file replaces the months it holds.
    """

    pcn_code = text("The PCN.")
    month = text("The month it is claimed for, `YYYY-MM`.")
    role = text("The additional role; null when nobody knows the printed name.", nullable=True)
    role_printed = text("The role, as printed.", nullable=True)
    wte = figure("full-time equivalent", "Staff claimed for.")
    claimed_gbp = figure("£", "What is claimed for the month.")
    approved_gbp = figure("£", "What is approved for the month.")
    allocation_gbp = figure("£", "The allocation of the PCN for the financial year.")
    status = text("Where the claim stands, in small letters.", nullable=True)
    row = sheet_row()


class ArrsAllocations(Sourced):
    """What PCNs may claim in a financial year. Its edition has the period of its April."""

    pcn_code = text("The PCN.", key=True)
    financial_year = dy.String(
        primary_key=True,
        metadata={"earlier": "year"},
        description="The financial year, such as `2025/26`.",
    )
    total_gbp = figure("£", "The allocation.")
    devolved_gbp = figure("£", "The part that was given to the PCN so far.")
    note = text("A remark.", nullable=True)
    row = sheet_row()


class ArrsSpend(Sourced):
    """What a place spent on additional roles, one row for each month, in the unit that was printed.

    Each month is an edition: a later file replaces the months it holds.
    """

    place_level = text(
        "The level of the place; null where nothing known has its name.", nullable=True
    )
    place_code = text(
        "The place, by its code; as written where nothing known has it.", nullable=True
    )
    place_name = text("The place, by its name.", nullable=True)
    month = text("The month it was spent in, `YYYY-MM`.")
    spend = figure("as `unit`", "What was spent.")
    unit = text("What one of them is, as written: pounds or thousands.", nullable=True)
    spend_gbp = figure("£", "What was spent, in pounds; null where the unit is not known.")
    note = text("A remark.", nullable=True)
    row = sheet_row()


class Recommendations(Sourced):
    """What a committee asked, of whom and by when. Standing: each file replaces the list before it."""

    reference = text("Its number or name in the minutes.", nullable=True)
    asked = text("When, `YYYY-MM-DD` or `YYYY-MM`.")
    place = text("The place it is about, a code or a name as written.", nullable=True)
    words = text("What was asked.", nullable=True)
    metric = text(
        "The metric it is about, by its id; null where nothing is counted.", nullable=True
    )
    metric_printed = text("The metric, as written.", nullable=True)
    number_then = dy.Float64(
        nullable=True, metadata={"unit": "as the metric"}, description="The figure, as minuted."
    )
    owner = text("Who is to answer.", nullable=True)
    due = text("By when, `YYYY-MM-DD` or `YYYY-MM`.", nullable=True)
    status = text("Where it stands, in small letters; `open` where nobody said.")
    answer = text("What was answered.", nullable=True)
    row = sheet_row()


class AreaFigures(Sourced):
    """Figures of places as papers print them, never mixed with measured ones. Standing: a file replaces the list."""

    place = text("The place, a code or a name as printed.")
    staff = text("Whom it counts, as printed: two ways of counting are never joined.")
    staff_count = text("The staff count that says the same; null where none does.", nullable=True)
    measure = text("`rate`, `fte`, `headcount`, `patients`, `share` or `patients_per`.")
    per = dy.Int64(
        nullable=True, metadata={"unit": "patients"}, description="The patients a rate is for."
    )
    month = text(
        "`YYYY-MM`, `YYYY` or `YYYY/YY`; null where the print does not say.", nullable=True
    )
    value = figure("as `measure`", "The figure; null where a mark stands.")
    printed = text("The cell as it was printed, marks included.")
    patients = figure("patients", "Those of the place that the print names.")
    base = text("What a share or a headcount is of, as printed.", nullable=True)
    written_in = text("Where it was printed.", nullable=True)
    page = text("The page or table there.", nullable=True)
    row = sheet_row()


class Targets(Sourced):
    """What is aimed at, for which place, by when and by whom. Standing: each file replaces the list before it."""

    place_level = text("The level of the place.", nullable=True)
    place_code = text("The place, by its code; of a group its name.", nullable=True)
    place_name = text("The place, as the list names it.", nullable=True)
    metric = text("The metric, by its id; null where nothing is counted.", nullable=True)
    metric_printed = text("The metric, as written.", nullable=True)
    value = figure("as `unit`", "What is aimed at.")
    unit = text(
        "The metric's own unit; as written where nothing is counted.",
        nullable=True,
    )
    as_printed = text("Figure and unit as written, where they were converted.", nullable=True)
    better = text("Whether `higher` or `lower` is better.")
    due = text("By when, `YYYY-MM` or `YYYY`; null where nobody said.", nullable=True)
    set_by = text("Who set it.", nullable=True)
    written_in = text("Where it is written.", nullable=True)
    why = text("Why it was set, or changed.", nullable=True)
    note = text("A remark.", nullable=True)
    row = sheet_row()
