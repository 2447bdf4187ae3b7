"""The six roles as groups. What each may do is granted after every migration, see hub/accounts/engine/roles.py.

Wagtail's two example groups go: their names would be taken for ours. Its approval workflow is handed to our editors.
"""

from django.db import migrations

ROLES = ["editor", "moderator", "budget_officer", "analyst", "auditor", "administrator"]
EXAMPLES = ["Editors", "Moderators"]


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in ROLES}
    for task in GroupApprovalTask.objects.filter(groups__name="Moderators").distinct():
        old_name = task.name
        task.groups.add(groups["editor"], groups["administrator"])
        task.name = "Approval by a second editor"
        task.save()
        Workflow.objects.filter(name=old_name).update(name=task.name)
    Group.objects.filter(name__in=EXAMPLES, user=None).delete()


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
