"""What many tests begin with: made once in a process by the actions, then put back row by row."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

T = TypeVar("T")
Rows = dict[type[Model], dict[Any, tuple[Any, ...]]]


class Kept(Generic[T]):
    """The rows that `make` adds and what it gives back, both as they were the first time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make
        self.made = b""
        self.inserts: list[tuple[str, Any]] = []

    def __call__(self) -> T:
        """Outside a transaction `make` itself runs: what follows a commit belongs to it."""
        if not connection.in_atomic_block:
            return self.make()
        if not self.made:
            return self.keep()
        with connection.cursor() as cursor:
            for sql, values in self.inserts:
                cursor.execute(sql, values)
        found: T = pickle.loads(self.made)
        return found

    def keep(self) -> T:
        before = rows()
        made = self.make()
        after = rows()
        for model, old in before.items():
            assert old.items() <= after[model].items(), f"{model.__name__} had rows that changed"
            if new := [pk for pk in after[model] if pk not in old]:
                self.inserts += inserts(model, new)
        self.made = pickle.dumps(made)
        return made


def models() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def rows() -> Rows:
    """Every row of every table, by its key."""
    return {
        model: {row[0]: row for row in model._base_manager.values_list("pk", *columns(model))}
        for model in models()
    }


def columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


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
