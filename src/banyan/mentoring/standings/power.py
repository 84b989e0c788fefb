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
from banyan.organisations.models import Membership, ReportingLine
from banyan.organisations.queries.reporting import holding
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


def _under_power(viewer: Viewer) -> list[QuerySet[Any, Any]]:
    """The ids of those who teach today in a school over which the viewer has power by a role, and
    of those who report to her: nobody reads in confidence what somebody wrote whom they appraise.
    Each query only where it can find anybody."""
    found: list[QuerySet[Any, Any]] = []
    if _has_power(viewer):
        places = [path for role in POWERS for path in viewer.scopes(role)]
        teaching = Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today),
            under("organisation__path", places),
            role=Role.TEACHER,
            starts_on__lte=viewer.today,
        )
        found.append(teaching.order_by().values_list("person_id"))
    if viewer.has_reports:
        lines = holding(viewer.today).filter(reports_to_id=viewer.person_id)
        found.append(lines.order_by().values_list("person_id"))
    return found


@dataclass(frozen=True, slots=True)
class Informed(Viewer):
    """A viewer of whom it is known over whom `of` these people she has power, for pages that put
    many people to many rows."""

    of: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()


def informed(viewers: Mapping[int, Viewer], people: Collection[int]) -> dict[int, Informed]:
    """Each of these viewers, knowing over whom of these people she has power. One query, and
    another where somebody reports to one of them."""
    teaches = Membership.objects.filter(role=Role.TEACHER, person_id__in=people).values_list(
        "person_id", "organisation__path", "starts_on", "ends_on"
    )
    known = [(pk, path or "", Period(begins, ends)) for pk, path, begins, ends in teaches]
    seniors = [pk for pk, v in viewers.items() if v.has_reports]
    lines = ReportingLine.objects.filter(person_id__in=people, reports_to_id__in=seniors)
    reports = lines.values_list("reports_to_id", "person_id", "starts_on", "ends_on")
    below: dict[int, set[int]] = {pk: set() for pk in viewers}
    for senior, person, begins, ends in reports if seniors else ():
        if Period(begins, ends).holds(viewers[senior].today):
            below[senior].add(person)
    for pk, v in viewers.items():
        for person, path, period in known if _has_power(v) else ():
            if period.holds(v.today) and any(v.holds(role, over=path) for role in POWERS):
                below[pk].add(person)
    return {
        pk: Informed(
            v.person_id, v.now, v.grants, v.zone, v.is_system, v.has_reports,
            of=frozenset(people), below=frozenset(below[pk]),
        )
        for pk, v in viewers.items()
    }  # fmt: skip


def has_power_over(viewer: Viewer, person: int) -> bool:
    """Whether this viewer appraises, manages or pays this person, or may: she then neither reads
    nor writes in confidence what is that person's."""
    if isinstance(viewer, Informed) and person in viewer.of:
        return person in viewer.below
    return bool(under_power(viewer, [person]))


def under_power(viewer: Viewer, people: Collection[int]) -> set[int]:
    """Of these people those over whom the viewer has power. At most one query."""
    each = [rows.filter(person_id__in=people) for rows in _under_power(viewer) if people]
    if not each:
        return set()
    return {person for (person,) in each[0].union(*each[1:])}


def apart_from_power(viewer: Viewer, person: str) -> Q:
    """The same in SQL: rows in which this field names nobody over whom the viewer has power."""
    found = Q()
    for rows in _under_power(viewer):
        found &= ~Q(**{f"{person}__in": rows})
    return found


def mentor_in_power(teacher: str, mentor: str, today: date) -> dict[str, Q]:
    """For annotating a row: whether whoever is at the path `mentor` has power over whoever is at
    `teacher` on this day. The label of a row says of its mentor what the standing does."""
    now = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    held = Membership.objects.filter(now, starts_on__lte=today).alias(
        place=Concat("organisation__path", Value("/"))
    )
    teaches = held.filter(person=OuterRef(OuterRef(teacher)), role=Role.TEACHER)
    heads = held.filter(person=OuterRef(mentor), role__in=POWERS)
    above = Q(Exists(heads.filter(Exists(teaches.filter(place__startswith=OuterRef("place"))))))
    reports = holding(today).filter(person=OuterRef(teacher), reports_to=OuterRef(mentor))
    return {"mentor_in_power": Q(Exists(reports)) | above}


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
