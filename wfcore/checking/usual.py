"""What a file of many practices has for its patients: a factor of ten shows without an earlier month."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import practice_totals
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.geography import Level
from wfcore.normalising import Draft

_ALL = pl.col("definition") == "all"
_MAD = 1.4826  # makes the median absolute deviation a standard deviation, where figures are normal


def staff_are_as_many_as_usual(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Staff groups far from England's rate: a column ten times too large, or two that changed places."""
    staff, lists, usual = practice_totals(draft), draft.tables.get("lists"), rules.usual
    if staff is None or lists is None:
        return
    sizes = lists.select("registered", area_code="practice_code").unique("area_code")
    rates = (
        staff.filter(_ALL, pl.col("fte").is_not_null())
        .join(sizes.filter(pl.col("registered") > 0), on="area_code")
        .group_by(pl.col("staff_group").cast(pl.String))
        .agg(
            pl.len(),
            patients=pl.col("registered").sum(),
            rate=pl.col("fte").sum() / pl.col("registered").sum() * 100_000,
        )
        .filter(pl.col("len") >= rules.hours.many)
        .sort("staff_group")
    )
    far = [
        f"{declared().staff.groups[group].name}: {rate:,.1f} FTE for 100,000 patients, in England "
        f"{usual.rates[group]:g}"
        for group, _, patients, rate in rates.iter_rows()
        if group in usual.rates
        and _is_far(rate / usual.rates[group], _most(group, patients, rules))
    ]
    yield from of_examples(
        "warns",
        "staff_are_as_many_as_usual",
        "Staff groups with far more, or far less, than England has for its patients.",
        far,
        advice="Is a column a multiple of what it should be, or have two columns changed places?",
    )


def _most(group: str, patients: float, rules: Rules) -> float:
    """How many times England's rate a group may be; GPs of many patients are everywhere about as many."""
    many = group == "gp" and patients >= rules.usual.many_patients
    return rules.usual.gps if many else rules.usual.factor


def columns_fit_each_other(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Over a whole file: hours for each person, GPs under a narrower definition, and patients by sex."""
    staff, usual = practice_totals(draft), rules.usual
    if staff is None:
        return
    sums = (
        staff.drop_nulls("fte")
        .group_by(pl.col("staff_group", "definition").cast(pl.String))
        .agg(
            pl.len(), pl.col("fte").sum(), pl.col("headcount").sum(),
            counted=pl.col("fte").filter(pl.col("headcount").is_not_null()).sum(),
        )
        .filter(pl.col("len") >= rules.hours.many)
        .sort("staff_group", "definition")
    )  # fmt: skip
    all_gps = sums.filter(pl.col("staff_group") == "gp", _ALL)["fte"].sum()
    said: list[str] = []
    for group, definition, _, fte, people, counted in sums.iter_rows():
        name = f"{declared().staff.groups[group].name}, {declared().staff.gp_definitions[definition].name}"
        if people and counted / people < usual.hours:
            said.append(f"{name}: {counted:,.1f} FTE for {people:,.0f} people")
        if definition != "all" and all_gps and fte / all_gps < usual.parts:
            said.append(f"{name}: {fte:,.1f} FTE of {all_gps:,.1f}")
    yield from of_examples(
        "warns",
        "columns_fit_each_other",
        "Columns that do not fit each other: far fewer hours for each person, or far fewer GPs under a narrower "
        "definition, than anywhere in England.",
        said,
        advice="Is one of the two a multiple of what it should be? Compare with the publisher's file.",
    )


def lists_are_as_large_as_usual(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Lists whose mean no area of England comes near."""
    lists, usual = draft.tables.get("lists"), rules.usual
    if lists is None or (known := lists["registered"].drop_nulls()).len() < rules.hours.many:
        return
    mean = float(known.sum()) / known.len()
    if mean > 0 and _is_far(mean / rules.effect.usual_list, usual.factor):
        yield finding(
            "warns",
            "lists_are_as_large_as_usual",
            f"The practices have {mean:,.0f} patients each on average, England's about "
            f"{rules.effect.usual_list:,}.",
            advice="Are the lists ten times too large or too small, or are these not practices?",
        )


def _is_far(times: float, factor: float) -> bool:
    return not 1 / factor <= times <= factor


def one_list_moves_a_place(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """A list far beyond what the staff of its practice explain, by so much that a borough's rate moves."""
    staff, lists, effect = practice_totals(draft), draft.tables.get("lists"), rules.effect
    if staff is None or lists is None:
        return
    counted = staff.filter(_ALL, pl.col("fte").is_not_null())
    everybody = counted.group_by("area_code").agg(pl.len(), pl.col("fte").sum())
    known = (
        lists.select("registered", area_code="practice_code")
        .join(everybody, on="area_code")
        # One group of staff alone explains no list: some practices of England have hardly a GP.
        .filter(pl.col("len") > 1, pl.col("fte") > 0, pl.col("registered") >= rules.tiny_list)
        .with_columns(rate=(pl.col("registered") / pl.col("fte")).log())
    )
    if known.height < rules.hours.least:
        return
    rate = pl.col("rate")
    spread = ((rate - rate.median()).abs().median() * _MAD).clip(effect.least_spread)
    judged = known.with_columns(
        far=(rate - rate.median()) / spread, expected=rate.median().exp() * pl.col("fte")
    ).with_columns(more=pl.col("registered") - pl.col("expected"))
    moved = judged.filter(pl.col("far") > effect.far, pl.col("more") > effect.share * effect.place)
    yield from of_rows(
        "warns",
        "one_list_moves_a_place",
        f"Lists so far beyond the staff of their practice that they would move the figure of a place of "
        f"{effect.place:,} patients by more than {effect.share:.0%}.",
        moved.sort("more", descending=True),
        lambda r: (
            f"{r['area_code']}: {r['registered']:,.0f} patients, about {r['expected']:,.0f} expected for "
            f"{r['fte']:,.1f} FTE of staff"
        ),
        advice="Compare it with the publisher's file, or with the list sizes of the month.",
    )


def areas_hold_no_more_than_their_patients(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Areas with more patients in the file than live there."""
    lists, places = draft.tables.get("lists"), draft.tables.get("places")
    if lists is None or places is None or not places["sub_icb_code"].count():
        return
    sums = (
        places.select("practice_code", "sub_icb_code")
        .unique("practice_code")
        .join(
            lists.select("practice_code", "registered").unique("practice_code"), on="practice_code"
        )
        .group_by("sub_icb_code")
        .agg(pl.col("registered").sum())
        .sort("sub_icb_code")
    )
    geography = declared().geography
    expected = [geography.expected_patients(Level.SUB_ICB, code) for code in sums["sub_icb_code"]]
    over = [
        f"{code}: {patients:,.0f} patients in the file, {there:,} expected"
        for (code, patients), there in zip(sums.iter_rows(), expected, strict=True)
        if there and patients > rules.usual.patients * there
    ]
    yield from of_examples(
        "warns",
        "areas_hold_no_more_than_their_patients",
        "Sub-ICB locations with more patients in the file than are registered there.",
        over,
        advice="Look for lists that are too large, rows that stand twice, or practices of another area.",
    )


def far_from_england(metric: str | None, value: float | None, rules: Rules) -> str:
    """What England has, in words, where a rate of a staff group is far from it; else nothing."""
    known = declared().metric(metric) if metric else None
    quantity = (
        known.quantity
        if known and known.kind == "rate" and known.collection == "practice"
        else None
    )
    usual = rules.usual.rates.get(quantity.staff_group) if quantity and not quantity.roles else None
    if usual is None or value is None or not _is_far(value / usual, rules.usual.factor):
        return ""
    return f"England has about {usual:g}"
