"""Who has power over a teacher, and so reads nothing of what she wrote in confidence; and the
label that says who reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext, pgettext

from banyan.kernel.period import Period
from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership
from banyan.organisations.standings import under
from banyan.organisations.states import Role
from banyan.ui.words import join_names


def readers(standing: Standing, viewer: Viewer, row: Any) -> str:
    """Who can read this record, as a sentence: "You and Meera Iyer can read this."

    Made of the standing that filters the record, so that the label cannot say anything else.
    """
    parts = standing.each()
    you = (
        [pgettext("reader", "You")] if any(p.named and p.holds(viewer, row) for p in parts) else []
    )
    others = [
        p.named(row) if p.named else str(p.words)
        for p in parts
        if not (p.named and p.holds(viewer, row))
    ]
    told = [one for one in you + others if one]
    sentence = gettext("%(readers)s can read this.") % {"readers": join_names(told)}
    sentences = [sentence[:1].upper() + sentence[1:]]
    sentences += [why_barred(name) for p in parts if p.barred and (name := p.barred(row))]
    return " ".join(sentences)


def why_barred(name: str) -> str:
    """Why somebody who would read it otherwise does not, in plain words."""
    return gettext(
        "%(name)s cannot read this now: whoever evaluates a teacher or answers for her school "
        "reads nothing of what was said in confidence."
    ) % {"name": name}


# Whoever holds one of these over a school appraises, manages or pays its teachers, or may.
POWERS = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.NODAL_OFFICER)


def _has_power(viewer: Viewer) -> bool:
    return any(viewer.has(role) for role in POWERS)


def _under_power(viewer: Viewer) -> QuerySet[Membership]:
    """Those who teach today in a school over which the viewer has power: nobody reads in
    confidence what somebody wrote whom they appraise."""
    return Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today),
        under("organisation__path", [path for role in POWERS for path in viewer.scopes(role)]),
        role=Role.TEACHER,
        starts_on__lte=viewer.today,
    )


@dataclass(frozen=True, slots=True)
class Informed(Viewer):
    """A viewer of whom it is known over whom `of` these people she has power, for pages that put
    many people to many rows."""

    of: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()


def informed(viewers: Mapping[int, Viewer], people: Collection[int]) -> dict[int, Informed]:
    """Each of these viewers, knowing over whom of these people she has power. One query."""
    teaches = Membership.objects.filter(role=Role.TEACHER, person_id__in=people).values_list(
        "person_id", "organisation__path", "starts_on", "ends_on"
    )
    known = [(pk, path or "", Period(begins, ends)) for pk, path, begins, ends in teaches]
    return {
        pk: Informed(
            v.person_id, v.now, v.grants, v.zone, v.is_system, frozenset(people),
            frozenset(
                person
                for person, path, period in (known if _has_power(v) else ())
                if period.holds(v.today) and any(v.holds(role, over=path) for role in POWERS)
            ),
        )
        for pk, v in viewers.items()
    }  # fmt: skip


def has_power_over(viewer: Viewer, person: int) -> bool:
    """Whether this viewer appraises, manages or pays this person, or may: she then neither reads
    nor writes in confidence what is that person's."""
    if isinstance(viewer, Informed) and person in viewer.of:
        return person in viewer.below
    return _has_power(viewer) and _under_power(viewer).filter(person_id=person).exists()


def under_power(viewer: Viewer, people: Collection[int]) -> set[int]:
    """Of these people those over whom the viewer has power. At most one query."""
    if not people or not _has_power(viewer):
        return set()
    found = _under_power(viewer).filter(person_id__in=people)
    return set(found.values_list("person_id", flat=True))


def apart_from_power(viewer: Viewer, person: str) -> Q:
    """The same in SQL: rows in which this field names nobody over whom the viewer has power."""
    if not _has_power(viewer):
        return Q()
    return ~Q(**{f"{person}__in": _under_power(viewer).values("person_id")})


def mentor_in_power(teacher: str, mentor: str, today: date) -> dict[str, Exists]:
    """For annotating a row: whether whoever is at the path `mentor` has power over whoever is at
    `teacher` on this day. The label of a row says of its mentor what the standing does."""
    now = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    held = Membership.objects.filter(now, starts_on__lte=today).alias(
        place=Concat("organisation__path", Value("/"))
    )
    teaches = held.filter(person=OuterRef(OuterRef(teacher)), role=Role.TEACHER)
    heads = held.filter(person=OuterRef(mentor), role__in=POWERS)
    return {
        "mentor_in_power": Exists(
            heads.filter(Exists(teaches.filter(place__startswith=OuterRef("place"))))
        )
    }


def apart(base: Standing, name: str, teacher: str) -> Standing:
    """Of those who stand so, whoever has no power over the teacher at this path of the row: what
    was said in confidence is closed to her who comes to appraise, manage or pay that teacher."""
    *steps, last = teacher.split("__")

    def holds(viewer: Viewer, row: Any) -> bool:
        if not base.holds(viewer, row):
            return False
        for step in steps:
            row = getattr(row, step, None)
        person = getattr(row, f"{last}_id", None)
        return person is None or not has_power_over(viewer, person)

    return Standing(
        name=name,
        words=base.words,
        holds=holds,
        where=lambda viewer: base.where(viewer) & apart_from_power(viewer, f"{teacher}_id"),
        named=_named_if(base, barred=False),
        barred=_named_if(base, barred=True),
    )


def _named_if(base: Standing, *, barred: bool) -> Callable[[Any], str] | None:
    """Its name where a row says that she is in power, or where it does not."""
    named = base.named
    if named is None:
        return None
    return lambda row: named(row) if getattr(row, "mentor_in_power", False) == barred else ""
