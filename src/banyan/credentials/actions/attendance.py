"""Giving certificates of attendance to those who came for long enough."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from banyan.credentials.actions.pairs import issue
from banyan.credentials.models import Certificate
from banyan.credentials.queries.attendance import Attended, words_in_all
from banyan.credentials.rules import ATTENDING
from banyan.kernel.viewer import Viewer


@transaction.atomic
def certify(one: Attended, *, by: Viewer) -> Certificate:
    """In the words of today, in every language of the programme. They stay, whatever is corrected
    in the list later. Raises Stale when somebody was faster."""
    ATTENDING.decide(by, one, "certify").or_refuse()
    name = one.workshop.programme.name
    return issue(one.holder, name, words_in_all(one), by=by, workshop=one.workshop)


@transaction.atomic
def certify_all(several: Iterable[Attended], *, by: Viewer) -> int:
    """Everybody who came for long enough and never had one: of one that was withdrawn, somebody
    decides anew. Returns how many."""
    due = [one for one in several if one.certificate is None]
    return len([certify(one, by=by) for one in due if ATTENDING.decide(by, one, "certify")])
