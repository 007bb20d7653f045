"""What a printed table leaves open, each with what may be answered and what is taken until then."""

from collections.abc import Iterator
from dataclasses import dataclass

from wfcore.declared import declared
from wfcore.printed.figures import PrintedFigure
from wfcore.printed.places import AS_PRINTED, SAME_NAME
from wfcore.printed.reading import WHOLE, PrintedReading
from wfcore.printed.uses import LEFT_OUT
from wfcore.rounding import shown

_SAID = {
    "rate": "full-time posts per {per:,} patients", "patients_per": "patients for each full-time post",
    "fte": "full-time posts", "headcount": "people (headcount)", "share": "per cent",
}  # fmt: skip
MEASURE_CHOICES = (
    _SAID["rate"].format(per=100_000), _SAID["rate"].format(per=1000),
    *(_SAID[kind] for kind in ("patients_per", "fte", "headcount", "share")),
)  # fmt: skip
GP_CHOICES = (
    "fully qualified GPs", "all GPs, including trainees",
    "fully qualified GPs, excluding locums", "all GPs, excluding locums",
)  # fmt: skip
NOT_SAID = "not said"


@dataclass(frozen=True)
class PrintedQuestion:
    """One thing to ask of whoever brings the table.

    `key` is what an answer is kept under (see `read_printed`); `choices` what may be answered, none where
    anything may; `taken` what is taken until somebody answers; `about` what it is about, in short.
    """

    key: str
    text: str
    choices: tuple[str, ...]
    taken: str
    about: str


def questions_of(reading: PrintedReading) -> tuple[PrintedQuestion, ...]:
    """What is doubtful about a table, the gravest first; what was answered stays, with its answer."""
    return (
        *_repeated(reading),
        *_places(reading),
        *_measures(reading),
        *_staff(reading),
        *_whole(reading),
    )


def _repeated(reading: PrintedReading) -> Iterator[PrintedQuestion]:
    """One heading over two sets of figures: which is which?"""
    sets = _sets(reading)
    for name, listed in sets.items():
        if not listed[0].again:
            continue
        plain, _, nth = name.rpartition(" #")
        sizes = [_about(sets[n]) for n in (plain, name) if n in sets]
        text = (
            f"“{plain}” stands over {'two' if nth == '2' else nth} sets of figures, of about {' and '.join(sizes)}. "
            f"Whom does set {nth} count?"
        )
        staff = [
            m.short
            for m in declared().metrics.values()
            if m.kind == "rate" and m.collection == "practice"
        ]
        choices = (*dict.fromkeys(staff[::-1]), "all staff together", LEFT_OUT)
        taken = reading.told.get(name, "shown apart")
        yield PrintedQuestion(name, text, choices, taken, f"second set under “{plain}”")


def _places(reading: PrintedReading) -> Iterator[PrintedQuestion]:
    """Names that are nearly those of known places."""
    for doubt in reading.doubts:
        printed, known = doubt.names[0]
        more = len(doubt.names) - 1
        others = f", and {more} more" if more else ""
        of_name = doubt.meant == SAME_NAME
        asked = "are these the areas of that name?" if of_name else f"is this {doubt.meant}?"
        yield PrintedQuestion(
            doubt.words,
            f"{doubt.words}: {asked} ({printed} would be {known}{others}.)",
            (doubt.meant, AS_PRINTED),
            reading.told.get(doubt.words, doubt.meant),
            doubt.words,
        )


def _measures(reading: PrintedReading) -> Iterator[PrintedQuestion]:
    """What is counted, where no heading says it and only the size of the figures speaks."""
    proposed = [figure for figure in reading.figures if figure.proposed]
    told = reading.told.get("measure")
    if not proposed and told is None:
        return
    taken = told or _measure_said(proposed[0])
    yield PrintedQuestion(
        "measure",
        "No heading says what is counted, or for how many patients. What is it?",
        MEASURE_CHOICES,
        taken,
        "what is counted",
    )


def _staff(reading: PrintedReading) -> Iterator[PrintedQuestion]:
    """Which GPs, where the print says GPs alone; whom, where it says nobody."""
    for name, listed in _sets(reading).items():
        staff = listed[0].staff
        if staff.stem == "gp" and not staff.sure and not listed[0].again:
            text = f"“{staff.printed}”: which GPs are counted?"
            yield PrintedQuestion(name, text, GP_CHOICES, NOT_SAID, f"which GPs “{name}” are")
        elif reading.told.get(name) and not listed[0].again:
            text = f"“{name}”: whom does it count?"
            yield PrintedQuestion(name, text, GP_CHOICES, reading.told[name], f"“{name}”")


def _whole(reading: PrintedReading) -> Iterator[PrintedQuestion]:
    """Staff, month and place of the whole table, where nothing says them."""
    figures = reading.figures
    for key, text, is_open in (
        ("staff", "Whom does the table count?", any(not f.staff.printed for f in figures)),
        ("month", "Which month is it? (2021-09)", any(f.when is None for f in figures)),
        ("place", "Which place is it about?", any(f.place.printed == WHOLE for f in figures)),
    ):
        if is_open or reading.told.get(key):
            yield PrintedQuestion(key, text, (), reading.told.get(key, NOT_SAID), key)


def _sets(reading: PrintedReading) -> dict[str, list[PrintedFigure]]:
    found: dict[str, list[PrintedFigure]] = {}
    for figure in reading.figures:
        found.setdefault(figure.set_of, []).append(figure)
    return found


def _about(listed: list[PrintedFigure]) -> str:
    """The middle figure of a set, to two digits or so."""
    values = sorted(figure.value for figure in listed)
    middle = values[len(values) // 2]
    return f"{shown(middle, 0 if abs(middle) >= 10 else 1):g}"


def _measure_said(figure: PrintedFigure) -> str:
    return _SAID.get(figure.measure, _SAID["fte"]).format(per=figure.per or 0)
