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
from banyan.trail import actions as trail
from tests.conftest import Cast
from tests.opening import open_up, train
from tests.practice.applying import OFFER, publish


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
