"""Each thread keeps its own language, zone and database connection."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.urls import get_script_prefix
from django.utils import timezone, translation
from django.utils.timezone import get_current_timezone_name

from banyan.ui.threads import KEPT, keep_by_thread


def test_what_django_keeps_for_tasks_is_kept_for_threads() -> None:
    assert type(vars(connections)["_connections"]) is threading.local
    with translation.override("hi"):
        keep_by_thread()  # again: a test of catalogues has Django forget its languages
        assert translation.get_language() == "hi"
        places = [vars(module)[name] for module, name in KEPT]
        assert [type(place) for place in places] == [threading.local] * 4


def told() -> tuple[str | None, str, str]:
    return translation.get_language(), get_current_timezone_name(), get_script_prefix()


def test_a_thread_hears_nothing_of_what_another_speaks() -> None:
    with translation.override("hi"), timezone.override("Europe/Moscow"):
        here = told()
        with ThreadPoolExecutor(1) as other:
            there = other.submit(told).result()
    assert (here, there) == (("hi", "Europe/Moscow", "/"), ("en", "UTC", "/"))
