"""The people behind the posts: ages, sexes and hours of the staff of a place, and their roles."""

from wfcore.people.mix import staff_mix
from wfcore.people.profiles import AgeBand, Profile, profile_of, profiles_inside, whole_group_of
from wfcore.people.roles import RoleCount, role_counts
from wfcore.people.succession import SuccessionList, everybody_of, succession_list
from wfcore.people.turnover import Turnover, TurnoverYear, turnover_of
from wfcore.people.vacancies import VacancyRate, vacancies_inside, vacancies_of, vacancy_rate

__all__ = [
    "AgeBand",
    "Profile",
    "RoleCount",
    "SuccessionList",
    "Turnover",
    "TurnoverYear",
    "VacancyRate",
    "everybody_of",
    "profile_of",
    "profiles_inside",
    "role_counts",
    "staff_mix",
    "succession_list",
    "turnover_of",
    "vacancies_inside",
    "vacancies_of",
    "vacancy_rate",
    "whole_group_of",
]
