"""Tables of staff and of patients."""

import dataframely as dy

from wfcore.tables.columns import Dated, figure, label, reason, text


class Staff(Dated):
    """Staff of practices and of PCNs. One row is one published cell pair: FTE and headcount of the same people.

    Inside one breakdown and definition the FTE of a staff group adds up once; across breakdowns the
    same people are counted again. Every kind `staff_…` holds exactly one breakdown.
    """

    level = label("`practice` or `pcn`: who reports.")
    area_code = text("The practice or PCN.", key=True)
    staff_group = label("The staff group.", key=True)
    breakdown = label("The cut of the total that the row belongs to.")
    definition = label("The way GPs are counted; `all` for every other group.", key=True)
    role = label("The staff role; `all` unless the breakdown cuts by it.", key=True)
    sex = label("`all` unless the breakdown cuts by it.", key=True)
    age_band = label("`all` unless the breakdown cuts by it.", key=True)
    qualified_in = label("`all` unless the breakdown cuts by it.", key=True)
    fte = figure("full-time equivalent", "Full-time equivalent of these people.")
    fte_missing = reason("fte")
    headcount = figure("people", "How many people; not to be added up over practices.")
    headcount_missing = reason("headcount")


class Lists(Dated):
    """Registered patients of practices. The total row of a practice is `all`, `all`.

    Weighted patients come with NHS Payments to General Practice, whose list sizes are means of a
    year: they say how much a patient of a practice weighs, and are no list of a month.
    """

    practice_code = text("The practice.", key=True)
    sex = text("`all` unless the list is cut by it.", key=True)
    age_band = text("`all` unless the list is cut by it.", key=True)
    registered = figure("patients", "Registered patients.")
    registered_missing = reason("registered")
    weighted = figure("patients", "Registered patients weighted for need (Carr-Hill).")
    weighted_missing = reason("weighted")
    sub_icb_code = text("The sub-ICB location, where the list prints it.", nullable=True)


class Returns(Dated):
    """The publisher's own flags: whether a practice supplied a staff group."""

    practice_code = text("The practice.", key=True)
    staff_group = text("The staff group.", key=True)
    status = text("The flag, as printed.", nullable=True)


class Fingerprints(Dated):
    """One number for all staff figures of a unit, made when they are published.

    Equal in two periods means that nothing was touched.
    """

    area_code = text("The practice or PCN.", key=True)
    fingerprint = dy.Int64(nullable=True, description="The number; null for a unit without staff.")
