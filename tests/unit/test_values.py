"""Cells → numbers with reasons, codes, names and periods."""

import numpy as np
import polars as pl
import pytest

from wfcore.declared import declared
from wfcore.normalising.values import (
    ABSENT,
    clean_column,
    code,
    date_of,
    name,
    numbers,
    period_in_name,
    period_of,
    period_of_date,
    reason_series,
    value_series,
)
from wfcore.tables import REASONS


def read(cell: str | None) -> float | str:
    """The number, the reason why there is none, or `bad`."""
    values, reasons, bad = numbers(pl.Series([cell], dtype=pl.String))
    if len(bad):
        assert np.isnan(values[0])
        return "bad"
    if reasons[0]:
        assert np.isnan(values[0])
        return REASONS[reasons[0] - 1]
    return float(values[0])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0.0), ("1", 1.0), ("6.546667", 6.546667), ("1.066666667", 1.066666667),
        ("-0.0267", -0.0267), ("+3", 3.0), (" 12 ", 12.0), ("\t7\u00a0", 7.0), ("1,234", 1234.0),
        ("12,345.6", 12345.6), ("-1,234,567", -1234567.0), ("2.5e2", 250.0),
    ],
)  # fmt: skip
def test_numbers(cell: str, number: float):
    assert read(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("NA", "not_supplied"), ("na", "not_supplied"), (" N/A ", "not_supplied"),
        ("NULL", "not_supplied"), ("[x]", "not_supplied"),
        ("ND", "not_valid"), ("", "blank"), ("   ", "blank"), ("-", "blank"), ("–", "blank"),
        (".", "blank"), (None, "blank"), ("EST", "estimated"), ("[e]", "estimated"),
        ("*", "suppressed"), ("[c]", "suppressed"), (ABSENT, "not_in_file"),
    ],
)  # fmt: skip
def test_missing_is_not_zero_and_keeps_its_reason(cell: str | None, reason: str):
    assert read(cell) == reason


@pytest.mark.parametrize(
    "cell",
    [
        "1e999", "-1e999", "inf", "Infinity", "-inf", "nan", "NaN", "0x1F", "1_000", "1,23", "1,2345",
        "1 234", "£5", "5%", "(5)", "5-", "−5", "1.2.3", "1e", "TRUE", "five", "١٢", "1,234,5", "--1",
        "=1+1", "12:30", "01/02/2025", "1;2", "<5", "5*",
    ],
)  # fmt: skip
def test_junk_is_never_a_number(cell: str):
    assert read(cell) == "bad"


def test_positions_in_a_long_column():
    cells = ["1", "NA", "y", "2,000", "inf", "", "3"]
    values, reasons, bad = numbers(pl.Series(cells))
    assert bad.tolist() == [2, 4]
    assert values_or_none(values) == [1, None, None, 2000, None, None, 3]
    assert reasons[[0, 3, 6]].tolist() == [0, 0, 0]
    assert (reasons[[1, 2, 4, 5]] > 0).all()


def values_or_none(values: np.ndarray) -> list[float | None]:
    return value_series("v", values).to_list()


def test_every_declared_token_has_a_reason_of_ours():
    for reason, tokens in declared().rules.tokens.items():
        assert reason in REASONS
        for token in tokens:
            assert read(token) == reason
            assert read(f" {token.lower()} ") == reason


def test_no_token_stands_for_two_reasons():
    tokens = [t.upper() for tokens in declared().rules.tokens.values() for t in tokens]
    assert len(tokens) == len(set(tokens))


def test_reason_series():
    codes = np.array([0, 1, 7], dtype=np.uint8)
    assert reason_series("r", codes).cast(pl.String).to_list() == [
        None,
        "not_in_file",
        "suppressed",
    ]
    assert reason_series("r", np.zeros(2, dtype=np.uint8)).to_list() == [None, None]


@pytest.mark.parametrize(
    ("printed", "ours"),
    [
        ("A81001", "A81001"), (" a81001\n", "A81001"), ("A 81 001", "A81001"),
        ("\ufeffU\u200b00001\u00a0", "U00001"), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_code(printed: str, ours: str | None):
    assert pl.DataFrame({"c": [printed]}).select(code("c")).item() == ours


@pytest.mark.parametrize(
    ("printed", "ours"),
    [
        ("THE SURGERY", "THE SURGERY"), ("  two \r\n lines ", "two lines"),
        ("bell\x07 and\u202emirror", "bell and mirror"), ('=HYPERLINK("x")', 'HYPERLINK("x")'),
        ("@SUM(1)", "SUM(1)"), ("+-=1", "1"), ("x" * 500, "x" * 200), ("", None), (" - ", None),
    ],
)  # fmt: skip
def test_name(printed: str, ours: str | None):
    assert pl.DataFrame({"c": [printed]}).select(name("c")).item() == ours


@pytest.mark.parametrize(
    ("file_name", "period"),
    [
        ("General Practice – September 2025 Practice Level - Detailed.csv", "2025-09"),
        ("General Practice Provisional Sept 2018 Practice Level.csv", "2018-09"),
        ("GPWPracticeCSV.092025.zip", "2025-09"),
        ("GPWPracticeCSV.012026.zip", "2026-01"),
        ("gp-2025-09-detailed.csv", "2025-09"),
        ("gp_2025_09.csv", "2025-09"),
        ("202509.csv", "2025-09"),
        ("11.Primary Care Networks – September 2022 Individual Level.csv", "2022-09"),
        ("MAY2024.csv", "2024-05"),
        ("mar_2020.csv", "2020-03"),
        ("practice level.csv", None),
        ("dismay 2024.csv", None),
        ("2025.csv", None),
        ("132025.csv", None),
        ("report 2025-13.csv", None),
        ("1234567890.csv", None),
        ("September.csv", None),
        ("", None),
    ],
)
def test_period_in_name(file_name: str, period: str | None):
    assert period_in_name(file_name) == period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01Nov2025", "2025-11-01"), ("01NOV2025", "2025-11-01"), ("1 November 2025", "2025-11-01"),
        ("30-Sept-2025", "2025-09-30"), ("2025-11-01", "2025-11-01"),
        ("2025-11-01T00:00:00", "2025-11-01"), ("2025-11-01 00:00:00", "2025-11-01"),
        ("01/11/2025", "2025-11-01"), (" 1/2/2025 ", "2025-02-01"), ("2025-11", "2025-11"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2025", None), ("31/04/2025", None), ("99Nov2025", None), ("00Nov2025", None),
        ("11/13/2025", None), ("2025-13-01", None), ("2025-11-31", None), ("01Foo2025", None),
        ("01-Apr-17", "2017-04-01"), ("01Jun21", "2021-06-01"), ("01/11/25", "2025-11-01"),
        ("20191001", "2019-10-01"), ("01.06.2021", "2021-06-01"), ("2021/06/01", "2021-06-01"),
        ("Nov 2025", "2025-11"), ("Apr-22", "2022-04"), ("01-Jan-2000", "2000-01-01"),
        ("45962", None), ("", None), ("01/11/1889", None), ("20251301", None), ("1/4", None),
    ],
)  # fmt: skip
def test_dates(text: str, day: str | None):
    assert date_of(text) == day
    assert period_of_date(text) == (day[:7] if day else None)


@pytest.mark.parametrize(
    ("year", "month", "period"),
    [
        ("2025", "9", "2025-09"), ("2025", "09", "2025-09"), (" 2025 ", " SEP ", "2025-09"),
        ("2025", "Sept", "2025-09"), ("2025", "September", "2025-09"), ("2025.0", "9.0", "2025-09"),
        ("2025", "0", None), ("2025", "13", None), ("1989", "9", None), ("2101", "9", None),
        ("", "9", None), ("2025", "", None), ("2025", "nan", None), ("inf", "9", None),
        ("2025", "9.7", None), ("2025", "1_1", None), ("2025.5", "9", None),
    ],
)  # fmt: skip
def test_period_of(year: str, month: str, period: str | None):
    assert period_of(year, month) == period


@pytest.mark.parametrize(
    "texts",
    [
        ["U12345", "E38000001", None],
        ["U12345", "u12345"],
        [" U12345", "=U1", ""],
        ["Havering North PCN", "Marshall (East) & West"],
        ["Two  spaces", "A trailing space ", "-dash", "+plus", "\u200bhidden"],
        ["Cafe\u0301", "Caf\u00e9", "A\u00a0B"],
        ["x" * 200, "y" * 201],
        ["1 Lower Street", "(The) Surgery", "'Quoted'"],
    ],
)
@pytest.mark.parametrize("clean", [code, name])
def test_a_column_is_cleaned_as_each_of_its_texts_is(texts, clean):
    column = pl.Series("text", texts, dtype=pl.String)
    each = [column.slice(i, 1).to_frame().select(clean("text")).item() for i in range(len(texts))]
    assert clean_column(column, clean).to_list() == each
