"""What jobs and actions write most often: statements that are made into SQL once, like those of
`prepared`, and from then on only given their values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.sql import DeleteQuery, InsertQuery, Query, UpdateQuery

from banyan.ui.prepared import SHAPES, Given, Params

Row = TypeVar("Row", bound=Model)


class PreparedChange:
    """Rows changed by one statement: `build` makes a queryset and says what each of its columns
    becomes; a call takes what is `Given` in both, and returns how many rows there were."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self.kept = lru_cache(SHAPES)(self._compiled)

    def _compiled(self, *shape: Hashable) -> tuple[str, Params]:
        sql, params = self.query(*shape).get_compiler(connection=connection).as_sql()
        return sql, Params(params)

    def query(self, *shape: Hashable) -> Query:
        rows, values = self.build(*shape)
        query: UpdateQuery = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return query

    def __call__(self, *shape: Hashable, **values: Any) -> int:
        sql, params = self.kept(*shape)
        # As `update` does it: a transaction in which it fails is not gone on with.
        with (
            transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, params.filled(values))
            return int(cursor.rowcount)


class PreparedRemoval(PreparedChange):
    """The same of rows that are taken out, from a table that no other points to: nothing that hangs
    on them is looked for."""

    def query(self, *shape: Hashable) -> Query:
        rows: QuerySet[Any, Any] = self.build(*shape)
        return rows.query.chain(DeleteQuery)


class PreparedAddition(Generic[Row]):
    """One new row of `model`, put in by one statement as `create` does it; no signal tells of it. A
    call is given the row and returns it, with its id."""

    def __init__(self, model: type[Row]) -> None:
        self.model, self.pk = model, model._meta.pk
        fields = model._meta.local_concrete_fields
        self.fields = [field for field in fields if field is not self.pk]
        self.kept: tuple[str, Params] | None = None

    def _compiled(self) -> tuple[str, Params]:
        query = InsertQuery(self.model)
        blank = self.model(**{field.attname: Given(field.attname, field) for field in self.fields})
        query.insert_values(self.fields, [blank])
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [self.pk]
        ((sql, params),) = compiler.as_sql()
        self.kept = sql, Params(params)
        return self.kept

    def __call__(self, row: Row) -> Row:
        sql, params = self.kept or self._compiled()
        given = params.filled({each.attname: getattr(row, each.attname) for each in self.fields})
        with (
            transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, given)
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row
