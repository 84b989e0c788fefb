"""What is agreed to, awarded and signed in the story of the walk."""

from __future__ import annotations

from banyan.credentials import actions as credentials
from banyan.credentials.models import (
    Certificate,
    Signature,
)
from banyan.credentials.queries import papers
from banyan.credentials.states import Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import (
    Mentorship,
)
from banyan.mentoring.states import MentorshipStatus
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import (
    Consent,
)
from banyan.programmes.queries import consents
from tests.conftest import Cast
from tests.opening import open_up
from tests.walk.moments import at
from tests.walk.secrets import SECRETS


def agree(cast: Cast, bina: Person) -> Consent:
    """A third programme, which keeps registers: Arun has agreed to stand there, Bina is asked."""
    devi, start = cast.devi, at(cast.devi, 30).today
    made = programmes.start_programme(
        "registers", "Consents", cast.state, "ru_target_model", start, at(devi, -300).today,
        by=at(devi, 31),
    )  # fmt: skip
    cohort = programmes.add_cohort(made, "First", start, made.ends_on, by=at(devi, 31))
    open_up(made, by=at(devi, 30))
    for person in (cast.arun, bina):
        programmes.enrol(cohort, person, cast.school, by=at(devi, 30), confirmed=True)
    asked = consents.others_consenting(cohort, "teacher", cast.arun.pk)
    by = at(devi, 29)
    return programmes.record_consent(asked, by.today, SECRETS["folder"], by=by, language="en")


def certify(walking: Mentorship, by: Viewer) -> Certificate:
    """The two have come to the end of this programme."""
    walking.status, walking.ends_on = MentorshipStatus.COMPLETED, by.today
    walking.save(update_fields=["status", "ends_on"])
    return credentials.award(papers.awards(walking)[0], by=by)


def put_name_to(pair: Mentorship, name: str, by: Viewer) -> Signature:
    paper = papers.paper(pair, name, by)
    return credentials.sign(paper, Signer.TEACHER, paper.edition, by=by)
