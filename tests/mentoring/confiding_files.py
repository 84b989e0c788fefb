"""Files, in the lives of records: every address that answers with one, and which a life has.
Whoever takes a file away has what is in it for good."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from banyan.credentials import actions as credentials
from banyan.credentials.queries import papers
from banyan.interop.calendar.actions import make_address
from banyan.mentoring.states import MentorshipStatus
from tests.mentoring.confiding import Happening, Life
from tests.mentoring.confiding_browser import Browser
from tests.mentoring.confiding_meetings import running

# Documents of a pair in the programme of the lives, those that hold most of it.
PAPERS = (
    "mentoring_plan", "growth_plan", "conversation_attendance", "dispute_decision",
    "mentoring_agreement", "stipend_statement", "placement_notice",
)  # fmt: skip


def _everything(life: Life) -> str:
    """The choice of whoever asks for each thing that there is, her own or not."""
    items = [f"record-{pk}" for pk in life.records]
    items += [f"session-{pk}" for pk in life.meetings] + [f"submission-{pk}" for pk in life.works]
    return urlencode({"item": items}, doseq=True)


def _portfolio(life: Life, name: str) -> str:
    return f"{reverse(name)}?{_everything(life)}"


def _at(name: str, *args: object) -> str:
    return reverse(name, args=args)


# The address of each file, of the things that the life has. `turn` chooses of what is many.
FILES: dict[str, Callable[[Life, int], list[str]]] = {
    "practice:portfolio_file": lambda life, turn: [_portfolio(life, "practice:portfolio_file")],
    "mentoring:plan_file": lambda life, turn: [_at("mentoring:plan_file", pk) for pk in life.pairs],
    "credentials:document_pdf": lambda life, turn: [
        _at("credentials:document_pdf", pk, (PAPERS * 2)[(turn + pk) % len(PAPERS) + far])
        for pk in life.pairs
        for far in (0, 3)
    ],
    "credentials:cohort_ledger_csv": lambda life, turn: [
        _at("credentials:cohort_ledger_csv", life.world.cohort.pk)
    ],
    "credentials:programme_ledger_csv": lambda life, turn: [
        _at("credentials:programme_ledger_csv", life.world.programme.code)
    ],
    "credentials:stipends_csv": lambda life, turn: [
        _at("credentials:stipends_csv", life.world.cohort.pk)
    ],
    "credentials:cohort_hours_csv": lambda life, turn: [
        _at("credentials:cohort_hours_csv", life.world.cohort.pk)
    ],
    "credentials:ledger_csv": lambda life, turn: [
        _at("credentials:ledger_csv", pk) for pk in life.pairs
    ],
    "credentials:certificate_pdf": lambda life, turn: [
        _at("credentials:certificate_pdf", code) for code in life.certificates
    ],
    "credentials:paper_pdf": lambda life, turn: [_at("credentials:paper_pdf", life.paper)],
    "insights:place_csv": lambda life, turn: [_at("insights:place_csv", life.cast.school.pk)],
    "mentoring:question_sound": lambda life, turn: [
        _at("mentoring:question_sound", pk) for pk in life.spoken
    ],
    "mentoring:message_file": lambda life, turn: [
        _at("mentoring:message_file", pk) for pk in life.letters
    ],
    "calendar:session": lambda life, turn: [_at("calendar:session", pk) for pk in life.meetings],
}
FEED = "calendar:feed"  # without signing in: whoever has the secret address
# What holds nothing of anybody's records: designs and frameworks, a list that was handed in, a film
# itself, which has no words, what pages are made of, the counts of a round, who was drawn by lot,
# who comes to a workshop, and the register of a programme that keeps one, as that of the lives does
# not (in that, the walk looks for words).
WITHOUT_RECORDS = (
    "matching:audit_csv", "matching:rota_csv", "matching:frozen_list", "matching:take_out",
    "mentoring:register_file", "organisations:problems", "practice:video_file",
    "programmes:blueprint_file", "programmes:framework_case", "training:take_out", "ui:worker",
)  # fmt: skip


def files_of(browser: Browser, turn: int) -> list[tuple[str, str, str]]:
    """Each file that she gets: which, its address, and what is in it; "" where she is refused."""
    life, found = browser.life, []
    for name, addresses in FILES.items():
        for url in addresses(life, turn):
            status, body = browser.get(url)
            assert status in (200, 403, 404), url
            found.append((name, url, body if status == 200 else ""))
    url = _at(FEED, make_address(by=life.by(browser.person)))
    status, body = browser.get(url)
    assert status == 200
    return [*found, (FEED, url, body)]


def complete_pair(life: Life, who: int, what: int, how: int) -> None:
    """The two have come to the end of the programme, and have it on paper."""
    pair = running(life, what)
    if pair is None:
        return
    by = life.by(life.cast.devi)
    pair.status, pair.ends_on = MentorshipStatus.COMPLETED, by.today
    pair.save(update_fields=["status", "ends_on"])
    life.running.discard(pair.pk)
    for award in papers.awards(pair)[:1]:
        life.certificates.append(credentials.award(award, by=by).code)


OF_FILES: tuple[Happening, ...] = (complete_pair,)
