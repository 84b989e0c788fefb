"""An application that readers judge, in a programme whose design asks for that."""

from __future__ import annotations

from datetime import timedelta

from banyan.kernel.viewer import Viewer
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice import actions as practice
from banyan.practice.models import Submission
from banyan.practice.queries import submissions
from banyan.programmes import actions as programmes
from banyan.programmes.models import (
    Application,
    Programme,
)
from banyan.programmes.states import Advice
from banyan.trail import actions as trail
from tests.conftest import Cast
from tests.opening import open_up, train
from tests.practice.applying import OFFER, publish
from tests.walk.moments import at
from tests.walk.secrets import SECRETS


def apply_to_readers(cast: Cast, who: dict[str, Person], devi: Viewer, words: str) -> Submission:
    """Manu applies with these words, Devi finds it in order and gives it to Ravi, among others."""
    design = publish(cast.state)
    made = programmes.start_programme(
        "by-readers", "Judged", cast.state, design.code, devi.today,
        devi.today + timedelta(days=400), by=devi,
    )  # fmt: skip
    programmes.add_cohort(made, "First", made.starts_on, made.ends_on, by=devi)
    open_up(made, by=devi)
    train(made, who["ravi"], on=devi.today)
    manu = viewer_for(who["manu"], now=devi.now)
    application = programmes.start_application(made, by=manu, **OFFER | {"motivation": words})
    programmes.add_evidence(application, "A film", "How I teach.", "https://x.org/f", by=manu)
    programmes.submit(application, by=manu)
    programmes.pass_on(application, by=devi)
    trail.deliver_open(now=devi.now, limit=5000)
    found = Submission.objects.get(application=application)
    practice.assign_reader(submissions.told_of(found.pk), who["ravi"], by=devi)
    return found


def apply(
    programme: Programme,
    person: Person,
    devi: Person,
    latha: Person,
    *,
    days_ago: float,
    accepted: bool = True,
) -> Application:
    application = programmes.start_application(
        programme,
        by=at(person, days_ago),
        domains=["classroom_management", "digital_education"],
        languages=["hi", "en"],
        years=12,
        subjects=["science"],
        stages=["middle"],
        hours=["mon-evening"],
        capacity=3,
        hours_a_month=8,
        about="I like to listen.",
        motivation=SECRETS["motivation"],
    )
    programmes.add_evidence(
        application, "Service record", "Twelve years.", "", by=at(person, days_ago)
    )
    programmes.submit(application, by=at(person, days_ago))
    programmes.screen(application, by=at(devi, days_ago - 1))
    for reader in (devi, latha):
        programmes.review(
            application, Advice.ACCEPT, SECRETS["review"], by=at(reader, days_ago - 1)
        )
    if accepted:
        programmes.accept(application, by=at(devi, days_ago - 2))
        programmes.orient(application, at(devi, days_ago - 2).today, by=at(devi, days_ago - 2))
        programmes.activate(application, by=at(devi, days_ago - 2))
    return application
