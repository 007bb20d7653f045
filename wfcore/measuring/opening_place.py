"""The place that is shown when nobody asks for one: the store's own choice."""

from dataclasses import dataclass

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring.gathered_units import GatheredUnits
from wfcore.measuring.version_cache import cached_per_version
from wfcore.store import Version


@dataclass(frozen=True)
class OpeningPlace:
    """A level and the code or name of a place."""

    level: Level
    place: str


@cached_per_version
def opening_place(figures: GatheredUnits) -> OpeningPlace:
    """The place that a version opens on: as it was set up, else as the definitions say."""
    return opens_on(figures.version)


def opens_on(version: Version) -> OpeningPlace:
    """The same, of a version without figures."""
    said = dict(version.table("settings", columns=["setting", "chosen"]).iter_rows())
    usual = declared().rules.opens_on
    if "opens_on" in said:
        return OpeningPlace(Level(said.get("opens_on_level", Level.ICB)), said["opens_on"])
    return OpeningPlace(usual.level, usual.name)
