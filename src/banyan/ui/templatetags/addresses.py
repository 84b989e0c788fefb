"""Addresses by name in templates, of which the constant parts are worked out once."""

from __future__ import annotations

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from banyan.ui.addresses import reverse

register = template.Library()


class Address(defaulttags.URLNode):
    """As Django's own, which works every address out anew."""

    def render(self, context: Context) -> str:
        if self.kwargs:
            return super().render(context)
        args = [arg.resolve(context) for arg in self.args]
        try:
            found = reverse(self.view_name.resolve(context), args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar is None:
            return conditional_escape(found)
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """`{% url "context:name" id %}`, as everywhere in Django."""
    made = defaulttags.url(parser, token)
    return Address(made.view_name, made.args, made.kwargs, made.asvar)
