"""The site's own settings, with the yardstick of `pages.py` among its addresses."""

from banyan.config.settings import *  # noqa: F403

ROOT_URLCONF = "server.urls"
