"""The programme's own words for its roles, wherever a page names one."""

from __future__ import annotations

from django import template

from banyan.programmes.models import Cohort
from banyan.programmes.queries import RoleWords
from banyan.programmes.queries import role_words as words_of

register = template.Library()


@register.simple_tag
def role_words(cohort: Cohort) -> RoleWords:
    """`{% role_words cohort as roles %}`, then `{{ roles.mentor.one }}`. The cohort comes with its
    programme, so nothing is asked of the database."""
    return words_of(cohort)


@register.filter
def role_word(roles: RoleWords, party: str) -> str:
    """The word for a side that a row names: `{{ roles|role_word:step.side }}`."""
    return roles.party(party)
