"""Who hears of documents and certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.queries import hours, stipends
from banyan.credentials.queries.certificates import told_of
from banyan.credentials.queries.programmes import Issue, waits_of
from banyan.credentials.queries.programmes import told_of as paper_told_of
from banyan.credentials.states import Signer
from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell, withdraw
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of


def _still_to_sign(data: Mapping[str, Any]) -> bool:
    issue = paper_told_of(f"paper:{data['paper']}")
    if issue is None or issue.edition != data["edition"]:
        return False
    waits = waits_of(issue, data["now"].date())
    return data["person"] in waits.get(Signer(data["party"]), set())


notices.register(
    Kind(
        "paper.to_sign",
        Category.PROGRAMME,
        _("A paper of {programme} waits for your signature"),
        _("“{title}”: read it and sign, or tell the coordinators what is to be changed."),
        pgettext_lazy("link", "Read and sign"),
        _still_to_sign,
    ),
    Kind(
        "certificate.awarded",
        Category.PROGRAMME,
        _("Your certificate of {programme} is there"),
        _("You can keep it as a file. Whoever gets it from you can check that it holds."),
        pgettext_lazy("link", "Open the certificate"),
    ),
    Kind(
        "hours.claimed",
        Category.PROGRAMME,
        _("{other} claims hours and asks you to confirm them"),
        _("Look at what it was, and say whether it was so."),
        pgettext_lazy("link", "Look at it"),
        lambda data: hours.waits(data["claim"]),
    ),
    Kind(
        "hours.awarded",
        Category.PROGRAMME,
        _("Your hours are awarded"),
        _("{programme}: they stand in your record now."),
        pgettext_lazy("link", "See your hours"),
    ),
    Kind(
        "hours.refused",
        Category.PROGRAMME,
        _("Hours that you claimed were not confirmed"),
        _("The reason stands beside them; you can claim them anew."),
        pgettext_lazy("link", "Look at it"),
    ),
    Kind(
        "stipend.proposed",
        Category.PROGRAMME,
        _("A part of a mentor’s pay waits for a second person"),
        _("{programme}: look at it, and approve it or say what is to be changed."),
        pgettext_lazy("link", "Look at it"),
        lambda data: stipends.waits(data["line"]),
    ),
    Kind(
        "stipend.approved",
        Category.PROGRAMME,
        _("A part of your pay is approved"),
        _("{programme}: two people have agreed to it. What it says does not change any more."),
        pgettext_lazy("link", "Look at it"),
    ),
    Kind(
        "stipend.refused",
        Category.PROGRAMME,
        _("A part of a mentor’s pay was not approved"),
        _("{programme}: the reason stands beside it."),
        pgettext_lazy("link", "Look at it"),
    ),
)


def tell_of_certificate(event: Event) -> None:
    certificate = told_of(event.subject)
    tell(
        [certificate.holder_id],
        "certificate.awarded",
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("credentials:certificate", args=[certificate.code]),
        programme=certificate.programme_name,
    )


def ask_to_sign(event: Event) -> None:
    """Whoever holds an office in which the paper waits to be signed, but for who issued it."""
    issue = paper_told_of(event.subject)
    if issue is None:
        return
    for signer, people in waits_of(issue, event.happened_at.date()).items():
        for person in people - {event.actor}:
            _ask(issue, signer, person, event)


def _ask(issue: Issue, signer: Signer, person: int, event: Event) -> None:
    row = issue.row
    tell(
        [person],
        "paper.to_sign",
        key=f"{_keys(row.pk, signer)}{person}:{event.pk}",
        now=event.happened_at,
        link=reverse("credentials:paper", args=[row.pk]),
        programme=row.programme.name,
        title=issue.document.title.in_(row.language),
        paper=row.pk,
        edition=issue.edition,
        party=signer.value,
        person=person,
    )


def _keys(pk: int, signer: Signer) -> str:
    """How the keys of all that is told of one part of a paper begin."""
    return f"paper.to_sign:{pk}:{signer.value}:"


def ask_no_more(event: Event) -> None:
    """Signed in this part, or taken back, in force, replaced: nobody is asked for it any more."""
    issue = paper_told_of(event.subject)
    waits = waits_of(issue, event.happened_at.date()) if issue else {}
    for signer in Signer:
        if signer not in waits:
            withdraw("paper.to_sign", keys=_keys(id_of(event.subject), signer))


def tell_of_stipend(event: Event) -> None:
    """Proposed: the other coordinators of the programme; approved: the mentor; refused: whoever
    proposed it."""
    line = stipends.told_of(event.subject)
    if line is None:
        return
    verb, programme = event.verb.partition(".")[2], line.cohort.programme
    on = event.happened_at.date()
    people = {
        "approve": {line.payee_id},
        "refuse": {line.proposed_by_id},
        "propose": set(coordinators_over([programme.organisation], on=on)) - {line.payee_id},
    }[verb]
    told = {"propose": "proposed", "approve": "approved", "refuse": "refused"}[verb]
    tell(
        sorted(people - {event.actor}),
        f"stipend.{told}",
        key=f"stipend:{line.pk}:{told}",
        now=event.happened_at,
        link=reverse("credentials:stipend", args=[line.pk]),
        programme=programme.name,
        line=line.pk,
    )


def decided_already(event: Event) -> None:
    """Nobody is asked any more for what is decided or taken back."""
    withdraw("stipend.proposed", keys=f"stipend:{id_of(event.subject)}:proposed")


trail.follow(
    "credentials.tell_of_stipend",
    tell_of_stipend,
    "stipend.propose",
    "stipend.approve",
    "stipend.refuse",
)
trail.follow(
    "credentials.decided_already",
    decided_already,
    "stipend.approve",
    "stipend.refuse",
    "stipend.withdraw",
)


def tell_of_hours(event: Event) -> None:
    """Claimed: the other one of the pair; awarded or refused: whoever claimed them."""
    claim = hours.told_of(event.subject)
    if claim is None:
        return
    verb, pair = event.verb.partition(".")[2], claim.mentorship
    other = pair.mentee if pair.mentor_id == claim.person_id else pair.mentor
    told = {"claim": "claimed", "award": "awarded", "refuse": "refused"}[verb]
    page = "hours_one" if verb != "award" else "hours"
    tell(
        [other.pk if verb == "claim" else claim.person_id],
        f"hours.{told}",
        key=f"hours:{claim.pk}:{told}",
        now=event.happened_at,
        link=reverse(f"credentials:{page}", args=[claim.pk] if verb != "award" else []),
        programme=pair.cohort.programme.name,
        other=claim.person.name,
        claim=claim.pk,
    )


def hours_decided(event: Event) -> None:
    """Nobody is asked any more for what is confirmed, refused or taken back."""
    withdraw("hours.claimed", keys=f"hours:{id_of(event.subject)}:claimed")


trail.follow(
    "credentials.tell_of_hours", tell_of_hours, "hours.claim", "hours.award", "hours.refuse"
)
trail.follow(
    "credentials.hours_decided", hours_decided, "hours.attest", "hours.refuse", "hours.withdraw"
)
trail.follow("credentials.ask_to_sign", ask_to_sign, "paper.issue")
trail.follow(
    "credentials.ask_no_more",
    ask_no_more,
    *(f"paper.{verb}" for verb in ("sign", "take_back", "conclude", "replace", "withdraw")),
)
trail.follow("credentials.tell_of_certificate", tell_of_certificate, "certificate.award")
trail.tell(
    {
        "document.sign": _("{actor} signed a document."),
        "paper.begin": _("{actor} began a draft of a paper."),
        "paper.write": _("{actor} wrote in a paper."),
        "paper.issue": _("{actor} issued a paper."),
        "paper.take_back": _("{actor} took a paper back to change it."),
        "paper.sign": _("{actor} signed a paper."),
        "paper.conclude": _("A paper came into force."),
        "paper.replace": _("A newer edition took the place of a paper."),
        "paper.withdraw": _("{actor} took a paper out of force."),
        "hours.claim": _("{actor} claimed hours."),
        "hours.attest": _("{actor} confirmed that it was so."),
        "hours.award": _("{actor} awarded the hours."),
        "hours.refuse": _("{actor} did not confirm the hours."),
        "hours.withdraw": _("{actor} took the hours back."),
        "stipend.propose": _("{actor} proposed a part of the pay."),
        "stipend.approve": _("{actor} approved it."),
        "stipend.refuse": _("{actor} did not approve it."),
        "stipend.withdraw": _("{actor} took it back."),
        "certificate.award": _("{actor} awarded the certificate."),
        "certificate.withdraw": _("{actor} withdrew the certificate."),
        "certificate.show_name": _("{actor} shows the name on the page for everybody."),
        "certificate.hide_name": _("{actor} hides the name on the page for everybody."),
    }
)
