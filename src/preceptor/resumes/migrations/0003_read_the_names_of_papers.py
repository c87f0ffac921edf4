"""Note the name at the head of every resume that stands already."""

from typing import Any

from django.db import migrations

from preceptor.engine.extract.head_name import head_name


def read_names(apps: Any, schema_editor: Any) -> None:
    """Read the newest resume of everybody, in order, and keep the name it begins with."""
    people = apps.get_model("accounts", "Person")
    facts = apps.get_model("resumes", "Fact")
    resumes = apps.get_model("resumes", "Resume").objects.order_by("person_id", "pk")
    for resume in resumes.select_related("document").iterator(chunk_size=500):
        taken = list(facts.objects.filter(resume=resume).values_list("start", "end"))
        found = head_name(resume.document.text, taken=taken)
        people.objects.filter(pk=resume.person_id).update(name_read=found)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_names_that_were_read"),
        ("resumes", "0002_answers_of_the_form"),
    ]

    operations = [migrations.RunPython(read_names, migrations.RunPython.noop)]
