"""Who is told of a late cancellation or an absence: whoever it is of; after some of them both, and
those who coordinate. Never what was explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.models import Mark
from banyan.mentoring.queries.marks import counted, deciders_of, is_so, told_of_mark
from banyan.mentoring.states import MarkStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

EXPLAIN = pgettext_lazy("link", "Explain it in confidence")
SEE = pgettext_lazy("link", "See it")


def _counts(data: Mapping[str, Any]) -> bool:
    return "mark" not in data or is_so(int(data["mark"]), MarkStatus.COUNTS)


def _waits(data: Mapping[str, Any]) -> bool:
    return "mark" not in data or is_so(int(data["mark"]), MarkStatus.EXPLAINED)


notices.register(
    Kind(
        "mark.late_cancel",
        Category.SESSION,
        _("Your cancellation counts as late"),
        _("The session of {starts_at} was near. If there was a reason, explain it to the "
          "coordinators in confidence: they can lift it."),
        EXPLAIN,
        _counts,
    ),
    Kind(
        "mark.late_move",
        Category.SESSION,
        _("You moved a session at short notice"),
        _("It counts as late until the other one agrees to another time. If there was a reason, "
          "explain it to the coordinators in confidence: they can lift it."),
        EXPLAIN,
        _counts,
    ),
    Kind(
        "mark.no_show",
        Category.SESSION,
        _("You are down as not there"),
        _("It is the session of {starts_at}. If there was a reason, explain it to the "
          "coordinators in confidence: they can lift it."),
        EXPLAIN,
        _counts,
    ),
    Kind(
        "mark.explained",
        Category.AREA,
        _("{name} explains a session that fell through"),
        _("It is the session of {starts_at}. Read it, and lift it or let it stand; until then it "
          "does not count."),
        SEE,
        _waits,
    ),
    Kind(
        "mark.lifted",
        Category.SESSION,
        _("It is lifted"),
        _("What came of the session of {starts_at} counts nowhere any more."),
        SEE,
    ),
    Kind(
        "mark.stands",
        Category.SESSION,
        _("Your explanation was read"),
        _("What came of the session of {starts_at} counts on. The coordinator says why, to you "
          "alone."),
        SEE,
    ),
    Kind(
        "mark.talk",
        Category.PAIR,
        _("How shall you go on?"),
        _("Sessions fell through at short notice: {marks} in {days} days. That happens. Talk about "
          "it: another day, a shorter session or a pause may suit you better."),
        pgettext_lazy("link", "See the session"),
    ),
    Kind(
        "mark.talk_area",
        Category.AREA,
        _("Sessions of {mentor} and {teacher} fall through"),
        _("One of the two cancelled late or did not come: {marks} in {days} days. They are asked "
          "how to go on. Nothing follows by itself; a word from you may help."),
        pgettext_lazy("link", "See the session"),
    ),
)  # fmt: skip


def follow_mark(event: Event) -> None:
    """Whoever it is of, or who decides on it, hears of it; and, when one more of them counts and
    that makes enough, all whom it concerns."""
    mark = told_of_mark(id_of(event.subject))
    if mark is None:
        return
    if event.verb == "mark.explain":
        people = deciders_of(mark, event.happened_at)
        _tell(people, "mark.explained", mark, event, "mark", name=mark.person.name)
    else:
        kind = {"mark.lift": "mark.lifted", "mark.stand": "mark.stands"}.get(
            event.verb, f"mark.{mark.kind}"
        )
        _tell([mark.person_id], kind, mark, event, "mark")
    if event.verb != "mark.lift" and mark.status in (MarkStatus.COUNTS, MarkStatus.STANDS):
        _ask_how_to_go_on(mark, event)


def _ask_how_to_go_on(mark: Mark, event: Event) -> None:
    session, pair = mark.session, mark.session.mentorship
    found = counted(mark.person_id, session, event.happened_at)
    if not found.leads_to_a_talk:
        return
    facts = {
        "marks": found.marks,
        "days": found.days,
        "mentor": session.host.name,
        "teacher": pair.mentee.name if pair else mark.person.name,
    }
    both = [session.host_id, pair.mentee_id] if pair else [mark.person_id]
    coordinators = deciders_of(mark, event.happened_at)
    _tell(both, "mark.talk", mark, event, "session", **facts)
    _tell(coordinators, "mark.talk_area", mark, event, "session", **facts)


def _tell(
    people: Iterable[int], kind: str, mark: Mark, event: Event, page: str, **facts: Any
) -> None:
    tell(
        sorted(people),
        kind,
        key=f"{kind}:{event.pk}",
        now=event.happened_at,
        link=reverse(f"mentoring:{page}", args=[mark.pk if page == "mark" else mark.session_id]),
        session=mark.session_id,
        mark=mark.pk,
        blueprint=design_of(mark.session),
        starts_at=mark.session.starts_at.isoformat(),
        **facts,
    )


trail.follow(
    "mentoring.follow_mark",
    follow_mark,
    "mark.add",
    "mark.count_again",
    "mark.explain",
    "mark.lift",
    "mark.stand",
)
trail.tell(
    {
        "mark.add": _("A late cancellation or an absence was noted."),
        "mark.explain": _("{actor} explained it in confidence."),
        "mark.lift": _("{actor} lifted it."),
        "mark.stand": _("{actor} let it stand."),
        "mark.fall_away": _("The session stands differently now; it counts nowhere any more."),
        "mark.count_again": _("The session stands differently now; it counts again."),
    }
)
