"""The YAML says everything once, and says so when it does not."""

import ast
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from wfcore.declared import Flag, declared
from wfcore.declared.loading import DEFINITIONS, load
from wfcore.errors import DefinitionError, UnknownName
from wfcore.tables import REASONS, allowed_labels

NAMES = sorted(path.name for path in DEFINITIONS.glob("*.yaml"))


class NoDoubles(yaml.SafeLoader):
    """YAML that refuses a key that stands twice; plain YAML takes the last in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for key, n in Counter(keys).items() if n > 1]
        assert twice == [], f"{twice} at {node.start_mark}"
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize("name", NAMES)
def test_no_key_stands_twice(name: str):
    content = yaml.load((DEFINITIONS / name).read_text(encoding="utf-8"), NoDoubles)
    assert isinstance(content, dict)


def test_a_key_that_stands_twice_would_be_found():
    with pytest.raises(AssertionError, match="'a'"):
        yaml.load("b: {a: 1, a: 2}", NoDoubles)


def test_the_shipped_definitions_load():
    assert load(DEFINITIONS) == declared()


def broken(folder: Path, *edits: tuple[str, str, str]) -> str:
    """The faults reported of a copy in which some text is replaced."""
    copy = folder / "definitions"
    shutil.copytree(DEFINITIONS, copy)
    for name, old, new in edits:
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        load(copy)
    return error.value.message


FAULTS = {
    "wrong staff group": (
        ("metrics.yaml", "quantity: {staff_group: admin}", "quantity: {staff_group: admins}"),
        "metrics.yaml: admin_rate: staff group admins is not declared",
    ),
    "wrong definition": (
        ("metrics.yaml", "definition: excl_locums", "definition: no_locums"),
        "metrics.yaml: gp_excl_locums_fte: definition no_locums is not declared",
    ),
    "wrong role": (
        ("metrics.yaml", "roles: [dpc_hca]", "roles: [dpc_hcas]"),
        "metrics.yaml: hca_fte: role dpc_hcas is not declared",
    ),
    "wrong nearest": (
        ("metrics.yaml", "nearest: [dpc]", "nearest: [dpcs]"),
        "metrics.yaml: hca_rate: nearest dpcs_rate is not a metric",
    ),
    "wrong age band": (
        ("staff_roles.yaml", 'aged_55_plus: ["55_59"', 'aged_55_plus: ["55_60"'),
        "staff_roles.yaml: aged_55_plus: 55_60 is not an age band",
    ),
    "wrong ICB": (
        ("geography.yaml", '"00L": [QHM, Y63', '"00L": [QHX, Y63'),
        "geography.yaml: 00L: ICB QHX is not listed",
    ),
    "wrong region": (
        ("geography.yaml", '"00N": [QHM, Y63', '"00N": [QHM, Y99'),
        "geography.yaml: 00N: region Y99 is not listed",
    ),
    "wrong parent of an additional role": (
        ("arrs.yaml", "parent: advanced_practitioner\n", "parent: advanced\n"),
        "arrs.yaml: advanced_practitioner_pharmacist: parent advanced is not a role",
    ),
    "a staff role in no additional role": (
        ("arrs.yaml", "in_post: [pcn_paramedic]", "in_post: [pcn_paramedics]"),
        "arrs.yaml: pcn_paramedic is in no role and not set aside",
    ),
    "a staff role in two additional roles": (
        ("arrs.yaml", "in_post: [pcn_podiatrist]", "in_post: [pcn_podiatrist, pcn_dietician]"),
        "arrs.yaml: pcn_dietician is claimed by dietitian, podiatrist",
    ),
    "a spelling of two additional roles": (
        (
            "arrs.yaml",
            "printed: [Nursing Associates]",
            "printed: [Nursing Associates, Care coordinators]",
        ),
        "arrs.yaml: 'Care coordinators' is printed for care_coordinator and for nursing_associate",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_named_with_file_and_id(tmp_path: Path, case: str):
    edit, said = FAULTS[case]
    assert said in broken(tmp_path, edit)


def test_all_faults_are_reported_at_once(tmp_path: Path):
    message = broken(tmp_path, *(edit for edit, _ in FAULTS.values()))
    assert [said for _, said in FAULTS.values() if said not in message] == []
    count = int(re.search(r"have (\d+) fault", message)[1])
    assert count == len(message.split(": ", 1)[1].split("; "))


SHAPES = {
    "missing field of a source": (
        ("sources.yaml", "  publisher: NHS England\n", ""),
        "sources.yaml: gpw_detailed.publisher: Field required",
    ),
    "unknown key": (
        ("sources.yaml", "  dated: asked\n  for_rates", "  dated: asked\n  colour: red\n  for_rates"),
        "sources.yaml: nhs_payments.colour: Extra inputs are not permitted",
    ),
    "wrong kind of value": (
        ("rules.yaml", "tiny_list: 500 ", "tiny_list: few "),
        "rules.yaml: tiny_list:",
    ),
    "rates that are not in order": (
        ("arrs.yaml", '- {starts: "2021-04-01", gbp: 29726', '- {starts: "2024-04-01", gbp: 29726'),
        "arrs.yaml: roles.care_coordinator: Value error, rates do not stand in order",
    ),
    "a rate of nothing": (
        ("arrs.yaml", "gbp: 105882", "gbp: 0"),
        "arrs.yaml: roles.general_practitioner.rates.1.gbp:",
    ),
    "a count without a reason": (
        ("metrics.yaml", "    why: Trainees in, locums out.\n", ""),
        "metrics.yaml: gp_excl_locums_rate.why:",
    ),
    "a count without its quantity": (
        ("metrics.yaml", "    quantity: {staff_group: nurse}\n    why: Nurses employed by p", "    why: N"),
        "metrics.yaml: nurse_rate.quantity.staff_group: Field required",
    ),
    "a count without a name": (
        ("metrics.yaml", "    name: Nurses\n", ""),
        "metrics.yaml: nurse_rate.name:",
    ),
    "a short row": (
        ("geography.yaml", "[QHM, Y63, 36, 343924]", "[QHM, Y63, 36]"),
        "geography.yaml: sub_icbs.00L:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_each_wrong_shape_is_named_with_file_and_id(tmp_path: Path, case: str):
    edit, said = SHAPES[case]
    assert said in broken(tmp_path, edit)


def test_wrong_shapes_and_names_that_do_not_resolve_come_together(tmp_path: Path):
    wanted = [
        SHAPES["unknown key"],
        SHAPES["missing field of a source"],
        FAULTS["wrong role"],
        FAULTS["wrong ICB"],
    ]
    message = broken(tmp_path, *(edit for edit, _ in wanted))
    assert [said for _, said in wanted if said not in message] == []


def test_a_broken_metric_does_not_make_others_look_broken(tmp_path: Path):
    message = broken(tmp_path, SHAPES["a count without a reason"][0])
    assert "nearest" not in message
    assert "3 fault(s)" in message


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rules.yaml", "tokens:", "tokens: ["),
        ("targets.yaml", "words:", "wordz:"),
        ("metrics.yaml", "staff_counts:", "staff_count:"),
        ("geography.yaml", "sub_icbs:", "subs:"),
    ],
)
def test_a_file_that_is_no_yaml_or_lacks_a_part(tmp_path: Path, name: str, old: str, new: str):
    assert broken(tmp_path, (name, old, new))


def test_a_file_that_is_missing_or_a_list(tmp_path: Path):
    with pytest.raises(DefinitionError, match="sources"):
        load(tmp_path)
    shutil.copytree(DEFINITIONS, tmp_path / "d")
    (tmp_path / "d" / "rules.yaml").write_text("- 1\n")
    with pytest.raises(DefinitionError, match=r"rules\.yaml"):
        load(tmp_path / "d")


# What the definitions say about each other and about the code


def _flag(node: ast.expr) -> str:
    assert isinstance(node, ast.Attribute), ast.unparse(node)
    return Flag[node.attr]


def flags_in_the_code() -> set[str]:
    """Keys of the dictionaries called `flags` in measuring."""
    folder = Path(DEFINITIONS).parent / "measuring"
    found: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and target.id == "flags":
                        if isinstance(node.value, ast.Dict):
                            found |= {_flag(key) for key in node.value.keys if key}
                    elif (
                        isinstance(target, ast.Subscript)
                        and isinstance(target.value, ast.Name)
                        and target.value.id == "flags"
                    ):
                        found.add(_flag(target.slice))
    return found


def test_every_flag_in_use_is_explained_and_every_explained_one_in_use():
    assert len(flags_in_the_code()) > 5
    assert flags_in_the_code() == set(declared().flags) == set(Flag)


def test_every_kind_of_metric_has_a_range_for_its_aims():
    assert set(declared().aims.ranges) == {metric.kind for metric in declared().metrics.values()}
    assert all(least < most for least, most in declared().aims.ranges.values())
    assert "not a requirement" in declared().aims.words


def test_every_heading_of_a_role_and_an_age_band_is_used_once():
    staff = declared().staff
    bands = [printed for headings in staff.age_bands.values() for printed in headings]
    assert len(bands) == len(set(bands)) == 13
    assert len(set(staff.patient_age_bands.values())) == len(staff.patient_age_bands) == 7
    assert len(staff.qualified_in) == len(set(staff.qualified_in)) == 12
    columns = [c for d in staff.gp_definitions.values() for c in d.columns]
    columns += staff.retired_gp_definitions
    assert len(columns) == len(set(columns))
    names = [
        f"{g.role_stem or g.stem}_{stem}"
        for group, g in staff.groups.items()
        for stem in staff.practice_roles.get(group, {})
    ]
    assert len(names) == len(set(names)) == 14 + 9 + 40 + 9


def test_every_printed_pcn_role_and_group_is_used_once():
    staff = declared().staff
    groups = [printed for names in staff.pcn_groups.values() for printed in names]
    assert len(groups) == len(set(groups)) == 5
    roles = [role for roles in staff.pcn_roles.values() for role in roles]
    assert len(roles) == len(set(roles))
    for printed in staff.pcn_roles.values():
        plain = [re.sub(r"\W+", " ", name.lower()).strip() for name in printed.values()]
        assert len(plain) == len(set(plain))
    practice = sum(len(roles) for roles in staff.practice_roles.values())
    assert len(staff.role_names) == practice + len(roles)  # no id is in both collections


def test_role_names_within_a_group_differ():
    for roles in declared().staff.practice_roles.values():
        assert len(set(roles.values())) == len(roles)


def test_every_source_flag_and_group_fits_the_labels():
    staff = declared().staff
    assert set(staff.pcn_groups) == set(staff.pcn_roles) == set(staff.groups)
    assert set(staff.practice_roles) == set(staff.groups) - {"director"}
    assert set(staff.aged_55_plus) == {"55_59", "60_64", "65_69", "70_plus"}
    assert "unmapped" in allowed_labels()["role"]
    assert set(declared().rules.tokens) <= set(REASONS)


def test_no_heading_of_a_source_means_two_things():
    for source in declared().sources.values():
        printed = [
            h for names in (source.required, source.optional) for hs in names.values() for h in hs
        ]
        assert len(printed) == len(set(printed)), source.id
        assert all(h == h.upper().strip() for h in printed)


def test_metric_ids_are_their_families():
    for metric in declared().metrics.values():
        expected = {
            "fte": f"{metric.stem}_fte",
            "rate": f"{metric.stem}_rate",
            "patients_per": f"patients_per_{metric.stem}",
        }.get(metric.kind, metric.stem)
        assert metric.id == expected
        assert metric.scale == {"rate": 100_000, "share": metric.scale}.get(metric.kind, 1)
        assert metric.better == ("lower" if metric.kind == "patients_per" else metric.better)


def test_other_spellings_of_a_metric():
    assert declared().metric("gp_fte_rate").id == "gp_rate"
    assert declared().metric("patients_per_gp_fte").id == "patients_per_gp"
    with pytest.raises(UnknownName, match="no metric called 'gp_ratio'") as error:
        declared().metric("gp_ratio")
    assert "gp_rate" in error.value.advice
    with pytest.raises(UnknownName, match="no source"):
        declared().source("nowhere")


def test_definitions_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        setattr(declared().metric("gp_rate"), "scale", 1)  # noqa: B010
