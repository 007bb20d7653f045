"""The people behind the posts: ages, sexes and hours of the staff of a place, and their roles."""

from wfcore.people.profiles import AgeBand, Profile, profile_of, profiles_inside
from wfcore.people.roles import RoleCount, role_counts

__all__ = ["AgeBand", "Profile", "RoleCount", "profile_of", "profiles_inside", "role_counts"]
