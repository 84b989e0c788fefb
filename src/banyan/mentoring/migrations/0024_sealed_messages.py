from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0023_marks")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="sealed",
            field=models.TextField(blank=True, default=""),
        ),
    ]
