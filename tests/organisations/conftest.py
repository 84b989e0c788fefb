from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

import banyan.demo
from banyan.kernel.viewer import system
from banyan.organisations import actions
from banyan.organisations.actions import Report
from banyan.organisations.models import Organisation
from banyan.organisations.snapshot import Directory, Table
from tests.conftest import NOW, Cast

DATA = Path(banyan.demo.__file__).parent / "data"
KV_LIST = DATA / "kv_schools.csv"

Import = Callable[..., Report]


def read(text: str | bytes) -> Directory:
    """A directory from the text of a file."""
    return Directory(Table(text.encode() if isinstance(text, str) else text))


@pytest.fixture
def bring_in(cast: Cast) -> Import:
    """`bring_in(text)` imports a file under the nation of the cast, as the platform itself."""

    def run(
        text: str | bytes,
        under: Organisation = cast.nation,
        dry_run: bool = False,
        keep_good: bool = False,
        create_districts: bool = False,
    ) -> Report:
        return actions.import_schools(
            read(text),
            under,
            by=system(NOW),
            dry_run=dry_run,
            keep_good=keep_good,
            create_districts=create_districts,
        )

    return run


@pytest.fixture
def rows() -> Callable[[str], Iterable[Mapping[str, str]]]:
    """The rows of one of our own data files."""

    def read_rows(name: str) -> Iterable[Mapping[str, str]]:
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        heading = lines[0].split(",")
        return [dict(zip(heading, line.split(","), strict=True)) for line in lines[1:]]

    return read_rows
