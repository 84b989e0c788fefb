"""How a viewer may stand to a notice."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing

READER = Standing(
    name="READER",
    words=_("the person who was told"),
    holds=lambda viewer, notice: viewer.is_somebody and notice.person_id == viewer.person_id,
    where=lambda viewer: Q(person_id=viewer.person_id),
)
