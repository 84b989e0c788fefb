"""Forms: their fields, their buttons, and one verb as a form of its own."""

from __future__ import annotations

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from banyan.ui import forms
from banyan.ui.http import kept_at
from banyan.ui.markup import format_html, format_html_join

register = template.Library()


def _csrf(context: Context) -> SafeString:
    """The token of the page: one for all its forms, since each asking makes another."""
    token = context.get("csrf_token")
    if token is None:
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.simple_tag
def button(
    text: str, variant: str = "primary", name: str = "", value: str = "", disabled: bool = False
) -> SafeString:
    """The button of a form. Variants: primary, secondary, quiet, danger."""
    attributes = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="button {}" type="submit"{}{}>{}</button>',
        variant,
        attributes,
        mark_safe(" disabled") if disabled else "",
        text,
    )


@register.simple_tag(takes_context=True)
def button_form(
    context: Context,
    text: str,
    url: str,
    variant: str = "secondary",
    about: str = "",
    target: str = "",
    swap: str = "outerHTML",
    **fields: object,
) -> SafeString:
    """One verb as one button: a POST form. Other arguments become hidden fields.

    `about` is read out after the text where several buttons look alike ("Accept" + "Arun").
    `target`, a CSS selector, lets htmx put the answer there in place of the whole page.
    """
    htmx = (
        format_html(' hx-post="{}" hx-target="{}" hx-swap="{}"', url, target, swap)
        if target
        else ""
    )
    return format_html(
        '<form class="inline" method="post" action="{}"{}>{}{}'
        '<button class="button {}" type="submit">{}{}</button></form>',
        url,
        htmx,
        _csrf(context),
        format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items()),
        variant,
        text,
        format_html('<span class="govuk-visually-hidden"> {}</span>', about) if about else "",
    )


def verb(text: str, url: str, variant: str = "secondary", about: str = "") -> SafeString:
    """One of many verbs of a form that is around them all: it sends that form to `url`. A list of
    hundreds of buttons so has one token.

    `about` is read out after the text, as that of `button_form` is.
    """
    return format_html(
        '<button class="button {}" type="submit" formaction="{}">{}{}</button>',
        variant,
        url,
        text,
        format_html('<span class="govuk-visually-hidden"> {}</span>', about) if about else "",
    )


@register.simple_tag
def field(
    bound: BoundField, legend_size: str = "", width: str = "", optional: bool = True
) -> SafeString:
    """Label, hint, error and control of one form field.

    `width` is 2, 3, 4, 5, 10, 20 or 30 characters. `legend_size="l"` makes a group's legend the
    heading of its page. `optional=False` leaves "(optional)" away, as in a filter.
    """
    return forms.render_field(bound, legend_size=legend_size, width=width, optional=optional)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Every field of a form, hidden ones too, in its own order."""
    return forms.render_fields(form)


@register.simple_tag
def error_summary(*form_list: object, focus: bool = True) -> SafeString:
    """What needs another look, at the top of the page, each a link to its field.

    A page without a form may name one that is not there. The page opens at the summary, unless
    `focus` is off.
    """
    named = [one for one in form_list if isinstance(one, BaseForm)]
    return forms.render_error_summary(*named, focus=focus)


def _for_later(form: forms.KeepsTyped, place: str) -> SafeString:
    """The other button: it keeps what is typed, and sends nothing."""
    said = ""
    if form.holds_typed:
        said = gettext("You began this before. It is kept for you alone, and not sent yet.")
    if form.is_overtaken:
        said += " " + gettext("Something has changed since: look at it again before you send it.")
    return format_html(
        '<input type="hidden" name="keeps" value="{}">'
        '<p class="quiet small" role="status" data-keep-says>{}</p>{}',
        place,
        said,
        button(pgettext("button", "Finish it later"), "quiet", "keep_for_later", "yes"),
    )


def _kept_here() -> SafeString:
    said = gettext("Kept on this phone, and not sent. Press the button when there is a network.")
    return format_html(' data-typed="{}"', said)


@register.simple_block_tag(takes_context=True, end_name="endform", name="form")
def form_block(
    context: Context,
    content: str,
    url: str = "",
    form: BaseForm | None = None,
    method: str = "post",
    target: str = "",
    swap: str = "outerHTML",
    keep: str = "",
    offline: bool = False,
) -> SafeString:
    """`<form>` with its token, that leaves checking to the server; `form` decides the encoding.

    `keep`, the name of its record, has it saved as it is typed; `offline` has its page open
    without a network, too. A form that keeps what is typed until it is sent says so itself, and
    where it is sent.
    """
    typed = form if isinstance(form, forms.KeepsTyped) else None
    if typed is not None:
        place = kept_at(context["request"], typed)
        url, keep, content = typed.address, f"typed:{place}", content + _for_later(typed, place)
    multipart = form is not None and form.is_multipart()
    htmx = (
        format_html(' hx-{}="{}" hx-target="{}" hx-swap="{}"', method, url, target, swap)
        if target
        else ""
    )
    return format_html(
        '<form method="{}"{}{}{}{}{} novalidate>{}{}</form>',
        method,
        format_html(' action="{}"', url) if url else "",
        format_html(' data-keep="{}"', keep) if keep else "",
        mark_safe(" data-offline") if offline else _kept_here() if typed else "",
        mark_safe(' enctype="multipart/form-data"') if multipart else "",
        htmx,
        _csrf(context) if method == "post" else "",
        content,
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> SafeString:
    """Fields that belong together, under a legend."""
    return format_html(
        '<fieldset class="govuk-fieldset govuk-form-group">'
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--l">{}</legend>'
        "{}{}</fieldset>",
        legend,
        format_html('<p class="govuk-hint">{}</p>', hint) if hint else "",
        content,
    )
