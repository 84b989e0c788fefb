"""What a person's home shows: the one next thing, then what runs, then what can be counted."""

from banyan.portal.queries.home import domains, home
from banyan.portal.queries.navigation import navigation

__all__ = ["domains", "home", "navigation"]
