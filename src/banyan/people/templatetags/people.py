"""What a browser says of itself, as a person would say it."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

register = template.Library()

# The first that is found counts: most browsers also name those they want to be taken for.
BROWSERS = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
]  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """`Chrome, Android` from a User-Agent header; a plain word when it tells nothing."""
    named = [
        next((name for sign, name in signs if sign in user_agent), "")
        for signs in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, named)) or gettext("Another device")
