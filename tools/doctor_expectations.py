"""What the table doctor has to say of tables kept beside the published files, and what not.

Of each case the cells in which something is wrong stand here, as a sheet names them; a case without
cells is right as it is printed. `asked`: there are two readings, so a note is enough.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A case: the beginning of its file's name, its wrong cells, and what may be named besides."""

    begins: str
    wrong: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


CASES = (
    Case("C01"), Case("C03"), Case("C05"), Case("C06"), Case("C07"), Case("C08"), Case("C09"),
    Case("C10"), Case("C12"),
    Case("C04", asked=("B9",)),  # 1,570 people, printed 1,540
    Case("P01", ("D2", "D3")),  # −0.9% printed −1.9%, −0.4% printed +0.4%
    Case("P05", ("B3", "C4")),  # 1.359 and 71.5 people
    Case("P06", ("C7", "D7", "E7")),  # 536, 600 and 859 added up
    Case("P07", ("C5",)),  # 504 of 492
    Case("P09", ("D3", "E4"), allowed=("D6",)),  # 64 less 56; 3 of 30
    Case("P10", ("D3", "E4")),  # 37 less 35; 14 of 20
    Case("P11", ("D4",)),  # 39,750 by 20.1
    Case("P13", ("B3",), allowed=("C3",)),
    Case("P14", ("C9",)),  # 14 of 252 are 5.6%
    Case("P15", asked=("C4",)),  # from 9,690 to 6,548 in a year
    Case("P16", ("D2",)),  # 148 and 6
    Case("P17", ("B5",)),  # above all its parts
    Case("P18", ("D2",)),  # 133.2 of 302,150
    Case("P20", ("B3", "C4"), allowed=("B5", "C5")),
    Case("P21", ("C1",), allowed=("B1", "D1")),  # 2023 before 2022
    Case("T01"), Case("T02"), Case("T07"), Case("T09"), Case("T10_"), Case("T10b"), Case("T11"),
    Case("T14"), Case("T16"), Case("T17"), Case("T18"), Case("T19"),
    Case("T04", asked=("B2",)),  # 1,143 with its footnote in front
    Case("T08", ("E3",)),  # 27,704
    Case("T12", ("D4", "D8", "D10"), allowed=("D3",)),  # the other way; less than 1%
    Case("X02"),
    Case("X05", allowed=("E9",)),  # 702 added up, though the note says that people may be counted once
)  # fmt: skip

# Tables of five papers: the checks that find what the list of findings in the reference names.
PAPERS: dict[str, tuple[str, ...]] = {
    "leeds_fig2": ("columns_add_up", "totals_are_rounded"),
    "leeds_fig6": ("rows_add_up", "columns_add_up", "grand_total_agrees", "no_stray_marks"),
    "leeds_fig7": (),
    "norfolk_waveney_workforce": (
        "shares_make_100", "shares_fit_the_headcount", "shares_make_the_headcount", "ages_are_apart",
        "splits_are_plausible",
    ),
    "norfolk_waveney_learner_supply": (
        "no_year_is_missing", "rows_stand_once", "rows_stand_in_their_section",
    ),
    "norfolk_waveney_delivery_plan": (
        "plans_have_their_columns", "indicators_have_a_number", "initiatives_have_an_indicator",
        "indicators_stand_once",
    ),
    "wolverhampton_delivery_plan": (
        "indicators_have_a_number", "initiatives_have_an_indicator", "plans_have_owner_and_date",
    ),
    "havering_rates": (
        "rows_stand_once", "arrows_mean_a_change", "names_are_known", "moves_have_a_cause",
    ),
    "havering_arrs": ("names_are_known", "units_are_named"),
    "wolverhampton_gp_table": ("columns_add_up",),
    "wolverhampton_fte_per_1000": ("nobody_is_rounded_away",),
    "wolverhampton_patients_per_fte": (),
}  # fmt: skip
