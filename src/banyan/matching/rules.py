"""Who may do what to a matching round and to a request of two to be paired. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Lottery, PairRequest, Rota, Round
from banyan.matching.queries.apart import OwnApart
from banyan.matching.queries.choosing import Choosing, limits_of
from banyan.matching.queries.counting import OwnGender
from banyan.matching.queries.listing import OwnList, lists_of
from banyan.matching.queries.lots import list_frozen
from banyan.matching.queries.rotas import OwnAnswers, ends_at, turns_begun
from banyan.matching.standings import (
    CHOICE_COORDINATOR,
    CHOICE_READERS,
    CHOICE_WORDS_READERS,
    CHOOSER,
    CHOSEN,
    COORDINATOR,
    LOT_READERS,
    LOTTERY_COORDINATOR,
    LOTTERY_COUNTERS,
    PROPOSAL_READERS,
    RANKER,
    ROTA_COORDINATOR,
    ROTA_GUEST,
)
from banyan.matching.states import ChoiceStatus as C
from banyan.matching.states import LotteryStatus as L
from banyan.matching.states import RoundStatus as S
from banyan.matching.states.rotas import RotaStatus as R
from banyan.mentoring.standings import has_power_over
from banyan.people.rules import platform
from banyan.programmes.states import ProgrammeStatus, Side

coordinator = COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
draws = LOTTERY_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
counts = LOTTERY_COUNTERS.otherwise(_("These numbers are not yours to read."))
lot_readers = LOT_READERS.otherwise(_("This lot is not yours to read."))
readers = PROPOSAL_READERS.otherwise(_("This proposal is not yours to read."))
chooser = CHOOSER.otherwise(_("Only the teacher who asked can do this."))
chosen = CHOSEN.otherwise(_("Only the mentor who was asked can do this."))
approver = CHOICE_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
ranker = RANKER.otherwise(_("This list is not yours."), of="first")
plans = ROTA_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
guest = ROTA_GUEST.otherwise(_("You do not take part in these short meetings."), of="place")
choice_readers = CHOICE_READERS.otherwise(_("This request is not yours to read."))
choice_words_readers = CHOICE_WORDS_READERS.otherwise(
    _("Only the two people of this request can do this, and no mentor with power over the teacher.")
)


def computed(viewer: Viewer, r: Round) -> Decision:
    if r.computed_at is not None:
        return ALLOWED
    return denied(_("Find the best pairs first."))


def up_to_date(viewer: Viewer, r: Round) -> Decision:
    """What is published is what was seen: no wish has come since the pairs were found."""
    if r.computed_version == r.version:
        return ALLOWED
    return denied(_("Your wishes have changed since these pairs were found. Find the best again."))


def is_draft(viewer: Viewer, r: Round) -> Decision:
    if r.status == S.DRAFT:
        return ALLOWED
    return denied(_("This round is closed; open a new one to change pairs."))


def lots_drawn(viewer: Viewer, r: Round) -> Decision:
    """A list that is frozen is drawn, or set aside, before pairs are sought: nobody is to look
    first at what would come of it."""
    if not list_frozen(r):
        return ALLOWED
    return denied(_("A list for drawing lots is frozen. Draw the lots first, or set it aside."))


def lists_possible(viewer: Viewer, r: Round) -> Decision:
    if lists_of(r.cohort) is None:
        return denied(_("In this programme nobody ranks: its blueprint opens no lists."))
    if r.lists_opened_at is not None:
        return denied(_("The lists of this round have been opened already."))
    return ALLOWED


def lists_open(viewer: Viewer, r: Round) -> Decision:
    if r.lists_until is not None and viewer.now < r.lists_until:
        return ALLOWED
    return denied(_("The lists of this round are closed."))


def lists_closed(viewer: Viewer, r: Round) -> Decision:
    """Pairs are sought when everybody has had her time: not to look how a ranking changes them."""
    if not lists_open(viewer, r):
        return ALLOWED
    return denied(_("People are ranking their lists. Wait until they close, or close them now."))


def still_open(viewer: Viewer, found: OwnList) -> Decision:
    draft = is_draft(viewer, found.round)
    return draft and lists_open(viewer, found.round)


def of_a_draft(viewer: Viewer, lottery: Lottery) -> Decision:
    return is_draft(viewer, lottery.round)


def is_drawn(viewer: Viewer, lottery: Lottery) -> Decision:
    return ALLOWED if lottery.seed else denied(_("The lots are not drawn yet."))


def in_time(viewer: Viewer, r: PairRequest) -> Decision:
    return ALLOWED if viewer.now < r.expires_at else denied(_("This request has expired."))


def overdue(viewer: Viewer, r: PairRequest) -> Decision:
    return ALLOWED if viewer.now >= r.expires_at else denied(_("This request has not expired yet."))


def not_over_the_teacher(viewer: Viewer, r: PairRequest) -> Decision:
    """She may have come to power since she was asked."""
    if not has_power_over(viewer, r.teacher_id):
        return ALLOWED
    return denied(
        _("You appraise this teacher or answer for the school now, so you cannot be the mentor.")
    )


def not_ones_own(viewer: Viewer, r: PairRequest) -> Decision:
    """Nobody approves a pair that she is one of."""
    if viewer.person_id not in (r.teacher_id, r.mentor_id):
        return ALLOWED
    return denied(_("You are one of the two: another coordinator decides this."))


def waits(viewer: Viewer, c: Choosing) -> Decision:
    if viewer.is_somebody and viewer.person_id == c.enrolment.person_id:
        return ALLOWED
    return denied(_("Only a teacher who waits for a mentor can do this."))


def asks_herself(viewer: Viewer, found: OwnApart) -> Decision:
    if viewer.is_somebody and viewer.person_id == found.person_id:
        return ALLOWED
    return denied(_("Nobody else can ask for this in your place."))


def says_herself(viewer: Viewer, found: OwnGender) -> Decision:
    if viewer.is_somebody and viewer.person_id == found.person_id:
        return ALLOWED
    return denied(_("Nobody else can say this in your place."))


def still_asked(viewer: Viewer, found: OwnGender) -> Decision:
    """Where it is asked no more, what was said can only be taken back."""
    if found.is_asked:
        return ALLOWED
    return denied(_("This is not asked here any more. What you said can be taken back."))


def choosing_open(viewer: Viewer, c: Choosing) -> Decision:
    """The blueprint lets teachers ask, the programme is open, and the cohort is not over."""
    if limits_of(c.cohort) is None:
        return denied(_("In this programme the coordinator finds the pairs."))
    if c.cohort.programme.status != ProgrammeStatus.OPEN:
        return denied(_("This programme is not open now."))
    if viewer.today >= c.cohort.ends_on:
        return denied(_("This cohort has come to its end."))
    return ALLOWED


def has_consented(viewer: Viewer, c: Choosing) -> Decision:
    if c.teacher_bar is None:
        return ALLOWED
    return denied(_("This programme asks for your consent first. You give it on your own page."))


def no_yes_yet(viewer: Viewer, c: Choosing) -> Decision:
    if not c.has_yes:
        return ALLOWED
    return denied(_("A mentor has said yes to you already. Now the coordinator decides."))


def few_waiting(viewer: Viewer, c: Choosing) -> Decision:
    """The blueprint's most requests that one teacher may have waiting."""
    limits = limits_of(c.cohort)
    if limits is not None and c.waiting < limits.most_open:
        return ALLOWED
    return denied(
        _("You have as many requests waiting as can wait at once. Withdraw one, or wait a little.")
    )


def has_turns(viewer: Viewer, r: Rota) -> Decision:
    if r.turns:
        return ALLOWED
    return denied(_("Nobody would meet anybody: choose other people first."))


def still_to_come(viewer: Viewer, r: Rota) -> Decision:
    if viewer.now < r.starts_at:
        return ALLOWED
    return denied(_("The time at which it was to begin has passed."))


def begun(viewer: Viewer, r: Rota) -> Decision:
    if viewer.now >= r.starts_at:
        return ALLOWED
    return denied(_("It has not begun yet."))


def over(viewer: Viewer, r: Rota) -> Decision:
    return ALLOWED if viewer.now >= ends_at(r) else denied(_("It is not over yet."))


def can_change(viewer: Viewer, r: Rota) -> Decision:
    if r.status not in (R.DRAFT, R.ANNOUNCED):
        return denied(_("These short meetings are over or cancelled."))
    if r.status == R.ANNOUNCED and viewer.now >= r.starts_at:
        return denied(_("They have begun: mark who is there, and lay the rest anew."))
    return ALLOWED


def has_where(viewer: Viewer, r: Rota) -> Decision:
    if r.place or not r.places.filter(side=Side.MENTOR, room="").exists():
        return ALLOWED
    return denied(_("Say where each mentor sits, or paste a link for each, first."))


def is_on(viewer: Viewer, r: Rota) -> Decision:
    if r.status == R.ANNOUNCED:
        return ALLOWED
    return denied(_("These short meetings are not announced, or they are over."))


def turns_left(viewer: Viewer, r: Rota) -> Decision:
    if turns_begun(r, viewer.now) < r.turns:
        return ALLOWED
    return denied(_("No turn is left that could be laid anew."))


def answers_open(viewer: Viewer, r: Rota) -> Decision:
    """From the first meeting on until its answers close; to the minute."""
    if r.status == R.ANNOUNCED and viewer.now >= r.starts_at:
        return ALLOWED
    if r.status == R.HELD and r.answers_until is not None and viewer.now < r.answers_until:
        return ALLOWED
    return denied(_("Answers about these short meetings are not open now."))


def own_answers_open(viewer: Viewer, found: OwnAnswers) -> Decision:
    return answers_open(viewer, found.rota)


ROUND = Lifecycle(
    "round",
    S,
    initial=S.DRAFT,
    moved_on=_("This round has been published or discarded since you opened the page."),
    moves=[
        #    verb        from             to             who          needs
        Move("publish",  (S.DRAFT,),      S.PUBLISHING,  coordinator, (computed, up_to_date), pgettext_lazy("button", "Publish and tell everybody")),
        Move("finish",   (S.PUBLISHING,), S.PUBLISHED,   platform,    (), pgettext_lazy("button", "Finish publishing")),
        Move("discard",  (S.DRAFT,),      S.DISCARDED,   coordinator, (), pgettext_lazy("button", "Discard this round")),
    ],
)  # fmt: skip

ROUND_RIGHTS = Rights(
    "round",
    [
        Right(
            "compute",
            coordinator,
            (is_draft, lots_drawn, lists_closed),
            pgettext_lazy("button", "Find the best pairs"),
        ),
        Right("wish", coordinator, (is_draft,)),
        Right("aim", coordinator, (is_draft,), pgettext_lazy("button", "Choose this aim")),
        Right(
            "open_lists",
            coordinator,
            (is_draft, lists_possible),
            pgettext_lazy("button", "Open the lists"),
        ),
        Right(
            "close_lists",
            coordinator,
            (is_draft, lists_open),
            pgettext_lazy("button", "Close the lists now"),
        ),
        Right("freeze", coordinator, (is_draft,), pgettext_lazy("button", "Freeze the list")),
        Right("read", coordinator),
    ],
)
LOTTERY = Lifecycle(
    "lottery",
    L,
    initial=L.FROZEN,
    moved_on=_("These lots have been drawn or set aside since you opened the page."),
    moves=[
        Move("draw",      (L.FROZEN,),         L.DRAWN,     draws, (of_a_draft,), pgettext_lazy("button", "Draw the lots")),
        Move("set_aside", (L.FROZEN, L.DRAWN), L.SET_ASIDE, draws, (of_a_draft,), pgettext_lazy("button", "Set this list aside")),
    ],
)  # fmt: skip
LOTTERY_RIGHTS = Rights(
    "lottery",
    [
        Right("read", draws),
        Right("count", counts, (is_drawn,)),
        Right("take_out", draws, (is_drawn,), pgettext_lazy("button", "Take out both groups")),
    ],
)
LOT_RIGHTS = Rights("lot", [Right("read", lot_readers)])
PROPOSAL_RIGHTS = Rights("proposal", [Right("read", readers)])
CHOICE = Lifecycle(
    "choice",
    C,
    initial=C.OPEN,
    moved_on=_("This request has been answered or has ended since you opened the page."),
    moves=[
        Move("agree",    (C.OPEN,),                        C.AGREED,    chosen,   (in_time, not_over_the_teacher), pgettext_lazy("button", "Say yes")),
        Move("decline",  (C.OPEN, C.AGREED),               C.DECLINED,  chosen,   (), pgettext_lazy("button", "Say no, kindly")),
        Move("withdraw", (C.OPEN, C.AGREED),               C.WITHDRAWN, chooser,  (), pgettext_lazy("button", "Withdraw the request")),
        Move("approve",  (C.AGREED,),                      C.APPROVED,  approver, (in_time, not_ones_own), pgettext_lazy("button", "Approve this pair")),
        Move("refuse",   (C.AGREED, C.APPROVED),           C.REFUSED,   approver, (not_ones_own,), pgettext_lazy("button", "Do not approve it")),
        Move("propose",  (C.APPROVED,),                    C.PROPOSED,  platform, (), pgettext_lazy("button", "Propose")),
        Move("lapse",    (C.OPEN, C.AGREED, C.APPROVED),   C.LAPSED,    platform, (), pgettext_lazy("button", "Let it lapse")),
        Move("expire",   (C.OPEN, C.AGREED),               C.EXPIRED,   platform, (overdue,), pgettext_lazy("button", "Expire")),
    ],
)  # fmt: skip
ROTA = Lifecycle(
    "rota",
    R,
    initial=R.DRAFT,
    moved_on=_("These short meetings have been announced, held or cancelled since you opened the page."),
    moves=[
        Move("announce", (R.DRAFT,),              R.ANNOUNCED, plans,    (has_turns, still_to_come, has_where), pgettext_lazy("button", "Announce and tell everybody")),
        Move("hold",     (R.ANNOUNCED,),          R.HELD,      plans,    (begun,), pgettext_lazy("button", "They are over")),
        Move("end",      (R.ANNOUNCED,),          R.HELD,      platform, (over,), pgettext_lazy("button", "End by itself")),
        Move("cancel",   (R.DRAFT, R.ANNOUNCED),  R.CANCELLED, plans,    (), pgettext_lazy("button", "Cancel the short meetings")),
    ],
)  # fmt: skip
ROTA_RIGHTS = Rights(
    "rota",
    [
        Right("read", plans),
        Right("change", plans, (can_change,), pgettext_lazy("button", "Change the plan")),
        Right("seat", plans, (can_change,), pgettext_lazy("button", "Tables and links")),
        Right("mark", plans, (is_on,), pgettext_lazy("button", "Who is there")),
        Right("lay", plans, (is_on, turns_left), pgettext_lazy("button", "Lay what is left anew")),
        Right(
            "close_answers",
            plans,
            (answers_open, over),
            pgettext_lazy("button", "Close the answers now"),
        ),
    ],
)
IMPRESSION_RIGHTS = Rights("impression", [Right("say", guest, (own_answers_open,))])
APART_RIGHTS = Rights("apart", [Right("keep", asks_herself)])
GENDER_RIGHTS = Rights(
    "gender", [Right("say", says_herself, (still_asked,)), Right("take_back", says_herself)]
)
LIST_RIGHTS = Rights("list", [Right("rank", ranker, (still_open,))])
CHOOSING_RIGHTS = Rights(
    "choosing",
    [
        Right("look", waits, (choosing_open,)),
        Right("ask", waits, (choosing_open, has_consented, no_yes_yet, few_waiting)),
    ],
)
CHOICE_RIGHTS = Rights(
    "choice", [Right("read", choice_readers), Right("read_text", choice_words_readers)]
)


def can_be_asked(found: Choosing, mentor_id: int, name: str) -> Decision:
    """Whether this mentor is among those whom the teacher may ask: one sentence for whatever keeps
    the two apart, so that it tells nothing."""
    if mentor_id in found.asked:
        return denied(
            gettext("You have asked %(name)s already. Please wait for the answer.") % {"name": name}
        )
    if mentor_id in found.fitting:
        return ALLOWED
    return denied(gettext("%(name)s takes no requests now.") % {"name": name})
