"""A published table is visible: of every source that is declared, one command answers otherwise than before."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.unit.making import (
    allocations_csv,
    claims_csv,
    csv_of,
    csv_text,
    lists_csv,
    pcn_csv,
    places_csv,
    plan_csv,
    recommendations_csv,
    scores_csv,
    staff_csv,
    targets_csv,
    xlsx_of,
)
from wfcore.declared import declared
from wfcore.declared.samples import SAMPLE_DATA

CODES = ("A00001", "A00002", "A00003")
PLACES = places_csv([(code, f"U0000{n}", "East") for n, code in enumerate(CODES, 1)])
LISTS = lists_csv([(code, 6000 + 500 * n) for n, code in enumerate(CODES)])
STAFF = staff_csv([("", code, 2 + n) for n, code in enumerate(CODES)])
PCN_STAFF = pcn_csv([{"PCN_CODE": f"U0000{n}", "UNIQUE_IDENTIFIER": f"P{n}"} for n in (1, 2, 3)])
AREAS, PCNS = (PLACES, LISTS, STAFF), (PLACES, LISTS, PCN_STAFF)
ROLES, POSTS = ("arrs",), ("answer", "posts", "--place", "QXX")


ODS = "".join(
    f'"{code}","SURGERY","Y56","QMF","","","","","","E1 1AA","19740401","","A","B","A3A8R",'
    + ",".join(['""'] * 10)
    + ',"4",""\n'
    for code in CODES
)


def rates(level: str, metric: str = "gp_rate") -> tuple[str, ...]:
    return ("measures", "--metric", metric, "--level", level)


@dataclass(frozen=True)
class Seen:
    """The file of a source, the question that shows it, what it then says, and what is published before."""

    file: str | bytes
    asked: tuple[str, ...]
    says: str
    before: tuple[str | bytes, ...] = ()
    name: str = "file.csv"
    period: str | None = None


def sample(name: str, rows: int | None = None) -> str:
    lines = (SAMPLE_DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(lines[:rows])


def demonstration() -> tuple[str, ...]:
    return (sample("demonstration-2025-09.csv"), sample("demonstration_pcn_staff.csv"))


PRACTICE_MAP = csv_text(
    [
        "PUBLICATION", "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME",
        "SUB_ICB_LOCATION_CODE", "ICB_CODE", "COMM_REGION_CODE",
    ],
    [("GP_PRAC_PAT_LIST", "01Sep2025", code, "S", "U00007", "SEVENTH PCN", "99X", "QXX", "Y99")
     for code in CODES],
)  # fmt: skip
EPCN = [
    ["Partner Organisation Code", "Partner Name", "PCN Code", "PCN Name",
     "Practice Parent Sub ICB Loc Code", "Practice to PCN Relationship Start Date",
     "Practice to PCN Relationship End Date"],
    *([code, "S", "U00008", "EIGHTH PCN", "99X", "20190701", ""] for code in CODES),
]  # fmt: skip
HIGH_LEVEL = csv_text(
    ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"],
    [(code, "S", "GP", "Total", "FTE", 4.25) for code in CODES],
)
PAYMENTS = csv_of(
    [{"Practice Code": code, "Number of Registered Patients (Last Known Figure)": 6000,
      "Number of Weighted Patients (Last Known Figure)": 7000} for code in CODES]
)  # fmt: skip
FINGERTIPS = csv_text(
    [
        "Indicator ID",
        "Indicator Name",
        "Area Type",
        "Area Code",
        "Area Name",
        "Time period",
        "Value",
    ],
    [(93553, "Deprivation score (IMD 2019)", "GPs", code, "S", 2019, 31.5) for code in CODES],
)
TIDY_SCORES = csv_text(
    ["source", "practice_code", "year", "score"], [("imd_practice", c, 2025, 27.5) for c in CODES]
)
TIDY_PRACTICES = csv_text(
    ["period", "source", "practice_code", "TOTAL_PATIENTS", "TOTAL_GP_FTE"],
    [("2025-09", "gpw_detailed", code, 6000, 3) for code in CODES],
)
REGISTERED = csv_text(
    ["PUBLICATION", "EXTRACT_DATE", "TYPE", "CODE", "NUMBER_OF_PATIENTS"],
    [("GP_PRAC_PAT_LIST", "01Sep2025", "GP", code, 4000) for code in CODES],
)
DETAILED = csv_of(
    [{"PRAC_CODE": code, "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": 3} for code in CODES]
)
AUTHORITIES = csv_text(
    ["Practice_Code", "Practice_Postcode", "LAD21", "LTLA21", "Final WP"],
    [(code, "AB1 2CD", "E06000099", "Northshire", 1000) for code in CODES],
)
TIDY_AUTHORITIES = csv_text(
    ["source", "practice_code", "postcode", "borough_code"],
    [("lad_2022", code, "AB1 2CD", "E08000035") for code in CODES],
)
ADDRESSED = csv_text(  # as published, with postcodes and without authorities
    [
        "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_POSTCODE", "PCN_CODE",
        "SUB_ICB_LOCATION_CODE", "ICB_CODE", "COMM_REGION_CODE",
    ],
    [("01Sep2025", code, "AB1 2CD", "U00007", "99X", "QXX", "Y99") for code in CODES],
)  # fmt: skip
DIRECTORY = csv_text(
    ["pcds", "oslaua", "osward", "pcon"], [("AB1 2CD", "E08000035", "E05011397", "")]
)

SEEN: dict[str, Callable[[], Seen]] = {
    "gpw_detailed": lambda: Seen(
        DETAILED, rates("practice"), ",50.0,", (PLACES,), period="2025-09"
    ),
    "demonstration": lambda: Seen(sample("demonstration-2025-09.csv"), rates("icb"), "QZZ", AREAS),
    "gpw_high_level": lambda: Seen(
        HIGH_LEVEL, rates("practice", "gp_fte"), ",4.25,", (PLACES,), period="2025-09"
    ),
    "gpw_extract": lambda: Seen(
        sample("england_practices.csv", 200), rates("practice", "gp_fte"), "A81001", (PLACES,)
    ),
    "pcn_individual": lambda: Seen(PCN_STAFF, rates("pcn", "pcn_staff_fte"), "U00002", (PLACES,)),
    "registered_patients": lambda: Seen(
        REGISTERED, rates("practice"), ",50.0,", (PLACES, STAFF)
    ),
    "practice_map": lambda: Seen(PRACTICE_MAP, rates("pcn", "gp_fte"), "U00007", (STAFF,)),
    "epcn": lambda: Seen(
        xlsx_of({"PCN Core Partner Details": EPCN}), rates("pcn", "gp_fte"), "U00008", (STAFF,),
        name="ePCN.xlsx", period="2025-09",
    ),
    "borough_lookup": lambda: Seen(
        csv_text(["PRACTICE_CODE", "BOROUGH"], [(code, "Westside") for code in CODES]),
        rates("borough", "gp_fte"), "Westside", (STAFF, PLACES),
    ),
    "lad_2022": lambda: Seen(
        AUTHORITIES, rates("borough", "gp_fte"), "Northshire", (STAFF, PLACES)
    ),
    "tidy_authorities": lambda: Seen(
        TIDY_AUTHORITIES, rates("borough", "gp_fte"), "E08000035,Leeds", (STAFF, PLACES)
    ),
    "settings": lambda: Seen(
        csv_text(["SETTING", "VALUE"], [("opens_on_level", "icb"), ("opens_on", "QWO")]),
        ("setup", "--icb", "QWO"), "The notebook opens on it.",
    ),
    "postcode_directory": lambda: Seen(
        DIRECTORY, rates("borough", "gp_fte"), "E08000035,Leeds", (STAFF, ADDRESSED)
    ),
    "imd_practice": lambda: Seen(
        scores_csv([(code, 2025, 21.5) for code in CODES]), POSTS, "21.5", AREAS
    ),
    "imd_fingertips": lambda: Seen(FINGERTIPS, POSTS, "31.5", AREAS),
    "tidy_deprivation": lambda: Seen(TIDY_SCORES, POSTS, "27.5", AREAS),
    "arrs_plan": lambda: Seen(
        plan_csv([("NETWORK U00001", 2, 1, "", 3)]), ROLES, "U00001,First PCN,arrs,3.0", PCNS,
        period="2026-03",
    ),
    "arrs_claims": lambda: Seen(claims_csv([{}]), ROLES, "arrs,,1.0,2.0,", PCNS),
    "arrs_allocations": lambda: Seen(
        allocations_csv([("U00001", "2025/26", 654321, 1000, "")]), ROLES, "654321", PCNS
    ),
    "arrs_spend": lambda: Seen(
        csv_text(["PLACE", "MONTH", "SPEND", "UNIT"], [("U00001", "2025-09", 4321, "pounds")]),
        ("answer", "role_spend", "--place", "U00001"), "spent £4,321 on additional roles", PCNS,
    ),
    "nhs_payments": lambda: Seen(PAYMENTS, ROLES, "weighted_of_other_month", PCNS, period="2025-09"),
    "local_staff": lambda: Seen(
        staff_csv([("", "A00009", 7.5)]).replace("gpw_detailed", "local_staff"),
        rates("practice", "gp_fte"), "A00009", AREAS,
    ),
    "recommendations": lambda: Seen(
        recommendations_csv([{"recommendation": "Count them again."}]),
        ("answer", "last", "--place", "U00001"), "Count them again.", AREAS,
    ),
    "tidy_staff": lambda: Seen(STAFF, rates("practice", "gp_fte"), "A00003", (PLACES,)),
    "tidy_practices": lambda: Seen(TIDY_PRACTICES, rates("practice"), ",50.0,", (PLACES,)),
    "tidy_lists": lambda: Seen(LISTS, rates("practice"), ",33.33", (PLACES, STAFF)),
    "tidy_places": lambda: Seen(PLACES, rates("pcn", "gp_fte"), "U00003", (STAFF,)),
    "demonstration_pcn": lambda: Seen(
        demonstration()[1], rates("pcn", "pcn_staff_fte"), "U99901", demonstration()[:1]
    ),
    "demonstration_deprivation": lambda: Seen(
        sample("demonstration_deprivation.csv"), ("answer", "posts", "--place", "QZZ"),
        "Deprivation", demonstration(),
    ),
    "demonstration_plan": lambda: Seen(
        sample("demonstration_plan.csv"), ROLES, "below_plan", demonstration()
    ),
    "demonstration_claims": lambda: Seen(
        sample("demonstration_claims.csv"), ROLES, "1392000", demonstration()
    ),
    "demonstration_allocations": lambda: Seen(
        sample("demonstration_allocations.csv"), ROLES, "1392000", demonstration()
    ),
    "demonstration_recommendations": lambda: Seen(
        sample("demonstration_recommendations.csv"), ("answer", "last", "--place", "QZZ"),
        "Bring fully qualified GPs to the target", demonstration(),
    ),
    "targets": lambda: Seen(
        targets_csv([{"value": "0.47", "unit": "WTE per 1,000 patients"}]),
        ("answer", "aims", "--place", "QXX"), "47 fully qualified GPs", AREAS,
    ),
    "area_figures": lambda: Seen(
        "PLACE,STAFF,MEASURE,PER,MONTH,VALUE,PATIENTS,BASE,SOURCE,PAGE\n"
        'QXX,GP (excluding TG),rate,100000,2022-09,44.07*,"47,000",,A paper,Table 1\n',
        ("answer", "as_printed", "--place", "QXX"), "44.07*", AREAS,
    ),
    "learners": lambda: Seen(
        "PLACE,GROUP,YEAR,IN_TRAINING\nQXX,GP trainees,2024/25,137 (33 to qualify)\n",
        ("answer", "qualifying", "--place", "QXX"), "33 of 137 in training qualify (24.1%)", AREAS,
    ),
    "supervision": lambda: Seen(
        "PCN,PROFESSION,EDUCATORS,CAPACITY,LEARNERS\nU00001,GP,9,12,8\n",
        ("answer", "teaching", "--place", "U00001"), "8 learners for 12 places", AREAS,
    ),
    "stayed": lambda: Seen(
        "PLACE,COHORT,QUALIFIED,STAYED_HERE\nQXX,2024/25,20,15\n",
        ("answer", "conversion", "--place", "QXX"), "15 stayed: 75%", AREAS,
    ),
    "programme_posts": lambda: Seen(
        "PLACE,PROGRAMME,ROLE,PROMISED,FILLED\nQXX,SPIN,Pharmacist,10,6\n",
        ("answer", "programme_posts", "--place", "QXX"), "6 of 10 promised posts", AREAS,
    ),
    "demonstration_learners": lambda: Seen(
        sample("demonstration_learners.csv"), ("answer", "qualifying", "--place", "QZZ"),
        "18 + 21 + 25 = 64", demonstration(),
    ),
    "demonstration_supervision": lambda: Seen(
        sample("demonstration_supervision.csv"), ("answer", "teaching", "--place", "QZZ"),
        "more learners than places", demonstration(),
    ),
    "demonstration_stayed": lambda: Seen(
        sample("demonstration_stayed.csv"), ("answer", "conversion", "--place", "QZZ"),
        "nobody knows", demonstration(),
    ),
    "demonstration_programme_posts": lambda: Seen(
        sample("demonstration_programme_posts.csv"), ("answer", "programme_posts", "--place", "QZZ"),
        "of 32 promised posts", demonstration(),
    ),
    "practice_groups": lambda: Seen(
        "GROUP,KIND,PRACTICE_CODE\nRiver,federation,A00001\nRiver,federation,A00002\n",
        rates("group", "gp_fte"), "River", AREAS,
    ),
    "ods_practices": lambda: Seen(
        ODS, rates("sub_icb", "gp_fte"), "A3A8R", (STAFF, LISTS), name="epraccur.csv", period="2025-09"
    ),
    "successions_list": lambda: Seen(
        "PRACTICE_CODE,SUCCESSOR_CODE,HOW,SINCE\nA00009,A00001,merged,2025-06\n",
        ("places", "A00009"), "A00009 (A00009)", AREAS,
    ),
    "demonstration_targets": lambda: Seen(
        sample("demonstration_targets.csv").replace(",20,", ",21,"),
        ("answer", "aims", "--place", "QZZ"), "21 nurses", demonstration(),
    ),
}  # fmt: skip


def test_every_source_is_looked_at():
    assert set(SEEN) == set(declared().sources)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("source", SEEN)
def test_what_is_published_is_visible(tmp_path: Path, source: str):
    seen, store = SEEN[source](), tmp_path / "store"
    for n, content in enumerate(seen.before):
        done = publish(store, written(tmp_path / f"before {n}.csv", content))
        assert done.code == 0, done.err
    before = run(*seen.asked, "--store", store)
    done = publish(store, written(tmp_path / seen.name, seen.file), period=seen.period)
    assert done.code == 0, done.err
    after = run(*seen.asked, "--store", store)
    assert after.code == 0, after.err
    assert seen.says not in before.out
    assert seen.says in after.out
    (newest, *_) = run("history", "--store", store).rows()
    assert seen.name in newest["files"]  # and it is named
