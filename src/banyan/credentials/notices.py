"""Who hears of documents and certificates."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.queries.certificates import told_of
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event

notices.register(
    Kind(
        "certificate.awarded",
        Category.PROGRAMME,
        _("Your certificate of {programme} is there"),
        _("You can keep it as a file. Whoever gets it from you can check that it holds."),
        pgettext_lazy("link", "Open the certificate"),
    )
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
        "certificate.award": _("{actor} awarded the certificate."),
        "certificate.withdraw": _("{actor} withdrew the certificate."),
        "certificate.show_name": _("{actor} shows the name on the page for everybody."),
        "certificate.hide_name": _("{actor} hides the name on the page for everybody."),
    }
)
