# pyright: basic, reportAttributeAccessIssue=false, reportArgumentType=false, reportReturnType=false
"""The same intake in plain pandas, as an analyst would write it: the other side of the comparison."""

import io
import re
from itertools import groupby

import pandas as pd

from wfcore.declared import declared
from wfcore.normalising.cells import practice_cells

_LABELS = ("staff_group", "breakdown", "definition", "role", "sex", "age_band", "qualified_in")
_PATIENTS = r"^(?:TOTAL_(?:PATIENTS|MALE|FEMALE|UNKNOWN_GENDER)|(?:MALE|FEMALE)_PATIENTS_\w+)$"
_FLAGS = {"GP_SOURCE": "gp", "NURSE_SOURCE": "nurse", "DPC_SOURCE": "dpc", "ADMIN_SOURCE": "admin"}
_AREAS = [
    f"{area}_{part}"
    for area in ("PRAC", "PCN", "SUB_ICB", "ICB", "REGION")
    for part in ("CODE", "NAME")
]


def tidy(data: bytes, period: str) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Tidy tables of a Detailed file, and the codes of what the checks found."""
    wide = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    wide["PRAC_CODE"] = wide["PRAC_CODE"].str.strip().str.upper()
    tables = {
        f"staff_{breakdown}": _staff(wide, list(cells), period)
        for breakdown, cells in groupby(practice_cells(), key=lambda cell: cell.breakdown)
    }
    tables |= _lists(wide, period)
    tables["returns"] = wide.melt(
        "PRAC_CODE", list(_FLAGS), var_name="staff_group", value_name="status"
    ).replace({"staff_group": _FLAGS})
    tables["places"] = wide[_AREAS].apply(lambda column: column.str.strip())
    return tables, _checked(tables)


def _numbers(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Numbers, and why one is missing."""
    reasons = {
        token: reason for reason, tokens in declared().rules.tokens.items() for token in tokens
    }
    values = pd.to_numeric(text, errors="coerce")
    missing = text.where(values.isna()).str.strip().str.upper().map(reasons)
    if (values.isna() & missing.isna()).any():
        raise ValueError("cells that are neither a number nor a known mark")
    return values, missing


def _staff(wide: pd.DataFrame, cells: list, period: str) -> pd.DataFrame:
    long = pd.DataFrame(
        [
            {label: getattr(c, label) for label in _LABELS}
            | {"fte": c.fte, "headcount": c.headcount}
            for c in cells
            if c.fte in wide.columns or c.headcount in wide.columns
        ]
    ).merge(wide[["PRAC_CODE"]], how="cross")
    for measure in ("fte", "headcount"):
        there = [h for h in long[measure].unique() if h in wide.columns]
        long = long.rename(columns={measure: "header"})
        if there:
            rows = wide.melt("PRAC_CODE", there, var_name="header", value_name=measure)
            rows[measure], rows[f"{measure}_missing"] = _numbers(rows[measure])
            long = long.merge(rows, on=["PRAC_CODE", "header"], how="left")
        else:
            long = long.assign(**{measure: float("nan"), f"{measure}_missing": "not_in_file"})
        long = long.drop(columns="header")
        absent = long[measure].isna() & long[f"{measure}_missing"].isna()
        long.loc[absent, f"{measure}_missing"] = "not_in_file"
    for flag, group in _FLAGS.items():
        estimated = wide.loc[wide[flag].str.lower().str.startswith("fully estimated"), "PRAC_CODE"]
        here = (long["staff_group"] == group) & long["PRAC_CODE"].isin(estimated)
        for measure in ("fte", "headcount"):
            zero = here & (long[measure] == 0)
            long.loc[zero, measure] = None
            long.loc[zero, f"{measure}_missing"] = "estimated"
    return long.assign(period=period, source="gpw_detailed", level="practice")


def _lists(wide: pd.DataFrame, period: str) -> dict[str, pd.DataFrame]:
    columns = [c for c in wide.columns if re.match(_PATIENTS, c)]
    rows = wide.melt("PRAC_CODE", columns, var_name="cut", value_name="registered")
    rows["registered"], rows["registered_missing"] = _numbers(rows["registered"])
    rows = rows.assign(period=period, source="gpw_detailed")
    total = rows["cut"] == "TOTAL_PATIENTS"
    return {"lists": rows[total], "lists_sex_age": rows[~total]}


def _checked(tables: dict[str, pd.DataFrame]) -> list[str]:
    rules = declared().rules
    staff = [table for kind, table in tables.items() if kind.startswith("staff_")]
    total, lists = tables["staff_total"], tables["lists"]
    everybody = total[total["definition"] == "all"].set_index(["PRAC_CODE", "staff_group"])["fte"]
    roles = tables["staff_role"].groupby(["PRAC_CODE", "staff_group"])["fte"].sum()
    gps = total[total["staff_group"] == "gp"].pivot(
        index="PRAC_CODE", columns="definition", values="fte"
    )
    narrower = (
        ("excl_trainees", "all"), ("excl_locums", "all"), ("excl_trainees_locums", "all"),
        ("excl_trainees_locums", "excl_trainees"), ("excl_trainees_locums", "excl_locums"),
    )  # fmt: skip
    sizes = lists["registered"]
    hits = {
        "same_code_different_values": lists["PRAC_CODE"].duplicated().any()
        or any(table.duplicated(["PRAC_CODE", *_LABELS]).any() for table in staff),
        "codes_have_the_right_shape": not lists["PRAC_CODE"].str.match(r"^[A-Z]\d{5}$").all(),
        "no_negative_figures": any((t[["fte", "headcount"]].min() < 0).any() for t in staff),
        "no_impossible_fte": (total["fte"] > rules.practice_fte_blocks).any(),
        "fewer_staff_under_narrower_definition": any(
            (gps[narrow] > gps[broad] + 1e-6).any() for narrow, broad in narrower
        ),
        "roles_add_up": ((everybody.dropna() - roles).abs() > rules.identity_tolerance).any(),
        "fte_without_people": ((total["headcount"] == 0) & (total["fte"] > 0)).any(),
        "headcount_is_whole": (total["headcount"] % 1 > 0).any(),
        "long_hours": (total["fte"] > rules.fte_per_person_warns * total["headcount"]).any(),
        "missing_figures": everybody.isna().any(),
        "lists_in_thousands": sizes.median() < 100,
        "no_patients": (sizes.isna() | (sizes == 0)).any(),
        "tiny_lists": sizes.between(1, rules.tiny_list - 1).any(),
        "huge_lists": (sizes > rules.implausible_list).any(),
        "practices_without_pcn": (tables["places"]["PCN_CODE"] == "").any(),
    }
    return [code for code, hit in hits.items() if hit]
