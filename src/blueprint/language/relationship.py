"""The relationship: its forms and length, requests for guidance, and how pairs are proposed."""

from typing import Annotated, Literal

from pydantic import Field

from blueprint.language.base import Code, Coded, Count, Number, Section, Weight
from blueprint.language.course import Span
from blueprint.language.outcomes import Agreement, EarlyExit

LanguageLevel = Literal["A1", "A2", "B1", "B2", "C1", "C2"]


class Months(Section):
    """How long something lasts, in calendar months."""

    minimum: Count
    """The shortest."""
    default: Count
    """What is meant if nobody says otherwise."""
    maximum: Count
    """The longest."""


class Form(Coded):
    """A form of mentoring."""

    kind: Literal[
        "one_to_one", "group", "peer", "reverse", "situational", "speed", "flash", "virtual",
        "short_term",
    ] = "one_to_one"  # fmt: skip
    """Which of the known forms it is."""


class Relationship(Section):
    """What kinds of mentoring there are, how long they last and how they end."""

    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    """The forms of mentoring that the programme offers."""
    default_form: Code
    """The form meant if nobody says otherwise."""
    months: Months
    """How long a pair works together."""
    symmetric: bool = False
    """Whether the two are equals who mentor each other."""
    trial: Span | None = None
    """How long the two try it before each is asked alone whether to go on; whoever does not answer
    within `answer_within_days` goes on."""
    trial_end_reason: Code | None = None
    """Which of the reasons to end a pair is meant when one of the two would rather not go on."""
    extension: Span | None = None
    """How much longer it may last when both wish."""
    extension_times: Count = 1
    """How often it may be made longer by that."""
    agreement: Agreement | None = None
    """What the two sign."""
    early_exit: EarlyExit | None = None
    """How it ends before its time."""
    answer_within_days: Count
    """Days in which a proposed pair is accepted or declined."""
    decline_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when a proposed pair is declined."""
    end_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when a pair ends before its goal; none of them blames."""


class InWriting(Section):
    """How long a question in writing waits for whom. Where a programme says nothing, the values
    are ours."""

    answer_days: Count = 3
    """Days in which the mentor who has taken it answers; then others may take it."""
    follow_up_days: Count = 14
    """Days in which the teacher may ask one thing more; then it is closed."""
    unclaimed_days: Annotated[Number, Field(ge=0, le=365)] = 3
    """Days without anybody who takes it after which the coordinators nearby are told, without a
    word of it. 0 for never."""


class Request(Section):
    """A teacher's request for guidance on a domain."""

    expires_after_days: Count
    """Days after which an unanswered request ends by itself, and both sides are told."""
    warn_before_days: Count
    """Days before that end at which whoever owes the answer is warned."""
    most_open: Count
    """The most requests that one teacher may have waiting at once."""
    default_domain: Code | None = None
    """The domain that the form suggests to a teacher who has named no needs."""
    in_writing: InWriting = InWriting()
    """The clocks of questions in writing, which end unanswered as requests do; as the house has
    them if left out."""


class Weights(Section):
    """How much each likeness counts in a proposal, from 0 (not at all) to 10."""

    domains: Weight
    """What the teacher needs is what the mentor offers, in the order of the ranks."""
    languages: Weight
    """They share a language, best of all the teacher's first."""
    subjects: Weight
    """They teach the same subject."""
    stages: Weight
    """They know the same stage of school."""
    years: Weight
    """The mentor has more experience than the teacher."""
    place: Weight
    """They are near to each other: the same district, or at least the same state."""
    hours: Weight
    """They are free at the same hours."""
    prefers: Weight
    """The teacher asked for this mentor."""
    mentor_prefers: Weight = 0
    """The mentor asked for this teacher."""
    complement: Weight = 0
    """The mentor is surer in the domains in which the teacher wants to grow, as each sees it."""
    fluency: Weight = 0
    """They speak a language in common well."""
    formats: Weight = 0
    """They would meet in the same way: online or in person."""
    school: Weight = 0
    """The mentor knows the kind of school the teacher works in."""
    continuity: Weight = 0
    """They have worked together before, and the teacher would gladly go on."""
    inclusion: Weight = 0
    """The mentor has said of herself what the teacher asked for in confidence, out of the
    vocabulary of that name: nothing is ever inferred."""


class HardRules(Section):
    """What no proposal may break. The two about power are rules of the house and stay true."""

    shared_domain: bool
    """Mentor and teacher share at least one domain."""
    shared_language: bool
    """Mentor and teacher share at least one language."""
    shared_stage: bool
    """Mentor and teacher know at least one common stage of school."""
    same_state: bool
    """Mentor and teacher are in the same state."""
    different_school: bool
    """Mentor and teacher are not in the same school."""
    language_level: LanguageLevel | None = None
    """The least level (of the Common European Framework of Reference) at which both say that they
    speak a language in common; whoever has not said how well does not reach it."""
    shared_hours: Annotated[Number, Field(ge=0, le=21)] = 0
    """The fewest parts of the week, such as Monday evening, in which both are free; whoever has
    named none is not held against it."""
    shared_format: bool = False
    """They have a way of meeting in common."""
    never_own_principal: bool
    """Nobody is mentored by her own principal."""
    never_own_evaluator: bool
    """Nobody is mentored by somebody who appraises, manages or pays her."""


class SelfMatch(Section):
    """Teachers who wait ask a mentor themselves; what the two agree on, a coordinator approves."""

    expires_after_days: Count
    """Days after which a request that waits, for the mentor or for the coordinator, ends by
    itself, and both are told."""
    most_open: Count
    """The most such requests that one teacher may have waiting at once."""


class Lists(Section):
    """Short lists of suggestions that both sides rank in private; the best pairs heed them."""

    suggested: Count
    """How many people a list suggests."""
    ranked: Count
    """The most of them whom one may rank."""
    open_days: Count
    """Days for which the lists are open to be ranked."""


class Matching(Section):
    """How proposals for pairs are made. A coordinator can always put two together or keep them
    apart, and have the best pairs found for the rest; what else is open stands here."""

    mode: Literal["administered", "self", "suggested", "pool"] = "pool"
    """Who makes a pair: the coordinator by hand, the two themselves, the product by suggestions
    that somebody approves, or the best for the whole pool at once. It is what most pairs come of;
    others may be open beside it."""
    self_match: SelfMatch | None = None
    """Whether teachers may ask mentors themselves, and within which limits; left out, nobody
    can."""
    lists: Lists | None = None
    """Whether a round may open lists to be ranked, and of which length; left out, it may not."""
    objective: Literal["most_matched", "total_fit", "fairest", "balanced", "stable"] = (
        "most_matched"
    )
    """What the best pairs are: those that give most teachers a mentor, and fit best in all; that
    fit best in all; of which the weakest fits are best; that share the work evenly among mentors;
    or after which no two would both rather have each other. A round may choose another."""
    rules: HardRules
    """What no proposal may break."""
    weights: Weights
    """How much each likeness counts."""
