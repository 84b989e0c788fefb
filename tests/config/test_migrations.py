"""The migrations lead to the tables that the models describe, on which all other tests run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

NUMBERED = re.compile(r"^(?:fk_|__unnamed_)\w*")  # SQLite counts what has no name in its file

# Django's own, and used by nobody here: its two ways to make it differ in the width of the key.
GROUPS = "auth_group_permissions"


@contextmanager
def every_migration_run() -> Iterator[None]:
    """A second empty database in the place of the first, brought up by all migrations."""
    held, before = connection.connection, connection.settings_dict
    name = re.sub("default|banyan", "migrated", str(before["NAME"]))
    test = {**before["TEST"], "NAME": name, "MIGRATE": True}
    connection.connection = None
    connection.settings_dict = connections.settings["default"] = {**before, "TEST": test}
    try:
        made = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield
        connection.creation.destroy_test_db(made, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict = connections.settings["default"] = before
        connection.connection = held


def schema() -> dict[str, Any]:
    """What the database says of its tables: columns, constraints and indexes, by their names."""
    look, found = connection.introspection, {}
    with connection.cursor() as cursor:
        for table in {*look.table_names(cursor)} - {GROUPS}:
            columns = {
                column.name: (look.get_field_type(column.type_code, column), *column[2:])
                for column in look.get_table_description(cursor, table)
            }
            limits = sorted(
                (NUMBERED.sub("", name), sorted(map(repr, limit.items())))
                for name, limit in look.get_constraints(cursor, table).items()
            )
            found[table] = columns, limits
    return found


def test_all_migrations_lead_to_the_tables_of_the_models(
    transactional_db: None,
) -> None:
    expected = schema()
    with every_migration_run():
        made = schema()
    assert made.keys() == expected.keys()
    assert {
        name: (made[name], expected[name]) for name in expected if made[name] != expected[name]
    } == {}
