"""Who may do what to places in the tree, and to the roles held there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, Rule, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation, ReportingLine
from banyan.organisations.queries import Ties
from banyan.organisations.standings import ADMINISTRATOR, IMPORTER, KEEPER, NODAL_OFFICER, PRINCIPAL
from banyan.organisations.states import LEVELS_UNDER, Role
from banyan.people.models import Person

_keeper = KEEPER.otherwise(_("Only an administrator or a coordinator of this area can do this."))
_leader = (KEEPER | PRINCIPAL | NODAL_OFFICER).otherwise(
    _("Only those who answer for this area see its numbers.")
)
_administrator = ADMINISTRATOR.otherwise(_("Only an administrator of this area can do this."))


def or_system(rule: Rule) -> Rule:
    """Also the platform itself, when an operator sets it up at its own console."""

    def either(viewer: Viewer, row: Organisation) -> Decision:
        return ALLOWED if viewer.is_system else rule(viewer, row)

    either.standing = getattr(rule, "standing", None)  # type: ignore[attr-defined]
    return either


def somewhere(viewer: Viewer, row: Organisation) -> Decision:
    return denied(_("This place is closed.")) if row.closed_on else ALLOWED


def holds_places(viewer: Viewer, row: Organisation) -> Decision:
    return ALLOWED if LEVELS_UNDER[row.level] else denied(_("Nothing stands under a school."))


ORGANISATION_RIGHTS = Rights(
    "organisation",
    [
        Right("add_under", or_system(_administrator), (somewhere, holds_places)),
        Right("change", or_system(_administrator)),
        Right("import_schools", or_system(_administrator), (somewhere, holds_places)),
        Right("add_person", or_system(_keeper), (somewhere,)),
        Right("give_role", or_system(_administrator), (somewhere,)),
        Right("give_teacher_role", or_system(_keeper), (somewhere,)),
        Right("keep_calendar", or_system(_keeper), (somewhere,)),
        Right("keep_reporting", or_system(_keeper)),
        Right("end_role", or_system(_administrator)),
        Right("end_teacher_role", or_system(_keeper)),
        Right("see_people", _keeper),
        Right("see_counts", _leader),
    ],
)

IMPORT_RIGHTS = Rights(
    "directory_import",
    [
        Right("see", IMPORTER.otherwise(_("Only an administrator of this area can do this."))),
        Right("decide", IMPORTER.otherwise(_("Only an administrator of this area can do this."))),
    ],
)


def can_be_invited(person: Person) -> Decision:
    if not person.email:
        return denied(_("There is no e-mail address to send an invitation to."))
    return ALLOWED


def may_end(viewer: Viewer, membership: Membership) -> Decision:
    """Coordinators look after the roles they may give; the others are an administrator's."""
    verb = "end_teacher_role" if membership.role == Role.TEACHER else "end_role"
    return ORGANISATION_RIGHTS.decide(viewer, membership.organisation, verb)


def two_people(person: Person, reports_to: Person) -> Decision:
    if person.pk != reports_to.pk:
        return ALLOWED
    return denied(_("Nobody reports to themselves. Choose somebody else."))


def may_end_line(viewer: Viewer, line: ReportingLine) -> Decision:
    """Never whoever gains by its end what she may not read now."""
    kept = ORGANISATION_RIGHTS.decide(viewer, line.organisation, "keep_reporting")
    if kept and viewer.person_id == line.reports_to_id:
        return denied(_("This line names you. Another coordinator or administrator ends it."))
    return kept


def roles_to_give(viewer: Viewer, place: Organisation) -> list[Role]:
    """The roles that this viewer may give here, in the order of the list of roles."""
    if ORGANISATION_RIGHTS.decide(viewer, place, "give_role"):
        return list(Role)
    teacher = ORGANISATION_RIGHTS.decide(viewer, place, "give_teacher_role")
    return [Role.TEACHER] if teacher else []


# Whoever judges the work or the application of somebody who teaches at a school: the same refusals
# wherever something is judged.


def manages_nobody_here(ties: Ties) -> Decision:
    """Never whoever evaluates, manages or pays: the house's rule."""
    if not ties.manages:
        return ALLOWED
    return denied(
        _("Whoever evaluates a teacher or answers for the school does not judge her work.")
    )


def comes_from_elsewhere(ties: Ties) -> Decision:
    if not ties.of_school:
        return ALLOWED
    return denied(_("Whoever judges this is of another school."))
