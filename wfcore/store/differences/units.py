"""Practices and PCNs that are new, gone, moved, merged or renamed."""

import polars as pl

from wfcore.store.differences.file_comparison import FileComparison


def added_units(both: FileComparison) -> pl.DataFrame:
    """`code, name, pcn_name, patients` of units that the published file does not have."""
    now, then = both.units
    return _listed(now.join(then, on="code", how="anti"))


def removed_units(both: FileComparison) -> pl.DataFrame:
    """`code, name, pcn_name, patients` of units that the draft does not have."""
    now, then = both.units
    return _listed(then.join(now, on="code", how="anti"))


def moved_units(both: FileComparison, area: str) -> pl.DataFrame:
    """`code, name, from_code, from_name, to_code, to_name`: units in another `pcn` or `sub_icb`.

    Only where both sides print it.
    """
    now, then = both.units
    code = f"{area}_code"
    return (
        now.join(then, on="code", suffix="_then")
        .filter(pl.col(code) != pl.col(f"{code}_then"))
        .select(
            "code",
            "name",
            from_code=f"{code}_then",
            from_name=f"{area}_name_then",
            to_code=code,
            to_name=f"{area}_name",
        )
        .sort("code")
    )


def renamed_units(both: FileComparison) -> pl.DataFrame:
    """`what, code, name_then, name_now`: another name under the same code; case does not matter."""
    now, then = both.units
    pairs = [(both.level, now.select("code", "name"), then.select("code", "name"))]
    for area in ("pcn", "sub_icb", "icb"):
        named = {"code": f"{area}_code", "name": f"{area}_name"}
        here, there = (side.select(**named).unique("code") for side in (now, then))
        pairs.append((area, here, there))
    return pl.concat(
        [
            here.join(there, on="code", suffix="_then")
            .filter(_plain("name") != _plain("name_then"))
            .select(pl.lit(what).alias("what"), "code", "name_then", name_now="name")
            .sort("code")
            for what, here, there in pairs
        ]
    )


def recoded_pcns(both: FileComparison) -> pl.DataFrame:
    """`name, code_then, code_now`: a PCN of the same name under another code, the old one gone."""
    sides = [
        (side.select(code="pcn_code", name="pcn_name") if both.level == "practice"
         else side.select("code", "name")).unique().drop_nulls()
        for side in both.units
    ]  # fmt: skip
    now, then = (side.with_columns(plain=_plain("name")) for side in sides)
    now, then = now.join(then, on="code", how="anti"), then.join(now, on="code", how="anti")
    return (
        now.join(then, on="plain", suffix="_then")
        .select("name", code_then="code_then", code_now="code")
        .sort("code_now")
    )


def _plain(column: str) -> pl.Expr:
    return (
        pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    )


def _listed(side: pl.DataFrame) -> pl.DataFrame:
    return side.select("code", "name", "pcn_name", "patients").sort("code")
