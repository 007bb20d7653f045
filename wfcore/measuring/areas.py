"""Which area each unit lies in at one level, and how much of each a file holds."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.geography import ENGLAND_CODE, Level, display_name
from wfcore.measuring.sum_plan import REGISTERED
from wfcore.measuring.unit_arrays import Numbers, Truths, UnitArrays

_ABOVE_PCN = (Level.SUB_ICB, Level.ICB, Level.REGION, Level.ENGLAND)


@dataclass(frozen=True)
class Areas:
    """The areas of one level in each period, in order of period and code.

    `rows`: `period, area_code, area_name`; `group`: the row for each unit, and the number of rows
    for a unit that lies in none of them. `covered`: whether the file holds enough of an area for a
    figure; `expected`: its patients where the file names a part of them alone, else NaN; `packaged`:
    whether the packaged list says how many.
    """

    rows: pl.DataFrame
    group: npt.NDArray[np.intp]
    covered: Truths
    expected: Numbers
    packaged: Truths

    def sum(self, weights: Numbers | Truths) -> Numbers:
        """Sums by area."""
        sums = np.bincount(self.group, weights, self.rows.height + 1)[:-1]
        return sums.astype(np.float64, copy=False)


def code_and_name(level: Level) -> tuple[str, str]:
    """The columns of units in which code and name of their area stand."""
    if level is Level.PRACTICE:
        return "unit", "unit_name"
    return f"{level}_code", f"{level}_name"


def areas_there(columns: UnitArrays, collection: str, level: Level) -> Areas:
    """Every area that some unit lies in, and whether the file holds enough of it."""
    every = _every(columns, level)
    if level is Level.PRACTICE:
        return every
    expected, packaged = _expected_patients(columns, every, level)
    covered = (
        _enough_icbs(columns, every, level)
        if collection == "pcn"
        else _enough_patients(columns, every, expected)
    )
    return replace(every, covered=covered, expected=expected, packaged=packaged)


def _every(columns: UnitArrays, level: Level) -> Areas:
    """All areas that some unit lies in."""
    code, name = code_and_name(level)
    england = level is Level.ENGLAND
    # 0 for England and -1, which is nowhere, for what is invented.
    codes = -columns.truths("invented").astype(np.intp) if england else columns.ranks(code)
    # One number for period and code, in the order of both.
    keys = columns.ranks("period") * (codes.max() + 1) + codes
    here = np.flatnonzero(codes >= 0)
    there = np.bincount(keys[here]) > 0
    group = (np.cumsum(there) - 1)[keys[here]]
    areas = int(there.sum())
    everywhere = np.full(columns.height, areas)
    everywhere[here] = group
    first = _first(here, group, areas)
    at = pl.Series(first.astype(np.uint32))
    period = columns.column("period")[at]
    if england:
        names = [pl.Series("area_code", [ENGLAND_CODE]), pl.Series("area_name", ["England"])]
        named = [name.new_from_index(0, len(first)) for name in names]
        return _whole(pl.DataFrame([period, *named]), everywhere)
    printed = columns.column(name)
    if printed.null_count():
        known = printed.is_not_null().to_numpy()[here]
        first_named = _first(here[known], group[known], areas)
        first = np.where(first_named < 0, first, first_named)
        at = pl.Series(first.astype(np.uint32))
    codes = columns.column(code)[at].alias("area_code")
    shown = map(display_name, printed[at].to_list())
    names = [name or code for name, code in zip(shown, codes.to_list(), strict=True)]
    return _whole(pl.DataFrame([period, codes, pl.Series("area_name", names)]), everywhere)


def _whole(rows: pl.DataFrame, group: npt.NDArray[np.intp]) -> Areas:
    """Areas whose units are all there is of them."""
    every, nobody = np.ones(rows.height, np.bool_), np.full(rows.height, np.nan)
    return Areas(rows, group, every, nobody, ~every)


def _first(
    places: npt.NDArray[np.intp], group: npt.NDArray[np.intp], groups: int
) -> npt.NDArray[np.intp]:
    """The first place of each group; -1 where a group has none."""
    first = np.full(groups, -1)
    first[group[::-1]] = places[::-1]  # from the back, so that the first one stays
    return first


def _expected_patients(columns: UnitArrays, areas: Areas, level: Level) -> tuple[Numbers, Truths]:
    """The patients that each area is known to have, NaN where nobody says; and whether a packaged list does."""
    if level not in _ABOVE_PCN:
        return areas.expected, areas.packaged
    codes, expected = areas.rows["area_code"].to_list(), columns.expected
    patients = [expected.patients_of(level, code) for code in codes]
    packaged = [expected.is_packaged(level, code) for code in codes]
    return np.array(patients, np.float64), np.array(packaged, np.bool_)


def _enough_patients(columns: UnitArrays, areas: Areas, expected: Numbers) -> Truths:
    """Whether the file's practices hold enough of the patients expected there."""
    geography = declared().geography
    in_file = columns.truths("in_file")
    patients = columns.weights(REGISTERED)
    everyone = np.where(np.isnan(expected), areas.sum(patients), expected)
    units_held = areas.sum(in_file)
    share = np.where(
        everyone > 0,
        areas.sum(patients * in_file) / np.maximum(everyone, 1),
        units_held / areas.sum(columns.weights("")),
    )
    return (units_held > 0) & (share >= geography.offered_from_share)


def _enough_icbs(columns: UnitArrays, areas: Areas, level: Level) -> Truths:
    """PCN files leave silent PCNs out, so patients cannot tell whether an area is covered."""
    in_file = columns.truths("in_file")
    if level is Level.PCN:
        return np.ones(areas.rows.height, dtype=np.bool_)
    held = areas.sum(in_file) > 0
    if level not in (Level.REGION, Level.ENGLAND):
        return held
    icb = columns.ranks("icb_code")
    seen = np.zeros((areas.rows.height + 1, icb.max() + 2), dtype=np.bool_)
    seen[areas.group[in_file], icb[in_file]] = True  # no ICB is the last column
    geography = declared().geography
    least = geography.offered_from_share_of_icbs
    codes = areas.rows["area_code"].to_list()
    there = columns.column("icb_code").unique().to_list()
    needed = np.array([least * columns.expected.icbs_of(level, code, there) for code in codes])
    return held & (seen[:-1, :-1].sum(axis=1) >= needed)


def code_of_most(units_here: UnitArrays, level: Level) -> str | None:
    """Code of the area of this level that most of these units lie in."""
    if level is Level.ENGLAND:
        return None if units_here.truths("invented").all() else ENGLAND_CODE
    code, _ = code_and_name(level)
    found = Counter(units_here.column(code).to_list())
    found.pop(None, None)
    return min(found, key=lambda code: (-found[code], code), default=None)
