# pyright: basic
"""An invented England: practices, networks and people from a fixed seed, printed as NHS England prints them.

Every person has a role, a sex, an age and hours, and the cells are counts of people; so roles add up
to totals, and GPs without trainees are GPs minus trainees.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.normalising.cells import StaffCell, practice_cells

PRACTICES = 6_200
SEED = 20_250_930
HEADLINE = ("total", "role", "age")  # the cuts that some metric needs

_PER_10_000 = {"gp": 7.0, "nurse": 3.9, "dpc": 4.6, "admin": 17.0}
_SILENT = {"gp": 0.01, "nurse": 0.02, "dpc": 0.03, "admin": 0.015}
_IN_PCN = 5
_STAFF_OF_PCN = 30
_NOT_PRINTED_NOW = ("hi_thera", "psych_wellb_prac")
_PATIENT_SHARES = (0.05, 0.11, 0.40, 0.26, 0.10, 0.06, 0.02)
_FLAG = "Fully estimated - no data provided"
_HOURS = np.array([7.5, 11.25, 15, 16, 18.75, 20, 22.5, 24, 25, 26.25, 28, 30, 32, 34, 36, 37.5])


@dataclass(frozen=True)
class _People:
    """The people of one staff group, a column for each thing that is counted."""

    practice: npt.NDArray[np.intp]
    role: npt.NDArray[np.str_]
    sex: npt.NDArray[np.str_]
    age_band: npt.NDArray[np.str_]
    qualified_in: npt.NDArray[np.str_]
    fte: npt.NDArray[np.float64]
    silent: npt.NDArray[np.bool_]  # by practice


class England:
    """One month of England; `headline` and `pcn_file` print it for other months too."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(SEED)
        self.places = self._make_places()
        self._people = {group: self._make_people(group) for group in _PER_10_000}

    @cached_property
    def pcns(self) -> list[str]:
        """Codes of all networks."""
        return self.places["PCN_CODE"].unique().sort().to_list()

    def detailed(self) -> bytes:
        """The Detailed file: 805 columns, as the publisher has had them since 2024."""
        counts = self._counts(tuple(dict.fromkeys(c.breakdown for c in practice_cells())))
        staff = [
            self._cell(counts, cell, measure)
            for cell in _printed()
            for measure in ("headcount", "fte")
            if _is_printed(cell, measure)
        ]
        return _csv(self.places, self._patients(), self._flags(), pl.DataFrame(staff))

    def headline(self, quarters_later: int) -> bytes:
        """Totals, roles and ages of a later quarter, in which lists and hours have moved a little."""
        hours, lists = 1 + 0.002 * quarters_later, 1 + 0.001 * quarters_later
        staff = [
            self._cell(self._headline_counts, cell, measure, hours if measure == "fte" else 1.0)
            for cell in _printed()
            if cell.breakdown in HEADLINE
            for measure in ("headcount", "fte")
            if _is_printed(cell, measure)
        ]
        patients = self._patients().select((pl.col("TOTAL_PATIENTS") * lists).round().cast(int))
        return _csv(self.places, patients, self._flags(), pl.DataFrame(staff))

    def pcn_file(self, year: int, month: int) -> bytes:
        """The individual-level file of the networks."""
        staff = declared().staff
        roles = [
            (staff.pcn_groups[group][0], printed)
            for group, names in staff.pcn_roles.items()
            for printed in names.values()
        ]
        random = np.random.default_rng(SEED + 1)
        count = len(self.pcns) * _STAFF_OF_PCN
        who = pl.DataFrame(
            {
                "PCN_CODE": random.choice(self.pcns, count),
                "_role": random.integers(0, len(roles), count),
                "FTE": (random.choice(_HOURS, count) / 37.5).round(9),
            }
        )
        what = pl.DataFrame(roles, schema=["STAFF_GROUP", "DETAILED_STAFF_ROLE"], orient="row")
        areas = self.places.select(pl.exclude("PRAC_CODE", "PRAC_NAME")).unique("PCN_CODE")
        return (
            who.join(what.with_row_index("_role").cast({"_role": pl.Int64}), on="_role")
            .join(areas, on="PCN_CODE")
            .rename({"REGION_CODE": "COMM_REGION_CODE", "REGION_NAME": "COMM_REGION_NAME"})
            .with_columns(
                CENSUS_YEAR=pl.lit(year),
                CENSUS_MONTH=pl.lit(month),
                DATA_SOURCE=pl.lit("PCN"),
                UNIQUE_IDENTIFIER=pl.int_range(pl.len()),
            )
            .drop("_role")
            .write_csv()
            .encode()
        )

    def _make_places(self) -> pl.DataFrame:
        geography = declared().geography
        sub_icbs = [code for code, e in geography.sub_icbs.items() for _ in range(e.practices)]
        rows: list[tuple[str, ...]] = []
        for i, sub_icb in enumerate(sub_icbs[:PRACTICES]):
            e = geography.sub_icbs[sub_icb]
            icb = f"NHS {geography.icbs[e.icb]} ICB"
            first = i if i == 0 or sub_icbs[i - 1] != sub_icb else first  # noqa: F821
            pcn = first + (i - first) // _IN_PCN * _IN_PCN
            rows.append(
                (
                    f"{'ABCDEFGHJKLMNPY'[i % 15]}{80_000 + i:05d}", f"INVENTED SURGERY {i}",
                    f"U{10_000 + pcn:05d}", f"INVENTED NETWORK {pcn} PCN",
                    sub_icb, f"{icb} - {sub_icb}", e.icb, icb, e.region, geography.regions[e.region],
                )
            )  # fmt: skip
        areas = ("PRAC", "PCN", "SUB_ICB", "ICB", "REGION")
        header = [f"{area}_{part}" for area in areas for part in ("CODE", "NAME")]
        return pl.DataFrame(rows, schema=header, orient="row")

    @cached_property
    def _sizes(self) -> npt.NDArray[np.int64]:
        """Patients of each practice; together those that the reference expects of the sub-ICB."""
        expected = {c: e.patients for c, e in declared().geography.sub_icbs.items()}
        random = np.random.default_rng(SEED + 2)
        weights = pl.DataFrame(
            {"code": self.places["SUB_ICB_CODE"], "weight": random.lognormal(0, 0.6, PRACTICES)}
        )
        share = pl.col("weight") / pl.col("weight").sum().over("code")
        whole = pl.col("code").replace_strict(expected, return_dtype=pl.Float64)
        return weights.select((share * whole).round().cast(pl.Int64)).to_series().to_numpy()

    def _patients(self) -> pl.DataFrame:
        columns: dict[str, npt.NDArray[np.int64]] = {}
        left = self._sizes.copy()
        bands = declared().staff.patient_age_bands.values()
        for sex in ("MALE", "FEMALE"):
            for band, share in zip(bands, _PATIENT_SHARES, strict=True):
                columns[f"{sex}_PATIENTS_{band}"] = (self._sizes * share / 2).astype(np.int64)
                left -= columns[f"{sex}_PATIENTS_{band}"]
        columns["FEMALE_PATIENTS_15TO44"] += left
        sums = {
            f"TOTAL_{sex}": sum(v for k, v in columns.items() if k.startswith(f"{sex}_"))
            for sex in ("MALE", "FEMALE")
        }
        unknown = np.zeros_like(self._sizes)
        return pl.DataFrame(
            {"TOTAL_PATIENTS": self._sizes, **sums, "TOTAL_UNKNOWN_GENDER": unknown, **columns}
        )

    def _flags(self) -> pl.DataFrame:
        groups = declared().staff.groups
        return pl.DataFrame(
            {
                groups[group].source_flag or "": np.where(people.silent, _FLAG, "Fully provided")
                for group, people in self._people.items()
            }
        )

    def _make_people(self, group: str) -> _People:
        random = self._random
        silent = random.random(PRACTICES) < _SILENT[group]
        heads = random.poisson(np.maximum(self._sizes / 10_000 * _PER_10_000[group], 0.6))
        practice = np.repeat(np.arange(PRACTICES), np.where(silent, 0, heads))
        roles = [c.role for c in _printed() if c.breakdown == "role" and c.staff_group == group]
        weights = 1 / np.arange(1, len(roles) + 1)  # the first roles are the common ones
        bands = [c.age_band for c in _cells("age", group) if c.sex == "all"]
        places = [c.qualified_in for c in _cells("qualification", "gp") if c.sex == "all"]
        count = len(practice)
        return _People(
            practice,
            random.choice(roles, count, p=weights / weights.sum()),
            random.choice(["male", "female"], count, p=[0.25, 0.75]),
            random.choice(bands, count),
            random.choice(places, count),
            random.choice(_HOURS, count) / 37.5,
            silent,
        )

    @cached_property
    def _headline_counts(self) -> dict[tuple[StaffCell, str], npt.NDArray[np.float64]]:
        return self._counts(HEADLINE)

    def _counts(
        self, breakdowns: tuple[str, ...]
    ) -> dict[tuple[StaffCell, str], npt.NDArray[np.float64]]:
        """Cell and measure → its sum in each practice; NaN where the practice sent nothing."""
        counts: dict[tuple[StaffCell, str], npt.NDArray[np.float64]] = {}
        for cell in _printed():
            if cell.breakdown not in breakdowns:
                continue
            people = self._people[cell.staff_group]
            here = np.ones(len(people.practice), dtype=bool)
            for label in ("role", "sex", "age_band", "qualified_in"):
                if getattr(cell, label) != "all":
                    here &= getattr(people, label) == getattr(cell, label)
            if cell.definition in ("excl_trainees", "excl_trainees_locums"):
                here &= ~np.char.startswith(people.role, "gp_trn_")
            if cell.definition in ("excl_locums", "excl_trainees_locums"):
                here &= ~np.char.startswith(people.role, "gp_locum_")
            who = people.practice[here]
            for measure, weights in (("headcount", None), ("fte", people.fte[here])):
                summed = np.bincount(who, weights, minlength=PRACTICES).astype(float)
                counts[cell, measure] = np.where(people.silent, np.nan, summed)
        return counts

    def _cell(
        self,
        counts: dict[tuple[StaffCell, str], npt.NDArray[np.float64]],
        cell: StaffCell,
        measure: str,
        scale: float = 1.0,
    ) -> pl.Series:
        """A column as printed: `0`, `1`, `1.066666667`, `NA`."""
        name = cell.fte if measure == "fte" else cell.headcount
        values = pl.Series(name, (counts[cell, measure] * scale).round(9), nan_to_null=True)
        return values.cast(pl.String).str.strip_suffix(".0").fill_null("NA")


def _cells(breakdown: str, group: str) -> list[StaffCell]:
    return [c for c in practice_cells() if (c.breakdown, c.staff_group) == (breakdown, group)]


def _printed() -> list[StaffCell]:
    """Cells that the publisher still prints."""
    return [c for c in practice_cells() if not c.role.endswith(_NOT_PRINTED_NOW)]


def _is_printed(cell: StaffCell, measure: str) -> bool:
    """FTE by age stands only in the totals of both sexes, FTE by qualification nowhere."""
    by_age = cell.breakdown == "age" and cell.definition == "all"
    return (
        measure == "headcount" or by_age or cell.breakdown in ("total", "sex", "role", "role_sex")
    )


def _csv(*parts: pl.DataFrame) -> bytes:
    return pl.concat(parts, how="horizontal").write_csv().encode()
