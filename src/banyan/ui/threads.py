"""What Django keeps for each task, kept for each thread.

A page asks some hundred times which language, which zone and which database connection are its
own. Django looks for them where a server that runs many requests in one thread would need it to;
ours answers one request in a thread (WSGI), where `threading.local` finds the same in a twentieth
of the time.
"""

from __future__ import annotations

import threading
from typing import Any

from django.db import connections
from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real

KEPT = ((trans_real, "_active"), (timezone, "_active"), (urls, "_prefixes"), (urls, "_urlconfs"))


def keep_by_thread() -> None:
    """From here on, with what this thread has set so far. Django has no other door to these places;
    a test says when a later one has moved them."""
    for module, name in KEPT:
        _replace(vars(module), name, ["value"])
    _replace(vars(connections), "_connections", list(connections))


def _replace(names: dict[str, Any], name: str, kept: list[str]) -> None:
    before, after = names[name], threading.local()
    for each in kept:
        if hasattr(before, each):
            setattr(after, each, getattr(before, each))
    names[name] = after
