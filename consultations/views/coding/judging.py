"""What a reader does with one contribution, or with many. Plain forms; a script may ask for the changed part only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consultations.models.coding import SavedFilter, StaffNote
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.selectors.coded import codable
from consultations.selectors.coding import items_of
from consultations.selectors.themes import theme_tree
from consultations.services.coding import judge
from consultations.services.errors import ConsultationError
from consultations.services.reading import (
    delete_filter,
    delete_note,
    finish_coding,
    mark_read,
    mark_unread,
    save_filter,
    write_note,
)
from consultations.views.coding.asked import back_to_list, chosen, kept, keys, language, workspace
from consultations.views.coding.reading import theme_options
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment


@require_POST
def one(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A judgement, a mark or a note about one contribution."""
    consultation, reader, now = workspace(request, pk)
    key = request.POST.get("comment", "")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    comment = get_object_or_404(Comment, pk=key, hub_thread__clause_thread__consultation=consultation)
    try:
        said = _do(request, consultation, [comment], reader, now)
    except ConsultationError as error:
        return _answered(request, consultation, comment, reader, refused=error.message)
    return _answered(request, consultation, comment, reader, said=said)


@require_POST
def many(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The same for all that are ticked."""
    consultation, reader, now = workspace(request, pk)
    comments = chosen(request)
    if not comments:
        messages.error(request, _("Choose at least one contribution."))
        return back_to_list(request, consultation)
    try:
        messages.success(request, _do(request, consultation, comments, reader, now))
    except ConsultationError as error:
        messages.error(request, error.message)
    return back_to_list(request, consultation)


@require_POST
def filters(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Keep the filters of the list under a name, or let go of one."""
    consultation, reader, now = workspace(request, pk)
    number = request.POST.get("delete", "")
    try:
        if number.isdecimal() and len(number) < 19:
            delete_filter(
                consultation,
                get_object_or_404(SavedFilter, pk=number, consultation=consultation, owner=reader),
                actor=reader,
                now=now,
            )
            messages.success(request, _("The filter is gone."))
        else:
            wanted, _page = kept(request)
            saved = save_filter(consultation, request.POST.get("name", ""), wanted, actor=reader, now=now)
            messages.success(request, _("The filter “%(name)s” is kept, for you alone.") % {"name": saved.name})
    except ConsultationError as error:
        messages.error(request, error.message)
    return back_to_list(request, consultation)


def _do(
    request: HttpRequest, consultation: Consultation, comments: Sequence[Comment], reader: User, now: datetime
) -> str:
    """Does what the pressed button says; returns what to tell the person. "give:<theme>", or "give" with a field."""
    verb, _colon, value = request.POST.get("do", "").partition(":")
    if verb in ("give", "take", "settle-yes", "settle-no"):
        return _judge(consultation, comments, verb, value or request.POST.get("theme", ""), reader, now)
    if verb == "read":
        return _counted(mark_read(consultation, comments, actor=reader, now=now))
    if verb == "unread":
        mark_unread(consultation, comments, actor=reader, now=now)
        return _("Marked as not read.")
    if verb == "finish":
        finish_coding(consultation, comments, actor=reader, now=now)
        return _("Your coding is finished.")
    if verb == "note" and len(comments) == 1:
        write_note(consultation, comments[0], request.POST.get("text", ""), actor=reader, now=now)
        return _("The note is kept.")
    if verb == "unnote" and value.isdecimal() and len(value) < 19:
        note = get_object_or_404(StaffNote, pk=value, comment__in=comments, author=reader)
        delete_note(consultation, note, actor=reader, now=now)
        return _("The note is gone.")
    raise Http404


def _judge(
    consultation: Consultation, comments: Sequence[Comment], verb: str, theme_id: str, reader: User, now: datetime
) -> str:
    if not theme_id:
        raise ConsultationError(_("Choose a theme."), "theme")
    try:
        theme = (
            Theme.objects.select_related("consultation").filter(pk=UUID(theme_id), consultation=consultation).first()
        )
    except ValueError:
        theme = None
    if theme is None:
        raise Http404
    belongs = verb in ("give", "settle-yes")
    judged = judge(comments, theme, belongs=belongs, actor=reader, now=now, settles=verb.startswith("settle"))
    name = theme_tree(consultation, language()).node(theme.pk)
    words = {"theme": name.called.name if name else "", "count": judged.changed}
    if belongs:
        text = ngettext(
            "“%(theme)s” is given to %(count)s contribution.",
            "“%(theme)s” is given to %(count)s contributions.",
            judged.changed,
        )
    else:
        text = ngettext(
            "“%(theme)s” is taken away from %(count)s contribution.",
            "“%(theme)s” is taken away from %(count)s contributions.",
            judged.changed,
        )
    return " ".join(filter(None, (text % words, _gone(judged.gone))))


def _gone(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s is no longer public and was left out.", "%(count)s are no longer public and were left out.", count
    ) % {"count": count}


def _counted(count: int) -> str:
    return ngettext("%(count)s marked as read.", "%(count)s marked as read.", count) % {"count": count}


def _answered(
    request: HttpRequest,
    consultation: Consultation,
    comment: Comment,
    reader: User,
    *,
    said: str = "",
    refused: str = "",
) -> HttpResponseBase:
    still = codable(consultation).filter(pk=comment.pk).select_related(None).first()
    if request.headers.get("X-Requested-With") != "fetch":
        if refused or still is None:
            messages.error(request, refused or _("This contribution is no longer public."))
        return back_to_list(request, consultation, comment.reference)
    if still is None:
        return HttpResponse(_("This contribution is no longer public."), status=410, content_type="text/plain")
    tree = theme_tree(consultation, language(), keys(request))
    (item,) = items_of(consultation, [still], reader=reader, tree=tree)
    context = {
        "consultation": consultation,
        "item": item,
        "tree": tree,
        "theme_options": theme_options(tree),
        "query": kept(request)[0].query(kept(request)[1]),
        "said": said,
        "refused": refused,
    }
    return render(request, "consultations/admin/_reading_controls.html", context, status=422 if refused else 200)
