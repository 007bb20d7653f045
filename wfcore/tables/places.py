"""Tables of places: which areas a practice lies in, and how deprived its patients are."""

import dataframely as dy

from wfcore.tables.columns import Dated, Sourced, figure, reason, sheet_row, text


class _Practice(dy.Schema):
    practice_code = text("The practice.", key=True)
    practice_name = text("Its name.", nullable=True)
    postcode = text("Its postcode.", nullable=True)


class _Pcn(dy.Schema):
    pcn_code = text("The PCN.", nullable=True)
    pcn_name = text("Its name.", nullable=True)


class _Borough(dy.Schema):
    borough_code = text("The local authority.", nullable=True)
    borough_name = text("Its name.", nullable=True)


class _Above(dy.Schema):
    sub_icb_code = text("The sub-ICB location.", nullable=True)
    sub_icb_name = text("Its name.", nullable=True)
    icb_code = text("The ICB.", nullable=True)
    icb_name = text("Its name.", nullable=True)
    region_code = text("The region.", nullable=True)
    region_name = text("Its name.", nullable=True)
    invented = dy.Bool(description="Whether it is invented, for a demonstration.")


class Places(Dated, _Practice, _Pcn, _Borough, _Above):
    """The areas of each practice, as a file prints them; null where it does not say."""


class Networks(Dated, _Pcn, _Above):
    """The areas of each PCN, as the PCN file prints them; null where it does not say."""


class Boroughs(dy.Schema):
    """The local authority of each practice, from the lookup. Standing: it holds for every month."""

    practice_code = text("The practice.", key=True)
    borough_code = text("The local authority; its name where the lookup has no code.")
    borough_name = text("Its name.")
    postcode = text("Its postcode.", nullable=True)
    method = text("How the lookup placed it.", nullable=True)


class Postcodes(dy.Schema):
    """The areas of each postcode, from a directory of postcodes. Standing: it holds for every month."""

    postcode = text("The postcode, with a space before its last three signs.", key=True)
    borough_code = text("The local authority it lies in.")
    ward_code = text("The ward.", nullable=True)
    constituency_code = text("The constituency of the House of Commons.", nullable=True)
    lsoa_code = text("The small area (LSOA).", nullable=True)


class Successions(Dated):
    """Practices that are gone, and who follows them, as accepted when a file was published."""

    practice_code = text("The practice that is gone.", key=True)
    successor_code = text("The practice that follows it; null where it closed.", nullable=True)
    how = text("`merged`, `recoded`, `closed`; `reopened` where a later file lists it again.")
    since = text("The first month, `YYYY-MM`, whose file lists it no more, or again.", key=True)


class Deprivation(Sourced):
    """Scores of practices by the Index of Multiple Deprivation. Standing: they hold for every month."""

    practice_code = text("The practice.", key=True)
    index_year = dy.Int16(
        primary_key=True, metadata={"earlier": "year"}, description="The year of the Index."
    )
    score = figure("0 (least deprived) to 100", "The score.")
    score_missing = reason("score")


class PracticeGroups(Sourced):
    """Which practices somebody put together under a name. Standing: each file replaces the list before it."""

    group_kind = text(
        "What kind of group: federation, chambers, neighbourhood team, or another word."
    )
    group_name = text("Its name.", key=True)
    practice_code = text("A practice in it.", key=True)
    since = text("The first month it is in it, `YYYY-MM`; null where it always was.", nullable=True)
    until = text("The last month it is in it, `YYYY-MM`; null where it still is.", nullable=True)
    row = sheet_row()
