"""The people behind the posts: ages, sexes and hours of the staff of a place, and their roles."""

from wfcore.people.profiles import AgeBand, Profile, profile_of, profiles_inside, whole_group
from wfcore.people.roles import RoleCount, role_counts
from wfcore.people.succession import SuccessionList, all_of_them, succession_list

__all__ = [
    "AgeBand",
    "Profile",
    "RoleCount",
    "SuccessionList",
    "all_of_them",
    "profile_of",
    "profiles_inside",
    "role_counts",
    "succession_list",
    "whole_group",
]
