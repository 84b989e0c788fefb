"""What would tell a reader whose work it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Level, Role
from banyan.people.models import Person


def names_around(
    author: Person, school: Organisation | None, beside: Iterable[Person] = ()
) -> list[str]:
    """Names of which each part tells: who wrote it, who stands beside her or has mentored her, her
    school and who heads it. One query."""
    mentors = Mentorship.objects.filter(mentee=author).values("mentor_id")
    heads = Membership.objects.filter(organisation=school, role=Role.PRINCIPAL)
    around = Person.objects.filter(Q(pk__in=mentors) | Q(pk__in=heads.values("person_id")))
    names = [author.name, *(one.name for one in beside), *([school.name] if school else [])]
    return names + sorted(set(around.values_list("name", flat=True)) - set(names))


def places_around(school: Organisation | None, area: Organisation) -> list[str]:
    """Names that tell as a whole: where the school is, and its district where that lies inside the
    programme's area. One query; none where the school is not known."""
    if school is None:
        return []
    between = set(school.ancestor_ids[:-1]) - set(area.ancestor_ids)
    districts = Organisation.objects.filter(pk__in=between, level=Level.DISTRICT)
    return [name for name in (*districts.values_list("name", flat=True), school.locality) if name]
