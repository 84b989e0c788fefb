"""Banyan: the open platform on which teacher mentoring programmes run."""

__version__ = "0.1.0"
