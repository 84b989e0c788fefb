"""Who asks: the session and the person of each request, by queries that are prepared."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from banyan.organisations.queries import person_with_roles
from banyan.people.models import Person
from banyan.ui.prepared import Given, PreparedRows


@PreparedRows
def _session() -> QuerySet[Session]:
    return Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    )


class SessionStore(Stored):
    """Sessions in the database, as ever."""

    def _get_session_from_db(self) -> Session | None:
        if found := _session(key=self.session_key, now=timezone.now()):
            return found[0]  # type: ignore[no-any-return]
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in as allauth does it."""

    def get_user(self, user_id: Any) -> Person | None:
        person = person_with_roles(user_id)
        return person if person and self.user_can_authenticate(person) else None
