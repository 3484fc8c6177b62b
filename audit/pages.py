"""A page in a browser: what it loads, whether everybody can use it, whether it holds still and answers.

Every page is opened on a wide screen and on a phone, light and dark. Each time it is loaded, scrolled to its
end, used (folded parts opened, every choice of every explorer made, tables searched and sorted), and its
search box is opened and written into. Only 127.0.0.1 can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from audit import weight
from tests.browser import ASK, FLAGS, find_or_install

IN_PAGE = Path(__file__).with_name("in_page.js")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SIZES = {"wide": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 800}}
SCHEMES = ("light", "dark")
VIEWS = [(size, scheme) for size in SIZES for scheme in SCHEMES]
FEW_VIEWS = [("wide", "light"), ("phone", "dark")]  # each size and each scheme once
_QUIET = 0.4  # seconds without a request after which a page has loaded what it wants


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium that reaches this machine alone. Exits with what to install if there is none."""
    path = find_or_install()
    if not path:
        raise SystemExit(ASK)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*FLAGS, OFFLINE])
        yield chromium
        chromium.close()


def measure(chromium: Browser, url: str, views: list[tuple[str, str]]) -> dict:
    """Everything about one page: {"views": {"wide light": …}, and the worst of the views under its own name}.

    views: pairs of a name of SIZES and one of SCHEMES.
    """
    seen = {f"{size} {scheme}": _view(chromium, url, size, scheme) for size, scheme in views}
    every = list(seen.values())
    times = [time for view in every for time in view["choices"]]
    return {
        "views": seen,
        "first_kb": max(view["first"]["bytes"] for view in every) / 1000,
        "all_kb": max(view["all"]["bytes"] for view in every) / 1000,
        "besides_kb": max(view["besides"] for view in every) / 1000,
        "search_kb": max(view["search"]["bytes"] for view in every) / 1000,
        "other_hosts": max(len(view["other_hosts"]) for view in every),
        "axe_light": _worst_axe(seen, "light"),
        "axe_dark": _worst_axe(seen, "dark"),
        "contrast": max(
            len(rules.get("color-contrast", [])) for view in every for rules in view["axe"].values()
        ),
        "console_errors": max(len(view["console"]) for view in every),
        "overflow_px": max(view["overflow"] for view in every),
        "layout_shift": max(view["shift"] for view in every),
        "explorer_ms": median(times) if times else None,
        "explorer_slowest_ms": max(times, default=None),
        "dead_choices": max(view["dead_choices"] for view in every),
    }


def _worst_axe(views: dict, scheme: str) -> int:
    """The most elements that break a rule of axe-core at one moment of the scheme's views."""
    return max(
        sum(len(elements) for elements in rules.values())
        for name, view in views.items()
        if name.endswith(scheme)
        for rules in view["axe"].values()
    )


def _view(chromium: Browser, url: str, size: str, scheme: str) -> dict:
    context = chromium.new_context(viewport=SIZES[size], color_scheme=scheme)
    context.add_init_script(path=IN_PAGE)
    page = context.new_page()
    traffic = _Traffic(page, url)
    overflow, axe = [], {}

    response = page.goto(url)
    if not response or not response.ok:
        raise SystemExit(f"{url} answers with status {response and response.status}; build the site again.")
    traffic.settle()
    first = traffic.answered()
    overflow.append(_overflow(page))

    page.evaluate("audit.scroll()")
    traffic.settle()
    shift = page.evaluate("audit.shift")
    axe["as loaded"] = _axe(page)

    times = _use(page)
    traffic.settle()
    used = traffic.answered()
    overflow.append(_overflow(page))
    axe["after use"] = _axe(page)

    _search(page)
    traffic.settle()
    everything = traffic.answered()
    axe["search box"] = _axe(page, ".bd-search, dialog[open], [role=dialog]")

    html = context.request.get(url).text()
    context.close()
    return {
        "first": _total(first),
        "all": _total(everything),
        "besides": weight.besides(used, html),
        "search": _total(everything[len(used) :]),
        "other_hosts": sorted(traffic.elsewhere),
        "console": traffic.errors,
        "overflow": max(overflow),
        "shift": round(shift, 3),
        "choices": [time for time in times if time >= 0],
        "dead_choices": sum(time < 0 for time in times),
        "axe": axe,
    }


class _Traffic:
    """The requests and errors of a page, from before it is opened."""

    def __init__(self, page: Page, url: str):
        self.page = page
        self.host = urlsplit(url).netloc
        self.pending: set[Request] = set()
        self.done: list[Request] = []
        self.elsewhere: set[str] = set()
        self.errors: list[str] = []
        page.on("request", self._sent)
        page.on("requestfinished", self._finished)
        page.on("requestfailed", self._failed)
        page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _sent(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("http", "https"):
            return
        if address.netloc != self.host:
            self.elsewhere.add(request.url)
        self.pending.add(request)

    def _finished(self, request: Request) -> None:
        if request in self.pending:
            self.pending.remove(request)
            self.done.append(request)

    def _failed(self, request: Request) -> None:
        self.pending.discard(request)

    def settle(self) -> None:
        """Wait until nothing has been asked for or answered for a moment; at most ten seconds."""
        step, quiet, seen = 0.1, 0.0, None
        for _ in range(100):
            self.page.wait_for_timeout(step * 1000)
            now = (len(self.done), len(self.pending))
            quiet = quiet + step if now == seen and not self.pending else 0.0
            seen = now
            if quiet >= _QUIET:
                return

    def answered(self) -> list[weight.Request]:
        """The requests answered by the host so far, in their order."""
        asked = [
            weight.Request(one.url, weight.kind(one.resource_type), one.sizes()["responseBodySize"])
            for one in {
                one.url: one for one in reversed(self.done)
            }.values()  # a repetition is from the cache
        ]
        return asked[::-1]


def _total(requests: list[weight.Request]) -> dict:
    kinds = weight.by_kind(requests)
    return {"requests": len(requests), "bytes": sum(one.sent for one in requests), "by_kind": kinds}


def _overflow(page: Page) -> int:
    """Pixels by which the page is wider than the screen."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")


def _axe(page: Page, part: str | None = None) -> dict[str, list[str]]:
    """Rules of axe-core that are broken, each with the selectors of the elements that break it.

    part: a selector of what to look at; default: the whole page.
    """
    if part and not page.query_selector(part):
        return {}
    # Only violations are worked out in full: many times faster on a long page.
    options = {"preload": False, "resultTypes": ["violations"]}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return {rule["id"]: [str(node["target"][-1]) for node in rule["nodes"]] for rule in found}


def _use(page: Page) -> list[float]:
    """Open what is folded, make every choice of every explorer (gives milliseconds), use the tables."""
    page.evaluate("audit.unfold()")
    times = []
    for box in page.query_selector_all("[data-explorer]"):
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(300)  # an explorer fetches its frames as it comes near
        times += box.evaluate("box => audit.chooseAll(box)")
    for head in page.locator(".browse thead th:first-child button:visible").all():
        head.click()
    page.evaluate("audit.searchTables()")
    return times


def _search(page: Page) -> None:
    """Open the search box of the site and type a word, if the site has one."""
    button = page.locator("button[aria-label=Search]:visible, .search-button:visible").first
    if button.count():
        button.click()
        page.keyboard.type("china")
