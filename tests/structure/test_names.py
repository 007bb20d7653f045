"""One name, one thing: few public names of the core are defined in more than one module."""

from collections import defaultdict
from pathlib import Path

from tests.structure.reached import core

ROOT = Path(__file__).resolve().parents[2]
MOST = 8


def shared() -> dict[str, list[str]]:
    """Public name → the modules that define it, where there are several."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for module in core(ROOT, ("wfcore",)).values():
        for name in module.parts:
            if not name.startswith("_"):
                homes[name].append(module.name)
    return {name: modules for name, modules in sorted(homes.items()) if len(modules) > 1}


def test_few_names_stand_in_more_than_one_module():
    names = shared()
    assert len(names) <= MOST, f"{len(names)} names: {names}"
    assert len(names) == MOST, f"Fewer than before: write {len(names)} here, so that it stays so."
