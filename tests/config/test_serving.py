from __future__ import annotations

from typing import Any

import pytest

from banyan.config.serving import too_open


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::"])
def test_a_demonstration_is_not_served_to_other_machines(
    settings: Any, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    settings.DEMO = True
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert [problem.split(":")[0] for problem in too_open(host)] == ["BANYAN_DEMO is set"]


def test_a_demonstration_keeps_off_a_database_server(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert len(too_open("127.0.0.1")) == 1


def test_a_demonstration_is_served_on_this_machine(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert too_open("127.0.0.1") == []


def test_real_work_is_served_anywhere(settings: Any) -> None:
    settings.DEMO = False
    assert too_open("0.0.0.0") == []
