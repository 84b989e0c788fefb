"""The components, as template tags. A builtin of every template: no `{% load %}` is needed.

Each is shown in every state at `/ui/`, and named with its arguments in `docs/components.md`.
"""

from __future__ import annotations

from django import template

from banyan.ui.components import blocks, facts, forms, marks, once, stories, tables, texts, ways

register = template.Library()

for kind in (texts, marks, ways, forms, blocks, facts, stories, once, tables):
    register.tags.update(kind.register.tags)
    register.filters.update(kind.register.filters)
