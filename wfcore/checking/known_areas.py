"""Rules about areas that everybody knows: a code under another's name, a location in another's region or board."""

from collections.abc import Iterator

import polars as pl

from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_examples
from wfcore.geography import plain_name
from wfcore.normalising import Draft

_KINDS = ("places", "networks")


def areas_have_their_own_names(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """A board or region that is printed with the name of another one, under which readers would see its figures."""
    geography = declared().geography
    said: list[str] = []
    for level, known in (("icb", geography.icbs), ("region", geography.regions)):
        whose = {plain_name(name): code for code, name in known.items()}
        for code, name in _pairs(draft, f"{level}_code", f"{level}_name"):
            other = whose.get(plain_name(name))
            if other and other != code:
                said.append(f"{code}: {name}, which is {other}")
    yield from of_examples(
        "warns",
        "area_has_anothers_name",
        "Codes of boards or regions with the name of another one. Figures go by the code, and would be read under "
        "that name.",
        list(dict.fromkeys(said)),
        advice="Put the code or the name right, or take the file as published.",
    )


def locations_lie_where_they_do(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Sub-ICB locations in a region, or a board of today's list, that is not theirs: they would count there."""
    geography = declared().geography
    said: list[str] = []
    for level, known in (("region", geography.regions), ("icb", geography.icbs)):
        for location, code in _pairs(draft, "sub_icb_code", f"{level}_code"):
            own = geography.sub_icbs.get(location)
            theirs = own and (own.region if level == "region" else own.icb)
            # A board that the packaged list does not know may be one that was made since.
            if theirs and code in known and code != theirs:
                said.append(
                    f"{location} in {code} ({known[code]}), known in {theirs} ({known[theirs]})"
                )
    yield from of_examples(
        "warns",
        "location_lies_elsewhere",
        "Sub-ICB locations in a region or a board that is not the one they are known to lie in. Their staff and "
        "patients would count there.",
        list(dict.fromkeys(said)),
        advice="Put the codes right, or accept with the reason, such as a new border.",
    )


def _pairs(draft: Draft, one: str, other: str) -> list[tuple[str, str]]:
    """What two columns say together, each pair once."""
    tables = [draft.tables[kind] for kind in _KINDS if kind in draft.tables]
    pairs = [t.select(one, other).drop_nulls().unique() for t in tables if other in t.columns]
    return pl.concat(pairs).unique().sort(one, other).rows() if pairs else []
