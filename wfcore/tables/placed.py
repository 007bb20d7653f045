"""What the rows of a list that an analyst brings have in common: the place they are about."""

from wfcore.tables.columns import Sourced, sheet_row, text


class Placed(Sourced):
    """Rows about a place of any level."""

    place_level = text(
        "The level of the place; null where nothing known has its name.", nullable=True
    )
    place_code = text(
        "The place, by its code; as written where nothing known has it.", nullable=True
    )
    place_name = text("The place, by its name.", nullable=True)
    written_in = text("Where it is written.", nullable=True)
    note = text("A remark.", nullable=True)
    row = sheet_row()
