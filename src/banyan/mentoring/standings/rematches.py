"""How a viewer may stand to a wish for another pairing, and to what goes along with a teacher."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

REMATCH_ASKER = person_at("asked_by", "REMATCH_ASKER", _("whoever asked"))


def coordinators_not_of_it(
    name: str,
    asker: str,
    *,
    of: str = "mentorship",
    parties: tuple[str, ...] = ("mentorship__mentor", "mentorship__mentee"),
    teacher: str = "mentorship__mentee",
    words: object = _("the coordinators of the school who are not of the pair"),
) -> Standing:
    """The coordinators of the school of the pair, or of whatever is at the path `of`, for what one
    of the two, at the path `asker`, says to them in confidence: none of the `parties`, nobody with
    power over the teacher or the asker."""
    area = role_over(Role.COORDINATOR, f"{of}__school__path", words)
    two = reduce(or_, (person_at(path, "", "") for path in parties))
    # A coordinator who is one of the two is there as that one: somebody else of the area decides.
    not_of_it = Standing(
        name=name,
        words=words,
        holds=lambda viewer, r: area.holds(viewer, r) and not two.holds(viewer, r),
        where=lambda viewer: area.where(viewer) & ~two.where(viewer),
    )
    # Whoever appraises one of the two reads nothing of what was said in confidence about it.
    return apart(apart(not_of_it, name, teacher), name, asker)


REMATCH_COORDINATOR = coordinators_not_of_it("REMATCH_COORDINATOR", "asked_by")
REMATCH_READERS = REMATCH_ASKER | REMATCH_COORDINATOR
CARRIER = person_at("mentorship__mentee", "CARRIER", _("the teacher"))
