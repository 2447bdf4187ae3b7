"""The link at the end of a mail. It needs no sign-in: whoever holds the mail may stop what brought it.

GET only shows, since mail programs and their scanners follow links; POST stops. One-click (RFC 8058) is the same POST,
sent by the mail provider, without cookies: the signature in the address stands in for the token against forgery.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from hub.notifications import selectors, services
from hub.notifications.engine.news import news_kinds
from hub.notifications.engine.stop_links import read_digest_stop_token, read_stop_token
from hub.notifications.models.news import News


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    read = read_stop_token(token)
    news = News.objects.filter(pk=read[0]).first() if read else None
    if read is None or news is None or news.kind not in news_kinds:
        raise Http404
    concerns = selectors.concerns_of(news)
    rows = selectors.described(selectors.followed_among(read[1], concerns))
    stopped = request.method == "POST"
    if stopped:
        services.unfollow_all_of(read[1], concerns)
    return keep_private(render(request, "notifications/stop.html", {"rows": rows, "stopped": stopped}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a letter about many things: what it is about is all that this person follows in its rhythm."""
    read = read_digest_stop_token(token)
    if read is None:
        raise Http404
    rows = selectors.described(selectors.followed_in(read[1], read[0]))
    stopped = request.method == "POST"
    if stopped:
        services.unfollow_rhythm(read[1], read[0])
    context = {"rows": rows, "stopped": stopped, "is_digest": True}
    return keep_private(render(request, "notifications/stop.html", context))
