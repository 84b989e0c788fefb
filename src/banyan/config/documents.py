"""The generated pages of docs/: made from the tables that the code itself obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.forms import Form
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from banyan.kernel.lifecycle import Lifecycle
from banyan.kernel.rights import Rights
from banyan.kernel.standing import Standing
from banyan.organisations.states import ROLE_WORDS, Role
from banyan.trail import registry
from banyan.ui.forms import KeepsTyped
from blueprint.reference import reference

MADE = "<!-- Made by `banyan docs` from the code; change the code, not this page. -->"
CONTEXTS = (
    "people", "notifications", "organisations", "programmes", "training", "mentoring",
    "matching", "practice", "surveys", "credentials", "interop.meetings",
)  # fmt: skip

WITH_WORDS = ("mentoring", "practice")  # where confidential words are typed
BESIDE = "Kept beside, for its author alone, until it is sent."
INSIDE = "Saved into the record, as it is typed."


def write(folder: Path, *, check: bool) -> list[str]:
    """Write each page whose text has changed, or only name it when `check`."""
    stale = []
    with translation.override("en"):
        for name, make in PAGES.items():
            text = f"{MADE}\n\n{make().rstrip()}\n"
            page = folder / name
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                stale.append(name)
                if not check:
                    page.parent.mkdir(parents=True, exist_ok=True)
                    page.write_text(text, encoding="utf-8")
    return stale


def tables() -> Iterator[tuple[str, Lifecycle | Rights]]:
    """Every table of rules, with its context, in the order of the map."""
    for context in CONTEXTS:
        for value in _members(context, "rules"):
            if isinstance(value, Lifecycle | Rights):
                yield context, value


def standings() -> Iterator[tuple[str, str, Standing]]:
    """Every named standing: context, name, standing."""
    for context in CONTEXTS:
        module = _room(context, "standings")
        for name, value in vars(module).items() if module else ():
            if isinstance(value, Standing) and name.isupper() and not name.startswith("_"):
                yield context, name, value


def own_models() -> list[type[Model]]:
    """The models of this house, without those of libraries."""
    return [m for m in apps.get_models() if m.__module__.startswith("banyan.")]


def roles() -> str:
    lines = ["# Who may do what", "", "## Roles", ""]
    lines += ["A role is held in an organisation, over everything under it, for a period.", ""]
    lines += [f"- **{role.label}**: {ROLE_WORDS[role]}" for role in Role]
    for context, table in tables():
        lines += ["", f"## {context}: {table.kind}", ""]
        if isinstance(table, Lifecycle):
            lines += ["| verb | from | to | who | needs |", "|---|---|---|---|---|"]
            lines += [
                f"| {move.verb} | {', '.join(s.value for s in move.source)} | {move.target.value} "
                f"| {who(move.who)} | {', '.join(_said(need) for need in move.needs)} |"
                for move in table.moves
            ]
        else:
            lines += ["| verb | who | needs |", "|---|---|---|"]
            lines += [
                f"| {r.verb} | {who(r.who)} | {', '.join(_said(n) for n in r.needs)} |"
                for r in table.rights
            ]
    return "\n".join(lines)


def lifecycles() -> str:
    lines = ["# Lifecycles", ""]
    for context, table in tables():
        if isinstance(table, Lifecycle):
            lines += [f"## {context}: {table.kind}", "", "```mermaid", table.mermaid(), "```", ""]
    return "\n".join(lines)


def trail() -> str:
    lines = ["# Verbs of the trail", "", "| verb | told as | followers |", "|---|---|---|"]
    lines += [
        f"| `{verb}` | {registry.sentence_of(verb) or ''} | {', '.join(followers)} |"
        for verb, followers in registry.verbs().items()
    ]
    lines += ["", "## What runs by itself", "", "| job | every |", "|---|---|"]
    lines += [f"| `{job.name}` | {job.minutes} min |" for job in registry.jobs()]
    return "\n".join(lines)


def privacy() -> str:
    lines = [
        "# What is kept, and of whom",
        "",
        "*Confidential*: read by the people of the record only, as `roles.md` says. *Personal*: "
        "about a person. *Kept*: facts that stay as the record of what was done.",
    ]
    for model in own_models():
        promise: Any = model.Privacy  # type: ignore[attr-defined]
        subject = getattr(promise, "subject", "nobody")
        who_about = subject if isinstance(subject, str) else ", ".join(subject)
        lines += ["", f"## {model._meta.app_label}: {model.__name__}", "", f"About: {who_about}."]
        lines += [
            f"- {word}: {', '.join(sorted(fields))}"
            for word, attribute in (
                ("Confidential", "confidential"),
                ("Personal", "personal"),
                ("Kept", "keep"),
            )
            if (fields := getattr(promise, attribute, ()))
        ]
    return "\n".join(lines)


def addresses() -> str:
    lines = ["# Addresses", "", "| address | name |", "|---|---|"]
    lines += [
        f"| `/{route}` | `{name}` |"
        for route, name in sorted(patterns())
        if name and not name.startswith(("demo:",))
    ]
    return "\n".join(lines)


def typed_forms() -> Iterator[tuple[str, str, type[Form]]]:
    """Every form in which the two of a pair write or choose: context, name, form."""
    for context in WITH_WORDS:
        folder = Path(apps.get_app_config(context).path) / "forms"
        for info in walk_packages([str(folder)]):
            module = import_module(f"banyan.{context}.forms.{info.name}")
            for name, value in sorted(vars(module).items()):
                is_form = isinstance(value, type) and issubclass(value, Form)
                if is_form and value.__module__ == module.__name__:
                    yield context, name, value


def what_it_keeps(form: Any) -> str:
    """What becomes of what is typed into it and not sent. Raises for a form that does not say."""
    if issubclass(form, KeepsTyped):
        return BESIDE
    return INSIDE if getattr(form, "saved_as_typed", False) else str(form.keeps_nothing)


def forms() -> str:
    lines = ["# What each form keeps of what is typed", ""]
    lines += ["How: `forms-kept-as-typed.md`. Why: `decisions/0013-what-is-typed-waits-beside.md`."]
    for context in WITH_WORDS:
        lines += ["", f"## {context}", "", "| form | what is typed and not sent |", "|---|---|"]
        lines += [
            f"| `{form.__module__.rpartition('.')[2]}.{name}` | {what_it_keeps(form)} |"
            for of, name, form in typed_forms()
            if of == context
        ]
    return "\n".join(lines)


def patterns(
    resolver: URLResolver | None = None, before: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address with its name, as (route, "context:name")."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from patterns(each, route, inner)
        elif isinstance(each, URLPattern):
            yield route, f"{space}{each.name}" if each.name else ""


def who(rule: Any) -> str:
    """Who passes a rule, in the words of its standing; a guard without one says its own name."""
    standing: Standing | None = getattr(rule, "standing", None)
    if standing is None:
        return _said(rule)
    return "; ".join(dict.fromkeys(str(part.words) for part in standing.each()))


def _said(rule: Any) -> str:
    return str(rule.__name__).strip("_").replace("_", " ")


def _room(context: str, room: str) -> Any:
    name = f"banyan.{context}.{room}"
    config = apps.get_app_config(context.rpartition(".")[2])
    base = Path(config.path)
    if not (base / f"{room}.py").exists() and not (base / room / "__init__.py").exists():
        return None
    return import_module(name)


def _members(context: str, room: str) -> list[Any]:
    module = _room(context, room)
    return list(vars(module).values()) if module else []


PAGES: dict[str, Callable[[], str]] = {
    "roles.md": roles,
    "lifecycles.md": lifecycles,
    "trail.md": trail,
    "privacy.md": privacy,
    "addresses.md": addresses,
    "forms.md": forms,
    "blueprint.md": reference,
}
