"""Write the invented tables about trainees, educators, those who stayed and promised posts.

`python -m tools.make_pipeline_sample [folder]`. Nothing in them is about anybody. One of each trap is
among them: a printed cell, a year not yet known, too few people to show, an educator less, a network in silence.
"""

from pathlib import Path

from tools.sample_files import into_folder, write_csv

_ICB = ("icb", "QZZ", "Demonstration place (invented)")
_PCN = {
    "brook": ("pcn", "U99901", "Brook PCN (invented)"),
    "meadow": ("pcn", "U99902", "Meadow PCN (invented)"),
    "harbour": ("pcn", "U99903", "Harbour PCN (invented)"),
}
_PLACE = ("level", "place", "place_name")
FILES = {
    "demonstration_learners": (
        (*_PLACE, "group", "year", "in_training", "qualify", "route", "note", "dataset"),
        (
            (*_ICB, "GP trainees", "2022/23", "60 (18 projected to qualify)", "", "", "invented"),
            (*_ICB, "GP trainees", "2023/24", "66", "21", "", "invented"),
            (*_ICB, "GP trainees", "2024/25", "Information not yet available", "", "", "invented"),
            (*_ICB, "GP trainees", "2025/26", "72", "25", "", "invented"),
            (*_ICB, "Adult nursing", "2022/23", "3 Direct Entry, 12 NDA, 8 TNA", "", "", "invented"),
            (*_ICB, "Adult nursing", "2023/24", "14 Direct Entry, 6 NDA, 11 TNA", "", "", "invented"),
            (*_ICB, "Kickstart", "2021/22", "12", "", "first cohort", "invented"),
        ),
    ),
    "demonstration_supervision": (
        (*_PLACE, "profession", "educators", "capacity", "learners", "aged_55", "rooms", "note", "dataset"),
        (
            (*_PCN["brook"], "GP trainees", "14", "30", "26", "6", "9", "invented"),
            (*_PCN["brook"], "Adult nursing", "8", "12", "9", "0", "", "invented"),
            (*_PCN["meadow"], "GP trainees", "9", "18", "19", "5", "6", "invented; more learners than places"),
            (*_PCN["meadow"], "Adult nursing", "3", "6", "2", "1", "", "invented; too few people to show"),
            (*_PCN["harbour"], "GP trainees", "6", "10", "0", "0", "4", "invented; could, and has nobody"),
        ),
    ),
    "demonstration_stayed": (
        (*_PLACE, "group", "cohort", "qualified", "stayed_here", "stayed_icb", "unknown", "note", "dataset"),
        (
            (*_ICB, "GP trainees", "2021/22", "17", "12", "12", "0", "invented"),
            (*_ICB, "GP trainees", "2022/23", "18", "13", "14", "0", "invented"),
            (*_ICB, "GP trainees", "2023/24", "21", "15", "15", "5", "invented"),
        ),
    ),
    "demonstration_programme_posts": (
        (*_PLACE, "programme", "role", "year", "promised", "filled", "note", "dataset"),
        (
            (*_PCN["brook"], "SPIN", "Pharmacist", "2024/25", "10", "6", "invented"),
            (*_PCN["meadow"], "SPIN", "Pharmacist", "2024/25", "6", "5", "invented"),
            (*_PCN["brook"], "Fellowships", "GP", "2024/25", "8", "2", "invented; too few people to show"),
            (*_PCN["meadow"], "Fellowships", "GP", "2024/25", "8", "7", "invented"),
            (*_PCN["harbour"], "Apprenticeships", "Nursing associate", "2024/25", "6", "", "invented; not said"),
        ),
    ),
}  # fmt: skip


def write_all(folder: Path) -> None:
    """Write the files."""
    for dataset, (header, rows) in FILES.items():
        write_csv(folder / f"{dataset}.csv", header, ([*row, dataset] for row in rows))


if __name__ == "__main__":
    into_folder(write_all)
