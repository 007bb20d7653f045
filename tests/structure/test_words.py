"""Documents and definitions use the house's words and name what exists."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
TERMS = re.findall(r"^- \*\*(.+?)\*\*:", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)


def test_the_glossary_is_in_order_and_names_a_thing_once():
    plain = [term.lower() for term in TERMS]
    assert plain == sorted(set(plain))


@pytest.mark.parametrize(
    "word",
    ["fte", "headcount", "participation", "staff group", "staff role", "locum", "pcn", "borough",
     "icb", "registered patients", "weighted patients", "period", "coverage", "target", "gap",
     "progress", "baseline", "lever", "scenario", "trajectory", "finding", "version"],
)  # fmt: skip
def test_the_glossary_has(word):
    assert any(word in term.lower() for term in TERMS)


def test_wte_is_only_a_quotation():
    for path in [*ROOT.glob("pages/**/*.py"), *ROOT.glob("wfcore/**/*.py")]:
        assert "WTE" not in path.read_text(encoding="utf-8"), path


def test_every_room_is_in_the_architecture_in_its_order():
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`(?:, `.+?`)*) \|", page, flags=re.MULTILINE)
    rooms = [room for row in rows for room in re.findall(r"`(\w+)`", row)]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (order,) = [c for c in settings["tool"]["importlinter"]["contracts"] if c["id"] == "order"]
    assert rooms == order["layers"][::-1]


def test_every_metric_and_flag_has_words():
    metrics = yaml.safe_load((ROOT / "wfcore/definitions/metrics.yaml").read_text(encoding="utf-8"))
    for entry in [*metrics["staff_counts"].values(), *metrics["standalone"].values()]:
        assert entry["why"].endswith(".")
        assert entry["example"]["cells"]
    assert all(text and text[0].islower() for text in metrics["flags"].values())


def test_links_in_the_documents_lead_somewhere():
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_modules_fit_on_a_few_screens():
    for path in (ROOT / "wfcore").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_definitions_name_their_source():
    for name in ("geography", "staff_roles", "arrs"):
        text = (ROOT / f"wfcore/definitions/{name}.yaml").read_text(encoding="utf-8")
        assert "Source:" in text
        assert "Open Government Licence" in text
