"""Drafts → findings and the quality report. A rule is a function; its name is the finding's code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
from pydantic import BaseModel, ConfigDict

from wfcore.declared import Rules, declared
from wfcore.findings import Finding, Severity, finding
from wfcore.geography import display_name
from wfcore.normalising import Draft
from wfcore.normalising.tables import STANDING

PRACTICE_CODE = r"^[A-Z][0-9]{5}$"
PCN_CODE = r"^U[0-9]{5}$"

Rule = Callable[[Draft, Rules], Iterator[Finding]]


class FileReport(BaseModel):
    """What was found in one source and period of a file."""

    model_config = ConfigDict(frozen=True)

    file: str
    source: str
    period: str
    rows: int
    sha256: str = ""
    title: str = ""
    dated_by: str = ""
    totals: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()

    def worst(self) -> Severity | None:
        """The gravest severity, or None when nothing was found."""
        found = {f.severity for f in self.findings}
        order: tuple[Severity, ...] = ("blocks", "warns", "notes")
        return next((s for s in order if s in found), None)


class QualityReport(BaseModel):
    """All findings of one intake."""

    model_config = ConfigDict(frozen=True)

    files: tuple[FileReport, ...]

    def of(self, severity: Severity) -> list[tuple[FileReport, Finding]]:
        """Findings of one severity with the file they belong to."""
        return [(f, x) for f in self.files for x in f.findings if x.severity == severity]

    @property
    def publishable(self) -> bool:
        """Nothing blocks."""
        return not self.of("blocks")


def check(
    drafts: list[Draft], *, today: datetime | None = None
) -> tuple[list[Draft], QualityReport]:
    """Check drafts against the rules.

    Args:
        drafts: as `normalising.normalise` makes them.
        today: the clock for the future-period rule; now when not given.

    Returns:
        The drafts with exact repeats removed, and the report. Order is kept.
    """
    rules = declared().rules
    kept: list[Draft] = []
    reports: list[FileReport] = []
    for one in drafts:
        cleaned, repeats = _without_repeats(one)
        found = [*one.findings, *repeats, *_dates(cleaned, rules, today or datetime.now(tz=UTC))]
        for rule in _RULES:
            found += rule(cleaned, rules)
        kept.append(cleaned)
        reports.append(_report(cleaned, found))
    reports = _across(drafts, reports)
    return kept, QualityReport(files=tuple(reports))


def _report(draft: Draft, found: list[Finding]) -> FileReport:
    order = {"blocks": 0, "warns": 1, "notes": 2}
    return FileReport(
        file=draft.file_name,
        source=draft.source,
        title=declared().sources[draft.source].title if draft.source in declared().sources else "",
        period=draft.period,
        rows=draft.rows,
        sha256=draft.sha256,
        dated_by=draft.dated_by,
        totals=_totals(draft),
        findings=tuple(sorted(found, key=lambda f: order[f.severity])),
    )


def _totals(draft: Draft) -> dict[str, str]:
    """A few figures by which an analyst sees that it is the right file."""
    totals: dict[str, str] = {}
    staff = draft.tables.get("staff_total")
    if staff is not None:
        level = str(staff["level"][0])
        totals["PCNs" if level == "pcn" else "practices"] = f"{staff['area_code'].n_unique():,}"
        groups = declared().staff.groups
        for group, fte in (
            staff.filter(pl.col("definition") == "all")
            .group_by("staff_group")
            .agg(pl.col("fte").sum())
            .sort("staff_group")
            .iter_rows()
        ):
            totals[f"{groups[group].name}, FTE"] = f"{fte:,.1f}"
    for kind, label in (("places", "practices placed"), ("boroughs", "practices with a borough")):
        if kind in draft.tables and staff is None:
            totals[label] = f"{draft.tables[kind].height:,}"
    if "lists" in draft.tables:
        totals["registered patients"] = f"{draft.tables['lists']['registered'].sum():,.0f}"
    return totals


# Rules about the period


def _dates(draft: Draft, rules: Rules, today: datetime) -> Iterator[Finding]:
    if draft.period == STANDING:
        return
    if not draft.period:
        if draft.dated_by != "content":
            yield finding(
                "blocks",
                "period_unknown",
                "The file has no date and its name has none either. Say which month it is for.",
                examples=[draft.file_name],
            )
        return
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", draft.period, re.ASCII):
        yield finding(
            "blocks",
            "not_a_month",
            "The period is not a month. Write it as 2025-09.",
            examples=[draft.period],
        )
        return
    if draft.dated_by == "name":
        yield finding(
            "warns",
            "period_not_confirmed",
            f"The month {draft.period} was read from the file name. Confirm it.",
            examples=[draft.file_name],
        )
    if draft.period > f"{today:%Y-%m}":
        yield finding(
            "blocks",
            "future_period",
            f"The month {draft.period} has not ended yet. Check the date.",
            examples=[draft.period],
        )
    if draft.period < rules.first_period:
        yield finding(
            "blocks",
            "before_series",
            f"The month {draft.period} is before {rules.first_period}, when the present collection began. "
            "Earlier figures are not comparable.",
        )


# Rules about keys


def _without_repeats(draft: Draft) -> tuple[Draft, list[Finding]]:
    """Drop rows that stand twice and are the same in every cell; say so."""
    repeated: set[str] = set()
    unlike: set[str] = set()
    tables = dict(draft.tables)
    for kind, table in draft.tables.items():
        if not _stands_twice(kind, table):
            continue
        unique = table.unique(maintain_order=True)
        if unique.height < table.height:
            again = table.filter(table.is_duplicated())[_KEY[_family(kind)]].unique()
            repeated.update(again.drop_nulls())
            tables[kind] = unique
        unlike |= _standing_twice(kind, unique)
    repeated -= unlike  # the same in one table, not in another: not the same row
    cleaned = replace(draft, tables=tables)
    if not repeated:
        return cleaned, []
    note = finding(
        "warns",
        "repeated_rows",
        "The same row stands more than once. One of each is kept.",
        count=len(repeated),
        examples=sorted(repeated),
    )
    return cleaned, [note]


_KEY = {
    "staff": "area_code",
    "lists": "practice_code",
    "places": "practice_code",
    "boroughs": "practice_code",
    "returns": "practice_code",
}
# What else a row is about: within one of these cells every code stands once.
_CUTS = {
    "staff": ("staff_group", "definition", "role", "sex", "age_band", "qualified_in"),
    "lists": ("sex", "age_band"),
    "returns": ("staff_group",),
}


def _family(kind: str) -> str:
    return kind.split("_", maxsplit=1)[0]


def _stands_twice(kind: str, table: pl.DataFrame) -> bool:
    """Whether a code stands more than once in one cell; far quicker than comparing whole rows."""
    family = _family(kind)
    if family not in _KEY:
        return False
    key, cuts = pl.col(_KEY[family]), _CUTS.get(family, ())
    twice = key.n_unique() < pl.len()
    found = table.group_by(cuts).agg(twice.alias("_")) if cuts else table.select(twice.alias("_"))
    return found["_"].any()


def _standing_twice(kind: str, table: pl.DataFrame) -> set[str]:
    """The codes that stand more than once in one cell."""
    family = _family(kind)
    twice = table.filter(pl.struct(_KEY[family], *_CUTS.get(family, ())).is_duplicated())
    return set(twice[_KEY[family]].drop_nulls())


def same_code_different_values(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """A code that stands twice with unlike figures cannot be published."""
    clashes: set[str] = set()
    for kind, table in draft.tables.items():
        if _stands_twice(kind, table):
            clashes |= _standing_twice(kind, table)
    if clashes:
        yield finding(
            "blocks",
            "same_code_different_values",
            "The same code stands more than once with different values. Find out which row is right "
            "and remove the other.",
            count=len(clashes),
            examples=sorted(clashes),
        )


def codes_have_the_right_shape(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Practice codes are a letter and five figures; PCN codes are U and five figures."""
    for kind, shape, what in (
        ("staff_total", None, ""),
        ("lists", PRACTICE_CODE, "practice"),
        ("places", PRACTICE_CODE, "practice"),
        ("boroughs", PRACTICE_CODE, "practice"),
    ):
        table = draft.tables.get(kind)
        if table is None:
            continue
        codes = table[_KEY[_family(kind)]].unique(maintain_order=True)
        expected, noun = shape, what
        if kind == "staff_total":
            pcn = str(table["level"][0]) == "pcn"
            expected, noun = (PCN_CODE, "PCN") if pcn else (PRACTICE_CODE, "practice")
        wrong = codes.filter(~codes.str.contains(expected or "").fill_null(value=False))
        if len(wrong):
            yield finding(
                "blocks",
                "codes_have_the_right_shape",
                f"Not {noun} codes. Total rows and notes must go; codes damaged by Excel must be restored.",
                count=len(wrong),
                examples=[repr(c) if c else "(blank)" for c in wrong],
            )
            return


# Rules about staff


def no_negative_figures(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """FTE, headcount and list sizes are never below 0."""
    examples: list[str] = []
    count = 0
    for table in draft.tables.values():
        if "level" in table.columns and str(table["level"][0]) == "pcn":
            continue  # looked at row by row while reading, where single rows still exist
        measures = [m for m in ("fte", "headcount", "registered", "weighted") if m in table.columns]
        if not measures or (table.select(pl.col(measures).min()).min_horizontal()[0] or 0) >= 0:
            continue
        bad = table.filter(pl.any_horizontal(pl.col(m) < 0 for m in measures))
        count += bad.height
        examples += [
            f"{r.get('area_code') or r.get('practice_code')}: {_label(r)} {m} {r[m]:g}".replace(
                ":  ", ": "
            )
            for r in bad.head(5).to_dicts()
            for m in measures
            if (r[m] or 0) < 0
        ]
    if count:
        yield finding(
            "blocks",
            "no_negative_figures",
            "Figures below 0. Correct them, or ask the publisher.",
            count=count,
            examples=examples,
        )


def no_impossible_fte(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """More FTE in one practice than any has is a damaged cell."""
    table = draft.tables.get("staff_total")
    if table is None or str(table["level"][0]) != "practice":
        return
    bad = table.filter(pl.col("fte") > rules.practice_fte_blocks)
    if bad.height:
        yield finding(
            "blocks",
            "no_impossible_fte",
            f"More than {rules.practice_fte_blocks:,.0f} FTE in one practice: hours instead of FTE, or a damaged cell.",
            count=bad.height,
            examples=[
                f"{r['area_code']}: {_label(r)} {r['fte']:,.1f}" for r in bad.head(5).to_dicts()
            ],
        )


def fewer_staff_under_narrower_definition(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Leaving people out cannot raise the count."""
    table = draft.tables.get("staff_total")
    if table is None:
        return
    wide = (
        table.filter(pl.col("staff_group") == "gp")
        .select("area_code", pl.col("definition").cast(pl.String), "fte")
        .pivot(on="definition", index="area_code", values="fte", aggregate_function="first")
    )
    wrong: set[str] = set()
    for narrow in ("excl_trainees", "excl_locums", "excl_trainees_locums"):
        for broad in ("all", "excl_trainees", "excl_locums"):
            if narrow in wide.columns and broad in wide.columns and len(narrow) > len(broad):
                if {narrow, broad} == {"excl_trainees", "excl_locums"}:
                    continue
                wrong.update(wide.filter(pl.col(narrow) > pl.col(broad) + 1e-6)["area_code"])
    if wrong:
        yield finding(
            "blocks",
            "fewer_staff_under_narrower_definition",
            "GPs without trainees or locums outnumber all GPs. Columns are swapped or damaged.",
            count=len(wrong),
            examples=sorted(wrong),
        )


def roles_add_up(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """The FTE of the roles of a group adds up to its printed total."""
    totals, roles = draft.tables.get("staff_total"), draft.tables.get("staff_role")
    if totals is None or roles is None or str(totals["level"][0]) != "practice":
        return
    keys = ["area_code", "staff_group"]
    compared = (
        totals.filter(pl.col("definition") == "all", pl.col("fte").is_not_null())
        .select(*keys, "fte")
        .join(roles.group_by(keys).agg(pl.col("fte").sum().alias("of_roles")), on=keys)
    )
    off = compared.filter((pl.col("fte") - pl.col("of_roles")).abs() > rules.identity_tolerance)
    if off.height:
        share = off.height / compared.height
        yield finding(
            "blocks" if share > 0.05 else "warns",
            "roles_add_up",
            "The FTE of the roles does not add up to the printed total of the staff group. "
            "A role column may be missing or new.",
            count=off.height,
            examples=[
                f"{a} {g}: total {t:.2f}, roles {r:.2f}" for a, g, t, r in off.head(5).iter_rows()
            ],
        )


def people_and_fte_agree(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """FTE needs people, people come whole, and few work twice the hours of a full week."""
    table = draft.tables.get("staff_total")
    if table is None or table["headcount"].null_count() == table.height:
        return
    if str(table["level"][0]) != "practice":
        return
    nobody = table.filter((pl.col("headcount") == 0) & (pl.col("fte") > 0))
    if nobody.height:
        yield finding(
            "warns",
            "fte_without_people",
            "FTE where the headcount is 0.",
            count=nobody.height,
            examples=[
                f"{r['area_code']}: {_label(r)} {r['fte']:.2f} FTE"
                for r in nobody.head(5).to_dicts()
            ],
        )
    parts = table.filter(pl.col("headcount") != pl.col("headcount").round())
    if parts.height:
        yield finding(
            "blocks",
            "headcount_is_whole",
            "Headcounts that are not whole numbers: FTE and headcount columns may be swapped.",
            count=parts.height,
            examples=[
                f"{r['area_code']}: {_label(r)} {r['headcount']}" for r in parts.head(5).to_dicts()
            ],
        )
    long = table.filter(
        pl.col("fte") > rules.fte_per_person_warns * pl.col("headcount"), pl.col("headcount") > 0
    )
    if long.height:
        yield finding(
            "notes",
            "long_hours",
            f"More than {rules.fte_per_person_warns:g} FTE for each person.",
            count=long.height,
            examples=[
                f"{r['area_code']}: {_label(r)} {r['fte']:.2f} FTE, {r['headcount']:.0f} people"
                for r in long.head(5).to_dicts()
            ],
        )


def missing_figures(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """How many units gave no figure, by staff group: they are missing, not zero."""
    table = draft.tables.get("staff_total")
    if table is None:
        return
    missing = (
        table.filter(
            pl.col("definition") == "all",
            pl.col("fte").is_null(),
            pl.col("fte_missing") != "not_in_file",
        )
        .group_by("staff_group")
        .agg(pl.len(), pl.col("area_code").head(3))
        .sort("staff_group")
    )
    if missing.height:
        yield finding(
            "notes",
            "missing_figures",
            "Practices that gave no figure for a staff group. They are missing, not zero, and leave the rates.",
            count=int(missing["len"].sum()),
            examples=[
                f"{declared().staff.groups[g].name}: {n} ({', '.join(codes)}…)"
                for g, n, codes in missing.iter_rows()
            ],
        )


# Rules about lists and places


def list_sizes_are_plausible(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """List sizes: there, not in thousands, neither tiny nor huge."""
    staff = draft.tables.get("staff_total")
    table = draft.tables.get("lists")
    if table is None:
        if staff is not None and str(staff["level"][0]) == "practice":
            yield finding(
                "notes",
                "no_list_sizes",
                "The file has no list sizes. Rates need the registered patients of the same month.",
            )
        return
    sizes = table["registered"]
    median = sizes.median()
    if isinstance(median, float) and median < 100:
        yield finding(
            "blocks",
            "lists_in_thousands",
            f"The middle list size is {median:.0f}: the figures look divided by 1,000.",
        )
    none = table.filter(pl.col("registered").is_null() | (pl.col("registered") == 0))
    if none.height:
        yield finding(
            "warns",
            "no_patients",
            "Practices without patients. Their rates are not available.",
            count=none.height,
            examples=none["practice_code"],
        )
    small = table.filter(pl.col("registered").is_between(1, rules.tiny_list - 1))
    if small.height:
        yield finding(
            "notes",
            "tiny_lists",
            f"Lists of fewer than {rules.tiny_list} patients. No rate is shown for them on their own; "
            "areas above include them.",
            count=small.height,
            examples=[
                f"{r['practice_code']}: {r['registered']:.0f}" for r in small.head(5).to_dicts()
            ],
        )
    large = table.filter(pl.col("registered") > rules.implausible_list)
    if large.height:
        yield finding(
            "warns",
            "huge_lists",
            f"Lists of more than {rules.implausible_list:,} patients.",
            count=large.height,
            examples=[
                f"{r['practice_code']}: {r['registered']:,.0f}" for r in large.head(5).to_dicts()
            ],
        )


def practices_without_pcn(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Practices in no network are grouped as such."""
    table = draft.tables.get("places")
    if table is None or table["pcn_code"].null_count() == table.height:
        return
    alone = table.filter(pl.col("pcn_code").is_null())
    if alone.height:
        yield finding(
            "notes",
            "practices_without_pcn",
            "Practices that are not in a PCN. They count in the areas above.",
            count=alone.height,
            examples=[
                f"{c} {display_name(n)}"
                for c, n in alone.select("practice_code", "practice_name").iter_rows()
            ],
        )


def _label(row: dict[str, object]) -> str:
    group = row.get("staff_group")
    if not group:
        return ""
    name = declared().staff.groups[str(group)].singular
    return name if row.get("definition") in (None, "all") else f"{name} {row['definition']}"


_RULES: tuple[Rule, ...] = (
    same_code_different_values,
    codes_have_the_right_shape,
    no_negative_figures,
    no_impossible_fte,
    fewer_staff_under_narrower_definition,
    roles_add_up,
    people_and_fte_agree,
    missing_figures,
    list_sizes_are_plausible,
    practices_without_pcn,
)


def _across(drafts: list[Draft], reports: list[FileReport]) -> list[FileReport]:
    """Two files of one upload that claim the same source, period and tables."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    result: list[FileReport] = []
    for i, (one, report) in enumerate(zip(drafts, reports, strict=True)):
        more: list[Finding] = []
        for kind in one.tables:
            first, other = seen.setdefault((one.edition, kind), (i, one.file_name))
            if first != i:
                more.append(
                    finding(
                        "blocks",
                        "two_files_for_one_period",
                        f"Two files for the same source and month {one.period}. Publish one of them.",
                        examples=[other, one.file_name],
                    )
                )
                break
        result.append(
            report.model_copy(update={"findings": (*more, *report.findings)}) if more else report
        )
    return result
