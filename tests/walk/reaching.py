"""What a row of the walk says, and which rows of the world it can ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.walk.conftest import Story

NOT_HERE = 987654321  # no row has this id

# arun and meera are the pair; tara and manu another one, in omar's district; bina teaches beside
# arun; somu applies as a mentor; devi and latha coordinate; ravi reads what is handed in; hema
# answers for the safety of people in arun's district; the others look from outside.
EVERYBODY = (
    "arun", "meera", "tara", "manu", "bina", "somu",
    "latha", "devi", "omar", "kavita", "nandan", "asha", "ravi", "hema",
)  # fmt: skip
ALL = " ".join(EVERYBODY)
IN_THE_TREE = "arun meera tara manu bina latha devi omar kavita nandan asha ravi hema"


@dataclass(frozen=True)
class Row:
    """`reaches`: answered by something else than a refusal, a conflict included. `refuses`: told
    no in words. Nobody else can tell that it exists. `of` picks the row that is asked for, or the
    programme, where the address names one."""

    reaches: str
    refuses: str = ""
    of: Callable[[Story], Any] | None = None
    methods: tuple[str, ...] = ("get",)
    is_public: bool = False
    posts: tuple[str, str] | None = None  # reaches and refuses of POST, where they differ
    also: tuple[Row, ...] = ()  # the same address, asked for rows of another kind

    @property
    def every(self) -> tuple[Row, ...]:
        """What the table says of the address, for each row that is asked for."""
        return (self, *self.also)

    def told(self, method: str) -> tuple[set[str], set[str]]:
        """Whom the table says that this method reaches, and whom it refuses."""
        reaches, refuses = (method == "post" and self.posts) or (self.reaches, self.refuses)
        return set(reaches.split()), set(refuses.split())


def but(names: str, everybody: str = ALL) -> str:
    """Everybody but these."""
    return " ".join(who for who in everybody.split() if who not in names.split())


POST, BOTH = ("post",), ("get", "post")


def cohort(s: Story) -> Any:
    return s.cohort


def school(s: Story) -> Any:
    return s.cast.school


def state(s: Story) -> Any:
    return s.cast.state


def group(s: Story) -> Any:
    return s.group


def marked(s: Story) -> Any:
    return s.marked


def differing(s: Story) -> Any:
    return s.differing


def held(s: Story) -> Any:
    return s.held


def coming(s: Story) -> Any:
    return s.coming


def weekly(s: Story) -> Any:
    return s.weekly


def day(s: Story) -> Any:
    return s.day


def leave(s: Story) -> Any:
    return s.leave


def draft(s: Story) -> Any:
    return s.draft


def short(s: Story) -> Any:
    return s.rota


def lottery(s: Story) -> Any:
    return s.lottery


def lot(s: Story) -> Any:
    return s.lottery.lots.get(teacher=s.cast.arun)


def proposal(s: Story) -> Any:
    return s.proposal


def paying(s: Story) -> Any:
    return s.handed.mentorship.cohort


def hours_claim(s: Story) -> Any:
    return s.claim


def stipend(s: Story) -> Any:
    return s.stipend


def pair(s: Story) -> Any:
    return s.pair


def request(s: Story) -> Any:
    return s.request


def choice(s: Story) -> Any:
    return s.choice


def register(s: Story) -> Any:
    return s.register


def training(s: Story) -> Any:
    return s.programme.trainings.get(person=s.cast.meera)


def consent(s: Story) -> Any:
    return s.consent


def enrolment(s: Story) -> Any:
    return s.enrolment


def waiting(s: Story) -> Any:
    return s.waiting


def application(s: Story) -> Any:
    return s.application


def design(s: Story) -> Any:
    return s.design


def membership(s: Story) -> Any:
    return s.cast.arun.memberships.get()


def reporting_line(s: Story) -> Any:
    return s.cast.arun.reporting_lines.get(reports_to=s.cast.kavita)


def response(s: Story) -> Any:
    return s.held.responses.get()


def people_import(s: Story) -> Any:
    return s.people_import


def dispute(s: Story) -> Any:
    return s.dispute


def handed(s: Story) -> Any:
    return s.handed


def applied(s: Story) -> Any:
    return s.applied


def application_to_read(s: Story) -> Any:
    return s.applied.application


def reading_of_application(s: Story) -> Any:
    return s.applied.readings.get()


def by_readers(s: Story) -> Any:
    return s.applied.application.programme


def anchor(s: Story) -> Any:
    return s.anchor


def reading(s: Story) -> Any:
    return s.reading


def issue(s: Story) -> Any:
    return s.issue


def record(s: Story) -> Any:
    return s.record


def planned(s: Story) -> Any:
    return s.watched["planned"]


def agreed(s: Story) -> Any:
    return s.watched["agreed"]


def watched(s: Story) -> Any:
    return s.watched["observed"]


def fed_back(s: Story) -> Any:
    return s.watched["feedback"]


def entry(s: Story) -> Any:
    return s.entry


def tried(s: Story) -> Any:
    return s.tried


def work(s: Story) -> Any:
    return s.work


def edition(s: Story) -> Any:
    return s.edition


def film(s: Story) -> Any:
    return s.film


def film_record(s: Story) -> Any:
    return s.film.record


def film_consent(s: Story) -> Any:
    return s.film.consent


def goal(s: Story) -> Any:
    return s.goal


def draft_paper(s: Story) -> Any:
    return s.draft_paper


def directory_import(s: Story) -> Any:
    return s.directory_import


def closed_days(s: Story) -> Any:
    return s.closed_days


def of_question(s: Story) -> Any:
    return s.of_question


def emergency(s: Story) -> Any:
    return s.emergency


def look(s: Story) -> Any:
    return s.look


def taught(s: Story) -> Any:
    return s.taught


def interview(s: Story) -> Any:
    return s.interview


def check(s: Story) -> Any:
    return s.check


def letter(s: Story) -> Any:
    return s.letter


def not_now(s: Story) -> Any:
    return s.not_now


def taken(s: Story) -> Any:
    return s.taken


def open_question(s: Story) -> Any:
    return s.open_question


def shared(s: Story) -> Any:
    return s.shared


def public_answer(s: Story) -> Any:
    return s.shared.public


def spoken(s: Story) -> Any:
    return s.taken.turns.get()


def shown(s: Story) -> Any:
    return s.shown


def shown_turn(s: Story) -> Any:
    return s.shown_turn


def asked(s: Story) -> Any:
    return s.asked


def other_pair(s: Story) -> Any:
    return s.other_pair
