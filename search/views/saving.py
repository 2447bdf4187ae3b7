"""The page that asks before a search is saved: that of results is the same for all readers and holds no form for it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.accounts.enums import NotificationChoice
from hub.accounts.views.people import signed_in
from hub.core.views.private import keep_private
from hub.notifications import selectors as notifications
from hub.notifications.enums import Rhythm
from hub.notifications.services import TooManyFollowsError
from search.engine.addresses import lasting, search_address
from search.engine.wish import SearchWish, wish_of
from search.enums import NAMED
from search.models.saved import SavedSearch
from search.reports.facets import names_for, public_keys
from search.reports.saved import SEARCH, title_of
from search.services import saving


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponseBase:
    """GET says what one will be told of and asks how often; POST saves and follows. A second POST finds it done."""
    language = get_language() or settings.LANGUAGE_CODE
    wish = lasting(wish_of(dict(request.GET.lists())))
    try:
        address = saving.address_of(wish)
    except saving.TooLongError:
        context = _described(wish, language) | {"is_too_long": True}
        return keep_private(render(request, "search/save.html", context, status=400))
    except saving.CannotBeSavedError:
        return redirect(search_address(language, wish.canonical()))
    problem = ""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        user = signed_in(request)
        asked = request.POST.get("rhythm", "")
        rhythm = Rhythm(asked) if asked in Rhythm.values else _usual_rhythm(request)
        try:
            row = saving.save(user, wish, language, now=timezone.now(), rhythm=rhythm)
        except TooManyFollowsError as error:
            problem = error.message
        else:
            return redirect("follow", kind=SEARCH, key=row.pk)
    elif request.user.is_authenticated:
        known = SavedSearch.objects.filter(address=address, language=language).first()
        if known is not None and notifications.follow_of(request.user, SEARCH, str(known.pk)):
            return redirect("follow", kind=SEARCH, key=known.pk)
    context = {
        **_described(wish, language),
        "rhythms": Rhythm.choices,
        "usual_rhythm": _usual_rhythm(request),
        "problem": problem,
        "gets_mail": getattr(request.user, "notification_choice", "") != NotificationChoice.NONE,
    }
    return keep_private(render(request, "search/save.html", context, status=409 if problem else 200))


def _described(wish: SearchWish, language: str) -> dict[str, object]:
    names = names_for(public_keys({facet: wish.values(facet) for facet in NAMED}), language)
    query_string = wish.canonical()
    return {
        "title": title_of(wish, names),
        "results_url": search_address(language, query_string),
        "query_string": query_string,
    }


def _usual_rhythm(request: HttpRequest) -> Rhythm:
    """Who has all in one letter gets what they add in it as well."""
    usual = notifications.common_rhythm(signed_in(request)) if request.user.is_authenticated else ""
    return Rhythm(usual) if usual else Rhythm.AT_ONCE
