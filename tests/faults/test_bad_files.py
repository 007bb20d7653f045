"""A bad file gets one clear message, publishes nothing, and the version before still answers."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.faults.files import GOOD, HEADER, State, as_csv, practices, says, state, with_cell

APPOINTMENTS = (
    b"SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_ONS_CODE,SUB_ICB_LOCATION_NAME,ICB_ONS_CODE,ICB_NAME,"
    b"REGION_ONS_CODE,REGION_NAME,APPOINTMENT_MONTH,APPT_STATUS,HCP_TYPE,APPT_MODE,"
    b"TIME_BETWEEN_BOOK_AND_APPT,COUNT_OF_APPOINTMENTS\n"
    b"A3A8R,E38000255,NEL,E54000029,NEL,E40000003,London,2023-06-01,Attended,GP,Telephone,1 Day,9\n"
)
EPRACCUR = b'"A81001","THE DENSHAM SURGERY","Y63","QHM","THE HEALTH CENTRE","LAWSON STREET"\n' * 30


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def header_changed(old: str, new: str | None) -> bytes:
    header = [new if name == old else name for name in HEADER if name != old or new]
    rows = [{new if k == old and new else k: v for k, v in row.items()} for row in practices()]
    return as_csv(rows, header)


def twice(value: str) -> bytes:
    rows = practices()
    return as_csv([*rows, {**rows[2], "TOTAL_GP_FTE": value}])


def everywhere(column: str, value: str) -> bytes:
    return as_csv([{**row, column: value} for row in practices()])


UNREADABLE = {
    "empty": ("x.csv", b"", ("x.csv: the file is empty.", "Download it again.")),
    "only a byte-order mark": ("x.csv", b"\xef\xbb\xbf", ("x.csv: the file is empty.",)),
    "only line ends": ("x.csv", b"\r\n\r\n\n", ("x.csv: the file is empty.",)),
    "headings alone": ("x.csv", as_csv([]), ("x.csv: it has headings but no rows.",)),
    "web page saved as CSV": (
        "x.csv",
        b"<!DOCTYPE html>\n<html><body>404 Not found, sorry</body></html>",
        ("x.csv: this is a web page, not data.", "Download the file itself again."),
    ),
    "table of a web page saved as XLS": ("x.xls", b"  <table><tr><td>1", ("a web page, not data",)),
    "appointments": (
        "x.csv",
        APPOINTMENTS,
        ("x.csv: this is the file “Appointments in General Practice”", "Upload a workforce file."),
    ),
    "list without headings": (
        "epraccur.csv",
        EPRACCUR,
        ("epraccur.csv: this is the file “GP practices of the Organisation Data Service"),
    ),
    "Word document renamed": (
        "x.csv",
        packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        ("x.csv: this is a document, not a workbook.", "Upload the CSV or XLSX."),
    ),
    "PDF renamed": ("x.csv", b"%PDF-1.7\n1 0 obj", ("x.csv: this is a PDF, not a table.",)),
    "picture renamed": (
        "x.csv",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        ("x.csv: this is a picture, not a table.",),
    ),
    "program renamed": ("x.csv", b"MZ\x90\x00\x03", ("x.csv: this is a program, not a table.",)),
    "gzip renamed": ("x.csv", gzip.compress(GOOD), ("x.csv: this is a compressed (gzip) file",)),
    "old or protected workbook": (
        "x.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        ("x.xlsx: this is an old Excel workbook (.xls) or one protected by a password.", "save it as"),
    ),
    "workbook cut off": ("x.xlsx", packed({"a.csv": GOOD})[:200], ("x.xlsx: the file is incomplete",)),
    "ZIP of pictures": ("x.zip", packed({"a.png": b"1", "b.doc": b"2"}), ("It holds: a.png, b.doc",)),
    "ZIP in a ZIP": ("x.zip", packed({"a.zip": packed({"a.csv": GOOD})}), ("a ZIP inside a ZIP",)),
    "ZIP with a path that climbs": ("x.zip", packed({"../../a.csv": GOOD}), ("an unsafe name",)),
    "ZIP bomb": ("x.zip", packed({"a.csv": b"0" * 30_000_000}), ("it unpacks to more than",)),
    "zero bytes": ("x.csv", GOOD.replace(b"SURGERY 1", b"SUR\x00GERY"), ("holds zero bytes",)),
    "no practice code": (
        "x.csv",
        header_changed("PRAC_CODE", None),
        (
            "“General Practice Workforce, practice level, Detailed”",
            "these columns are missing: PRAC_CODE",
            "PRAC_NAME, PCN_CODE",
        ),
    ),
    "practice code misspelt": (
        "x.csv",
        header_changed("PRAC_CODE", "PRAC_CDOE"),
        ("missing: PRAC_CODE (nearest here: PRAC_CDOE)",),
    ),
    "no staff column": (
        "x.csv",
        as_csv(practices(), HEADER[:9]),
        ("staff columns such as TOTAL_GP_FTE",),
    ),
    "heading twice": (
        "x.csv",
        header_changed("TOTAL_NURSES_FTE", "TOTAL_GP_FTE"),
        ("x.csv: these headings stand more than once: TOTAL_GP_FTE.", "Delete or rename"),
    ),
    "last row cut short": ("x.csv", GOOD[:-12], ("x.csv: row 6 has", "under 15 headings")),
    "row too long": ("x.csv", GOOD.replace(b",6000,", b",6000,1,1,"), ("x.csv: ",)),
    "quote never closed": ("x.csv", GOOD.replace(b"SURGERY 1", b'"SURGERY 1'), ("x.csv: ",)),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable(
    published: Path, before: State, tmp_path: Path, name: str, data: bytes, words: tuple[str]
):
    path = tmp_path / name
    path.write_bytes(data)
    checked = run("check", path, "--period", "2025-12")
    assert checked.code == 2
    says(checked, "Cannot do that:", *words)
    assert len(checked.err) < 1500
    answer = publish(published, path, period="2025-12")
    assert answer.code == 2
    says(answer, *words)
    assert state(published) == before


BLOCKED = {
    "same practice, other figures": (
        twice("9.9"),
        ("The same code stands more than once with different values.", "F99002", "remove the other"),
    ),
    "negative": (with_cell("TOTAL_GP_FTE", "-1.5"), ("Figures below 0.", "F99000: GP", "Correct")),
    "negative list": (with_cell("TOTAL_PATIENTS", "-6000"), ("Figures below 0.", "F99000")),
    "hours": (with_cell("TOTAL_GP_FTE", "1687.5"), ("More than 1,000 FTE", "F99000: GP 1,687.5")),
    "practice code damaged": (with_cell("PRAC_CODE", "F9.90E+04"), ("Not practice codes", "F9.90E+04")),
    "practice code blank": (with_cell("PRAC_CODE", ""), ("Not practice codes", "(blank)")),
    "totals between the practices": (
        as_csv([*practices(), {**practices()[0], "PRAC_CODE": "Total"}, practices(6)[5]]),
        ("Rows of totals stand between the practices.", "row 7: TOTAL"),
    ),
    "lists in thousands": (everywhere("TOTAL_PATIENTS", "6.1"), ("look divided by 1,000",)),
    "headcount not whole": (with_cell("TOTAL_GP_HC", "5.5"), ("not whole numbers", "F99000: GP 5.5")),
    "fewer GPs than GPs without trainees": (
        with_cell("TOTAL_GP_EXTG_FTE", "9"),
        ("GPs without trainees or locums outnumber all GPs.", "F99000"),
    ),
}  # fmt: skip
NOT_NUMBERS = (
    "abc", "1e999", "-1e999", "=1+1", "£3", "3%", "inf",
    "nan", "NaN", "0x1F", "1_000", "１２", "364*", "12 [1]", "3 (est)", "--", "1 2", "²",
)  # fmt: skip


@pytest.mark.parametrize(("data", "words"), BLOCKED.values(), ids=BLOCKED.keys())
def test_blocked(published: Path, before: State, tmp_path: Path, data: bytes, words: tuple[str]):
    path = tmp_path / "practices.csv"
    path.write_bytes(data)
    checked = run("check", path, "--period", "2025-12")
    assert (checked.code, checked.err) == (1, "")
    for word in words:
        assert word in checked.out
    assert checked.out.endswith("Blocked.\n")
    answer = publish(published, path, period="2025-12")
    assert answer.code == 1
    says(answer, *words, "Nothing was published.")
    assert state(published) == before


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(("TOTAL_GP_FTE", text) for text in NOT_NUMBERS),
        *(("TOTAL_PATIENTS", text) for text in ("abc", "1e999", "=1+1")),
        *(("TOTAL_NURSES_HC", text) for text in ("two", "2*")),
    ],
)
def test_not_a_number(published: Path, before: State, tmp_path: Path, column: str, text: str):
    path = tmp_path / "practices.csv"
    path.write_bytes(with_cell(column, text, row=3))
    answer = publish(published, path, period="2025-12")
    assert answer.code == 1
    says(answer, "neither a number nor a known mark", f"row 5, {column}: {text}", "Correct them")
    assert state(published) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#REF!", "show an error of the spreadsheet"),
        ("#DIV/0!", "Mend the formulas"),
        ("1,5", "Write them with a point"),
        ("1.234,5", "decimal comma"),
        ("1.2E+04", "their last digits are gone"),
    ],
)
def test_cells_with_words_of_their_own(
    published: Path, before: State, tmp_path: Path, text: str, words: str
):
    path = tmp_path / "practices.csv"
    path.write_bytes(with_cell("TOTAL_PATIENTS", text, row=3))
    answer = publish(published, path, period="2025-12")
    assert answer.code == 1
    says(answer, words, f"row 5, TOTAL_PATIENTS: {text}")
    assert state(published) == before


def test_a_total_below_is_left_out_and_has_to_be_accepted(published: Path, tmp_path: Path):
    rows = practices()
    total = {**rows[0], "PRAC_CODE": "Total", "TOTAL_PATIENTS": str(6000 * 5 + 1000)}
    path = tmp_path / "practices.csv"
    path.write_bytes(as_csv([*rows, total]))
    given = ("publish", path, "--store", published, "--by", "tests", "--period", "2025-12")
    answer = run(*given)
    assert answer.code == 1
    says(
        answer, "The last row, a total, was left out.", "TOTAL_GP_FTE: 4.50 printed, 23.50 added up"
    )
    assert run(*given, "--accept-warnings").out == "Published version 2\n"
    again = run("measures", "--store", published, "--metric", "gp_fte", "--level", "icb")
    assert float(again.rows()[0]["value"]) == pytest.approx(23.5)


def test_the_same_bytes_again(published: Path, before: State, tmp_path: Path):
    path = tmp_path / "under another name.csv"
    path.write_bytes(GOOD)
    answer = publish(published, path, period="2025-09")
    assert answer.code == 1
    says(answer, "This very file is already published on", "by tests (version 1)", "nothing to do")
    assert state(published) == before


def test_a_revision_has_to_be_accepted(published: Path, before: State, tmp_path: Path):
    path = tmp_path / "practices.csv"
    path.write_bytes(with_cell("TOTAL_GP_FTE", "5"))
    given = ("publish", path, "--store", published, "--by", "tests", "--period", "2025-09")
    answer = run(*given)
    assert answer.code == 1
    says(answer, "Figures for 2025-09 are already published", "Accept each by its name and say why")
    assert state(published) == before
    assert run(*given, "--accept-warnings").out == "Published version 2\n"
    assert state(published).figures != before.figures
    old = run(
        "measures", "--store", published, "--metric", "gp_fte", "--level", "icb", "--version", 1
    )
    assert float(old.rows()[0]["value"]) == pytest.approx(5 * 4.5 + 1.0)
    accepted = run("history", "--store", published).rows()[0]["accepted_warnings"]
    assert accepted == "revision: accepted on the command line"


def test_half_of_the_file_is_missing(published: Path, before: State, tmp_path: Path):
    path = tmp_path / "practices.csv"
    path.write_bytes(as_csv(practices(3)))
    answer = publish(published, path, period="2025-12")
    assert answer.code == 1
    says(answer, "3 practices against 5 in 2025-09 (-40%)", "Is part of the file missing")
    assert state(published) == before


SCORES = b"PRACTICE_CODE,IMD_YEAR,IMD_SCORE\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b"F99000,2025,very", ("neither a number nor a known mark", "F99000: very")),
        (b"F99000,2025,15873", ("below 0 or above 100: ranks instead of scores", "F99000: 15873")),
        (b"F99000,2025,-1", ("below 0 or above 100",)),
        (b"F99000,last,20", ("Scores without a year of the Index. Write it as 2025.", "F99000")),
        (b"F99000,2025,20\nF99000,2025,21", ("stands more than once with different values",)),
        (b"England,2025,21.7", ("Not practice codes.", "ENGLAND")),
    ],
    ids=["words", "rank", "below 0", "no year", "twice", "total"],
)
def test_damaged_deprivation_scores(
    published: Path, before: State, tmp_path: Path, row: bytes, words: tuple[str, ...]
):
    bad = tmp_path / "imd.csv"
    bad.write_bytes(SCORES + b"F99001,2025,20\n" + row + b"\n")
    answer = publish(published, bad)
    assert answer.code == 1
    says(answer, *words)
    assert state(published) == before


def test_two_files_for_one_month(published: Path, before: State, tmp_path: Path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_bytes(GOOD)
    other.write_bytes(GOOD.replace(b"4.5", b"4.6"))
    answer = publish(published, one, other, period="2025-12")
    assert answer.code == 1
    says(answer, "Two files for the same source and month 2025-12.", "one.csv", "other.csv")
    assert state(published) == before


@pytest.mark.parametrize(
    ("bad", "code", "word"),
    [
        (b"<html>", 2, "bad.csv: this is a web page"),
        (with_cell("TOTAL_GP_FTE", "abc"), 1, "row 2, TOTAL_GP_FTE: abc"),
    ],
)
def test_all_files_or_none(
    published: Path, before: State, tmp_path: Path, bad: bytes, code: int, word: str
):
    good_file, bad_file = tmp_path / "boroughs.csv", tmp_path / "bad.csv"
    good_file.write_bytes(b"PRACTICE_CODE,BOROUGH\nF99000,Here\nF99001,There\n")
    bad_file.write_bytes(bad)
    answer = publish(published, good_file, bad_file, period="2025-12")
    assert answer.code == code
    says(answer, word)
    assert state(published) == before
    assert publish(published, good_file).out == "Published version 2\n"


def test_every_unreadable_file_is_named_at_once(published: Path, before: State, tmp_path: Path):
    paths = [tmp_path / name for name in ("one.csv", "two.csv", "absent.csv")]
    paths[0].write_bytes(b"")
    paths[1].write_bytes(b"%PDF-1.4")
    answer = publish(published, *paths, period="2025-12")
    assert answer.code == 2
    says(answer, "one.csv: the file is empty", "two.csv: this is a PDF", "absent.csv: No such file")
