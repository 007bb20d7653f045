"""Tables about the files themselves."""

import dataframely as dy

from wfcore.tables.columns import Dated, count, text


class Files(Dated):
    """The files of an edition: what receipts cite."""

    file_name = text("What it was called.")
    sha256 = text("SHA-256 of its bytes.")
    bytes = count("bytes", "Its size.")
    rows = count("rows", "Its rows, without headings and totals.")
    snapshot_date = text("The day its figures describe, `YYYY-MM-DD`; empty where they have none.")
    holds = text("The kinds that came of it, with a blank between them.")
    columns_unknown = text("Its headings that no definition names, with a comma between them.")
    licence = text("The licence it is used under.")
    note = text("A remark for the receipt.")


class Settings(dy.Schema):
    """What the store decided for itself, as the place it opens on. Standing: it holds for every month."""

    setting = text(
        "What is decided: `opens_on_level` or `opens_on`, the code of a place.", key=True
    )
    chosen = text("How.")


class Headings(Dated):
    """The headings a file was printed with, to see columns new or gone when the next one comes.

    None of the project's own layouts.
    """

    file_name = text("The file.", key=True)
    position = dy.Int64(primary_key=True, description="Which heading of the file, from 1.")
    heading = text("The heading.")
