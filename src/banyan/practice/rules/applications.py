"""When an application of a mentor is given to readers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.people.rules import platform
from banyan.programmes.models import Application
from banyan.programmes.rules import rules_of
from banyan.programmes.states import ApplicationStatus


def passed_on(viewer: Viewer, a: Application) -> Decision:
    if a.status == ApplicationStatus.READ:
        return ALLOWED
    return denied(_("This application was not passed to the readers."))


def readers_judge(viewer: Viewer, a: Application) -> Decision:
    if rules_of(a.programme).review_of_applications is not None:
        return ALLOWED
    return denied(_("In this programme coordinators judge applications."))


APPLYING = Rights("application_to_read", [Right("hand_in", platform, (passed_on, readers_judge))])
