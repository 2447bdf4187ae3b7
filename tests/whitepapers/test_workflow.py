"""The way of a document to publication: checked, approved by another person, never published with refusals by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import TaskState, Workflow, WorkflowState

from tests.factories import whitepapers as make
from tests.factories.accounts import UserFactory, carol
from whitepapers.models.document import DocumentVersion
from whitepapers.models.workflow import ReadinessTask, SecondPersonTask

pytestmark = pytest.mark.django_db


def workflow() -> Workflow:
    return Workflow.objects.get(name="Publication")


def submit(page: Any, user: Any) -> WorkflowState:
    page.save_revision(user=user)
    workflow().start(page, user)
    return WorkflowState.objects.get(object_id=str(page.pk))


def form_of(page: Any, action: str, text: str = "New words.") -> dict[str, Any]:
    content = (
        f'{{"blocks":[{{"key":"a","text":"{text}","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}'
    )
    return {
        **{"title": page.title, "slug": page.slug, "summary": "", "owner_body": "", "seo_title": ""},
        **{"search_description": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"},
        **{"glossary-count": "0", "body-count": "1", "body-0-deleted": "", "body-0-order": "0"},
        **{"body-0-type": "clause", "body-0-id": page.body[0].id, "body-0-value-level": "1"},
        **{"body-0-value-numbering": "numbered", "body-0-value-number": "", "body-0-value-heading": ""},
        **{"body-0-value-summary": "", "body-0-value-came_from": "", "body-0-value-text": content},
        action: "1",
    }


def test_documents_of_every_language_go_through_the_readiness_check_and_another_person() -> None:
    assert [type(task.specific) for task in workflow().tasks] == [ReadinessTask, SecondPersonTask]
    for language in ("en", "fr", "ar"):
        assert make.draft_page(clauses=1, language=language).get_workflow() == workflow()
    assert make.library_page().get_parent().get_workflow() != workflow()


def test_a_ready_document_goes_on_to_somebody_else_who_publishes_it() -> None:
    author, colleague = carol(), UserFactory(editor=True)
    page = make.draft_page(clauses=2)
    state = submit(page, author)
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    task = state.current_task_state.task.specific
    assert isinstance(task, SecondPersonTask)
    assert task.get_actions(page, author) == []
    assert {action for action, *_rest in task.get_actions(page, colleague)} >= {"approve", "reject"}
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        task.on_action(state.current_task_state, author, "approve")
    task.on_action(state.current_task_state, colleague, "approve")
    page.refresh_from_db()
    assert page.live
    assert DocumentVersion.objects.get().document_id == page.translation_key


def test_a_document_with_faults_comes_back_with_all_of_them() -> None:
    page = make.draft_page(body=[make.clause_block(""), make.clause_block("A", number="1")])
    state = submit(page, carol())
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    comment = TaskState.objects.get().comment
    assert "This clause is empty." in comment
    assert not page.live


def test_what_was_mended_is_checked_again() -> None:
    author = carol()
    page = make.draft_page(body=[make.clause_block("")])
    state = submit(page, author)
    make.set_body(page, [make.clause_block("A text.")]).save_revision(user=author)
    state.resume(user=author)
    state.refresh_from_db()
    assert isinstance(state.current_task_state.task.specific, SecondPersonTask)


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_the_form_names_what_keeps_the_text_from_the_public_and_loses_nothing(client: Client, action: str) -> None:
    client.force_login(UserFactory(superuser=True))
    page = make.draft_page(clauses=1)
    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, action, text=""))
    assert response.status_code == 200
    assert "This clause is empty." in str(response.context["form"].non_field_errors())
    page.refresh_from_db()
    assert not page.live
    assert not WorkflowState.objects.exists()


def test_a_draft_with_faults_is_always_kept_and_a_good_one_is_published_despite_warnings(client: Client) -> None:
    client.force_login(UserFactory(superuser=True))
    page = make.draft_page(clauses=1, summary="")
    assert client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, "action-save", text="")).status_code == 302
    assert client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, "action-publish")).status_code == 302
    page.refresh_from_db()
    assert page.live
