"""Forms: every control has its label, hint and error, and what was typed is kept."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import SafeString

from banyan.ui.forms import render_error_summary, render_field, render_fields


class Everything(forms.Form):
    name = forms.CharField(label="Your name", help_text="As friends <call> you")
    about = forms.CharField(label="About", widget=forms.Textarea, required=False)
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("hi", "Hindi")])
    format = forms.ChoiceField(
        label="Format", choices=[("a", "Online"), ("b", "In person")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Days",
        choices=[("mon", "Monday"), ("tue", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label="Day")
    at = forms.TimeField(label="Time")
    years = forms.IntegerField(label="Years", min_value=0)
    share = forms.DecimalField(label="Share")
    plan = forms.FileField(label="Plan")
    agreed = forms.BooleanField(label="I agree", help_text="You may change it")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def _field(name: str, data: dict[str, object] | None = None, **options: object) -> SafeString:
    return render_field(Everything(data)[name], **options)  # type: ignore[arg-type]


def _render(source: str, **context: object) -> str:
    request = RequestFactory().get("/somewhere/")
    return engines["django"].from_string(source).render(context, request)


SINGLE = ["name", "about", "language", "day", "at", "years", "share", "plan", "agreed"]


@pytest.mark.parametrize("name", SINGLE)
def test_every_control_has_a_label_of_its_own(name: str) -> None:
    html = _field(name)
    assert re.findall(r'<label[^>]* for="([^"]*)"', html) == [f"id_{name}"]
    assert re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]*)"', html) == [f"id_{name}"]


@pytest.mark.parametrize("name", ["format", "days"])
def test_a_choice_is_a_group_with_a_legend_and_a_label_for_each_answer(name: str) -> None:
    html = _field(name)
    labels = re.findall(r'<label[^>]* for="([^"]*)"', html)
    assert labels == [f"id_{name}_0", f"id_{name}_1"]
    assert labels == re.findall(r'<input[^>]* id="([^"]*)"', html)
    assert html.count("<legend") == 1


def test_a_hint_is_tied_to_its_control() -> None:
    assert 'aria-describedby="id_name_helptext"' in _field("name")
    assert 'id="id_name_helptext">As friends &lt;call&gt; you<' in _field("name")


@pytest.mark.parametrize("name", [*SINGLE, "format"])
def test_an_error_is_tied_to_its_control(name: str) -> None:
    form = Everything({})
    if name == "about":
        form.fields["about"].required = True
    html = render_field(form[name])
    described = re.findall(r'aria-describedby="([^"]*)"', html)
    assert [parts.split()[-1] for parts in described] == [f"id_{name}_error"]
    assert html.count(f'id="id_{name}_error"') == 1
    assert 'aria-invalid="true"' in html


def test_hint_and_error_are_read_in_that_order() -> None:
    assert 'aria-describedby="id_name_helptext id_name_error"' in _field("name", {"name": ""})


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", "x" * 40),
        ("about", "many words"),
        ("day", "32/01/2026"),
        ("at", "half past four"),
        ("years", "eight"),
        ("share", "a half"),
    ],
)
def test_what_was_typed_is_kept(name: str, typed: str) -> None:
    html = _field(name, {name: typed})
    assert typed in html
    assert 'type="date"' not in html
    assert 'type="time"' not in html
    assert 'type="number"' not in html


def test_what_was_chosen_is_kept() -> None:
    html = _field("days", {"days": ["tue"]})
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["tue"]


def test_a_day_that_is_one_is_shown_in_the_picker_of_the_browser() -> None:
    html = _field("day", {"day": "2026-01-14"})
    assert 'type="date"' in html
    assert 'value="2026-01-14"' in html


def test_typed_text_cannot_become_markup() -> None:
    html = _field("name", {"name": '"><script>alert(1)</script>'})
    assert "<script>" not in html


def test_a_question_that_may_be_left_says_so() -> None:
    assert "(optional)" in _field("about")
    assert "(optional)" not in _field("about", optional=False)
    assert "(optional)" not in _field("name")


def test_a_missing_answer_is_asked_for_by_name() -> None:
    html = render_error_summary(Everything({}))
    messages = re.findall(r"<li><a[^>]*>([^<]*)</a></li>", html)
    assert messages[:3] == [
        "Fill in “Your name”.",
        "Choose an answer to “Language”.",
        "Choose an answer to “Format”.",
    ]


def test_words_of_the_form_itself_are_left_as_they_are() -> None:
    class Own(forms.Form):
        name = forms.CharField(label="Name", error_messages={"required": "Who are you?"})

    assert "Who are you?" in render_field(Own({})["name"])


def test_the_summary_leads_to_the_first_thing_that_can_be_focused() -> None:
    form = Everything({})
    targets = re.findall(r'href="#([^"]*)"', render_error_summary(form))
    html = render_fields(form)
    assert "id_format_0" in targets
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_the_summary_says_what_belongs_to_no_field() -> None:
    form = Everything({})
    form.add_error(None, "The two days overlap.")
    form.add_error("key", "This page is old.")
    html = render_error_summary(form)
    assert "<li>The two days overlap.</li>" in html
    assert "This page is old." in html


def test_a_question_in_the_summary_has_no_colon_behind_it() -> None:
    class Asking(forms.Form):
        result = forms.CharField(label="What is it?", error_messages={"required": "Choose one."})
        because = forms.CharField(label="Reason", error_messages={"required": "Say why."})

    html = render_error_summary(Asking({}))
    assert re.findall(r'">([^<]+)</a>', html) == ["What is it? Choose one.", "Reason: Say why."]


def test_there_is_no_summary_when_all_is_well() -> None:
    assert render_error_summary(Everything()) == ""
    assert _render("{% error_summary form %}") == ""


def test_all_fields_are_drawn_once_and_hidden_ones_without_a_label() -> None:
    html = render_fields(Everything())
    assert html.count('type="hidden"') == 1
    assert html.count("govuk-form-group") == len(Everything().visible_fields())


def test_forms_of_libraries_look_the_same() -> None:
    class Plain(forms.Form):
        name = forms.CharField(label="Name")

    form = Plain()
    assert str(form).strip() == str(render_fields(form)).strip()
    assert form["name"].as_field_group().strip() == str(render_field(form["name"])).strip()


def test_drawing_a_field_leaves_the_form_as_it_was() -> None:
    form = Everything({"day": "2026-01-14"})
    before = form["day"].field.widget.attrs.copy()
    render_field(form["day"])
    assert form["day"].field.widget.attrs == before
    assert form["day"].field.widget.input_type == "text"


def test_a_form_carries_its_token_and_leaves_checking_to_the_server() -> None:
    html = _render("{% form '/save/' form %}inside{% endform %}", form=Everything())
    assert 'name="csrfmiddlewaretoken"' in html
    assert " novalidate>" in html
    assert 'enctype="multipart/form-data"' in html


def test_a_search_carries_no_token() -> None:
    assert "csrf" not in _render("{% form '/find/' method='get' %}{% endform %}")


def test_a_hint_for_one_answer_is_tied_to_it() -> None:
    class Choice(forms.Form):
        format = forms.ChoiceField(choices=[("a", "Online")], widget=forms.RadioSelect)

    form = Choice()
    form.fields["format"].widget.hints = {"a": "By any link"}
    html = render_field(form["format"])
    assert 'aria-describedby="id_format_0_hint"' in html
    assert 'id="id_format_0_hint"' in html
