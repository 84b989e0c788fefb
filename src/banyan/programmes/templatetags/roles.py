"""The programme's own words for its roles, wherever a page names one."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString

from banyan.programmes.models import Cohort
from banyan.programmes.queries import RoleWords
from banyan.programmes.queries import role_words as words_in_cohort
from banyan.programmes.queries import words_of as spoken_by

register = template.Library()


@register.simple_tag
def role_words(cohort: Cohort) -> RoleWords:
    """`{% role_words cohort as roles %}`, then `{{ roles.mentor.one }}`. The cohort comes with its
    programme, so nothing is asked of the database."""
    return words_in_cohort(cohort)


@register.filter
def role_word(roles: RoleWords, party: str) -> str:
    """The word for a side that a row names: `{{ roles|role_word:step.side }}`."""
    return roles.party(party)


class InWordsOf(template.Node):
    """`{% in_words_of cohort %} … {% endin_words_of %}`: inside, sentences speak the words of the
    cohort's programme, on a page that is of several."""

    def __init__(self, row: FilterExpression, inside: template.NodeList) -> None:
        self.row, self.inside = row, inside

    def render(self, context: template.Context) -> SafeString:
        with spoken_by(self.row.resolve(context)):
            return self.inside.render(context)


@register.tag
def in_words_of(parser: Parser, token: Token) -> InWordsOf:
    _tag, row = token.split_contents()
    inside = parser.parse(("endin_words_of",))
    parser.delete_first_token()
    return InWordsOf(parser.compile_filter(row), inside)
