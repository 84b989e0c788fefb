"""Django forms in the GOV.UK patterns: label, hint, error and control, tied together by ids.

`Renderer`, as `FORM_RENDERER`, makes `{{ form }}` and `{{ form.name.as_field_group }}` of every
form look like this, those of libraries too; `{% field %}` does it for one field.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, Self

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.dateparse import parse_date, parse_time
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from banyan.kernel.decision import Unfit
from banyan.ui.markup import format_html, format_html_join


class Renderer(DjangoTemplates):
    """Widgets as Django draws them; forms and fields around them as we do."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if draw := DRAWN_HERE.get(template_name):
            return draw(context["widget"])
        if template_name.startswith("ui/"):
            return get_template(template_name).render(context, request)
        return super().render(template_name, context, request)


# The commonest widgets say what the library's templates say, without their seven templates a field.


def _attributes(attributes: dict[str, Any]) -> SafeString:
    said = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in attributes.items()
        if value is not False
    ]
    return mark_safe("".join(said))  # noqa: S308 - escaped one by one


def _input(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', value),
        _attributes(widget["attrs"]),
    )


def _textarea(widget: dict[str, Any]) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _select(widget: dict[str, Any]) -> SafeString:
    groups = []
    for name, options, _at in widget["optgroups"]:
        drawn = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((o["value"], _attributes(o["attrs"]), localize(o["label"])) for o in options),
        )
        groups.append(
            format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn
        )
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        mark_safe("".join(groups)),  # noqa: S308 - escaped one by one
    )


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "checkbox")
DRAWN_HERE: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}


def _draw(name: str, **values: Any) -> SafeString:
    return mark_safe(get_template(f"ui/forms/{name}.html").render(values))  # noqa: S308 - an autoescaping template


def render_fields(form: BaseForm) -> SafeString:
    hidden = [str(bound) for bound in form.hidden_fields()]
    shown = [render_field(bound) for bound in form.visible_fields()]
    return mark_safe("".join([*hidden, *shown]))  # noqa: S308 - rendered by widgets and templates


def render_error_summary(*form_list: BaseForm, focus: bool = True) -> SafeString:
    """Nothing when all is well; otherwise every message, those of a field as a link to it."""
    problems: list[tuple[str, str]] = []
    for form in form_list:
        problems += [("", str(message)) for message in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else _first_id(bound)
            problems += [(target, message) for message in messages_of(bound, alone=True)]
    return _draw("error_summary", problems=problems, focus=focus) if problems else SafeString("")


def messages_of(bound: BoundField, alone: bool = False) -> list[str]:
    """What is wrong with one field, in words that help.

    The library's "This field is required." says what to do instead, unless the form has words of
    its own. `alone`, away from the field, the label goes before what does not name it.
    """
    own_words = bound.field.error_messages.get("required")
    usual = own_words == forms.Field.default_error_messages["required"]
    messages = []
    for error in bound.errors.as_data():
        for text in error.messages:
            if usual and error.code == "required":
                messages.append(_ask(bound))
            elif alone:
                messages.append(_beside(str(bound.label), text))
            else:
                messages.append(str(text))
    return messages


def _beside(label: str, message: str) -> str:
    said = {"field": label, "message": message}
    if label.endswith(("?", ".", "।")):
        # Translators: a question, or another whole sentence, and what is wrong with the answer.
        return gettext("%(field)s %(message)s") % said
    # Translators: the name of a field, and what is wrong with it.
    return gettext("%(field)s: %(message)s") % said


def _ask(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        text = gettext("Tick “%(field)s” to go on.")
    elif isinstance(widget, forms.RadioSelect | forms.Select):
        text = gettext("Choose an answer to “%(field)s”.")
    elif isinstance(widget, forms.FileInput):
        text = gettext("Choose a file for “%(field)s”.")
    else:
        text = gettext("Fill in “%(field)s”.")
    return text % {"field": bound.label}


def _says_so(bound: BoundField) -> bool:
    """Whether it is marked as optional. A form in which everything is may say so once: it has
    `marks_optional` off."""
    return not bound.field.required and getattr(bound.form, "marks_optional", True)


def render_field(
    bound: BoundField, legend_size: str = "", width: str = "", optional: bool = True
) -> SafeString:
    """One field; hidden fields are their input alone."""
    if bound.is_hidden:
        return mark_safe(str(bound))  # noqa: S308 - rendered by the widget
    widget = bound.field.widget
    hint_id = f"{bound.auto_id}_helptext" if bound.help_text else ""
    error_id = f"{bound.auto_id}_error" if bound.errors else ""
    described_by = " ".join(filter(None, (hint_id, error_id)))
    error = _error(messages_of(bound), error_id) if bound.errors else ""
    hint = format_html('<div class="govuk-hint" id="{}">{}</div>', hint_id, bound.help_text)
    values: dict[str, Any] = {
        "bound": bound,
        "error": error,
        "hint_id": hint_id,
        "about": format_html("{}{}", hint if hint_id else "", error),
        "described_by": described_by,
        "legend_size": legend_size,
        "optional": optional and _says_so(bound),
    }
    if isinstance(widget, forms.CheckboxInput):
        attributes: dict[str, Any] = {"class": "govuk-checkboxes__input"}
        return _draw(
            "checkbox",
            control=bound.as_widget(attrs=_described(attributes, described_by)),
            **values,
        )
    if isinstance(widget, forms.RadioSelect):
        kind = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        options = _options(bound, widget, f"govuk-{kind}__input")
        return _draw("choices", kind=kind, options=options, **values)
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        parts = bound.as_widget(attrs={"class": "govuk-input"})
        return _draw("group", control=parts, **values)
    drawn, kind = _control(bound, widget)
    classes = [f"govuk-{kind}"]
    if bound.errors:
        classes.append(f"govuk-{kind}--error")
    if width:
        classes.append(f"govuk-input--width-{width}")
    if own := widget.attrs.get("class"):
        classes.append(str(own))
    attributes = _described({"class": " ".join(classes)}, described_by)
    return format_html(
        '<div class="govuk-form-group{}">'
        '<label class="govuk-label" for="{}">{}{}</label>{}{}</div>',
        " govuk-form-group--error" if bound.errors else "",
        bound.id_for_label,
        bound.label,
        format_html(' <span class="optional">{}</span>', gettext("(optional)"))
        if values["optional"]
        else "",
        values["about"],
        bound.as_widget(drawn, attrs=attributes),
    )


def _error(messages: list[str], error_id: str) -> SafeString:
    return format_html(
        '<p class="govuk-error-message" id="{}">'
        '<span class="govuk-visually-hidden">{} </span>{}</p>',
        error_id,
        gettext("Error:"),
        format_html_join(" ", "{}", ((message,) for message in messages)),
    )


def _described(attributes: dict[str, Any], described_by: str) -> dict[str, Any]:
    return {**attributes, "aria-describedby": described_by} if described_by else attributes


def _first_id(bound: BoundField) -> str:
    """The id of the first thing that can be focused in the field."""
    if isinstance(bound.field.widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _options(bound: BoundField, widget: forms.RadioSelect, css: str) -> list[dict[str, Any]]:
    attributes = bound.build_widget_attrs({"id": bound.auto_id, "class": css}, widget)
    # A group is required as a whole; on each box the attribute would ask for all of them.
    attributes.pop("required", None)
    hints = getattr(widget, "hints", {})
    options = []
    for data in widget.subwidgets(bound.html_name, bound.value(), attrs=attributes):
        identifier = data["attrs"]["id"]
        hint = hints.get(str(data["value"]), "")
        if hint:
            data["attrs"]["aria-describedby"] = f"{identifier}_hint"
        context = {"widget": {**data, "wrap_label": False}}
        control = mark_safe(bound.form.renderer.render(data["template_name"], context))  # noqa: S308 - a widget's own template
        options.append({"id": identifier, "label": data["label"], "control": control, "hint": hint})
    return options


def _control(bound: BoundField, widget: forms.Widget) -> tuple[forms.Widget, str]:
    """The widget as it is drawn, and the name of its pattern.

    A day and a time of day get the pickers of the browser, except when what was typed is neither:
    a picker would throw it away, and what was typed is kept. Numbers are text with the keyboard of
    figures for the same reason.
    """
    drawn = copy.copy(widget)
    drawn.attrs = dict(widget.attrs)
    if isinstance(widget, forms.Textarea):
        if drawn.attrs.get("rows") == "10":  # nobody chose it: it is the library's own
            drawn.attrs["rows"] = "5"
        return drawn, "textarea"
    if isinstance(widget, forms.Select):
        return drawn, "select"
    if isinstance(widget, forms.FileInput):
        return drawn, "file-upload"
    typed = bound.value()
    if isinstance(drawn, forms.DateInput) and _kept(typed, parse_date):
        drawn.input_type, drawn.format = "date", "%Y-%m-%d"
    elif isinstance(drawn, forms.TimeInput) and _kept(typed, parse_time):
        drawn.input_type, drawn.format = "time", "%H:%M"
    elif isinstance(drawn, forms.NumberInput):
        whole = type(bound.field) is forms.IntegerField
        drawn.input_type = "text"
        drawn.attrs["inputmode"] = "numeric" if whole else "decimal"
        for limit in ("min", "max", "step"):
            drawn.attrs.pop(limit, None)
    return drawn, "input"


def say_unfit(form: BaseForm, refusal: Unfit) -> None:
    """Say beside its field what the action could not take; nothing was changed."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _kept(typed: object, parse: Any) -> bool:
    """Whether a picker can show what was typed."""
    if not isinstance(typed, str) or not typed:
        return True
    try:
        return parse(typed) is not None
    except ValueError:
        return False


Typed = Sequence[Sequence[str]]  # name and value of each field, as they are sent


class KeepsTyped(forms.Form):
    """A form whose button does something to others: until it is pressed, what is typed is kept for
    its author alone, at the address to which it is sent. The page of that address has it; where it
    stands on the page of something else, too, it says its address."""

    address = ""  # where it is not the path of its page alone
    as_read: tuple[str, ...] = ()  # hidden fields that say which text was read when she typed
    is_known = False  # whether it was looked up what was typed before
    holds_typed = False  # whether that stands in it
    is_overtaken = False  # whether that was typed into an earlier state of the thing

    def sent_to(self, address: str, words: Typed | None = None) -> Self:
        """The same form, for a page that has not this address; with the words that she has typed
        there before, where the page has looked them up."""
        self.address, self.is_known = address, words is not None
        if words:
            self.go_on_with(words)
        return self

    def go_on_with(self, words: Typed) -> None:
        """What she typed before, in every field that is seen: also what she emptied or unchose. It
        goes on saying which text it was written on: who was faster meanwhile is not overwritten."""
        self.holds_typed = True
        typed: dict[str, list[str]] = {}
        for name, value in words:
            typed.setdefault(name, []).append(value)
        for bound in self.visible_fields():
            said = typed.get(bound.html_name, [])
            many = isinstance(bound.field, forms.MultipleChoiceField)
            self.initial[bound.name] = said if many else "".join(said[:1])
        for bound in self.hidden_fields():
            before = "".join(typed.get(bound.html_name, [])[:1])
            if before and bound.name in self.as_read:
                self.initial[bound.name] = before
            elif before and before != str(bound.value()):
                self.is_overtaken = True
