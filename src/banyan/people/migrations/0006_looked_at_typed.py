"""When each typed form was last looked at: of those that are there, when it was typed."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def since_typed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("people", "TypedForm").objects.update(looked_at=models.F("typed_at"))


class Migration(migrations.Migration):
    dependencies = [("people", "0005_typed_forms")]

    operations = [
        migrations.AddField(
            model_name="typedform",
            name="looked_at",
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.RunPython(since_typed, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="typedform",
            index=models.Index(fields=["looked_at"], name="typed_form_by_look"),
        ),
    ]
