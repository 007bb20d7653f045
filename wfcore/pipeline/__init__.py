"""Where the next ones come from: who is trained, who teaches, who qualifies and stays, what posts were promised."""

from wfcore.pipeline.aims import CONVERSION, aim_for, measured_aim
from wfcore.pipeline.conversion import Cohort, Conversion, conversion
from wfcore.pipeline.programmes import ProgrammePosts, PromisedPosts, programme_posts
from wfcore.pipeline.qualifying import (
    Qualifying,
    YearOfLearners,
    groups_of_learners,
    qualifying,
)
from wfcore.pipeline.teaching import (
    PracticesNow,
    TaughtGroup,
    Teaches,
    Teaching,
    TeachingPlace,
    practices_now,
    teaching,
)

__all__ = [
    "CONVERSION",
    "Cohort",
    "Conversion",
    "PracticesNow",
    "ProgrammePosts",
    "PromisedPosts",
    "Qualifying",
    "TaughtGroup",
    "Teaches",
    "Teaching",
    "TeachingPlace",
    "YearOfLearners",
    "aim_for",
    "conversion",
    "groups_of_learners",
    "measured_aim",
    "practices_now",
    "programme_posts",
    "qualifying",
    "teaching",
]
