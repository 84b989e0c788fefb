"""How a viewer may stand to a person."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing

HERSELF = Standing(
    name="HERSELF",
    words=_("the person herself or himself"),
    holds=lambda viewer, person: viewer.is_somebody and person.pk == viewer.person_id,
    where=lambda viewer: Q(pk=viewer.person_id),
    named=lambda person: person.name,
)
