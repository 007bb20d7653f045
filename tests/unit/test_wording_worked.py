"""The sums of the papers in sentences, as the papers print them."""

import pytest

from wfcore import wording
from wfcore.declared import declared
from wfcore.projecting import work_example

SAID = {
    "havering_north": "At 31.77 per 100,000 the local aim of 44 is missed by 12.23: it takes 38.5% more.",
    "havering_marshall": "missed by 4.30",
    "havering_south": "missed by 3.35",
    "havering_crest": "At 44.07 per 100,000 the local aim of 44 is met, by 0.07.",
    "wolverhampton": "277,006 patients at 58 per 100,000 need 160.7 full-time posts. There are 133.3: 27.4 short.",
    "black_country_50": "Of 216 aged 55 and over, 50% leave within 4 years: 108.0 go and 108.0 stay.",
    "black_country_80": "172.8 go and 43.2 stay",
    "black_country_100": "216.0 go and 0.0 stay",
    "black_country_fte": "156.8 go and 39.2 stay",
    "training_places": "1,000 places, of which 72.5% yield a GP, at 0.65 FTE each: 471 FTE.",
    "candidates": "£4,200,000 at £25,000 each pays for 168 candidates.",
    "older_gps": "216 of 882 is 24.5%.",
    "oldest_gps": "136 of 882 is 15.4%.",
    "oldest_of_older": "68 of 91 is 74.7%.",
    "older_non_clinical": "2,333 of 4,556 is 51.2%.",
    "vacant_posts": "222.0 ÷ (681.6 + 222.0) is 24.6%.",
    "leavers_before": "10% of 586 people: 58.6 leave in a year.",
    "leavers_after": "8% of 586 people: 46.9 leave in a year.",
    "trainees_at_90": "yield a GP, at 0.65 FTE each: 64 FTE.",
    "trainees_grew": "From 94 to 130 is 36 more: 38.3%.",
    "turnover": "From 10% to 8% is down 2 percentage points, which is 20% less.",
}


@pytest.mark.parametrize("key", declared().assumptions.examples)
def test_every_example_is_a_sentence(key: str):
    example = declared().assumptions.examples[key]
    found = work_example(example.kind, example.given)
    assert SAID[key] in wording.worked_example(example.kind, example.given, found)
