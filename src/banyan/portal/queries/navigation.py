"""Where the links at the top of each page lead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.organisations.states import Role
from banyan.practice.queries.hub import PLACES
from banyan.programmes.queries import everyday_words
from banyan.ui.addresses import reverse
from banyan.ui.pieces import Link

# Records that do not lie below the list in which they stand.
RECORDS = ("/assessments/", "/intakes/", "/records/", "/teaching-contexts/")


def navigation(viewer: Viewer, path: str, unread: int) -> tuple[list[Link], list[Link]]:
    """Where this person can go, and what is hers: the two lists of the header. They do not change
    with the programme of the page: the directory is of the mentors of all."""
    with everyday_words():
        return _navigation(viewer, path, unread)


def _navigation(viewer: Viewer, path: str, unread: int) -> tuple[list[Link], list[Link]]:
    if not viewer.is_somebody:
        return (
            [_link(_("Mentors"), reverse("programmes:mentors"), path)],
            [_link(_("Sign in"), reverse("account_login"), path)],
        )
    coordinates = viewer.has(Role.COORDINATOR)
    teaches = viewer.has(Role.TEACHER) or viewer.has(Role.MENTOR)
    oversees = viewer.has(Role.PRINCIPAL) or viewer.has(Role.NODAL_OFFICER)
    places = [_link(_("Home"), reverse("portal:home"), path, exact=True)]
    if teaches or coordinates:
        places.append(_link(_("Pairs"), reverse("mentoring:mentorships"), path))
    if teaches:
        places.append(_link(_("Sessions"), reverse("mentoring:sessions"), path))
        places.append(_link(_("Practice"), reverse("practice:practice"), path, also=_practice()))
    if viewer.has(Role.REVIEWER):
        places.append(_link(_("To read"), reverse("practice:readings"), path))
    if coordinates:
        places.append(_link(_("Programmes"), reverse("programmes:programmes"), path))
    if coordinates or oversees:
        places.append(_link(_("Numbers"), reverse("insights:schools"), path))
    if coordinates or viewer.has(Role.ADMINISTRATOR):
        places.append(_link(_("Places"), reverse("organisations:index"), path))
    if viewer.has(Role.SAFEGUARDING):
        places.append(_link(_("Emergency access"), reverse("mentoring:emergencies"), path))
    places.append(_link(_("Mentors"), reverse("programmes:mentors"), path))
    mine = [
        _link(_("Notices"), reverse("notifications:notices"), path, count=unread),
        _link(_("You"), reverse("people:me"), path),
    ]
    return places, mine


def _practice() -> tuple[str, ...]:
    """Where the pages of practice lie: below each list of its first page, and one by one."""
    return (*(reverse(place.page) for place in PLACES), *RECORDS)


def _link(
    label: str,
    url: str,
    path: str,
    *,
    count: int | None = None,
    exact: bool = False,
    also: tuple[str, ...] = (),
) -> Link:
    current = path == url if exact else path.startswith((url, *also))
    return Link(label, url, current, count or None)
