"""A person's list of what they follow, and the page that asks before following or stopping.

Reading pages carry a plain link to that page: they stay the same for every reader and set no cookie.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.accounts.enums import NotificationChoice
from hub.accounts.views.people import signed_in
from hub.core.registries import followables
from hub.core.views.private import keep_private
from hub.notifications import selectors, services
from hub.notifications.enums import Rhythm

PER_PAGE = 50


@never_cache
@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = Paginator(selectors.followed_by(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": selectors.described(page.object_list),
        "gets_mail": user.notification_choice != NotificationChoice.NONE,
        "rhythms": Rhythm.choices,
        # What the choice for all shows as chosen; nothing where they differ.
        "rhythm_of_all": selectors.common_rhythm(user),
    }
    return keep_private(render(request, "notifications/following.html", context))


@never_cache
@login_required
@require_POST
def rhythm_of_all(request: HttpRequest) -> HttpResponse:
    """All in one letter, or each at once: for everything that one follows."""
    rhythm = _asked_rhythm(request)
    if rhythm is None:
        messages.error(request, _("Choose how often you want to be told."))
    else:
        services.set_every_rhythm(signed_in(request), rhythm, now=timezone.now())
        messages.success(request, _("From now on, for all that you follow: %(rhythm)s") % {"rhythm": rhythm.label})
    return redirect("following")


def _asked_rhythm(request: HttpRequest) -> Rhythm | None:
    asked = request.POST.get("rhythm", "")
    return Rhythm(asked) if asked in Rhythm.values else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subject(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """GET says what one will be told and asks; POST follows, or with `action` stops or changes how often."""
    found = selectors.subject_of(kind, key)
    known = selectors.follow_of(request.user, kind, key)
    # What is not public any more can still be let go of.
    if found is None and known is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.POST.get("action") == "stop":
            return _stopped(request, kind, key)
        if request.POST.get("action") == "rhythm":
            return _rhythm_changed(request, kind, key)
        if found is None:
            raise Http404
        try:
            rhythm = _asked_rhythm(request) or _usual_rhythm(request)
            services.follow(request.user, kind, key, now=timezone.now(), rhythm=rhythm)
        except services.TooManyFollowsError as error:
            problem = error.message
        else:
            # Back to a plain GET, which says so.
            return redirect("follow", kind=kind, key=key)
    context = {
        "subject": found,
        "kind": kind,
        "key": key,
        "kind_label": followables.get(kind).label if kind in followables else "",
        "promises": followables.get(kind).promises if kind in followables else [],
        "follow": known,
        "rhythms": Rhythm.choices,
        "usual_rhythm": _usual_rhythm(request),
        "problem": problem,
        "gets_mail": getattr(request.user, "notification_choice", "") != NotificationChoice.NONE,
    }
    return keep_private(render(request, "notifications/subject.html", context, status=409 if problem else 200))


def _stopped(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    found = selectors.subject_of(kind, key)
    services.unfollow(signed_in(request), kind, key)
    if request.POST.get("back") == "list" or found is None:
        messages.success(request, _("You do not follow it any more."))
        return redirect("following")
    return redirect("follow", kind=kind, key=key)


def _rhythm_changed(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    rhythm = _asked_rhythm(request)
    if rhythm is None:
        messages.error(request, _("Choose how often you want to be told."))
    elif services.set_rhythm(signed_in(request), kind, key, rhythm, now=timezone.now()):
        messages.success(request, _("From now on: %(rhythm)s") % {"rhythm": rhythm.label})
    else:  # stopped in another tab
        messages.error(request, _("You do not follow it any more."))
        return redirect("following")
    return redirect("following") if request.POST.get("back") == "list" else redirect("follow", kind=kind, key=key)


def _usual_rhythm(request: HttpRequest) -> Rhythm:
    """Who has all in one letter gets what they add in it as well."""
    usual = selectors.common_rhythm(signed_in(request)) if request.user.is_authenticated else ""
    return Rhythm(usual) if usual else Rhythm.AT_ONCE
