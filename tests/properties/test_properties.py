"""What must hold for every file, not only for the ones somebody thought of."""

import random
import re
import tempfile
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.making import (
    checked,
    codes_of,
    csv_of,
    csv_text,
    detailed_header,
    draft_of,
    figures,
    lists_csv,
    pcn_csv,
    places_csv,
    publish,
    staff_csv,
    xlsx_of,
    zip_of,
)
from wfcore.comparing import CHANGE_PARTS, decompose_change
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures
from wfcore.normalising.values import date_of, period_in_name, period_of
from wfcore.reading import TextTable, read_upload
from wfcore.reading.recognising import plain_header, recognise, refuse

settings.register_profile("house", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("house")

few = settings(max_examples=15)


# Files


HEADER = detailed_header()
IDENTITY, STAFF = HEADER[:32], HEADER[32:]
CODES = ["A00001", "A00002"]
ROWS = [
    {h: (i * 31 + j) % 9 if h in STAFF else f"{h}-{i}" for j, h in enumerate(HEADER)}
    | {"PRAC_CODE": code, "TOTAL_PATIENTS": 5000 + i}
    | {h: 100 * i + j for j, h in enumerate(IDENTITY) if "PATIENTS_" in h or h.endswith("MALE")}
    | {"TOTAL_UNKNOWN_GENDER": 1, "PCN_CODE": "U00001"}
    for i, code in enumerate(CODES)
]


def cells(header: list[str]) -> dict[tuple[object, ...], object]:
    """Every figure of a file under what it counts: breakdown to country, area and measure."""
    draft = draft_of(
        csv_text(header, ([row[plain_header(h)] for h in header] for row in ROWS)), period="2025-09"
    )
    assert codes_of(draft) == {}
    found: dict[tuple[object, ...], object] = {}
    for kind, table in draft.tables.items():
        if kind.startswith("staff_"):
            labels = table.select(
                pl.col(pl.Categorical).exclude("fte_missing", "headcount_missing").cast(pl.String)
            )
            for what, area, fte, heads in zip(
                labels.iter_rows(),
                table["area_code"],
                table["fte"],
                table["headcount"],
                strict=True,
            ):
                if fte is not None:
                    found[*what, area, "fte"] = fte
                if heads is not None:
                    found[*what, area, "headcount"] = heads
    found["places"] = tuple(draft.tables["places"].drop("period", "source").iter_rows())
    return found


WHOLE = cells(HEADER)


@few
@given(st.integers(0, 10**6), st.integers(20, 790))
def test_order_case_and_dropped_columns_leave_the_rest_as_it_is(seed: int, dropped: int):
    chance = random.Random(seed)
    kept = chance.sample(HEADER[10:], len(HEADER) - 10 - dropped)
    if not any(h in STAFF for h in kept):
        kept.append(STAFF[0])
    header = [*HEADER[:10], *kept]
    chance.shuffle(header)
    printed = [chance.choice((str.lower, str.title, str.upper))(h) for h in header]
    found = cells(printed)
    assert found.items() <= WHOLE.items()
    assert len(found) - 1 == len(CODES) * sum(h in STAFF for h in header)


texts = st.text(max_size=40)
headings = st.lists(
    st.one_of(
        texts,
        st.sampled_from([*HEADER, "PERIOD", "SOURCE", "REGISTERED", "PRACTICE_CODE", "BOROUGH"]),
    ),
    max_size=30,
)


@given(headings)
def test_any_header_is_recognised_or_refused_in_words(header: list[str]):
    names = [plain_header(h) for h in header]
    found = recognise(names, declared())
    if found is None:
        said = refuse(names, "f.csv", declared())
        assert isinstance(said, UnreadableFile)
        assert said.message.startswith("f.csv: ")
        assert said.advice
    else:
        assert set(found.source.required) <= set(found.columns)
        assert set(found.columns.values()) <= set(names)
        assert not set(found.unknown) & set(found.columns.values())


SMALL = lists_csv([(f"A{i:05d}", 1000 + i) for i in range(8)]).encode()
SEEDS = [
    SMALL,
    SMALL.decode().encode("utf-16"),
    zip_of({"a.csv": SMALL, "b.txt": "x"}),
    csv_of([{"PRAC_CODE": "A00001", "TOTAL_GP_FTE": 1}]),
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"",
]


@st.composite
def uploads(draw: st.DrawFn) -> bytes:
    """Bytes that are nothing, or a good file with some of its bytes changed, cut or doubled."""
    data = bytearray(draw(st.one_of(st.binary(max_size=200), st.sampled_from(SEEDS).map(bytes))))
    for at in draw(st.lists(st.integers(0, max(len(data) - 1, 0)), max_size=6)):
        if at < len(data):
            data[at] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, len(data)))
    return bytes(draw(st.sampled_from((data, data[:cut], data[cut:], data + data[:cut]))))


@settings(max_examples=400)
@given(uploads(), texts)
def test_any_upload_is_read_or_refused_in_words(data: bytes, name: str):
    tables, refusal = attempt(name, data)
    if refusal is None:
        assert tables
        assert all(t.frame.height and t.frame.schema.dtypes()[0] == pl.String for t in tables)
    else:
        assert refusal.message
        assert refusal.advice
        assert len(str(refusal)) < 3000


def attempt(name: str, data: bytes) -> tuple[list[TextTable], UnreadableFile | None]:
    try:
        return read_upload(name, data, declared()), None
    except UnreadableFile as error:
        return [], error


def test_a_workbook_with_any_byte_changed_is_read_or_refused():
    book = xlsx_of({"S": [line.split(",") for line in SMALL.decode().splitlines()]})
    chance = random.Random(1)
    for _ in range(6):
        data = bytearray(book)
        for at in chance.sample(range(len(data)), 3):
            data[at] ^= 1 << chance.randrange(8)
        tables, refusal = attempt("b.xlsx", bytes(data))
        assert refusal is not None or tables[0].frame.height


@given(texts)
def test_dates_and_periods_never_raise(text: str):
    for period in (period_in_name(text), period_of(text, text), (date_of(text) or "2025-01")[:7]):
        assert period is None or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period, re.ASCII)


@given(st.integers(2000, 2099), st.integers(1, 12), texts, texts)
def test_a_month_in_a_name_is_found_or_not_but_never_another(
    year: int, month: int, before: str, after: str
):
    words = re.compile(r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
    if words.search(before + after):
        return
    assert period_in_name(f"{before}.{month:02d}{year}.{after}") == f"{year}-{month:02d}"


@given(texts)
def test_a_display_name_holds_no_more_than_was_printed(text: str):
    shown = display_name(text)
    assert len(shown) <= len(text) + 3
    assert display_name(shown) == display_name(display_name(shown))


# Figures


fte = st.one_of(
    st.sampled_from(["NA", "ND", "", "0"]), st.decimals(0, 30, places=4).map(lambda d: f"{d:f}")
)
patients = st.one_of(st.just(0), st.integers(1, 499), st.integers(500, 30_000))
unit = st.tuples(
    fte, patients, st.sampled_from(["U00001", "U00002", "U"]), st.sampled_from(["E", "W"])
)
places = st.lists(unit, min_size=1, max_size=7)


def stored(periods: dict[str, list[tuple[str, int, str, str]]], folder: Path) -> VersionMeasures:
    files: list[str | bytes] = []
    for period, units in periods.items():
        codes = [f"A{i:05d}" for i in range(len(units))]
        files += [
            staff_csv(
                zip([period] * len(codes), codes, (u[0] for u in units), strict=True), period=period
            ),
            places_csv(
                zip(codes, (u[2] for u in units), (u[3] for u in units), strict=True), period=period
            ),
            # One large list keeps the middle of the list above 100.
            lists_csv([*zip(codes, (u[1] for u in units), strict=True), *LARGE], period=period),
        ]
    return figures(*files)


LARGE = [(f"Z{i:05d}", 9000) for i in range(8)]


def number(cell: str) -> Fraction | None:
    return Fraction(cell) if cell not in ("NA", "ND", "") else None


@few
@given(places)
def test_an_area_is_the_sum_of_its_practices(units: list[tuple[str, int, str, str]]):
    with tempfile.TemporaryDirectory() as folder:
        made = stored({"2025-09": units}, Path(folder) / "s")
        frame = made.units("practice", "2025-09").frame
        for level, at in ((Level.PCN, 2), (Level.BOROUGH, 3), (Level.ICB, None)):
            rows = made.measure(["gp_rate", "gp_fte"], level)
            for row in rows.iter_rows(named=True):
                mine = [u for u in units if at is None or u[at] == row["area_code"]]
                gave = [(number(u[0]), u[1]) for u in mine if number(u[0]) is not None]
                if row["metric"] == "gp_rate":
                    gave = [(n, p) for n, p in gave if p > 0]
                    total = sum(p for _, p in gave)
                    assert row["denominator"] == (total if gave else None)
                    everyone = sum(u[1] for u in mine)
                    if everyone >= 500 and gave:
                        rate = sum(n for n, _ in gave) / total * 100_000
                        assert row["value"] == pytest.approx(float(rate), rel=1e-9)
                if gave:
                    assert row["numerator"] == pytest.approx(
                        float(sum(n for n, _ in gave)), rel=1e-12
                    )
                else:
                    assert row["numerator"] is None
                assert row["coverage_practices"] == pytest.approx(len(gave) / len(mine))
        assert frame["unit"].is_unique().all()


@few
@given(places, places)
def test_the_parts_of_a_change_add_up(
    then: list[tuple[str, int, str, str]], now: list[tuple[str, int, str, str]]
):
    with tempfile.TemporaryDirectory() as folder:
        made = stored({"2025-06": then, "2025-09": now}, Path(folder) / "s")
        metrics = ["gp_rate", "gp_fte", "patients_per_gp", "registered_patients"]
        for level in (Level.PRACTICE, Level.PCN, Level.ICB):
            rows = decompose_change(made, metrics, level, "2025-06", "2025-09")
            off = pl.sum_horizontal(CHANGE_PARTS, ignore_nulls=False) - pl.col("change")
            size = pl.max_horizontal(pl.col("change").abs(), "value", "value_from", 1.0)
            assert (rows.select((off.abs() / size).alias("off"))["off"].fill_null(0) < 1e-9).all()
            known = rows["change"].is_not_null()
            for part in CHANGE_PARTS:
                assert (rows[part].is_not_null() == known).all()
                assert rows[part].is_finite().fill_null(value=True).all()


@few
@given(places)
def test_measures_are_null_or_finite(units: list[tuple[str, int, str, str]]):
    with tempfile.TemporaryDirectory() as folder:
        made = stored({"2025-09": units}, Path(folder) / "s")
        practice = [m.id for m in declared().metrics.values() if m.collection == "practice"]
        for level in Level:
            rows = made.measure(practice, level)
            for column in (
                "numerator",
                "denominator",
                "value",
                "coverage_practices",
                "coverage_patients",
            ):
                assert rows[column].is_finite().fill_null(value=True).all()
            assert (rows["value"].drop_nulls() >= 0).all()
            without = rows.filter(pl.col("value").is_null())
            # What is not available says why; only patients for each of no staff need no reason.
            silent = without.filter(pl.col("flags") == "")
            assert silent.filter(~pl.col("metric").str.starts_with("patients_per")).is_empty()


pcn_row = st.fixed_dictionaries(
    {
        "PCN_CODE": st.sampled_from(["U00001", "U00002", "U00003"]),
        "STAFF_GROUP": st.sampled_from(["Other Nurses", "Other Direct Patient Care staff"]),
        "DETAILED_STAFF_ROLE": st.sampled_from(
            ["Other", "Pharmacist", "Nurse Specialist", "Wizard"]
        ),
        "FTE": st.decimals(0, 2, places=4).map(lambda d: f"{d:f}"),
        "UNIQUE_IDENTIFIER": st.sampled_from(["", "P1", "P2", "P3"]),
        "DATA_SOURCE": st.sampled_from(["NWRS Staff", "NWRS contracted services"]),
    }
)


@given(st.lists(pcn_row, min_size=1, max_size=12))
def test_no_fte_of_a_pcn_file_is_lost(rows: list[dict[str, str]]):
    draft = draft_of(pcn_csv(rows))
    expected = sum(Fraction(row["FTE"]) for row in rows)
    for kind in ("staff_total", "staff_role"):
        assert draft.tables[kind]["fte"].sum() == pytest.approx(float(expected), abs=1e-9)
    people = {
        (row["PCN_CODE"], row["STAFF_GROUP"], row["UNIQUE_IDENTIFIER"])
        for row in rows
        if row["UNIQUE_IDENTIFIER"] and row["DATA_SOURCE"] == "NWRS Staff"
    }
    assert draft.tables["staff_total"]["headcount"].sum() == len(people)
    total = draft.tables["staff_total"]
    assert total.height == total["area_code"].n_unique() * total["staff_group"].n_unique()


@few
@given(places)
def test_what_is_published_is_what_is_read(units: list[tuple[str, int, str, str]]):
    codes = [f"A{i:05d}" for i in range(len(units))]
    files = [
        staff_csv(zip([""] * len(codes), codes, (u[0] for u in units), strict=True)),
        places_csv(zip(codes, (u[2] for u in units), (u[3] for u in units), strict=True)),
    ]
    drafts, _ = checked(*files)
    with tempfile.TemporaryDirectory() as folder:
        version = publish(Path(folder) / "s", *files).read()
        for draft in drafts:
            for kind, table in draft.tables.items():
                assert version.table(kind, [draft.edition]).equals(table)
