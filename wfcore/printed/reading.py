"""A printed table and what a reader answered → its figures, and what there is to ask."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from wfcore.measuring import VersionMeasures
from wfcore.normalising.printed_words import (
    PrintedMeasure,
    PrintedStaff,
    Said,
    plain_text,
    read_words,
)
from wfcore.printed.around import (
    aged_staff,
    called_before,
    is_a_body,
    is_an_age,
    kind_of_size,
    nearest_first,
    overlaid,
    said_by_answer,
    set_name,
    size_family,
)
from wfcore.printed.figures import PER_PATIENTS, PrintedFigure
from wfcore.printed.places import Doubt, PrintedPlace, match_places
from wfcore.printed.uses import LEFT_OUT, ColumnUse, PrintedColumn, label_uses, used_columns
from wfcore.table_checks import PrintedTable
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.structure import structure_of

WHOLE = "the whole table"
_NOBODY = PrintedStaff("", "staff", None, sure=False)


@dataclass(frozen=True)
class PrintedReading:
    """A table as it is read with the answers given: columns, places, figures, patients.

    `patients`: (printed place, when) → what the table prints or the reader gave; `given`: places whose
    patients the reader gave. `about`: what the table as a whole is about, as far as it is said;
    `within` the area that holds its places.
    """

    table: PrintedTable
    told: Mapping[str, str]
    columns: tuple[PrintedColumn, ...]
    figures: tuple[PrintedFigure, ...]
    places: Mapping[str, PrintedPlace]
    doubts: tuple[Doubt, ...]
    patients: Mapping[tuple[str, str | None], float]
    given: frozenset[str] = field(default_factory=frozenset[str])
    about: str = ""
    within: PrintedPlace | None = None

    @property
    def table_text(self) -> str:
        """The table as CSV, with the lines around it, to be read again."""
        text, at = io.StringIO(), 0
        width = max((len(cells) for _, cells in self.table.lines), default=0)
        writer = csv.writer(text, lineterminator="\n")
        for number, cells in self.table.lines:
            writer.writerows([[""] * width] * (number - at - 1))  # a cell keeps its place
            writer.writerow([*cells, *[""] * (width - len(cells))])
            at = number
        return text.getvalue()

    def patients_of(self, place: PrintedPlace, when: str | None) -> float | None:
        """The patients of a place: of that time, or the only ones there are."""
        exact = self.patients.get((place.printed, when)) or self.patients.get((place.printed, None))
        others = [v for (name, _), v in self.patients.items() if name == place.printed]
        return exact or (others[-1] if len(others) == 1 else None)


def read_printed(
    table: PrintedTable,
    told: Mapping[str, str] | None = None,
    figures: VersionMeasures | None = None,
) -> PrintedReading:
    """Read a printed table as one of staff in places.

    Args:
        table: as the table doctor reads it.
        told: answers. The letter of a column, or a heading with its number (`Nurse #2`) → what it
            should have said; a name → the place meant; `place`, `staff`, `measure`, `month`,
            `patients` of the whole table; `patients:NAME`; `leave out` for what is not to be used.
        figures: the version that knows places.
    """
    told = {key.strip(): value.strip() for key, value in (told or {}).items() if value.strip()}
    return _TableReader(table, told).read(figures)


@dataclass(frozen=True)
class _Row:
    place: str
    age: str  # the band of ages it counts
    said: tuple[Said, ...]  # the nearest first


@dataclass(frozen=True)
class _TableReader:
    table: PrintedTable
    told: Mapping[str, str]

    def read(self, figures: VersionMeasures | None) -> PrintedReading:
        cells = list(self._cells())
        names = dict.fromkeys(figure.place.printed for figure in cells)
        names |= dict.fromkeys(place for place, _, _ in self._patients())
        about = self.told.get("place", "")
        matched = match_places([name for name in names if name != about], figures, self.told, about)
        known = dict(matched.places)
        if about in names:
            known |= match_places([about], figures, self.told).places
        known = {
            name: replace(one, around=one.around or name in self._wholes)
            for name, one in known.items()
        }
        made = tuple(replace(figure, place=known[figure.place.printed]) for figure in cells)
        patients = {(place, when): value for place, when, value in self._patients()}
        given = self._given(list(names))
        return PrintedReading(
            self.table, self.told, self.columns, made, known, matched.doubts,
            patients | {(name, None): value for name, value in given.items()}, frozenset(given), about,
            matched.within,
        )  # fmt: skip

    @cached_property
    def title(self) -> tuple[Said, ...]:
        """What the whole table is told, what its title lines say, and what the names of its rows are under.

        The name of a file says nothing.
        """
        told = Said()
        for name in ("staff", "measure", "month"):
            if text := self.told.get(name):
                told = overlaid(read_words(text), told)
        lines = [read_words(line) for line in self.table.above[1:]]
        corner = [read_words(heading) for heading in self.table.headings[: self.table.labels]]
        lines += [said for said in corner if not is_a_body(said)]
        return (told, *(replace(line, rest="") for line in lines))

    @cached_property
    def label_uses(self) -> tuple[ColumnUse, ...]:
        """What each column of names is for."""
        return label_uses(self.table, self.told)

    @cached_property
    def columns(self) -> tuple[PrintedColumn, ...]:
        """Every column with what it is used for."""
        return used_columns(self.table, self.told, self.label_uses)

    @cached_property
    def rows(self) -> tuple[_Row, ...]:
        """What each row is about."""
        made: list[_Row] = []
        for row in self.table.rows:
            place, age, said = "", "", list[Said]()
            for j, use in enumerate(self.label_uses):
                text = row.cells[j].text
                if use == "place":
                    place = text
                elif use == "age" and is_an_age(text):
                    age = text
                    said.append(replace(read_words(text), staff=None, when=None))
                elif use in ("staff", "age", "month"):
                    said.append(self._of_label(text, use))
            section = read_words(row.section) if row.section else Said()
            if not place and "place" not in self.label_uses and section.staff is None:
                place = row.section
            made.append(_Row(place, age, (*said, section)))
        return tuple(made)

    def _of_label(self, text: str, use: ColumnUse) -> Said:
        said = read_words(text)
        silent = said.staff is None and (said.measure is None or said.rest)
        if use == "staff" and silent and text:
            return replace(said, staff=PrintedStaff(text, text, None))
        return said

    @cached_property
    def _wholes(self) -> set[str]:
        """Printed names of places whose every row is a total or an average."""
        if "place" not in self.label_uses:
            return set()
        roles = structure_of(self.table).rows.roles
        found: dict[str, bool] = {}
        for i, row in enumerate(self.rows):
            is_whole = roles.get(i) in ("whole", "average")
            found[row.place] = found.get(row.place, True) and is_whole
        return {place for place, is_whole in found.items() if is_whole}

    def _cells(self) -> Iterator[PrintedFigure]:
        """Every figure that is used, with the place as printed alone."""
        seen: dict[tuple[object, ...], int] = {}
        for i, j, place, said in self._used():
            key = (place, set_name(said), said.measure, said.per, said.when)
            seen[key] = seen.get(key, 0) + 1
            if made := self._figure(i, j, place, said, seen[key]):
                yield made

    def _used(self) -> Iterator[tuple[int, int, str, Said]]:
        """Row, column, place as printed and what is said of each figure that may be used."""
        used = [(j, c) for j, c in enumerate(self.columns) if c.use == "figures"]
        across = self._are_places([c for _, c in used])
        for i, row in enumerate(self.rows):
            for j, column in used:
                cell = self.table.rows[i].cells[j]
                place = column.heading if across else row.place
                place = place or self.told.get("place", "") or WHOLE
                left_out = self.told.get(place, "").casefold() == LEFT_OUT or is_an_age(row.place)
                if cell.value is None or left_out or read_words(row.place).measure == "money":
                    continue
                said = self._said(row, Said() if across else column.said)
                if cell.percent and said.measure is None:
                    said = replace(said, measure="share")
                yield i, j, place, said

    def _are_places(self, used: Sequence[PrintedColumn]) -> bool:
        """Whether the columns of figures are places, as they say nothing else and no row names one."""
        silent = not any(
            (c.said.staff and not is_total(c.heading)) or c.said.measure or c.said.when
            for c in used
        )
        return silent and "place" not in self.label_uses and len(used) > 1

    def _said(self, row: _Row, column: Said) -> Said:
        """What is said of a figure: the nearest text first; whom it counts, by what tells figures apart."""
        texts = [column, *row.said, *self.title, self._alone]
        own = next((said.staff for said in row.said if said.staff), None)
        if own and self._one_staff_across and "staff" in self.label_uses:
            texts = [replace(column, staff=None), *texts[1:]]
        said = nearest_first(texts)
        return replace(said, staff=aged_staff(said.staff, row.age)) if row.age else said

    @cached_property
    def _one_staff_across(self) -> bool:
        """Whether the columns of figures name no more than one staff group."""
        return (
            len({c.said.staff.name for c in self.columns if c.use == "figures" and c.said.staff})
            < 2
        )

    @cached_property
    def _alone(self) -> Said:
        """The staff that rows name, and what rows of ages count, where that is one alone."""
        said = [one for row in self.rows for one in row.said]
        staff = {one.staff.name: one.staff for one in said if one.staff}
        counts: set[PrintedMeasure] = {
            one.measure for one in said if one.measure and one.measure != "share"
        }
        return Said(
            next(iter(staff.values())) if len(staff) == 1 else None,
            counts.pop() if len(counts) == 1 and "age" in self.label_uses else None,
        )

    def _figure(self, i: int, j: int, place: str, said: Said, nth: int) -> PrintedFigure | None:
        name = set_name(said)
        set_of = name if nth == 1 else f"{name} #{nth}"
        told = self.told.get(f"{name} #{nth}", "" if nth > 1 else self.told.get(name, ""))
        if told.casefold() == LEFT_OUT:
            return None
        said = overlaid(said_by_answer(told), said)
        staff = said.staff or _NOBODY
        if nth > 1 and not (told and read_words(told).staff):
            staff = PrintedStaff(
                staff.printed, f"not {called_before(staff)} (heading printed twice)", None
            )
        cell = self.table.rows[i].cells[j]
        measure, per, proposed = self._measured(said, staff)
        if cell.value is None or measure is None or measure in ("money", "change", "patients"):
            return None
        return PrintedFigure(
            cell.text, float(cell.value), float(half_unit(cell.value)),
            max(0, -self.table.finest[j]), PrintedPlace(place, place), staff, measure, per,
            said.when, self.table.cell_name(i, j), set_of, nth > 1, proposed,
        )  # fmt: skip

    def _measured(
        self, said: Said, staff: PrintedStaff
    ) -> tuple[PrintedMeasure | None, int | None, bool]:
        """What a figure is, and whether that is only proposed from the size of such figures."""
        if said.measure == "rate" and said.per is None:
            measure, per = self._by_size(staff)
            return ("rate", per if measure == "rate" and per else PER_PATIENTS, True)
        if said.measure is not None:
            return said.measure, said.per, False
        used = [c.said for c in self.columns if c.use in ("figures", "patients")]
        says: set[PrintedMeasure] = {said.measure for said in used if said.measure is not None}
        if not says:
            return (*self._by_size(staff), True)
        # Beside columns that say it a role counts the same, and anything else is something else.
        own = says.pop() if len(says) == 1 and staff.printed and staff.stem is None else None
        return own, None, False

    def _by_size(self, staff: PrintedStaff) -> tuple[PrintedMeasure, int | None]:
        """What figures of these staff usually are at this size; staff that nobody knows as the others are."""
        if self._adds_up:  # a rate is never added
            return ("headcount" if self._are_whole else "fte"), None
        own = self._sizes.get(size_family(staff))
        return own or next(iter(self._sizes.values()), ("fte", None))

    @cached_property
    def _adds_up(self) -> bool:
        """Whether some rows or columns of figures are the sum of others."""
        structure = structure_of(self.table)
        wholes = (*structure.rows.wholes, *structure.columns.wholes)
        return any(w.known == "both" and w.fits > 1 and len(w.parts) > 1 for w in wholes)

    @cached_property
    def _are_whole(self) -> bool:
        used = (self.table.rows[i].cells[j] for i, j, _, said in self._used() if not said.measure)
        return all(cell.places >= 0 for cell in used)

    @cached_property
    def _sizes(self) -> dict[str, tuple[PrintedMeasure, int | None]]:
        """Family of staff → what its figures are, by the middle one."""
        values: dict[str, list[float]] = {}
        for i, j, _, said in self._used():
            value = self.table.rows[i].cells[j].value
            open_ = said.measure is None or (said.measure == "rate" and said.per is None)
            if open_ and said.staff and value is not None and size_family(said.staff):
                values.setdefault(size_family(said.staff), []).append(float(value))
        found: dict[str, tuple[PrintedMeasure, int | None]] = {}
        for family, listed in values.items():
            if kind := kind_of_size(family, sorted(listed)[len(listed) // 2]):
                found[family] = kind
        return found

    def _patients(self) -> Iterator[tuple[str, str | None, float]]:
        """Printed place, when, and its patients, from columns and rows of them."""
        for i, j, place, said in self._used():
            value = self.table.rows[i].cells[j].value
            if said.measure == "patients" and value is not None and value > 0:
                yield place, said.when, float(value)
        for j, column in enumerate(self.columns):
            if column.use != "patients":
                continue
            for i, row in enumerate(self.rows):
                value = self.table.rows[i].cells[j].value
                if value is not None and value > 0:
                    when = nearest_first([column.said, *row.said, *self.title]).when
                    yield row.place or self.told.get("place", "") or WHOLE, when, float(value)

    def _given(self, names: Sequence[str]) -> dict[str, float]:
        """Patients that the reader gave, by printed name of a place."""
        found: dict[str, float] = {}
        for key, text in self.told.items():
            word, _, name = key.partition(":")
            number = re.sub(r"[,\s]", "", text)
            if word == "patients" and re.fullmatch(r"\d+(\.\d+)?", number) and float(number) > 0:
                wanted = plain_text(name)
                meant = [n for n in names if wanted in plain_text(n)]
                if wanted or len(meant) == 1:
                    found |= dict.fromkeys(meant, float(number))
        return found
