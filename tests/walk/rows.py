"""Who reaches which address: one line for each, reviewed line by line when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.walk.conftest import Story

NOT_HERE = 987654321  # no row has this id

# arun and meera are the pair; tara and manu another one, in omar's district; bina teaches beside
# arun; somu applies as a mentor; devi and latha coordinate; ravi reads what is handed in; the others look from outside.
EVERYBODY = (
    "arun", "meera", "tara", "manu", "bina", "somu",
    "latha", "devi", "omar", "kavita", "nandan", "asha", "ravi",
)  # fmt: skip
ALL = " ".join(EVERYBODY)
IN_THE_TREE = "arun meera tara manu bina latha devi omar kavita nandan asha ravi"


@dataclass(frozen=True)
class Row:
    """`reaches`: answered by something else than a refusal, a conflict included. `refuses`: told
    no in words. Nobody else can tell that it exists. `of` picks the row that is asked for."""

    reaches: str
    refuses: str = ""
    of: Callable[[Story], Any] | None = None
    methods: tuple[str, ...] = ("get",)
    is_public: bool = False
    posts: tuple[str, str] | None = None  # reaches and refuses of POST, where they differ

    def told(self, method: str) -> tuple[set[str], set[str]]:
        """Whom the table says that this method reaches, and whom it refuses."""
        reaches, refuses = (method == "post" and self.posts) or (self.reaches, self.refuses)
        return set(reaches.split()), set(refuses.split())


def but(names: str, everybody: str = ALL) -> str:
    """Everybody but these."""
    return " ".join(who for who in everybody.split() if who not in names.split())


GET, POST, BOTH = ("get",), ("post",), ("get", "post")


def cohort(s: Story) -> Any:
    return s.cohort


def school(s: Story) -> Any:
    return s.cast.school


def state(s: Story) -> Any:
    return s.cast.state


def group(s: Story) -> Any:
    return s.group


def held(s: Story) -> Any:
    return s.held


def coming(s: Story) -> Any:
    return s.coming


def draft(s: Story) -> Any:
    return s.draft


def proposal(s: Story) -> Any:
    return s.proposal


def pair(s: Story) -> Any:
    return s.pair


def request(s: Story) -> Any:
    return s.request


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


def response(s: Story) -> Any:
    return s.held.responses.get()


def people_import(s: Story) -> Any:
    return s.people_import


def dispute(s: Story) -> Any:
    return s.dispute


def handed(s: Story) -> Any:
    return s.handed


def reading(s: Story) -> Any:
    return s.reading


def issue(s: Story) -> Any:
    return s.issue


def record(s: Story) -> Any:
    return s.record


def entry(s: Story) -> Any:
    return s.entry


def draft_paper(s: Story) -> Any:
    return s.draft_paper


def directory_import(s: Story) -> Any:
    return s.directory_import


ROWS: dict[str, Row] = {
    "portal:home": Row(ALL, methods=BOTH, is_public=True),

    "insights:numbers": Row(ALL),
    "insights:trouble": Row("latha devi omar"),
    "insights:programme": Row("latha devi omar"),
    "insights:indicators": Row("latha devi omar", of=cohort),
    "insights:cohort": Row("latha devi omar", of=cohort),
    "insights:stage": Row("latha devi omar", of=cohort),
    "insights:schools": Row("latha devi omar kavita nandan"),
    "insights:place": Row("latha devi kavita nandan", of=school),
    "insights:place_csv": Row("latha devi kavita nandan", of=school),

    "calendar:session": Row("arun meera", "latha devi", of=coming),
    "calendar:feed": Row("", is_public=True),
    "calendar:address": Row(ALL),
    "calendar:make": Row(ALL, methods=POST),
    "calendar:remove": Row(ALL, methods=POST),

    "matching:rounds": Row("latha devi", of=cohort),
    "matching:open": Row("", "latha devi", of=cohort, methods=POST),
    "matching:round": Row("latha devi", of=draft),
    "matching:mentors": Row("latha devi", of=draft),
    "matching:wishes": Row("latha devi", of=draft),
    "matching:teacher": Row("latha devi", of=draft),
    "matching:pin": Row("latha devi", of=draft, methods=POST),
    "matching:forbid": Row("latha devi", of=draft, methods=POST),
    "matching:clear_wish": Row("latha devi", of=draft, methods=POST),
    "matching:compute": Row("latha devi", of=draft, methods=POST),
    "matching:publish": Row("latha devi", of=draft, methods=BOTH),
    "matching:discard": Row("latha devi", of=draft, methods=BOTH),
    "matching:proposal": Row("arun meera latha devi", of=proposal),
    "matching:accept": Row("", "arun meera", of=proposal, methods=POST),
    "matching:decline": Row("", "arun meera", of=proposal, methods=POST),

    "surveys:feedback": Row("arun meera", of=held, methods=BOTH, posts=("meera", "arun")),
    "surveys:change_feedback": Row("meera", "arun", of=held, methods=BOTH),
    "surveys:own": Row(ALL),
    "surveys:themes": Row("latha devi omar"),
    "surveys:confidence": Row("latha devi", of=response),

    "credentials:papers": Row(ALL),
    "credentials:of_document": Row("latha devi"),
    "credentials:begin_paper": Row("", "latha devi", methods=POST),
    "credentials:paper": Row("latha devi nandan", of=issue),
    "credentials:paper_pdf": Row("latha devi nandan", of=issue),
    "credentials:write_paper": Row("latha devi", of=draft_paper, methods=BOTH),
    "credentials:approve_paper": Row("latha devi nandan", of=issue, methods=POST),
    "credentials:paper_issue": Row("latha devi", of=draft_paper, methods=POST),
    "credentials:paper_take_back": Row("latha devi", "nandan", of=issue, methods=POST),
    "credentials:paper_withdraw": Row("", "latha devi nandan", of=issue, methods=POST),
    "credentials:documents": Row("arun meera latha devi", of=pair),
    "credentials:document": Row("arun meera latha devi", of=pair),
    "credentials:document_pdf": Row("arun meera latha devi", of=pair),
    "credentials:sign": Row("meera", "arun latha devi", of=pair, methods=POST),
    "credentials:award": Row("", "arun meera latha devi", of=pair, methods=POST),
    "credentials:own": Row(ALL),
    "credentials:certificate": Row(ALL, is_public=True),
    "credentials:certificate_pdf": Row("arun latha devi"),
    "credentials:show_name": Row("", "arun latha devi", methods=POST),
    "credentials:hide_name": Row("arun", "latha devi", methods=POST),
    "credentials:withdraw": Row("latha devi", "arun", methods=POST),

    "practice:submissions": Row(ALL),
    "practice:submission": Row("arun meera latha devi", of=handed),
    "practice:assign": Row("latha devi", "arun meera", of=handed, methods=POST),
    "practice:withdraw": Row("arun", "meera latha devi", of=handed, methods=POST),
    "practice:decide": Row("", "arun meera latha devi", of=handed, methods=BOTH),
    # It is being read: only what came back can be disputed.
    "practice:dispute_raise": Row("", "arun meera latha devi", of=handed, methods=BOTH),
    "practice:dispute": Row("arun meera latha devi", of=dispute, methods=BOTH),
    "practice:dispute_withdraw": Row("arun", "meera latha devi", of=dispute, methods=POST),
    "practice:of_step": Row("arun meera latha devi", of=pair),
    "practice:readings": Row(ALL),
    "practice:reading": Row("ravi", of=reading, methods=BOTH),
    "practice:give_back": Row("ravi", of=reading, methods=POST),
    "practice:change": Row("", "ravi", of=reading, methods=POST),
    "practice:release": Row("latha devi", of=reading, methods=POST),

    "mentoring:mentorships": Row(ALL),
    "mentoring:mentorship": Row("arun meera latha devi", of=pair),
    "mentoring:mentorship_accept": Row("arun meera", "latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_decline": Row("arun meera", "latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_withdraw": Row("latha devi", "arun meera", of=pair, methods=BOTH),
    "mentoring:mentorship_pause": Row("arun meera latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_resume": Row("arun meera latha devi", of=pair, methods=BOTH),
    # Steps of their journey are still to be done.
    "mentoring:mentorship_complete": Row(
        "latha devi", "arun meera", of=pair, methods=BOTH, posts=("", "arun meera latha devi")
    ),
    "mentoring:mentorship_end": Row("arun meera latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_change_form": Row("latha devi", "arun meera", of=pair, methods=BOTH),
    "mentoring:mentorship_extend": Row("", "arun meera latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_give_notice": Row("", "arun meera latha devi", of=pair, methods=BOTH),
    "mentoring:mentorship_take_notice_back": Row("", "arun meera latha devi", of=pair, methods=BOTH),
    # The programme of the walk knows no trial.
    "mentoring:trial": Row("", "arun meera", of=pair, methods=BOTH),
    "mentoring:trial_go_on": Row("", "arun meera latha devi", of=pair, methods=POST),
    "mentoring:step": Row("arun meera latha devi", of=pair, methods=BOTH, posts=("arun meera", "latha devi")),
    "mentoring:step_waive": Row("latha devi", "arun meera", of=pair, methods=BOTH),
    "mentoring:step_reopen": Row("", "arun meera latha devi", of=pair, methods=POST),
    "mentoring:step_ask": Row("", "arun meera latha devi", of=pair, methods=POST),
    "mentoring:register": Row("latha devi", of=register),
    "mentoring:register_file": Row("latha devi", of=register, methods=POST),
    "mentoring:board": Row("latha devi", of=cohort),
    "mentoring:requests": Row(ALL),
    "mentoring:request_new": Row("", methods=BOTH),
    "mentoring:request": Row("meera bina", of=request),
    "mentoring:request_accept": Row("meera", "bina", of=request, methods=BOTH),
    "mentoring:request_decline": Row("meera", "bina", of=request, methods=BOTH),
    "mentoring:request_withdraw": Row("bina", "meera", of=request, methods=BOTH),
    "mentoring:sessions": Row(ALL),
    "mentoring:session_announce": Row("meera manu", methods=BOTH),
    "mentoring:session_propose": Row("arun meera", "latha devi", of=pair, methods=BOTH),
    "mentoring:session": Row("arun meera latha devi", of=coming),
    "mentoring:session_join": Row("", "latha devi", of=coming),
    "mentoring:session_confirm": Row("arun meera latha devi", of=coming, methods=POST),
    "mentoring:session_reschedule": Row("arun meera", "latha devi", of=coming, methods=BOTH),
    "mentoring:session_cancel": Row("arun meera", "latha devi", of=coming, methods=BOTH),
    "mentoring:session_agenda": Row("arun meera", "latha devi", of=coming, methods=POST),
    "mentoring:session_log": Row("arun meera", "latha devi", of=held, methods=BOTH),
    "mentoring:session_attendance": Row("arun meera", "latha devi", of=held, methods=BOTH),
    "mentoring:session_take_seat": Row("arun tara bina", "meera latha devi", of=group, methods=POST),
    "mentoring:session_give_seat_back": Row("arun meera tara bina latha devi", of=group, methods=POST),
    "mentoring:session_tick": Row("arun meera", of=held, methods=POST),
    "mentoring:session_untick": Row("arun meera", of=held, methods=POST),

    "mentoring:record": Row("arun meera", of=record),
    "mentoring:record_readers": Row("arun", "meera", of=record, methods=BOTH),
    "mentoring:record_take_back": Row("arun", "bina", of=entry, methods=POST),
    "mentoring:record_set_tier": Row("arun", "meera", of=record, methods=POST),
    "mentoring:record_history": Row("arun meera", of=record),
    "mentoring:record_comment": Row("arun meera", of=record, methods=POST),
    "mentoring:record_link": Row("arun", "meera", of=record, methods=BOTH),

    "programmes:programmes": Row(ALL),
    "programmes:start": Row("latha devi omar asha", but("latha devi omar asha"), methods=BOTH),
    "programmes:programme": Row(ALL),
    "programmes:programme_open": Row("", ALL, methods=POST),
    "programmes:programme_close": Row("latha devi", but("latha devi"), methods=POST),
    "programmes:add_cohort": Row("latha devi", but("latha devi"), methods=BOTH),
    "programmes:readiness": Row("latha devi"),
    "programmes:stages": Row("latha devi"),
    "programmes:stage": Row("latha devi", methods=BOTH),
    "programmes:stage_take_back": Row("latha devi", methods=POST),
    "programmes:apply": Row(ALL, methods=BOTH, posts=(but("meera manu somu"), "meera manu somu")),
    "programmes:applications": Row("latha devi"),
    "programmes:cohort": Row("latha devi omar", of=cohort),
    "programmes:cohort_blueprint": Row("latha devi", of=cohort, methods=BOTH),
    "programmes:enrol": Row("latha devi", "omar", of=cohort, methods=BOTH),
    "programmes:upload": Row("latha devi", "omar", of=cohort, methods=BOTH),
    "programmes:people_import": Row("latha devi", of=people_import),
    "programmes:apply_import": Row("latha devi", of=people_import, methods=POST),
    "programmes:discard_import": Row("latha devi", of=people_import, methods=POST),
    "programmes:application_training": Row("latha devi", "somu", of=waiting, methods=BOTH),
    "programmes:training_take_back": Row("latha devi", of=training, methods=POST),
    # The programme of this walk has nothing to read.
    "programmes:readers": Row("", methods=BOTH),
    "programmes:consent_give": Row("arun bina", of=register, methods=BOTH),
    # Arun's paper is recorded already.
    "programmes:consent_record": Row("", "latha devi", of=register, methods=BOTH),
    "programmes:consent": Row("arun latha devi", of=consent, methods=BOTH),
    "programmes:enrolment": Row("arun latha devi", of=enrolment),
    "programmes:enrolment_change": Row("arun latha devi", of=enrolment, methods=BOTH),
    "programmes:enrolment_withdraw": Row("arun latha devi", of=enrolment, methods=BOTH),
    "programmes:enrolment_confirm": Row("", "arun latha devi", of=enrolment, methods=POST),
    "programmes:enrolment_complete": Row("latha devi", "arun", of=enrolment, methods=POST),
    "programmes:enrolment_rejoin": Row("", "arun latha devi", of=enrolment, methods=POST),
    "programmes:application": Row("somu latha devi", of=waiting),
    "programmes:application_step": Row("", "somu latha devi", of=waiting, methods=BOTH),
    "programmes:application_evidence": Row("", "somu latha devi", of=waiting, methods=BOTH),
    "programmes:remove_evidence": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:application_check": Row("", "somu latha devi", of=waiting),
    "programmes:application_submit": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:application_refuse": Row("latha devi", "somu", of=waiting, methods=BOTH),
    "programmes:application_orient": Row("", "somu latha devi", of=waiting, methods=BOTH),
    "programmes:application_withdraw": Row("somu", "latha devi", of=waiting, methods=BOTH),
    "programmes:application_review": Row("latha devi", "somu", of=waiting, methods=BOTH),
    "programmes:application_offer": Row("", "somu latha devi", of=waiting, methods=BOTH),
    "programmes:application_publish": Row("", "somu latha devi", of=waiting, methods=BOTH),
    "programmes:application_screen": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:application_accept": Row("latha devi", "somu", of=waiting, methods=POST),
    "programmes:application_activate": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:application_rest": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:application_return": Row("", "somu latha devi", of=waiting, methods=POST),
    "programmes:frameworks": Row(ALL, is_public=True),
    "programmes:framework": Row(ALL, is_public=True),
    "programmes:framework_case": Row(ALL, is_public=True),
    "programmes:blueprints": Row(ALL, is_public=True),
    "programmes:blueprint": Row(ALL, is_public=True),
    "programmes:blueprint_part": Row(ALL, is_public=True),
    "programmes:blueprint_file": Row(ALL, is_public=True),
    "programmes:blueprint_compare": Row(ALL, is_public=True),
    "programmes:blueprint_copy": Row("latha devi omar asha", but("latha devi omar asha"), methods=BOTH),
    "programmes:designs": Row(ALL),
    "programmes:design": Row("latha devi asha", of=design, methods=BOTH),
    "programmes:design_file": Row("latha devi asha", of=design, methods=BOTH),
    "programmes:design_publish": Row("latha devi asha", of=design, methods=BOTH),
    "programmes:mentors": Row(ALL, is_public=True),
    "programmes:mentor": Row(ALL, of=application, is_public=True),

    "organisations:index": Row(ALL),
    "organisations:place": Row(IN_THE_TREE, of=school),
    "organisations:add": Row("asha", but("asha", IN_THE_TREE), of=state, methods=BOTH),
    "organisations:change": Row("asha", but("asha", IN_THE_TREE), of=school, methods=BOTH),
    "organisations:history": Row("latha devi asha", but("latha devi asha", IN_THE_TREE), of=school),
    "organisations:people": Row("latha devi asha", but("latha devi asha", IN_THE_TREE), of=school),
    "organisations:add_person": Row("latha devi asha", but("latha devi asha", IN_THE_TREE), of=school, methods=BOTH),
    "organisations:import": Row("asha", but("asha", IN_THE_TREE), of=state, methods=BOTH),
    "organisations:end_role": Row("latha devi asha", of=membership, methods=BOTH),
    "organisations:invite": Row("latha devi asha", of=membership, methods=POST),
    "organisations:directory_import": Row("asha", of=directory_import),
    "organisations:problems": Row("asha", of=directory_import),
    "organisations:apply_import": Row("asha", of=directory_import, methods=POST),
    "organisations:discard_import": Row("asha", of=directory_import, methods=POST),

    "notifications:notices": Row(ALL),
    "notifications:read_all": Row(ALL, methods=POST),
    "notifications:notice": Row("arun"),
    "notifications:preferences": Row(ALL, methods=BOTH),

    "people:me": Row(ALL, methods=BOTH),
    "people:set_language": Row(ALL, methods=POST, is_public=True),
    "people:invitation": Row("", methods=BOTH, is_public=True),
    "people:invitation_code": Row("", methods=BOTH, is_public=True),

    "ui:gallery": Row(ALL, methods=BOTH, is_public=True),

    "healthz": Row(ALL, methods=BOTH, is_public=True),
    "health": Row("asha", but("asha"), methods=BOTH),
    "accessibility": Row(ALL, methods=BOTH, is_public=True),
    "privacy": Row(ALL, methods=BOTH, is_public=True),
    "terms": Row(ALL, methods=BOTH, is_public=True),
    "contact": Row(ALL, methods=BOTH, is_public=True),
}  # fmt: skip
