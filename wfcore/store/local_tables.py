"""Plans, claims and allocations against the places, staff and allocations that the store knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_rows
from wfcore.geography import plain_name
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.normalising.plans import ALL_PCNS
from wfcore.store.store import Store
from wfcore.store.swapped_roles import perhaps_swapped
from wfcore.store.targets import with_aims_placed
from wfcore.store.version import Version

_PLACED = ("places", "networks")
_KINDS = ("arrs_plan", "arrs_claims", "arrs_allocations")
_SPEND = "arrs_spend"
_NO_PARTS = pl.DataFrame(
    schema=dict.fromkeys(("edition", "kind", "source", "period", "path"), pl.String)
)


@dataclass(frozen=True)
class KnownPcns:
    """What the store, and the files of the same upload, know about PCNs.

    `pcns`: `pcn_code, pcn_name, icb_code, period`, a row for each name and ICB that was printed;
    `areas`: codes and names of ICBs and sub-ICB locations, plain;
    `allocated`: PCN and financial year; `version` for what is published.
    """

    pcns: pl.DataFrame
    areas: frozenset[str]
    allocated: frozenset[tuple[str, str]]
    version: Version


def known_pcns(drafts: Sequence[Draft], version: Version | None) -> KnownPcns:
    """What is known once these drafts stand beside what is published."""
    columns = ["period", "pcn_code", "pcn_name", "icb_code"]
    version = version or Version(0, "", _NO_PARTS)
    tables = [version.table(kind, columns=columns) for kind in _PLACED]
    tables += [d.tables[k].select(columns) for d in drafts for k in _PLACED if k in d.tables]
    pcns = (
        pl.concat(tables)
        .filter(pl.col("pcn_code").is_not_null())
        .group_by(columns)
        .agg(practices=pl.len())
        .sort("period", "practices", "pcn_code", "pcn_name", nulls_last=True)
    )
    rows = [version.table("arrs_allocations")]
    rows += [d.tables["arrs_allocations"] for d in drafts if "arrs_allocations" in d.tables]
    there = pl.concat(rows).filter(pl.col("total_gbp").is_not_null())
    return KnownPcns(
        pcns,
        _area_names(drafts, version),
        frozenset(there.select("pcn_code", "financial_year").drop_nulls().iter_rows()),
        version,
    )


def _area_names(drafts: Sequence[Draft], version: Version) -> frozenset[str]:
    columns = [f"{level}_{part}" for level in ("icb", "sub_icb") for part in ("code", "name")]
    tables = [version.table("places", columns=columns)]
    tables += [d.tables["places"].select(columns) for d in drafts if "places" in d.tables]
    named = pl.concat(tables)
    return frozenset(plain_name(text) for c in columns for text in named[c].drop_nulls().unique())


def with_known_codes(drafts: Sequence[Draft], store: Store | None) -> list[Draft]:
    """The drafts, each network of a plan and each place of an aim with the code that its name has."""
    version = store.read() if store else None
    return with_aims_placed(_with_pcn_codes(drafts, version), version or Version.of_tables({}))


def _with_pcn_codes(drafts: Sequence[Draft], version: Version | None) -> list[Draft]:
    """The drafts, each PCN of a plan with the code that the places give to its name.

    Spelling of "and" and the word PCN do not matter; a name that two PCNs bear stays without.
    """
    if not any("arrs_plan" in one.tables for one in drafts):
        return list(drafts)
    known = known_pcns(drafts, version)
    codes: dict[str, set[str]] = {}
    for code, name in known.pcns.select("pcn_code", "pcn_name").drop_nulls().unique().iter_rows():
        codes.setdefault(_plain(name), set()).add(code)
    alone = {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}
    return [_coded(one, alone) for one in drafts]


def _coded(draft: Draft, codes: dict[str, str]) -> Draft:
    plan = draft.tables.get("arrs_plan")
    if plan is None:
        return draft
    names = plan["area_name"].unique().drop_nulls()
    by_name = {name: codes.get(_plain(name)) for name in names}
    found = pl.Series([by_name.get(name) for name in plan["area_name"]], dtype=pl.String)
    coded = plan.with_columns(pl.coalesce("pcn_code", found).alias("pcn_code"))
    return replace(draft, tables={**draft.tables, "arrs_plan": coded})


def _plain(name: str) -> str:
    """A name without case, "and", "PCN" and marks."""
    words = re.sub(r"[^A-Z0-9]+", " ", name.upper().replace("&", " AND ")).split()
    text = " ".join(word for word in words if word not in ("AND", "THE", "PCN"))
    return text.replace("PRIMARY CARE NETWORK", "").strip()


def check_against_known(drafts: Sequence[Draft], version: Version) -> list[list[Finding]]:
    """For each draft the findings about its plan, month of claims or year of allocations."""
    if not any(kind in one.tables for one in drafts for kind in (*_KINDS, _SPEND)):
        return [[] for _ in drafts]
    known = known_pcns(drafts, version)
    return [list(_against(one, known)) for one in drafts]


def _against(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    yield from _unknown_pcns(draft, known)
    yield from _moved_pcns(draft, known)
    yield from _without_allocation(draft, known)
    yield from _far_above_staff(draft, known)
    yield from _left_out(draft, known)
    yield from perhaps_swapped(draft, known.version)
    if (spent := draft.tables.get(_SPEND)) is not None:
        yield from of_rows(
            "warns",
            "spend_of_unknown_place",
            "Places that no published map names, or more than one. Their spend is kept and shown for none. "
            "Write the code, or publish the practice map first.",
            spent.filter(pl.col("place_level").is_null()),
            lambda r: f"row {r['row']}: {r['place_code'] or 'blank'}",
        )


def _unknown_pcns(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    """PCNs that no map or PCN file names: their figures reach no area above."""
    codes = set(known.pcns["pcn_code"])
    for kind in _KINDS:
        table = draft.tables.get(kind)
        if table is None:
            continue
        label = "area_name" if kind == "arrs_plan" else "pcn_code"
        lost = table.filter(~pl.col("pcn_code").is_in(list(codes)).fill_null(value=False))
        if kind == "arrs_plan":  # an ICB's own aim, or a total of all
            names = [n == ALL_PCNS or plain_name(n) in known.areas for n in lost["area_name"]]
            lost = lost.filter(~pl.Series(names, dtype=pl.Boolean))
        rows = lost.group_by(label, maintain_order=True).agg(pl.col("row").min())
        if rows.height:
            yield finding(
                "warns",
                "unknown_pcn",
                "PCNs or ICBs that no published map or PCN file names, by this name or code. Their figures are kept, "
                "but belong to no borough or ICB. Correct them, or publish the practice map first.",
                count=rows.height,
                examples=[f"row {row}: {name}" for name, row in rows.iter_rows()],
            )


def _moved_pcns(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    """PCNs that stood in another ICB at the time of the claim than they do now."""
    claims = draft.tables.get("arrs_claims")
    if claims is None or "-" not in draft.period:
        return
    placed = known.pcns.filter(pl.col("icb_code").is_not_null())
    moved: list[str] = []
    for pcn, row in (
        claims.group_by("pcn_code", maintain_order=True).agg(pl.col("row").min()).iter_rows()
    ):
        here = placed.filter(pl.col("pcn_code") == pcn)
        if here["icb_code"].n_unique() < 2:
            continue
        # Of one month the ICB of most practices, which is the last of the month.
        months = here.group_by("period", maintain_order=True).last().sort("period")
        then = months.filter(pl.col("period") <= draft.period).tail(1)
        then = months.head(1) if then.is_empty() else then
        old, new = then["icb_code"][0], months["icb_code"][-1]
        if old != new:
            moved.append(f"row {row}: {pcn} in {old} then, in {new} since {months['period'][-1]}")
    if moved:
        yield finding(
            "warns",
            "pcn_moved_icb",
            f"PCNs that lay in another ICB in {draft.period} than now. Their claims count where the PCN lay then; "
            "check that the right ICB claims.",
            count=len(moved),
            examples=moved,
        )


def _without_allocation(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    """Claims of PCNs whose allocation of the year stands nowhere."""
    claims = draft.tables.get("arrs_claims")
    if claims is None or "-" not in draft.period:
        return
    year = Month(draft.period).financial_year
    rows = (
        claims.group_by("pcn_code", maintain_order=True)
        .agg(pl.col("row").min(), pl.col("allocation_gbp").max())
        .filter(pl.col("allocation_gbp").is_null() & pl.col("pcn_code").is_not_null())
    )
    none = [
        f"row {row}: {pcn}"
        for pcn, row, _ in rows.iter_rows()
        if (pcn, year) not in known.allocated
    ]
    if none:
        yield finding(
            "warns",
            "allocation_missing",
            f"Claims of PCNs whose allocation for {year} stands neither in this file nor in a table of "
            "allocations. What share of it they use is not known.",
            count=len(none),
            examples=none,
        )


def _far_above_staff(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    """Claimed FTE that the people counted by the PCN's own return could not work."""
    claims = draft.tables.get("arrs_claims")
    if claims is None or "-" not in draft.period:
        return
    rules = declared().rules
    sources = [s.id for s in declared().sources.values() if s.collection == "pcn"]
    near = known.version.editions("staff_total").filter(pl.col("source").is_in(sources))
    near = near.filter(
        pl.Series(
            [Month(p).distance(draft.period) <= rules.list_months_apart for p in near["period"]],
            dtype=pl.Boolean,
        )
    )
    if near.is_empty():
        return
    people = (
        known.version.table("staff_total", near["edition"].to_list())
        .filter(pl.col("definition").cast(pl.String) == "all")
        .group_by("area_code", "period")
        .agg(pl.col("headcount").sum())
        .filter(pl.col("headcount") > 0)
        .group_by("area_code")
        .agg(pl.col("headcount").max())
    )
    above = (
        claims.group_by("pcn_code", maintain_order=True)
        .agg(pl.col("wte").sum(), pl.col("row").min())
        .join(people, left_on="pcn_code", right_on="area_code")
        .filter(pl.col("wte") > rules.local_tables.fte_per_person_warns * pl.col("headcount"))
        .sort("row")
    )
    yield from of_rows(
        "warns",
        "claimed_far_above_staff",
        f"More than {rules.local_tables.fte_per_person_warns:g} FTE claimed for each of the people that "
        "the PCN itself counts nearby in time. Hours instead of FTE, or a return that is not whole?",
        above,
        lambda r: (
            f"row {r['row']}, wte: {r['pcn_code']} {r['wte']:,.2f} FTE, {r['headcount']:.0f} people"
        ),
    )


def _left_out(draft: Draft, known: KnownPcns) -> Iterator[Finding]:
    """PCNs of the published table that this file, which replaces it, no longer names."""
    for kind in _KINDS:
        table = draft.tables.get(kind)
        if table is None:
            continue
        label = "area_name" if kind == "arrs_plan" else "pcn_code"
        before = known.version.table(kind, [draft.edition])[label]
        gone = sorted(set(before.drop_nulls()) - set(table[label]))
        if gone:
            yield finding(
                "warns",
                "pcns_left_out",
                f"PCNs that are published for {draft.period} and are not in this file: their rows would go. "
                "Put all PCNs into one file.",
                count=len(gone),
                examples=gone,
            )
