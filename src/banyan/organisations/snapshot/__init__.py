"""Files and trees as plain values: what an office sent, and where its schools belong."""

from banyan.organisations.snapshot.directory import Directory, School, udise_problem
from banyan.organisations.snapshot.identity import looks_like_aadhaar
from banyan.organisations.snapshot.tables import BadFile, Problem, Table
from banyan.organisations.snapshot.tree import Parent, Tree

__all__ = [
    "BadFile",
    "Directory",
    "Parent",
    "Problem",
    "School",
    "Table",
    "Tree",
    "looks_like_aadhaar",
    "udise_problem",
]
