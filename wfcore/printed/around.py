"""What texts around a figure say of it, put together; and what figures of a size usually are."""

from collections.abc import Sequence
from dataclasses import replace

from wfcore.declared import declared
from wfcore.normalising.printed_words import (
    PrintedMeasure,
    PrintedStaff,
    Said,
    has_words,
    plain_text,
    read_words,
)
from wfcore.printed.places import AS_PRINTED
from wfcore.table_checks.bands import band_of

FIGURES = "the figures"  # whose staff nobody names


def said_by_answer(told: str) -> Said:
    """An answer as a heading would say it; who is no known staff keeps its name."""
    if not told or told.casefold() == AS_PRINTED:
        return Said()
    said = read_words(told)
    nothing = said.staff is None and said.measure is None and said.when is None
    return replace(said, staff=PrintedStaff(told, told, None)) if nothing else said


def set_name(said: Said) -> str:
    """What figures under one heading are called in a question."""
    return said.staff.printed if said.staff else FIGURES


def called_before(staff: PrintedStaff) -> str:
    """What staff under a repeated heading are said not to be."""
    return "GPs" if staff.stem and staff.stem.startswith("gp") else staff.name


def is_a_body(said: Said) -> bool:
    """Whether a text that names staff is rather the name of a place: `Nelson Nurses Practice`."""
    words = [w for names in declared().printed.kinds_of_place.values() for w in names]
    return bool(said.staff and has_words(plain_text(said.staff.printed), words))


def is_an_age(text: str) -> bool:
    """Whether what names a row is an age band, and no place."""
    return bool(text) and (band_of(text) is not None or "aged" in plain_text(text).split())


def aged_staff(staff: PrintedStaff | None, age: str) -> PrintedStaff:
    """Staff of one band of ages."""
    band = age.casefold().removeprefix("aged ")
    whole = staff.name if staff else "staff"
    name = f"{whole} aged {band}"
    return PrintedStaff(name, name, None, age=age, within=whole)


def overlaid(upper: Said, lower: Said) -> Said:
    """What one text says, and where it is silent what the other does."""
    per = upper.per if upper.measure else upper.per or lower.per
    return Said(
        upper.staff or lower.staff, upper.measure or lower.measure, per, upper.when or lower.when,
        lower.rest if not upper.rest else upper.rest,
    )  # fmt: skip


def nearest_first(texts: Sequence[Said]) -> Said:
    """What the nearest text says, and so on outwards."""
    made = texts[0]
    for text in texts[1:]:
        made = overlaid(made, text)
    return made


def size_family(staff: PrintedStaff) -> str:
    """The staff whose usual sizes a count has; empty where there are none."""
    if staff.stem:
        return "gp" if staff.stem.startswith("gp") else staff.stem
    gps = has_words(plain_text(staff.printed), declared().printed.staff["gp"])
    return "gp" if gps and not staff.name.startswith("not ") else ""


def kind_of_size(family: str, middle: float) -> tuple[PrintedMeasure, int | None] | None:
    """What figures of this size usually are; posts where they are none of the usual."""
    sizes = declared().printed.sizes.get(family)
    for kind, (least, most) in (sizes or {}).items():
        if least <= middle <= most:
            word, _, per = kind.partition(" ")
            return ("patients_per", None) if word == "patients_per" else ("rate", int(per))
    return ("fte", None) if sizes else None
