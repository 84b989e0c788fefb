"""What a long list draws once, and fills for each row."""

from __future__ import annotations

from django.template import Context, Engine
from django.utils.safestring import SafeString

from banyan.ui import cells
from banyan.ui.cells import HOLES
from banyan.ui.components.blocks import pair

PAGES = {
    "base.html": "<b>{% block a %}A{% endblock %}{% block b %}B{% endblock %}</b>",
    "page.html": '{% extends "base.html" %}{% block a %}{{ block.super }}1'
    "{% block c %}{% endblock %}{% endblock %}",
    "one.html": '{% extends "page.html" %}{% block c %}{{ who }}{% endblock %}',
    "two.html": '{% extends "page.html" %}{% block b %}{{ block.super }}{{ who }}{% endblock %}',
}


def test_a_stencil_escapes_what_is_put_into_it_and_nothing_else() -> None:
    drawn = cells.stencil(cells.verb("{Keep}", HOLES[0], "quiet", about=HOLES[1]))
    assert drawn("/a/?b=1&c=2", "<Arun>") == cells.verb(
        "{Keep}", "/a/?b=1&c=2", "quiet", about="<Arun>"
    )
    assert drawn(SafeString("/x/"), HOLES[0]) == cells.verb("{Keep}", "/x/", "quiet", HOLES[0])


def test_a_list_of_pairs_draws_each_as_one_is_drawn() -> None:
    drawn = cells.pairs()
    for names in (("Meera Iyer", "Arun <Patel>"), ("अ {}", "%s")):
        content, url = SafeString("<p>What for</p>"), "/mentorships/1/?a=1&b=2"
        assert drawn(content, *names, url) == pair(content, *names, url)
        assert drawn("<p>", *names) == pair("<p>", *names)


def test_a_page_is_drawn_by_its_own_blocks_each_time() -> None:
    engine = Engine(
        loaders=[
            ("django.template.loaders.cached.Loader",
             [("django.template.loaders.locmem.Loader", PAGES)])
        ],
        builtins=["banyan.ui.templatetags.parents"],
    )  # fmt: skip
    for who in ("Arun", "Meera"):
        context = {"who": who}
        assert engine.render_to_string("one.html", context) == f"<b>A1{who}B</b>"
        assert engine.render_to_string("two.html", context) == f"<b>A1B{who}</b>"
        page = engine.get_template("page.html")
        assert page.render(Context()) == "<b>A1B</b>"
