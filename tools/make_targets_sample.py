"""Write the first edition of the table of aims: those that public papers print, and invented ones.

`python -m tools.make_targets_sample [folder]`. Each aim says who set it and where that is written.
"""

from pathlib import Path

from tools.sample_files import into_folder, write_csv

HEADER = (
    "metric", "level", "place", "place_name", "value", "unit", "by", "better", "set_by", "written_in",
    "reason", "note", "dataset",
)  # fmt: skip
_RATE = "FTE per 100,000 registered patients"
_NEL = ("icb", "QMF", "North East London")
_NEL_SAYS = (
    "NHS North East London",
    "Primary Care workforce update to Havering Health Overview and Scrutiny Committee, December 2022",
    "",
    "",
)
_DRAFT = (
    "Wolverhampton Clinical Commissioning Group Primary Care Workforce Strategy, draft, January 2018 "
    '("recommended by global sum")'
)
_WOLVERHAMPTON = (
    "Wolverhampton Clinical Commissioning Group",
    _DRAFT,
    "",
    "The paper does not say whether trainees and locums are counted.",
)
_DEMO = ("icb", "QZZ", "Demonstration place (invented)")
_DEMO_SAYS = ("this notebook, as an example", "invented, to show the page", "", "")
PRINTED = (
    ("gp_excl_trainees_rate", *_NEL, "44", _RATE, "2025", "", *_NEL_SAYS),
    ("nurse_rate", *_NEL, "15", _RATE, "2025", "", *_NEL_SAYS),
    ("gp_excl_trainees_rate", "borough", "E08000031", "Wolverhampton", "0.58", "WTE per 1,000 patients", "", "",
     *_WOLVERHAMPTON),
    ("additional roles (ARRS) allocation used", *_NEL, "80", "per cent of the total allocation", "2025", "higher",
     *_NEL_SAYS),
    ("staff turnover", *_NEL, "8", "per cent a year (from about 10)", "2025", "lower", *_NEL_SAYS),
    ("GP trainees who stay in North East London", *_NEL, "90", "per cent", "2025", "higher", *_NEL_SAYS),
)  # fmt: skip
INVENTED = (
    ("gp_excl_trainees_rate", *_DEMO, "44", _RATE, "2027-03", "", *_DEMO_SAYS),
    ("nurse_rate", *_DEMO, "20", _RATE, "2027-03", "", *_DEMO_SAYS),
    ("nurse_rate", "pcn", "U99902", "", "24", _RATE, "2027-03", "", *_DEMO_SAYS),
)
FILES = {"targets": PRINTED, "demonstration_targets": INVENTED}


def write_all(folder: Path) -> None:
    """Write the files."""
    for dataset, rows in FILES.items():
        write_csv(folder / f"{dataset}.csv", HEADER, ([*row, dataset] for row in rows))


if __name__ == "__main__":
    into_folder(write_all)
