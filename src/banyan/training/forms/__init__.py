"""Workshops as people type them."""
