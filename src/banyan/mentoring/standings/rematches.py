"""How a viewer may stand to a wish for another pairing, and to what goes along with a teacher."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

REMATCH_ASKER = person_at("asked_by", "REMATCH_ASKER", _("whoever asked"))


def coordinators_not_of_it(name: str, asker: str) -> Standing:
    """The coordinators of the school of the pair, for what one of the two, at the path `asker`,
    says to them in confidence: none of the two, nobody with power over the teacher or the asker."""
    pair = person_at("mentorship__mentor", "", "") | person_at("mentorship__mentee", "", "")
    area = role_over(
        Role.COORDINATOR,
        "mentorship__school__path",
        _("the coordinators of the school who are not of the pair"),
    )
    # A coordinator who is one of the two is there as that one: somebody else of the area decides.
    not_of_it = Standing(
        name=name,
        words=area.words,
        holds=lambda viewer, r: area.holds(viewer, r) and not pair.holds(viewer, r),
        where=lambda viewer: area.where(viewer) & ~pair.where(viewer),
    )
    # Whoever appraises one of the two reads nothing of what was said in confidence about it.
    return apart(apart(not_of_it, name, "mentorship__mentee"), name, asker)


REMATCH_COORDINATOR = coordinators_not_of_it("REMATCH_COORDINATOR", "asked_by")
REMATCH_READERS = REMATCH_ASKER | REMATCH_COORDINATOR
CARRIER = person_at("mentorship__mentee", "CARRIER", _("the teacher"))
