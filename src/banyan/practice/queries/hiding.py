"""What would tell a reader whose work it is."""

from __future__ import annotations

from django.db.models import Q

from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Level, Role
from banyan.people.models import Person


def names_around(pair: Mentorship) -> list[str]:
    """Names of which each part tells: who wrote it, who has mentored her, her school and who heads
    it. One query."""
    mentors = Mentorship.objects.filter(mentee=pair.mentee_id).values("mentor_id")
    heads = Membership.objects.filter(organisation=pair.school, role=Role.PRINCIPAL)
    around = Person.objects.filter(Q(pk__in=mentors) | Q(pk__in=heads.values("person_id")))
    names = [pair.mentee.name, pair.mentor.name, pair.school.name]
    return names + sorted(set(around.values_list("name", flat=True)) - set(names))


def places_around(pair: Mentorship) -> list[str]:
    """Names that tell as a whole: where the school is, and its district where that lies inside the
    programme's area. One query."""
    school, area = pair.school, pair.cohort.programme.organisation
    between = set(school.ancestor_ids[:-1]) - set(area.ancestor_ids)
    districts = Organisation.objects.filter(pk__in=between, level=Level.DISTRICT)
    return [name for name in (*districts.values_list("name", flat=True), school.locality) if name]
