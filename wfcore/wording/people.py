"""Who the staff are, in words: ages, hours, sexes, roles."""

from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.people import Profile, RoleCount, SuccessionList
from wfcore.rounding import apart
from wfcore.wording.figures import counted, month, number, percent, posts_phrase, signed

_DAYS = 5  # of a full-time week


def band_name(band: str) -> str:
    """An age band as it is read: `55_59` is 55–59."""
    if band == "unknown":
        return "Not known"
    if band.startswith("under_"):
        return f"Under {band.removeprefix('under_')}"
    return f"{band.removesuffix('_plus')} or older" if "plus" in band else band.replace("_", "–")


def ages_verdict(place: str, noun: str, period: str, profile: Profile) -> str:
    """How many may retire before long."""
    if profile.hidden:
        return f"So few {noun} work in {place} that their ages are not shown."
    if not profile.known or profile.aged_55 is None or profile.aged_60 is None:
        return f"The file for {month(period)} does not give the ages of {noun} in {place}."
    older, known, oldest = (
        number(figure, 0) for figure in (profile.aged_55, profile.known, profile.aged_60)
    )
    if older == "0":
        return f"None of the {known} {noun} in {place} whose age is known is 55 or older."
    already = {"0": "none of them is 60 yet", older: "all of them are 60 already"}.get(
        oldest, f"{oldest} {'is' if oldest == '1' else 'are'} 60 already"
    )
    are = "is" if older == "1" else "are"
    return f"In {place}, {older} of {known} {noun} {are} 55 or older ({percent(profile.share_55)}); {already}."


def of_whole_groups(asked: str, noun: str) -> tuple[str, ...]:
    """That ages are of a whole staff group, where one role of it was asked about."""
    return (f"Files give ages of all {noun}, not of {asked} alone.",) if asked != noun else ()


def ages_detail(noun: str, profile: Profile) -> tuple[str, ...]:
    """Hours, sexes, and whose age is not known; a sentence each, of what is known."""
    said: list[str] = []
    if profile.hidden:
        least = declared().rules.disclosure.personal_base
        said.append(f"Fewer than {least} people are never shown by age.")
    elif not profile.known:
        said.append(
            "NHS England's practice-level file of a month has them; whoever keeps these figures can add it."
        )
    if profile.full_time is not None:
        said.append(
            f"On average they work {number(profile.full_time * _DAYS)} days a week: "
            f"{number(profile.people, 0)} people fill {number(profile.fte)} full-time posts."
        )
    if profile.share_women is not None:
        said.append(f"Women are {percent(profile.share_women)} of them.")
    if profile.unknown:
        are = "person's age is" if number(profile.unknown, 0) == "1" else "people's ages are"
        said.append(f"{number(profile.unknown, 0)} {are} not known; they stand apart.")
    if profile.bands:
        said.append("The darker bars are those aged 55 or older.")
    if 0 < profile.told < profile.practices:
        said.append(f"{profile.told:,} of {profile.practices:,} practices gave ages of {noun}.")
    return tuple(said)


def ageing_verdict(noun: str, called: str, profiles: Sequence[Profile]) -> str:
    """Between which places the share of those near retirement runs; `profiles` from the highest."""
    known = [profile for profile in profiles if profile.share_55 is not None]
    if not known:
        return f"No file gives the ages of {noun} by {called} here."
    most, least = known[0], known[-1]
    if len(known) == 1 or percent(most.share_55) == percent(least.share_55):
        return f"{percent(most.share_55)} of {noun} are 55 or older in {most.area_name}, as everywhere here."
    return (
        f"From {percent(least.share_55)} of {noun} in {least.area_name} to {percent(most.share_55)} in "
        f"{most.area_name} are 55 or older."
    )


def ageing_detail(profiles: Sequence[Profile], called: str) -> tuple[str, ...]:
    """The people behind the shares, and who is not shown."""
    older = [profile.aged_55 for profile in profiles if profile.aged_55 is not None]
    hidden = sum(profile.hidden for profile in profiles)
    said = [f"Together that is {number(sum(older), 0)} people."] if older else []
    if hidden:
        least = declared().rules.disclosure.personal_base
        said.append(f"{hidden} {called} are not shown: they have fewer than {least} people.")
    return tuple(said)


def roles_verdict(place: str, period: str, counts: Sequence[RoleCount]) -> str:
    """How many kinds of posts there are, and of which there are most."""
    held = [count for count in counts if count.fte]
    if not held:
        return f"The file for {month(period)} counts staff groups in {place}, not roles."
    most = max(held, key=lambda count: count.fte or 0)
    return (
        f"Practices in {place} have {len(held)} kinds of posts. "
        f"Most are of the kind “{most.name}”: {posts_phrase(most.fte)}."
    )


def roles_moved(
    start: str, pairs: Sequence[tuple[RoleCount, RoleCount]], per: int
) -> tuple[str, ...]:
    """The two roles that moved most for the patients since a month; `pairs` of now and then."""
    moved = [
        (apart(rate, before, 1), now.name)
        for now, then in pairs
        if (rate := now.per(per)) is not None and (before := then.per(per)) is not None
    ]
    most = [one for one in sorted(moved, key=lambda one: -abs(one[0]))[:2] if one[0]]
    if not most:
        return ()
    said = " and ".join(f"{name} {signed(change)}" for change, name in most)
    return (f"Since {month(start)} these moved most for every {per:,} patients: {said}.",)


def succession_sentence(noun: str, place: str, found: SuccessionList) -> str:
    """How many practices may have nobody to follow, and how many patients are on their lists."""
    least = percent(declared().rules.succession_share)
    if found.rows.is_empty():
        return f"In no practice of {place} that can be shown do {noun} aged 55 or older work {least} of the time."
    many = found.rows.height
    patients = number(found.rows["patients"].sum(), 0)
    return (
        f"In {_practices(many)} of {place}, with {patients} patients, {noun} "
        f"aged 55 or older work {least} of the time or more."
    )


def _practices(many: int) -> str:
    return f"{counted(many)} practice{'' if many == 1 else 's'}"


def succession_notes(found: SuccessionList) -> tuple[str, ...]:
    """Who is not on the list."""
    rules, said = declared().rules, list[str]()
    if found.hidden:
        said.append(
            f"Fewer than {rules.disclosure.personal_base} people are never shown by age, so {_practices(found.hidden)} "
            "cannot be on the list; single-handed ones are among them."
        )
    if found.silent:
        said.append(f"No ages were given by {_practices(found.silent)}.")
    return tuple(said)
