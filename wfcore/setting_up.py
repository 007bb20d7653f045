"""What an area has of the public files and what it lacks, file by file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from wfcore.declared import declared
from wfcore.declared.setup import PublicFile
from wfcore.errors import UnknownName
from wfcore.geography import Level, display_name, plain_name
from wfcore.measuring import opens_on
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.store import Version

State = Literal["there", "partly", "missing"]


@dataclass(frozen=True)
class SetupArea:
    """The area that is set up: an integrated care board, or one of its sub-ICB locations to open on."""

    board: str
    name: str
    level: Level
    code: str


@dataclass(frozen=True)
class SetupLine:
    """A public file, whether the area has it, and that in words. `here`: it is in the upload only."""

    id: str
    file: PublicFile
    state: State
    said: str
    here: bool


def boards(version: Version | None, drafts: Sequence[Draft] = ()) -> dict[str, str]:
    """Code → name of the integrated care boards of the newest map, else of the packaged list."""
    rows = _newest_map(version, drafts).filter(~pl.col("invented"))
    named = rows.select("icb_code", "icb_name").drop_nulls().unique("icb_code")
    found = {code: display_name(name) for code, name in named.iter_rows()}
    return dict(sorted({**_packaged(), **found}.items(), key=lambda pair: pair[1]))


def _packaged() -> dict[str, str]:
    return {code: board.name for code, board in declared().setup.boards.items()}


def locations_of(
    board: str, version: Version | None, drafts: Sequence[Draft] = ()
) -> dict[str, str]:
    """Code → name of the sub-ICB locations of a board."""
    rows = _newest_map(version, drafts).filter(pl.col("icb_code") == board)
    named = rows.select("sub_icb_code", "sub_icb_name").drop_nulls("sub_icb_code").unique()
    found = {
        code: display_name(name) or code for code, name in named.sort("sub_icb_code").iter_rows()
    }
    known = declared().setup.boards.get(board)
    return found or {code: code for code in (known.parts if known else ())}


def area_named(typed: str, version: Version | None, drafts: Sequence[Draft] = ()) -> SetupArea:
    """The area of this code or name: a board, a sub-ICB location, or a board that was joined into another.

    Raises:
        UnknownName: there is none, or a former board was divided; the advice names the boards.
    """
    known, wanted = boards(version, drafts), plain_name(typed)
    for code, name in known.items():
        if wanted in (code.casefold(), plain_name(name)):
            return SetupArea(code, name, Level.ICB, code)
    geography = declared().geography
    former = {
        part: (known_as, geography.icbs[known_as])
        for part, expected in geography.sub_icbs.items()
        if (known_as := expected.icb) not in known
    }
    mine = [
        p for p, (code, name) in former.items() if wanted in (code.casefold(), plain_name(name))
    ]
    for board, name in known.items():
        for part in locations_of(board, version, drafts):
            if wanted == part.casefold():
                return SetupArea(board, name, Level.SUB_ICB, part)
            if mine == [part]:
                return SetupArea(board, name, Level.SUB_ICB, part)
            if part in mine:
                return SetupArea(board, name, Level.ICB, board)
    listed = "; ".join(f"{code} {name}" for code, name in known.items())
    raise UnknownName(
        f"There is no integrated care board called {typed!r}.", f"There are: {listed}."
    )


def settings_draft(area: SetupArea) -> list[Draft]:
    """The draft that makes the store open on an area, read as any file is."""
    text = f"SETTING,VALUE\nopens_on_level,{area.level}\nopens_on,{area.code}\n"
    tables = read_upload("settings.csv", text.encode(), declared())
    return [draft for table in tables for draft in normalise(table)]


def setup_lines(
    area: SetupArea, version: Version | None, drafts: Sequence[Draft] = ()
) -> list[SetupLine]:
    """Every public file against the store and the files that are about to be published.

    Args:
        area: that is set up.
        version: the newest of the store; None where nothing is published.
        drafts: of an upload, checked or not.
    """
    units = _units_of(area, version, drafts)
    return [
        _line(id_, file, units, version, drafts) for id_, file in declared().setup.files.items()
    ]


def is_set_up(area: SetupArea, version: Version) -> bool:
    """Whether a store opens on this area."""
    chosen = opens_on(version)
    return (chosen.level, chosen.place) == (area.level, area.code)


def _line(
    id_: str, file: PublicFile, units: dict[str, set[str]], version: Version | None,
    drafts: Sequence[Draft],
) -> SetupLine:  # fmt: skip
    published = _holds(file, version, ())
    mine = _holds(file, None, drafts)
    has, here = published | mine, bool(mine - published)
    if file.covers == "none":
        state: State = "there" if has else "missing"
        return SetupLine(id_, file, state, f"{len(has):,} postcodes." if has else "Not here.", here)
    wanted = units[file.covers]
    noun = "practices" if file.covers == "practice" else "networks"
    covered = len(has & wanted)
    if not wanted:
        state = "partly" if has else "missing"
        said = f"{len(has):,} {noun}; the map says which are of the area." if has else "Not here."
        return SetupLine(id_, file, state, said, here)
    share = covered / len(wanted)
    least = declared().geography.offered_from_share
    state = "there" if share >= least else "partly" if covered else "missing"
    said = f"{covered:,} of {len(wanted):,} {noun}." if covered else "Not here."
    return SetupLine(id_, file, state, said, here)


def _holds(file: PublicFile, version: Version | None, drafts: Sequence[Draft]) -> set[str]:
    """The codes that a kind of file names, in a version and in drafts."""
    kind, column = (
        ("lists", "practice_code")
        if file.kind == "weighted"
        else (
            file.kind,
            {"staff_total": "area_code", "staff_role": "area_code", "postcodes": "postcode"}.get(
                file.kind, "practice_code"
            ),
        )
    )
    tables = [draft.tables[kind] for draft in drafts if kind in draft.tables]
    if version is not None:
        extra = {"weighted": ["weighted"], "lists": ["registered"]}.get(file.kind, [])
        level = ["level"] if kind.startswith("staff_") else []
        tables.append(version.table(kind, columns=[column, *extra, *level]))
    codes: set[str] = set()
    for table in tables:
        rows = table
        if kind.startswith("staff_"):
            rows = rows.filter(pl.col("level").cast(pl.String) == file.covers)
        if file.kind in ("weighted", "lists"):
            rows = rows.filter(pl.col("weighted" if file.kind == "weighted" else "registered") > 0)
        codes |= set(rows[column].drop_nulls().unique())
    return codes


def _units_of(
    area: SetupArea, version: Version | None, drafts: Sequence[Draft]
) -> dict[str, set[str]]:
    rows = _newest_map(version, drafts).filter(pl.col(f"{area.level}_code") == area.code)
    return {
        "practice": set(rows["practice_code"]),
        "pcn": set(rows["pcn_code"].drop_nulls()),
    }


def _newest_map(version: Version | None, drafts: Sequence[Draft]) -> pl.DataFrame:
    """The rows of the newest map, each sub-ICB location in its board."""
    columns = [
        "period", "practice_code", "pcn_code", "sub_icb_code", "sub_icb_name", "icb_code", "icb_name",
        "invented",
    ]  # fmt: skip
    tables = [
        d.tables["places"].with_columns(period=pl.lit(d.period)).select(columns)
        for d in drafts
        if "places" in d.tables
    ]
    if version is not None:
        tables.append(version.table("places", columns=columns))
    if not tables:
        return pl.DataFrame(
            schema={c: pl.Boolean if c == "invented" else pl.String for c in columns}
        )
    rows = (
        pl.concat(tables)
        .drop_nulls("icb_code")
        .sort("period", descending=True, maintain_order=True)
    )
    real = rows.filter(~pl.col("invented"))
    whole = (
        real.group_by("period").agg(pl.col("icb_code").n_unique()).sort("period", descending=True)
    )
    if whole.height:
        rows = real.filter(pl.col("period") == whole["period"][0])
    return rows.unique("practice_code", keep="first", maintain_order=True)
