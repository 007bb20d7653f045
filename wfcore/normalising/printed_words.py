"""What a printed heading says: whom it counts, what, per how many patients, and when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from wfcore.declared import declared
from wfcore.normalising.printed_dates import dates_in

PrintedMeasure = Literal[
    "rate", "patients_per", "fte", "headcount", "patients", "share", "money", "change"
]
_GPS = {  # trainees left out, locums left out → the count of metrics.yaml
    (False, False): "gp", (True, False): "gp_excl_trainees",
    (False, True): "gp_excl_locums", (True, True): "gp_qualified_permanent",
}  # fmt: skip
_RATE = re.compile(
    r"(?:\brates? )?\bper [\d,]+(?: ?k)?\b(?: (?:registered )?(?:patients|population))?",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)? $")
_SOME_AGES = re.compile(r"(?<!\d)\d\d(?: ?\+| and | or | to |-\d\d)|\b(?:under|over) \d\d")
_PER = re.compile(r"(?:per|/) ?(?P<many>[\d,]+) ?(?P<k>k(?![a-z]))?")


@dataclass(frozen=True)
class PrintedStaff:
    """Whom a printed figure counts.

    `printed` is the heading, `name` what to call them; `stem` the staff count of `metrics.yaml`, None where
    none is the same. `sure`: False where the print leaves open which GPs are counted, or has words beside.
    `age` is the band of ages counted, as printed, and `within` what those of all ages are called.
    """

    printed: str
    name: str
    stem: str | None = None
    sure: bool = True
    age: str = ""
    within: str = ""


@dataclass(frozen=True)
class Said:
    """What a text says of the figures under or beside it; None where it is silent.

    `when` is `YYYY-MM`, a year `YYYY` or a financial year `YYYY/YY`; `rest` are words that nothing explains.
    """

    staff: PrintedStaff | None = None
    measure: PrintedMeasure | None = None
    per: int | None = None
    when: str | None = None
    rest: str = ""


def plain_text(text: str) -> str:
    """A heading in small letters, with single spaces, without marks; `&` is and."""
    bare = re.sub(r"[()\[\]*†‡:;?!\"“”]", " ", text.casefold().replace("&", " and "))
    bare = re.sub(r"(?<=\d),(?=\d{3})", "", bare).replace("_", " ")
    apart = re.sub(r"[–—]|(?<=[a-z])[-.,/]|[-.,](?=[a-z])", " ", bare)
    return " ".join(word for word in apart.split() if word != "-")


@lru_cache(maxsize=4096)
def read_words(text: str) -> Said:
    """Everything that a heading says."""
    left, when = _without_time(" ".join(text.replace("_", " ").split()))
    plain = plain_text(left)
    per = _per(plain)
    measure = _measure(plain, per)
    staff = staff_named(text if when is None else _as_name(left), plain)
    return Said(staff, measure, per, when, _rest(plain, staff))


def staff_named(printed: str, plain: str | None = None) -> PrintedStaff | None:
    """Whom a heading names; None where it names nobody."""
    words = declared().printed
    plain = plain_text(printed) if plain is None else plain
    bare = _without(plain, _measure_words())
    printed = _without_unit(printed)
    if not bare:
        return None
    if has_words(bare, words.together) and not has_words(bare, words.staff["gp"]):
        return PrintedStaff(printed, "all staff together", None)
    if role := has_words(bare, words.roles, longest=True):
        inside = has_words(bare, [f"{way} {role}" for way in words.takes_in])
        out = has_words(bare, [f"{way} {role}" for way in words.leaves_out])
        if not inside and not out:
            return PrintedStaff(printed, _as_name(printed), None)
    for stem, names in words.staff.items():
        if has_words(bare, names):
            if has_words(bare, words.others) or _SOME_AGES.search(bare):
                return PrintedStaff(printed, _as_name(printed), None, sure=False)
            return _gps(printed, bare) if stem == "gp" else _group(printed, bare, stem)
    alone = has_words(bare, [*words.trainees, *words.locums]) or declared().arrs_role_of(printed)
    return PrintedStaff(printed, _as_name(printed), None) if alone else None


def _group(printed: str, bare: str, stem: str) -> PrintedStaff:
    words = declared().printed
    known = [*words.staff[stem], *words.silent, *words.takes_in, *words.everybody, *words.roles]
    return PrintedStaff(
        printed, declared().metric(f"{stem}_rate").short, stem, sure=not _without(bare, known)
    )


def _gps(printed: str, bare: str) -> PrintedStaff | None:
    """GPs, counted in one of four ways, in another one, or in one that is not said."""
    words = declared().printed
    out, cut = bare, False
    for way in words.leaves_out:
        head, found, tail = f" {bare} ".partition(f" {way} ")
        if found:
            bare, out, cut = head.strip(), tail.strip(), True
            break
    left_out = [
        cut and bool(has_words(out, names))
        for names in (words.trainees, words.locums, words.retainers)
    ]
    qualified = bool(has_words(bare, words.qualified))
    if not cut and not qualified:
        if has_words(bare, [*words.trainees, *words.locums]) and not has_words(
            bare, words.takes_in
        ):
            return PrintedStaff(printed, _as_name(printed), None)  # they alone
        taken_in = has_words(bare, [*words.everybody, *words.takes_in])
        return PrintedStaff(printed, declared().metric("gp_rate").short, "gp", sure=bool(taken_in))
    if left_out[2]:  # no count here leaves retainers out
        return PrintedStaff(printed, _as_name(printed), None)
    if cut and not any(left_out) and not qualified:
        return PrintedStaff(printed, _as_name(printed), "gp", sure=False)
    stem = _GPS[qualified or left_out[0], left_out[1]]
    return PrintedStaff(printed, declared().metric(f"{stem}_rate").short, stem)


def _as_name(printed: str) -> str:
    """A heading as staff are called in a sentence, without marks."""
    return " ".join(re.sub(r"\(\s*\)|[*†‡]", " ", printed).replace("_", " ").split()).strip(" -–:,")


def _without_unit(printed: str) -> str:
    """A heading without words for posts and people, so that `GP FTE` and `GP headcount` are one staff."""
    units = declared().printed.measures
    words = sorted((*units["fte"], *units["headcount"]), key=len, reverse=True)
    any_word = "|".join(re.escape(w).replace(r"\ ", "[ -]") for w in words)
    left = re.sub(rf"(?<![a-z])(?:{any_word})(?![a-z])", " ", _as_name(printed), flags=re.I)
    left = _RATE.sub(" ", left)
    return _as_name(re.sub(r"\s*[-–,:(]\s*$", "", left)) or printed


def has_words(text: str, words: Iterable[str], *, longest: bool = False) -> str:
    """The first of some words (or the longest) that stands in a text, whole; empty without one."""
    spaced = f" {text} "
    found = [word for word in words if f" {word} " in spaced]
    return (max(found, key=len) if longest else found[0]) if found else ""


def _without(text: str, words: Iterable[str]) -> str:
    spaced = f" {text} "
    for word in sorted(words, key=len, reverse=True):
        while f" {word} " in spaced:
            spaced = spaced.replace(f" {word} ", " ")
    return " ".join(spaced.split())


@cache
def _measure_words() -> tuple[str, ...]:
    words = declared().printed
    listed = [w for names in words.measures.values() for w in names if w != "%"]
    return tuple(w for w in listed if not has_words(w, words.staff["gp"]))


def _per(plain: str) -> int | None:
    """The patients that a rate is for."""
    found = _PER.search(plain)
    digits = (found["many"] if found else "").replace(",", "")
    many = int(digits) * (1000 if found and found["k"] else 1) if digits.isdigit() else 0
    return many if many in declared().printed.patients_of_rate else None


def _measure(plain: str, per: int | None) -> PrintedMeasure | None:
    """What is counted, by the first kind of word that a heading has."""
    words, doctor = declared().printed.measures, declared().rules.doctor.words
    marked = {
        "change": doctor.change,
        "money": [*doctor.money, *words["money"]],
        "share": words["share"],
    }
    for kind, names in marked.items():
        if has_words(plain, names) or any(n in plain for n in names if not n.isalpha()):
            return cast("PrintedMeasure", kind)
    if has_words(plain, words["patients_per"]):
        return "patients_per"
    if per is not None:
        return "rate"
    for kind in ("headcount", "fte", "patients"):
        if has_words(plain, [name.casefold() for name in words[kind]]):
            return kind
    return "rate" if plain in ("rate", "rates", "the rate") else None


def _rest(plain: str, staff: PrintedStaff | None) -> str:
    """Words of a heading that say nothing known."""
    words = declared().printed
    known = [
        *words.silent, *_measure_words(), *words.leaves_out, *words.takes_in, *words.everybody,
        *words.trainees, *words.locums, *words.retainers, *words.qualified, *words.roles,
        *words.together, *(w for names in words.staff.values() for w in names),
        *(w for names in words.columns.values() for w in names),
    ]  # fmt: skip
    left = _without(re.sub(r"[%£+]|\d+", " ", plain), known)
    return "" if staff is not None and not left else left


def _without_time(text: str) -> tuple[str, str | None]:
    """A text without the date in it that says most, and that."""
    dates = [date for date in dates_in(text) if date.kept > "2"]  # of this century
    if not dates:
        return text, None
    first = dates[0]
    before = _DAY_OF_MONTH.sub("", text[: first.start])
    return f"{before} {text[first.start + len(first.printed) :]}", first.kept
