"""Links by which whoever is asked about a time answers from her mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.mentoring.actions.planning import times_of
from banyan.mentoring.queries.answers import ahead_of, proposed_to, sealed
from banyan.mentoring.queries.sessions import told_of
from banyan.notifications import registry as notices
from banyan.people.models import Person
from banyan.ui import words


def answers(person: Person, data: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    session = told_of(f"session:{data['session']}")
    if not proposed_to(person, session):
        return
    times = ahead_of((starts_at for starts_at, _until in times_of(session)), now)
    for at in times:
        said = {"time": words.moment(at)}
        yield _("%(time)s suits me") % said, _address(sealed(person, session, at, now=now))
    none = _("This time does not suit me") if len(times) == 1 else _("None of them suits me")
    yield none, _address(sealed(person, session, None, now=now))


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("mentoring:answer", args=[token])


notices.answer_with(
    answers,
    "session.proposed",
    "session.proposed_times",
    "session.rescheduled",
    "session.rescheduled_times",
)
