"""How a viewer may stand to a record of practice, and to a goal."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record, Share
from banyan.mentoring.standings.power import apart_from_power, has_power_over
from banyan.mentoring.states import Tier
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

RECORD_OWNER = person_at("owner", "RECORD_OWNER", _("whoever it belongs to"))


def _is_other(viewer: Viewer, row: Record) -> bool:
    pair = row.mentorship
    if not viewer.is_somebody or row.tier != Tier.PAIR or pair is None:
        return False
    if viewer.person_id not in {pair.mentor_id, pair.mentee_id} - {row.owner_id}:
        return False
    return not has_power_over(viewer, row.owner_id)


def _where_other(viewer: Viewer) -> Q:
    of_pair = Q(mentorship__mentor_id=viewer.person_id) | Q(mentorship__mentee_id=viewer.person_id)
    found = Q(tier=Tier.PAIR) & of_pair & ~Q(owner_id=viewer.person_id)
    return found & apart_from_power(viewer, "owner_id")


def _name_of_other(row: Record) -> str:
    pair = row.mentorship
    if pair is None or row.tier != Tier.PAIR:
        return ""
    return str(pair.mentee if pair.mentor_id == row.owner_id else pair.mentor)


def _named(name: str, words: object, *, whole: bool) -> Standing:
    """The standing of those whom the owner has named, for as long as she said."""

    def holds(viewer: Viewer, row: Record) -> bool:
        # Of what is not written yet nobody is named.
        return (viewer.is_somebody and row.pk is not None) and any(
            share.person_id == viewer.person_id and share.whole == whole and share.lasts(viewer.now)
            for share in row.shares.all()
        )

    def where(viewer: Viewer) -> Q:
        mine = Share.objects.filter(
            Q(until__isnull=True) | Q(until__gt=viewer.now),
            person_id=viewer.person_id,
            whole=whole,
            taken_back_at__isnull=True,
        )
        return Q(pk__in=mine.values("record_id"))

    return Standing(name, words, holds, where)


RECORD_OTHER = Standing(
    name="RECORD_OTHER",
    words=_("the other one of the pair"),
    holds=_is_other,
    where=_where_other,
    named=_name_of_other,
)
RECORD_NAMED = _named("RECORD_NAMED", _("the people whom the owner names"), whole=True)
RECORD_NAMED_FOR_PARTS = _named(
    "RECORD_NAMED_FOR_PARTS", _("the people whom the owner names, parts of it"), whole=False
)
PUBLISHED = Standing(
    name="PUBLISHED",
    words=_("everybody"),
    holds=lambda viewer, r: r.tier == Tier.PUBLIC,
    where=lambda viewer: Q(tier=Tier.PUBLIC),
)
RECORD_CLOSE = RECORD_OWNER | RECORD_OTHER | RECORD_NAMED  # who reads all of it in confidence
RECORD_WHOLE = RECORD_CLOSE | PUBLISHED
RECORD_READERS = RECORD_WHOLE | RECORD_NAMED_FOR_PARTS

_GOAL_AREA = role_over(
    Role.COORDINATOR, "record__mentorship__school__path", _("the coordinators of the school")
)
# Of a goal that is the pair's: that it is there, how it stands, its days. Never a word of it.
GOAL_COORDINATOR = Standing(
    name="GOAL_COORDINATOR",
    words=_GOAL_AREA.words,
    holds=lambda viewer, g: g.record.tier == Tier.PAIR and _GOAL_AREA.holds(viewer, g),
    where=lambda viewer: Q(record__tier=Tier.PAIR) & _GOAL_AREA.where(viewer),
)
