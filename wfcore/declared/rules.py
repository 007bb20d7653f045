"""Frozen models of the thresholds in `rules.yaml`."""

from typing import Literal

from pydantic import Field

from wfcore.declared.models import Model
from wfcore.geography import Level


class NoClearChange(Model):
    """Below either line a change is not called up or down."""

    relative: float
    fte: float


class FileLimits(Model):
    """Sizes above which a file is not opened."""

    file_bytes: int
    unpacked_bytes: int
    zip_entries: int
    workbook_parts: int
    zip_ratio: int
    columns: int
    header_bytes: int
    line_bytes: int
    text_cells: int
    text_bytes_in_process: int
    blank_rows: int
    sheet_rows: int
    strings_bytes: int
    child_memory_bytes: int
    child_seconds: int
    pdf_pages: int
    pdf_seconds: int


class LocalTables(Model):
    """What holds for plans, claims and allocations that an analyst brings."""

    no_staff_marks: list[str]
    stray_marks: list[str]
    statuses: list[str]
    first_month: str
    years_ahead: int
    dates_ahead: dict[str, dict[str, int]]
    fte_warns: float
    fte_blocks: float
    total_apart_fte: float
    swapped_networks: int
    swapped_share: float
    spend_units: dict[str, int]
    fte_per_person_warns: float
    pounds_per_post: tuple[int, int]
    allocation_gbp: tuple[int, int]
    devolved_least: float
    invented_pcns: dict[str, str]
    invented_group: str


class Disclosure(Model):
    """From how many people on a figure is shown."""

    personal_base: int = Field(ge=5)
    local_hides_below: int = Field(ge=5, le=10)


class QualityPart(Model):
    """One thing a good return has."""

    name: str
    weight: float = Field(gt=0)
    words: str


class Quality(Model):
    """How a return is scored, and what a gap is tried at."""

    parts: dict[Literal["returned", "complete", "fresh", "plausible", "stable"], QualityPart]
    fresh_months: int
    far_out: float
    jump_fte: float
    jump_share: float
    low_share: float = Field(ge=0, le=0.5)
    high_share: float = Field(ge=0.5, le=1)


class Hours(Model):
    """Above what FTE are taken for hours or sessions."""

    gp_fte_many: float
    gp_fte_few: float
    many: int
    least: int
    fte_per_person: float


class Effect(Model):
    """When one practice or one column moves the figure of a place by so much that somebody should look."""

    place: int
    usual_list: int
    share: float = Field(gt=0, lt=1)
    far: float
    least_spread: float
    moved: float = Field(gt=0, lt=1)
    factor: float
    zeros: float = Field(gt=0, le=1)
    no_gp: float = Field(gt=0, lt=1)


class PcnPeople(Model):
    """What one row of a PCN file, and all of them, can be."""

    fte: float
    fte_contracted: float
    mean: tuple[float, float]
    repeated: float = Field(gt=0, lt=1)
    in_pairs: float = Field(gt=0, le=1)


class Usual(Model):
    """What England has for its patients, and how far from it a file of many practices may be."""

    rates: dict[str, float]
    factor: float = Field(gt=1)
    gps: float = Field(gt=1)
    many_patients: int
    lists: float = Field(gt=1)
    hours: float = Field(gt=0, lt=1)
    parts: float = Field(gt=0, lt=1)
    sexes: float = Field(gt=0, lt=1)
    patients: float = Field(gt=1)


class Weights(Model):
    """Between what weighted ÷ registered patients lie: of one practice, and over a file of many."""

    one: tuple[float, float]
    many: tuple[float, float]


class Scores(Model):
    """What deprivation scores of practices look like."""

    one: tuple[float, float]
    deciles: int
    missing: float = Field(gt=0, lt=1)


class DoctorWords(Model):
    """Words by which a heading of a printed table says what it counts."""

    change: list[str]
    share: list[str]
    money: list[str]
    rate: list[str]
    headcount: list[str]
    fte: list[str]
    count: list[str]
    label: list[str]
    rest: list[str]
    pounds: list[str]
    units: list[str]


class WiderAreas(Model):
    """Names and words of areas that stand beside the places of a printed table."""

    countries: list[str]
    regions: list[str]
    systems: list[str]
    words: list[str]


class Doctor(Model):
    """What holds for printed tables of papers."""

    cells: int
    columns: int
    text_bytes: int
    line_characters: int
    near_100: float
    unlike: float
    near_scale: float
    few_units: int
    leap: float
    leaps: int
    leap_alone: float
    leap_times: float
    leap_least: float
    near_name: float
    least_peers: int
    far_points: float
    far_spreads: float
    alike: dict[str, list[str]]
    not_in_section: dict[str, list[str]]
    places: list[str]
    wider_areas: WiderAreas
    words: DoctorWords
    plans: dict[str, list[str]]


class Recommendations(Model):
    """What holds for the recommendations of a committee."""

    statuses: list[str]
    closed: list[str]
    most_characters: int


class Reading(Model):
    """How hard the sentences of committee pages may be, as school grades."""

    middle_grade: float
    most_grade: float
    verdict_grade: float
    verdict_words: int


class DefaultPlace(Model):
    """The place shown when a link names none."""

    level: Level
    name: str


class DefinitionBreak(Model):
    """A month from which a count is made in another way; `counts`: stems of metrics, all without one."""

    since: str
    collection: Literal["practice", "pcn"]
    counts: tuple[str, ...] = ()
    words: str
    source: str


class TrendMarks(Model):
    """What is marked on the course of a place."""

    least_share: float = Field(gt=0, lt=1)
    definitions: list[DefinitionBreak]


class AlikeRules(Model):
    """How many places like a place are named."""

    places: int = Field(ge=1)


class FairnessRules(Model):
    """When staff are held against deprivation, and who is left behind."""

    least_places: int = Field(ge=3)
    places_for_fifths: int = Field(ge=5)
    behind_share: float = Field(gt=0, le=0.5)


class Publishing(Model):
    """How a version comes about."""

    second_person: bool
    orphan_hours: float


class DifferenceRules(Model):
    """When a difference from the last published period is worth a word; shares lie between 0 and 1."""

    patients_warns: float
    gp_fte_warns: float
    icb_warns: float
    mover_fte: float
    mover_share: float
    movers: int
    merged_growth: tuple[float, float]
    merged_smallest_list: int
    merged_elsewhere: tuple[float, float]
    merged_staff: tuple[float, float]
    recoded_list: float
    identical_warns: float
    same_as_share: float
    same_as_cells: int
    restated_rows: int
    trainee_months: list[str]


class Rules(Model):
    """Thresholds that somebody decided."""

    tokens: dict[str, list[str]]
    tiny_list: int
    implausible_list: int
    twin_codes: int
    low_coverage: float
    list_months_apart: int
    stray: float
    weighted_months_apart: int
    disclosure: Disclosure
    quality: Quality
    fte_per_person_notes: float
    fte_per_person_warns: float
    hours: Hours
    patients_per_gp: tuple[int, int]
    one_area: float
    not_boroughs: list[str]
    practice_fte_blocks: float
    practice_headcount_blocks: int
    effect: Effect
    usual: Usual
    weights: Weights
    scores: Scores
    pcn_people: PcnPeople
    identity_tolerance: float
    fte_change_warns: float
    rows_change_warns: float
    rows_change_blocks: float
    pcn_low_rate: float
    pcn_correction: float
    first_period: str
    zero_means_missing_before: str
    examples: int
    least_likeness: float
    no_clear_change: NoClearChange
    near_target: float
    succession_share: float
    larger_area: float
    opens_on: DefaultPlace
    local_tables: LocalTables
    doctor: Doctor
    publish: Publishing
    differences: DifferenceRules
    trend_marks: TrendMarks
    alike: AlikeRules
    fairness: FairnessRules
    recommendations: Recommendations
    reading: Reading
    limits: FileLimits
