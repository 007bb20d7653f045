"""Codes and names as they came → findings about what cleaning them will change.

`values.code` and `values.name` do the cleaning; here it is said, because a name that was altered,
or that is no name but a formula or a link, is something an analyst should see.
"""

from collections.abc import Iterator

import polars as pl

from wfcore.findings import Finding, of_examples
from wfcore.normalising.odd_cells import ERROR
from wfcore.reading import TextTable

_LONGEST = 200
_INVISIBLE = r"[\p{Cf}&&[^\x{feff}\x{ad}]]|[\p{Cc}&&[^\t\r\n]]"
_ACTIVE = r"^\s*[=+@]|^\s*-\s*[\d(=]|<[A-Za-z/!]|\]\(|!\[|(?i:javascript:|https?://|\bcmd\|)"
_SPACED = r"^\s|\s$|[\x{a0}\p{Cf}]"


def odd_names(table: TextTable) -> list[Finding]:
    """What is odd about the codes and names of a table; each distinct text is looked at once."""
    columns = table.recognised.columns
    names = [h for our_name, h in columns.items() if our_name.endswith("_name")]
    codes = [h for our_name, h in columns.items() if our_name.endswith("_code")]
    return [*_errors(table, [*codes, *names]), *_of_codes(table, codes), *_of_names(table, names)]


def _errors(table: TextTable, headings: list[str]) -> Iterator[Finding]:
    """Cells in which Excel shows an error where a code or a name should stand."""
    cells = [
        f"{heading}: {text}"
        for heading in headings
        for text in table.frame[heading].filter(table.frame[heading].str.contains(ERROR)).unique()
    ]
    yield from of_examples(
        "blocks",
        "error_text",
        "Codes or names that are an error of the spreadsheet. Mend the formulas, or paste what was "
        "published over them.",
        sorted(cells),
    )


def _of_codes(table: TextTable, headings: list[str]) -> Iterator[Finding]:
    count = 0
    examples: list[str] = []
    for heading in headings:
        distinct = table.frame[heading].unique()
        spaced = distinct.filter(distinct.str.contains(_SPACED))
        if len(spaced):
            count += int(table.frame[heading].is_in(spaced.implode()).sum())
            examples += [f"{heading}: {text!a}" for text in spaced.sort().head(5)]
    yield from of_examples(
        "notes",
        "codes_trimmed",
        "Spaces and invisible characters around codes were taken away.",
        examples,
        count=count,
    )


def _of_names(table: TextTable, headings: list[str]) -> Iterator[Finding]:
    if not headings:
        return
    texts = pl.concat([table.frame[heading].unique().alias("text") for heading in headings])
    odd = texts.str.contains(f"{_INVISIBLE}|{_ACTIVE}") | (texts.str.len_chars() > _LONGEST)
    if not odd.any():
        return
    distinct = {heading: table.frame[heading].unique() for heading in headings}
    for code, pattern, message, advice in (
        (
            "invisible_characters",
            _INVISIBLE,
            (
                "Names with control characters, or with characters that turn the direction of "
                "writing. They were taken out."
            ),
            "Compare these names with the publisher's.",
        ),
        (
            "active_text",
            _ACTIVE,
            (
                "Names that look like a formula, a link or a piece of a web page. They are kept as "
                "plain text that does nothing."
            ),
            "Compare these names with the publisher's, and find out who put that there.",
        ),
    ):
        hits = [
            (heading, text)
            for heading, texts in distinct.items()
            for text in texts.filter(texts.str.contains(pattern).fill_null(value=False)).sort()
        ]
        yield from of_examples(
            "warns",
            code,
            message,
            [f"{heading}: {text!a}" for heading, text in hits],
            advice=advice,
        )
    long = [
        (heading, text)
        for heading, texts in distinct.items()
        for text in texts.filter(texts.str.len_chars() > _LONGEST).sort()
    ]
    yield from of_examples(
        "warns",
        "names_cut",
        f"Names longer than {_LONGEST} characters. The rest was cut off.",
        [f"{heading}: {text}" for heading, text in long],
        advice="Look for a missing quote or separator before such a name.",
    )
