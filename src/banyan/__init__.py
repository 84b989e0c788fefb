"""Banyan: the open platform on which teacher mentoring programmes run."""
