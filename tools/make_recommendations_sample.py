"""Invent what a committee asked of the Demonstration place.

`python -m tools.make_recommendations_sample [folder]`. Numbers "then" are left blank where the notebook
is to work them out, and given where the minutes had one.
"""

from pathlib import Path

from tools.sample_files import into_folder, write_csv

SOURCE = "demonstration_recommendations"
HEADER = (
    "reference", "asked", "place", "recommendation", "metric", "number_then", "owner", "due", "status",
    "answer", "source",
)  # fmt: skip
ROWS = (
    ("R1", "2024-12-10", "QZZ", "Bring fully qualified GPs to the target, and say by when. (invented)",
     "gp_excl_trainees_rate", "", "Primary care lead (invented)", "2025-06-30", "in progress", ""),
    ("R2", "2024-12-10", "QZZ", "List every vacancy by practice. (invented)", "", "",
     "Network managers (invented)", "2025-03-31", "answered", "A list came in May 2025. (invented)"),
    ("R3", "2025-06-17", "QZZ", "Say what is done to keep nurses who are 55 or older. (invented)",
     "nurse_rate", "21.0", "Lead nurse (invented)", "2026-12-31", "open", ""),
    ("R4", "2025-06-17", "Demoborough East (invented)",
     "Explain why networks of one borough differ so much. (invented)", "gp_rate", "",
     "Primary care lead (invented)", "2025-12-31", "open", ""),
)  # fmt: skip


def write_all(folder: Path) -> None:
    """Write the file."""
    write_csv(
        folder / "demonstration_recommendations.csv", HEADER, ([*row, SOURCE] for row in ROWS)
    )


if __name__ == "__main__":
    into_folder(write_all)
