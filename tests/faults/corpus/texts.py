# ruff: noqa: E501 - one case on a line reads best
"""B. Encodings and dialects: 25 to 44."""

from tests.faults.corpus.cases import Case, cells, sheet
from tests.faults.files import HEADER, as_csv, practices, with_cell

GOOD = as_csv(practices())
TEXT = GOOD.decode()


def named(name: str, encoding: str = "utf-8") -> bytes:
    """The small file with one name changed."""
    rows = [{**r, "PCN_NAME": name} if i % 2 else r for i, r in enumerate(practices())]
    return as_csv(rows).decode().encode(encoding)


def separated(mark: str) -> bytes:
    return TEXT.replace(",", mark).encode()


def mixed() -> bytes:
    rows = practices()
    rows[0]["PCN_NAME"], rows[2]["PCN_NAME"] = "CAFÉ PCN", "NOËL PCN"
    lines = as_csv(rows).decode().split("\n")
    return b"\n".join(line.encode("cp1252" if "NOËL" in line else "utf-8") for line in lines)


def odd_row(change: str) -> bytes:
    lines = TEXT.splitlines()
    lines[3] = lines[3] + ",9" if change == "long" else lines[3].rsplit(",", 3)[0]
    return ("\n".join(lines) + "\n").encode()


def two_separators() -> bytes:
    lines = TEXT.splitlines()
    return "\n".join([*lines[:3], *(line.replace(",", ";") for line in lines[3:])]).encode() + b"\n"


def long_line() -> bytes:
    return (TEXT + "\n" * 25 + "F99009," + "x" * (2**20 + 1000) + "\n").encode()


def wide(count: int) -> bytes:
    return ("PRAC_CODE," + ",".join(f"X{i}" for i in range(count)) + "\nA\n").encode()


def blank_lines() -> bytes:
    """What costs a quick reader gigabytes: many headings, and lines with nothing in them."""
    header = ",".join([*HEADER, *(f"X{i}" for i in range(1900))])
    row = ",".join([*TEXT.splitlines()[1].split(","), *("1" for _ in range(1900))])
    return f"{header}\n{row}\n".encode() + b"\n" * 20_000_000


def short_lines() -> bytes:
    header = ",".join([*HEADER, *(f"X{i}" for i in range(1900))])
    return f"{header}\n".encode() + b"a\n" * 10_000_000


BIDI = "SURGERY \u202eLIVE\u202c ONE"
CASES = [
    Case(25, "UTF-8 with its mark", "accepted", "", "", lambda: b"\xef\xbb\xbf" + GOOD),
    Case(26, "UTF-16, little end first", "notes", "encoding", "Read as UTF-16", lambda: b"\xff\xfe" + TEXT.encode("utf-16-le")),
    Case(26, "UTF-16, big end first", "notes", "encoding", "Read as UTF-16", lambda: b"\xfe\xff" + TEXT.encode("utf-16-be")),
    Case(26, "UTF-16 cut off", "refused", "encoding_damaged", "damaged UTF-16", lambda: b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1]),
    Case(27, "UTF-16 without its mark", "refused", "not_text", "zero bytes", lambda: TEXT.encode("utf-16-le")),
    Case(27, "a zero byte in a name", "refused", "not_text", "zero bytes", lambda: GOOD.replace(b"SURGERY 1", b"SUR\x00GERY")),
    Case(28, "Windows-1252", "notes", "encoding", "Windows-1252", lambda: named("ST MARY’S – NORTH PCN", "cp1252")),
    Case(28, "Latin-1", "notes", "encoding", "Windows-1252", lambda: named("CAFÉ PCN", "latin-1")),
    Case(29, "mojibake of a dash", "warns", "mojibake", "line 3", lambda: named("NORTH â€“ EAST PCN")),
    Case(29, "mojibake of an accent", "warns", "mojibake", "garbled before", lambda: named("CAFÃ© PCN")),
    Case(30, "two encodings", "refused", "mixed_encodings", "UTF-8 in line 2, Windows-1252 in line 4", mixed),
    Case(30, "neither encoding", "refused", "encoding_unknown", "neither", lambda: GOOD.replace(b"SURGERY 1", b"SURG\x81RY")),
    Case(31, "line ends of old Macs", "accepted", "", "", lambda: GOOD.replace(b"\n", b"\r")),
    Case(32, "two kinds of line ends", "accepted", "", "", lambda: GOOD.replace(b"\n", b"\r\n", 3)),
    Case(32, "line ends of Windows", "accepted", "", "", lambda: GOOD.replace(b"\n", b"\r\n")),
    *(
        Case(33, f"separated by {word}", "notes", "separator", word, lambda m=m: separated(m))
        for m, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes"))
    ),
    Case(33, "two separators", "refused", "rows_do_not_fit", "row 4 has 1 cells", two_separators),
    Case(34, "decimal comma in quotes", "blocks", "decimal_comma", "row 2, TOTAL_GP_FTE: 4,5", lambda: with_cell("TOTAL_GP_FTE", "4,5")),
    Case(34, "decimal comma, semicolons", "blocks", "decimal_comma", "row 2, TOTAL_GP_FTE: 4,5", lambda: separated(";").replace(b".", b",")),
    Case(35, "comma in a quoted name", "accepted", "", "", lambda: named("BRAMLEY, WORTLEY & MIDDLETON PCN")),
    Case(35, "quotes in a quoted name", "accepted", "", "", lambda: named('THE "OLD" PCN')),
    Case(36, "line end in a quoted name", "accepted", "", "", lambda: named("NORTH\nEAST PCN")),
    Case(36, "line end in headings", "accepted", "", "", lambda: GOOD.replace(b"PRAC_NAME", b'"PRAC_NAME\r\n"')),
    Case(37, "row too long", "refused", "rows_do_not_fit", "row 4 has 16 cells under 15 headings", lambda: odd_row("long")),
    Case(37, "row too short", "refused", "rows_do_not_fit", "row 4 has 12 cells under 15 headings", lambda: odd_row("short")),
    Case(38, "sep= with semicolons", "notes", "separator", "semicolons", lambda: b"sep=;\r\n" + separated(";")),
    Case(38, "sep= with commas", "accepted", "", "", lambda: b"sep=,\n" + GOOD),
    Case(39, "a line of 1 MB", "refused", "line_too_long", "a line is longer than", long_line),
    Case(39, "a heading of 100 KB", "refused", "line_too_long", "longer than 64 KB", lambda: b"x" * 100_000 + b"\n" + GOOD),
    Case(39, "3,000 columns", "refused", "too_many_columns", "the limit is 2000", lambda: wide(3_000)),
    Case(39, "100,000 columns", "refused", "line_too_long", "longer than 64 KB", lambda: wide(100_000)),
    Case(39, "20 million commas", "refused", "line_too_long", "longer than 64 KB", lambda: b"," * 20_000_000),
    Case(39, "20 million blank lines", "refused", "too_many_cells", "more than can be read", blank_lines),
    Case(39, "10 million short lines", "refused", "too_many_cells", "more than can be read", short_lines),
    Case(39, "a million blank lines", "refused", "mostly_blank", "rows are blank", lambda: GOOD + b"\n" * 1_000_000 + GOOD.splitlines()[1] + b"\n"),
    Case(40, "no-break space in a code", "notes", "codes_trimmed", "\\xa0F99001", lambda: GOOD.replace(b"F99001", "\u00a0F99001".encode())),
    Case(40, "zero-width space in a code", "notes", "codes_trimmed", "\\u200b", lambda: GOOD.replace(b"F99001", "F99001\u200b".encode())),
    Case(40, "spaces after a code", "notes", "codes_trimmed", "F99001  ", lambda: GOOD.replace(b"F99001", b"F99001  ")),
    Case(41, "code in small letters", "accepted", "", "", lambda: GOOD.replace(b"F9900", b"f9900")),
    Case(41, "headings in small letters", "accepted", "", "", lambda: TEXT.replace(TEXT.split("\n")[0], TEXT.split("\n")[0].lower()).encode()),
    Case(42, "letter O for zero", "blocks", "codes_have_the_right_shape", "'F99OO1'", lambda: GOOD.replace(b"F99001", b"F99OO1")),
    Case(42, "letter l for one", "blocks", "codes_have_the_right_shape", "Not practice codes", lambda: GOOD.replace(b"F99001", b"F9900l")),
    Case(43, "accents in two pieces", "accepted", "", "", lambda: named("CAFE\u0301 PCN")),
    Case(43, "direction of writing turned", "warns", "invisible_characters", "\\u202e", lambda: GOOD.replace(b"SURGERY 1", BIDI.encode())),
    Case(43, "bell and escape in a name", "warns", "invisible_characters", "\\x1b", lambda: GOOD.replace(b"SURGERY 1", b"SUR\x07\x1bGERY")),
    Case(44, "emoji in a name", "accepted", "", "", lambda: named("SUNNY ☀🏥 PCN")),
    Case(44, "a name of 5,000 characters", "warns", "names_cut", "longer than 200", lambda: named("N" * 5000)),
    Case(44, "a name of 5,000 characters in a workbook", "warns", "names_cut", "cut off", lambda: sheet(cells(named("N" * 5000))), "x.xlsx"),
]  # fmt: skip
