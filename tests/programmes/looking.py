"""Pages, as everybody of the cast gets them."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus as A
from tests.programmes.conftest import World

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
Walk = Callable[[A], Application]

# A real request reads the clock, so roles of the cast, open since long ago, hold then too.


def queries_of(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def statuses(world: World, signed_in: SignIn, url: str) -> dict[str, int]:
    people = {**world.cast.everybody(), "rekha": world.rekha}
    return {name: signed_in(person).get(url).status_code for name, person in people.items()}


def only(world: World, *names: str, otherwise: int = 404) -> dict[str, int]:
    everybody = {**world.cast.everybody(), "rekha": world.rekha}
    return {name: 200 if name in names else otherwise for name in everybody}


def seen(browser: Client, url: str) -> bytes:
    """What anybody gets at an address, without the token against forgery, new each time, and
    the address itself, to which the choice of language comes back."""
    page = browser.get(url).content
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)
    return page.replace(url.partition("?")[0].encode(), b"")
