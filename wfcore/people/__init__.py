"""The people behind the posts: ages, sexes and hours of the staff of a place, and their roles."""

from wfcore.people.profiles import AgeBand, Profile, profile_of, profiles_inside, whole_group_of
from wfcore.people.roles import RoleCount, role_counts
from wfcore.people.succession import SuccessionList, everybody_of, succession_list

__all__ = [
    "AgeBand",
    "Profile",
    "RoleCount",
    "SuccessionList",
    "everybody_of",
    "profile_of",
    "profiles_inside",
    "role_counts",
    "succession_list",
    "whole_group_of",
]
