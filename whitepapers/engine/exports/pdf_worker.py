"""Draws one PDF from a web page, in a process of its own: it may use so much time and memory and no more, reads only
the files it is given, and leaves the web server as it was. Started by whitepapers.views.printing with a job on
standard input.

Knows neither Django nor this project, so that it can run isolated.
"""

import json
import resource
import sys
from pathlib import Path

UNAVAILABLE = 3  # WeasyPrint, or a library of the system that it needs, is not here


def main() -> int:
    job = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_AS, (job["bytes"], job["bytes"]))
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:
        print(error, file=sys.stderr)
        return UNAVAILABLE

    class OnlyGiven(URLFetcher):
        """The files of the job by their addresses; nothing else on this machine, nothing on the net."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            name = job["files"].get(url)
            if name is None:
                raise ValueError("not part of this document")
            return URLFetcherResponse(url, Path(name).read_bytes())

    fonts = FontConfiguration()
    fetcher = OnlyGiven()
    page = HTML(string=job["html"], base_url=job["base_url"], url_fetcher=fetcher)
    style = CSS(string=job["css"], base_url=job["base_url"], url_fetcher=fetcher, font_config=fonts)
    page.write_pdf(
        job["target"],
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        # So that the same document gives the same bytes.
        pdf_identifier=job["identifier"].encode(),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
