"""Invent who joined and left the Demonstration place, and which posts are vacant there.

`python -m tools.make_people_sample [folder]`. One of each trap: too few leavers to show, reasons that make a
total, half years that make a year, a figure that is not yet known, a practice without vacancies, practices
that did not answer, a post that a locum covers, one that is filled already.
"""

from pathlib import Path

from tools.sample_files import into_folder, write_csv

JOINERS = (
    "level", "place", "from", "to", "staff", "joiners", "leavers", "leavers_fte", "staff_start", "staff_end", "reason",
    "written_in", "dataset",
)  # fmt: skip
VACANCIES = (
    "level", "place", "role", "wte", "opened", "filled", "covered_by", "intention", "answered", "dataset",
)  # fmt: skip
_SAYS = "networks' return (invented)"
_FIRST, _SECOND, _THIRD = (
    ("2022-10", "2023-09"),
    ("2023-10", "2024-09"),
    ("2024-10", "2025-09"),
)
_LEFT = (
    ("U99901", *_FIRST, "GPs", 6, 7, 5.2, 54, 53, ""),
    ("U99902", *_FIRST, "GPs", 5, 4, 3.1, 39, 40, ""),
    ("U99903", *_FIRST, "GPs", 5, 5, 3.6, 39, 39, ""),
    ("U99904", *_FIRST, "GPs", 4, 3, 2.5, 33, 34, ""),
    ("U99901", *_SECOND, "GPs", 6, 6, 4.4, "", "", ""),
    ("U99902", *_SECOND, "GPs", 6, 5, 3.7, "", "", ""),
    ("U99903", *_SECOND, "GPs", 3, 3, 2.0, "", "", ""),
    ("U99904", *_SECOND, "GPs", 5, 4, 3.3, "", "", ""),
    ("U99901", *_THIRD, "GPs", 2, 5, 3.9, "", "", "retired"),
    ("U99901", *_THIRD, "GPs", 2, 4, 2.7, "", "", "moved away"),
    ("U99902", *_THIRD, "GPs", 11, 5, 3.5, "", "", "not known"),
    ("U99903", *_THIRD, "GPs", 10, 5, 3.8, "", "", "not known"),
    ("U99904", *_THIRD, "GPs", 2, 2, 1.6, "", "", "not known"),
    ("QZZ", *_THIRD, "nurses", 11, 10, 6.9, "", "", ""),
    ("QZZ", *_THIRD, "direct patient care staff", "Information not yet available", "tbc", "", "", "", ""),
    ("QZZ", "2024-10", "2025-03", "all staff", 51, 38, "", "", "", ""),
    ("QZZ", "2025-04", "2025-09", "all staff", 65, 42, "", "", "", ""),
)  # fmt: skip
_POSTS = (
    ("X99001", "salaried GP", 2, "2025-03-01", "", "locum", "recruit (invented)", "yes"),
    ("X99001", "practice nurse", 1, "2025-06-01", "", "nobody", "", "yes"),
    ("X99002", "GP partner", 1.5, "2025-01-15", "", "nobody", "two salaried posts (invented)", "yes"),
    ("X99003", "salaried GP", 2, "2025-04-01", "", "other staff", "", "yes"),
    ("X99004", "receptionist", 1.5, "2025-07-01", "", "other staff", "", "yes"),
    ("X99005", "salaried GP", 1, "2024-11-01", "2025-05-01", "locum", "filled (invented)", "yes"),
    ("X99006", "", 0, "", "", "", "", "yes"),
    ("X99008", "salaried GP", 1, "2025-08-01", "", "nobody", "", "yes"),
    ("X99009", "", 0, "", "", "", "", "yes"),
    ("X99010", "", "", "", "", "", "", "no"),
    ("X99014", "GP partner", 3, "2025-02-01", "", "locum", "", "yes"),
    ("X99017", "salaried GP", 2.5, "2025-05-01", "", "nobody", "", "yes"),
    ("X99016", "HCA", 0.8, "2025-05-01", "", "nobody", "", "yes"),
    ("X99021", "", "", "", "", "", "", "no"),
    ("X99022", "", "Information not yet available", "", "", "", "", "no"),
)  # fmt: skip


def _level(place: str) -> str:
    return {"U": "pcn", "X": "practice"}.get(place[0], "icb")


def write_all(folder: Path) -> None:
    """Write both files."""
    left, posts = "demonstration_joiners_leavers", "demonstration_vacancies"
    write_csv(
        folder / f"{left}.csv", JOINERS, ([_level(row[0]), *row, _SAYS, left] for row in _LEFT)
    )
    write_csv(folder / f"{posts}.csv", VACANCIES, ([_level(row[0]), *row, posts] for row in _POSTS))


if __name__ == "__main__":
    into_folder(write_all)
