"""How things are shown: sentences, charts with their tables, receipts, findings, downloads."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.parts import words
from wfcore.charts import Chart
from wfcore.checking import QualityReport
from wfcore.declared import Lever, declared
from wfcore.errors import UnknownName, WorkforceError
from wfcore.findings import Finding
from wfcore.geography import Level, display_name
from wfcore.measuring import Figures, Receipt
from wfcore.papers import safe_csv
from wfcore.wording import flag_notes, month, number, percent

_STYLE = """
<style>
.st-key-lead p { font-size: 1.55rem; line-height: 1.4; color: #212B32; max-width: 46rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-answer) { position: sticky; top: 3.75rem; z-index: 5; background: #FFFFFF;
  padding-bottom: .4rem; border-bottom: 1px solid #D8DDE0; }
.st-key-wide { overflow-x: auto; }
.st-key-wide > div, .st-key-wide [data-testid="stVegaLiteChart"] { min-width: 46rem; }
.st-key-lead { border-left: 6px solid #12436D; padding-left: 1rem; }
[class*="st-key-said-"] p { font-size: 1.2rem; line-height: 1.4; }
.st-key-lead [data-testid="stAlertContainer"] { background: none; border: 0; padding: 0; }
.st-key-answer .st-key-lead p { font-size: 1.35rem; line-height: 1.35; }
@media (max-width: 640px) { .st-key-answer .st-key-lead p { font-size: 1.1rem; line-height: 1.3; } }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: #425563 !important; opacity: 1; }
p, li { max-width: 46rem; }
[data-testid="stSidebarHeader"] { height: 2.6rem; min-height: 0; padding-top: .4rem; padding-bottom: 0; }
[data-testid="stSidebarNavLink"] { min-height: 1.6rem; padding-top: 0; padding-bottom: 0; margin: 0; }
[data-testid="stMainBlockContainer"] { padding-top: 3.75rem; }
h1 { font-size: 1.9rem !important; padding-top: .1rem !important; }
h2 { font-size: 1.35rem !important; } h3 { font-size: 1.1rem !important; }
a:focus-visible, button:focus-visible, summary:focus-visible, [role="combobox"]:focus-visible,
input:focus-visible, [data-baseweb="select"]:focus-within {
  outline: 3px solid #801650 !important; outline-offset: 2px; }
@media (max-width: 640px) { .st-key-lead p { font-size: 1.25rem; } h1 { font-size: 1.5rem !important; } }
[data-testid="stMain"]:has(.st-key-meeting) .st-key-lead p { font-size: 1.75rem; line-height: 1.25; max-width: none; }
[data-testid="stMain"]:has(.st-key-meeting) p { font-size: 1.2rem; max-width: none; }
[data-testid="stMain"]:has(.st-key-meeting) .st-key-one-control [data-testid="stWidgetLabel"] p { font-size: 1.5rem; }
.st-key-one-control [data-testid="stSlider"] { padding-bottom: .6rem; }
[data-testid="stMainBlockContainer"]:has(.st-key-meeting) { padding: 3.75rem 2.5rem 2rem; }
.st-key-meeting h1 { font-size: 1.2rem !important; color: #425563; padding: 0; }
@media (max-width: 640px) { [data-testid="stMain"]:has(.st-key-meeting) .st-key-lead p { font-size: 1.35rem; }
  [data-testid="stMainBlockContainer"]:has(.st-key-meeting) { padding: 3.75rem 1rem; } }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], button { display: none !important; }
  [data-testid="stMain"] { overflow: visible !important; }
  [data-testid="stMainBlockContainer"] { padding-top: 0; }
  [data-testid="stElementContainer"] { break-inside: avoid; }
  [data-testid="stElementContainer"]:has(h2, h3) { break-after: avoid; }
  [data-testid="stDataFrame"] { zoom: .8; }
  [data-testid="stExpander"]:has(details:not([open])) { display: none; }
  @page { size: A4; margin: 14mm; }
}
</style>
"""
_MARKED = re.compile(
    r"[\\`*_{}\[\]<>#|~$&@]|:(?=\S)|(?<=www)\.|^\s*(?:[-+]|\d+[.)])(?=\s|$)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:(?=/)|www(?=\.)|(?<=\w)@(?=\w)", re.IGNORECASE)
_JOINER = "\u2060"
_SEVERITIES = {
    "blocks": ("Must be put right", st.error),
    "warns": ("Accept it or put it right", st.warning),
    "notes": ("Good to know", st.info),
}


def house_style() -> None:
    """Readable captions, visible focus, a clean print. Nothing from data goes in here."""
    st.html(_STYLE)


def plain(text: object) -> str:
    """Text from a file, safe inside Markdown.

    Addresses are made into links after escapes are resolved, so an invisible joiner breaks them.
    """
    return _MARKED.sub(_escaped, _ADDRESS.sub(rf"\g<0>{_JOINER}", str(text)))


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark[:-1]}\\{mark[-1]}"


def title(label: str) -> None:
    """The name of the page; below it every acronym of the page is spelled out."""
    st.title(label, anchor=False)
    words.heard(label)
    words.below_title()


def lead(sentence: str) -> None:
    """The sentence that answers the page's question."""
    words.heard(sentence)
    with st.container(key="lead"):
        st.markdown(plain(sentence))


def answer(sentence: str) -> None:
    """The same where a control beside it changes it: a screen reader is told of each change.

    Streamlit's alerts are live regions, which is all that is wanted of one here; the style takes
    its box away.
    """
    words.heard(sentence)
    with st.container(key="lead"):
        st.info(plain(sentence))


def say(*sentences: str) -> None:
    """Sentences of ordinary size, in one paragraph."""
    said = " ".join(s for s in sentences if s)
    words.heard(said)
    if said:
        st.markdown(plain(said))


def note(*sentences: str) -> None:
    """A caveat, beside what it is about."""
    said = " ".join(s for s in sentences if s)
    words.heard(said)
    if said:
        st.caption(plain(said))


def refusal(error: WorkforceError) -> None:
    """What cannot be done, and what to do instead."""
    advice = f"\n\n{plain(error.advice)}" if error.advice else ""
    st.error(f"**{plain(error.message)}**{advice}\n\n{plain(f'Code: {error.code}')}")


def chart(drawn: Chart, *, wide: bool = False) -> None:
    """A chart in the house theme; a wide one scrolls inside itself on a phone."""
    words.heard(drawn.get("description"))
    if wide:
        with st.container(key="wide"):
            st.vega_lite_chart(spec=drawn, width="stretch", theme=None)
    else:
        st.vega_lite_chart(spec=drawn, width="stretch", theme=None)


def table(
    rows: pl.DataFrame,
    headings: Mapping[str, str | tuple[str, int]],
    *,
    name: str,
    height: int | None = None,
) -> None:
    """Rows under plain headings, with a download.

    Args:
        rows: the figures.
        headings: column → heading, or heading and decimals for numbers; other columns are left out.
        name: of the file a reader downloads.
        height: in pixels, for long tables.
    """
    config: dict[str, Any] = {}
    for column, heading in headings.items():
        if isinstance(heading, tuple):
            kind = "localized" if heading[1] == 0 else f"%.{heading[1]}f"
            config[column] = st.column_config.NumberColumn(heading[0], format=kind)
        else:
            config[column] = st.column_config.TextColumn(heading)
    whole = [c for c, h in headings.items() if isinstance(h, tuple) and h[1] == 0]
    broken = {c: h[1] for c, h in headings.items() if isinstance(h, tuple) and h[1]}
    shown = rows.select(list(headings)).with_columns(
        pl.col(whole).round().cast(pl.Int64),
        *(_rounded(c, decimals) for c, decimals in broken.items()),
    )
    extra = {"height": height} if height else {}
    listed = ", ".join(h[0] if isinstance(h, tuple) else h for h in headings.values())
    words.heard(
        listed,
        *(
            " ".join(map(str, column.unique()))
            for column in rows.select(pl.col([c for c in headings if rows[c].dtype == pl.String]))
        ),
    )
    st.dataframe(
        shown.to_arrow(),  # as it is; from polars Streamlit would go by way of pandas
        column_config=config,
        hide_index=True,
        width="stretch",
        placeholder="–",
        alt=f"Table of {rows.height} rows: {listed}",
        **extra,
    )
    download(rows, name)


def _rounded(column: str, decimals: int) -> pl.Expr:
    """Figures as they are printed, where a little below nought would be -0.0."""
    figure = pl.col(column).cast(pl.Float64).round(decimals)
    return pl.when(figure == 0).then(0.0).otherwise(figure).alias(column)


def folded(title: str, key: str, *, expanded: bool = False) -> Any:
    """A part of a page that is worked out only while it is open.

    Args:
        title: what stands on the fold.
        key: of its state.
        expanded: whether it is open at first.

    Returns:
        The box to fill, or None while it is shut.
    """
    box = st.expander(title, expanded=expanded, on_change="rerun", key=f"fold:{key}")
    return box if box.open else None


def download(rows: pl.DataFrame, name: str, label: str = "Download this table (CSV)") -> None:
    """A CSV that opens safely in a spreadsheet."""
    st.download_button(
        label,
        lambda: safe_csv(rows).encode("utf-8-sig"),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        type="tertiary",
        icon=":material/download:",
    )


def paper(label: str, make: Callable[[], bytes], name: str) -> None:
    """A PDF, made when it is asked for."""
    st.download_button(
        label,
        make,
        file_name=f"{name}.pdf",
        mime="application/pdf",
        key=f"paper-{name}",
        type="tertiary",
        icon=":material/download:",
    )


def coverage_text(row: Mapping[str, Any]) -> str:
    """Coverage as it stands in a table."""
    return percent(row["coverage_patients"])


def receipts(
    data: Figures,
    places: Sequence[tuple[Level, str, str]],
    metrics: Sequence[str],
    periods: Sequence[str],
) -> None:
    """How any number of the page is made, folded away.

    Args:
        data: the figures.
        places: level, code and name of every place on the page, the main one first.
        metrics: ids of every metric on the page, the main one first.
        periods: every month on the page, the main one first.
    """
    with st.expander("How is this number made?"):
        say("Choose any number of this page.")
        left, middle, right = st.columns(3)
        place = left.selectbox("Of which place", places, format_func=lambda p: p[2])
        metric = middle.selectbox(
            "Which number", metrics, format_func=lambda m: declared().metric(m).name
        )
        there = data.periods_of(declared().metric(metric).collection, place[0], place[1])
        months = [p for p in periods if p in there] or list(reversed(there)) or list(periods)
        period = right.selectbox("Of which month", months, format_func=month)
        try:
            made = data.receipt(metric, place[0], place[1], period)
        except UnknownName as error:
            refusal(error)
            return
        _receipt(made)


def _receipt(made: Receipt) -> None:
    metric, row = made.metric, made.row
    st.markdown(f"**{plain(metric.name)}**, {plain(row['area_name'])}, {month(str(row['period']))}")
    facts = [
        ("Value", f"{number(row['value'], max(metric.decimals, 3))} {metric.unit}"),
        ("Numerator", number(row["numerator"], 3)),
        ("Denominator", _denominator(made)),
        ("Formula", made.formula),
        ("Reported", f"{made.units_reported:,} of {made.units:,} {metric.reporting_unit}"),
        ("Patients covered", _patients(made)),
        ("Data version", str(made.version)),
    ]
    lines = [f"{label}: {plain(text)}" for label, text in facts]
    lines += [f"Note: {plain(remark)}" for remark in flag_notes(";".join(made.flags))]
    if made.not_reported:
        listed = ", ".join(plain(display_name(n)) for n in made.not_reported[:8])
        more = len(made.not_reported) - 8
        lines.append(f"Did not report: {listed}{f' and {more} more' if more > 0 else ''}")
    words.heard(*lines)
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.markdown("**Files**")
    st.markdown("\n".join(_file_line(file) for file in made.files.iter_rows(named=True)))
    st.markdown("**The polars expression**")
    st.code(made.expression, language="python")


def _file_line(file: Mapping[str, Any]) -> str:
    invented = " Invented figures." if file["note"] == "invented" else ""
    dated = f", {file['snapshot_date']}" if file["snapshot_date"] else ""
    return (
        f"- For {file['use']}: {plain(file['title'])}{dated}. File: {plain(file['file_name'])} "
        f"(SHA-256 {file['sha256'][:12]}…). {plain(file['licence'])}.{invented}"
    )


def _denominator(made: Receipt) -> str:
    if made.metric.kind in ("fte", "patients"):
        return "none: a count"
    return number(made.row["denominator"], 0 if made.metric.kind == "rate" else 3)


def _patients(made: Receipt) -> str:
    if made.patients is None:
        return "no list sizes in reach"
    share = made.row["coverage_patients"]
    return f"{number(made.patients_reported, 0)} of {number(made.patients, 0)} ({percent(share)})"


def report(checked: QualityReport) -> None:
    """A quality report: what was read, then what was found, gravest first."""
    for file in checked.files:
        st.subheader(plain(file.title or file.file), anchor=False)
        st.markdown(f"{plain(file.file)}, {plain(file.period or 'no date')}, {file.rows:,} rows")
        if file.totals:
            st.markdown(" · ".join(f"{plain(k)}: **{plain(v)}**" for k, v in file.totals.items()))
        findings(file.findings)
        if not file.findings:
            st.success("Nothing to remark.")


def findings(listed: Iterable[Finding], titles: Mapping[str, str] | None = None) -> None:
    """Findings in their order, each with its examples.

    Args:
        listed: the findings.
        titles: by severity, where they are not those of an intake; then findings are numbered.
    """
    for at, found in enumerate(listed, start=1):
        title, box = _SEVERITIES[found.severity]
        title = f"{at}. {titles[found.severity]}" if titles else title
        examples = "".join(f"\n- {plain(example)}" for example in found.examples)
        count = f" ({found.count:,})" if found.count > 1 else ""
        advice = f"\n\n{plain(found.advice)}" if found.advice else ""
        box(f"**{title}**{count}. {plain(found.message)}{examples}{advice}")


def finding_rows(checked: QualityReport) -> pl.DataFrame:
    """The report as a table to download."""
    return pl.DataFrame(
        [
            (
                f.file,
                f.source,
                f.period,
                x.severity,
                x.code,
                x.message,
                x.count,
                "; ".join(x.examples),
                x.advice,
            )
            for f in checked.files
            for x in f.findings
        ],
        schema=[
            "file",
            "source",
            "period",
            "severity",
            "code",
            "message",
            "count",
            "examples",
            "advice",
        ],
        orient="row",
    )


def assumptions(staff: str, title: str = "Every assumption, with its source") -> None:
    """What a projection of a staff group takes for granted, and who says so."""
    known = declared().assumptions
    rows = [
        (
            x.name,
            f"{x.at('now', staff):g}",
            x.unit,
            _range(x, staff),
            x.source,
            x.date,
        )
        for x in known.levers_of(staff)
    ]
    rows += [
        (x.name, f"{x.value:g}", x.unit, "fixed", x.source, x.date) for x in known.fixed.values()
    ]
    growth = known.list_growth
    spread = f"{growth.more:+g} to {growth.fewer:+g} points"
    rows.append((growth.name, "the place's own", growth.unit, spread, growth.source, growth.date))
    with st.expander(title):
        table(
            pl.DataFrame(
                rows, schema=["name", "now", "unit", "range", "source", "date"], orient="row"
            ),
            {
                "name": "Assumption",
                "now": "Now",
                "unit": "Unit",
                "range": "Range",
                "source": "Source",
                "date": "Date",
            },
            name=f"assumptions-{staff}",
        )


def _range(lever: Lever, staff: str) -> str:
    fewer, more = lever.at("fewer", staff), lever.at("more", staff)
    return "not drawn" if fewer == more else f"{fewer:g} to {more:g}"


def invented_banner(flags: str) -> None:
    """Invented figures say so wherever they stand."""
    if "invented" in flags:
        st.warning(
            "This place is invented. None of its figures are about anybody. It shows what a full file can answer."
        )


def any_flag(rows: pl.DataFrame, flag: str) -> bool:
    """Whether any row carries a flag."""
    return bool(rows["flags"].str.contains(flag).any()) if rows.height else False
