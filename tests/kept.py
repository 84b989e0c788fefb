"""What many tests begin with: made once in a process by the actions, then put back row by row."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery

T = TypeVar("T")
Rows = dict[type[Model], dict[Any, tuple[Any, ...]]]


class Kept(Generic[T]):
    """The rows that `make` adds and what it gives back, both as they were the first time.

    What `make` is given stands already, always with the same rows: a world on top of the cast
    holds the very cast that it was given. It is put back under the keys that it had, so a test
    asks for it before anything else that adds rows.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        self.make = make
        self.made = b""
        self.inserts: list[tuple[str, Any]] = []

    def __call__(self, *given: object) -> T:
        """Outside a transaction `make` itself runs: what follows a commit belongs to it."""
        if not connection.in_atomic_block:
            return self.make(*given)
        if not self.made:
            return self.keep(*given)
        with connection.cursor() as cursor:
            for sql, values in self.inserts:
                cursor.execute(sql, values)
        found: T = Reader(self.made, given).load()
        return found

    def committed(self, *given: object) -> T:
        """For a server that reads from another thread: what followed the commits of the first time
        is among the rows. Files are not, and stay where they were put."""
        if not self.made:
            return self.keep(*given)
        with transaction.atomic():
            return self(*given)

    def keep(self, *given: object) -> T:
        before = rows()
        made = self.make(*given)
        after = rows()
        for model, old in before.items():
            assert old.items() <= after[model].items(), f"{model.__name__} had rows that changed"
            if new := [pk for pk in after[model] if pk not in old]:
                self.inserts += inserts(model, new)
        self.made = written(made, given)
        return made


def parts(thing: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """A thing and what it is made of, each with the names that lead to it."""
    if isinstance(thing, Model) or is_dataclass(thing):
        yield place, thing
    if is_dataclass(thing):
        for name, value in vars(thing).items():
            yield from parts(value, (*place, name))


def all_parts(given: tuple[object, ...]) -> dict[tuple[str, ...], object]:
    return {place: part for n, each in enumerate(given) for place, part in parts(each, (str(n),))}


class Writer(pickle.Pickler):
    """Writes where a thing stands in what was given, instead of the thing."""

    def __init__(self, to: io.BytesIO, given: tuple[object, ...]) -> None:
        super().__init__(to)
        self.places = {id(part): place for place, part in all_parts(given).items()}

    def persistent_id(self, thing: object) -> tuple[str, ...] | None:
        return self.places.get(id(thing))


class Reader(pickle.Unpickler):
    """Finds it there again."""

    def __init__(self, made: bytes, given: tuple[object, ...]) -> None:
        super().__init__(io.BytesIO(made))
        self.parts = all_parts(given)

    def persistent_load(self, place: tuple[str, ...]) -> object:
        return self.parts[place]


def written(made: object, given: tuple[object, ...]) -> bytes:
    to = io.BytesIO()
    Writer(to, given).dump(made)
    return to.getvalue()


def models() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def rows() -> Rows:
    """Every row of every table, by its key, as the database has it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in models():
            cursor.execute(every_row(model))
            found[model] = {row[0]: row for row in cursor.fetchall()}
    return found


@cache
def every_row(model: type[Model]) -> str:
    """What reads them: no model needs to make SQL of it twice in every process."""
    quote = connection.ops.quote_name
    names = [quote(field.column) for field in (model._meta.pk, *model._meta.concrete_fields)]
    return f"SELECT {', '.join(names)} FROM {quote(model._meta.db_table)}"


def inserts(model: type[Model], keys: list[Any]) -> list[tuple[str, Any]]:
    """What writes these rows again, with their keys and moments."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    objects = list(model._base_manager.filter(pk__in=keys).order_by("pk"))
    most = connection.ops.bulk_batch_size(fields, objects)
    found: list[tuple[str, Any]] = []
    for start in range(0, len(objects), most):
        query = InsertQuery(model)
        query.insert_values(fields, objects[start : start + most], raw=True)
        found += query.get_compiler(connection=connection).as_sql()
    return found
