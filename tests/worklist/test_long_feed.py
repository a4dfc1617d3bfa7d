"""Five thousand pieces of information, hundreds of promises, ten thousand readings (X67)."""

import re
from datetime import timedelta
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Case, JournalEntry, ReadingLog, Record
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.browsing import paris
from tests.cast import in_english
from tests.plans import long_plan
from tests.plans.long_plan import MOST_BYTES, walk
from worklist import feed

START = paris(2026, 3, 2, 8)
MANY = 5000
NUMBER = re.compile(r"note (\d{4})")


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return town.carried_out(who)


@worlds.standing
def full(who, case):
    """The same with 5,000 pieces of information, of which every tenth is Bruno's agency's own."""
    with bound(WORKER):
        Record.objects.bulk_create(record(case, who["bruno"], number) for number in range(MANY))
        return Case.objects.get(pk=case.pk)


def record(case, author, number: int, body: str = "", **more) -> Record:
    values = {
        "kind": "fact" if number % 7 else "assessment",
        "audience": "own" if number % 10 == 3 else "team",
        "body": body or f"note {number:04}. " + "Vu. " * 40,
        "written_at": START + timedelta(minutes=number // 60),
    } | more
    return Record(case=case, author=author, agency=author.agency, **values)


def read(browser, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    return answer.content.decode()


def follow(browser, url: str, pages: int) -> list[str]:
    """The pages of the stream, as «Earlier events» leads."""
    seen = []
    while url and len(seen) < pages:
        seen.append(read(browser, url))
        found = re.search(r'href="(\?[^"]*before=[^"]*)"', seen[-1].split('id="feed-foot"')[1])
        url = url.split("?")[0] + unescape(found.group(1)) if found else ""
    return seen


def numbers(*pages: str) -> list[int]:
    return [int(number) for html in pages for number in NUMBER.findall(html)]


def test_five_thousand_records_come_fifty_at_a_time(full, who, sign_in):
    """Every one once, though sixty share a minute; nobody else meets the agency's own.

    Lines: ``SIZE`` in feed, ``earlier_than``.
    """
    with town.acting(who["bruno"]) as bruno:
        seen, before = [], None
        while True:
            events, more = feed.of(full, bruno, before)
            assert len(events) <= 50
            seen += [event.text[:9] for event in events if event.text.startswith("note")]
            if not more:
                break
            before = (events[-1].at, events[-1].pk)
    assert sorted(seen) == [f"note {number:04}" for number in range(MANY)]
    shown = numbers(*follow(sign_in(who["lea"]), reverse("case", args=[full.pk]), 4))
    assert len(shown) > 150
    assert not [number for number in shown if number % 10 == 3]


def test_a_page_of_the_stream_asks_as_much_as_that_of_a_young_case(case, full, who, sign_in):
    """Statements do not grow. Line: the limit of each question in feed."""
    hugo, url = sign_in(who["hugo"]), reverse("case", args=[full.pk])
    hugo.get(url)
    with CaptureQueriesContext(connection) as asked:
        first = hugo.get(url)
    assert len(asked) <= 17
    with CaptureQueriesContext(connection) as later:
        hugo.get(url + first.context["earlier"])
    assert len(later) <= 17


def test_the_filter_travels_to_the_end(full, who, sign_in):
    """Line: ``only`` in _earlier."""
    hugo, url = sign_in(who["hugo"]), reverse("case", args=[full.pk])
    pages = follow(hugo, f"{url}?only=information", 3)
    assert len(numbers(*pages)) == 150
    assert all("plan.approved" not in html and "node-decision" not in html for html in pages)
    (decisions,) = follow(hugo, f"{url}?only=decisions", 3)
    assert not numbers(decisions)


def test_long_texts_are_cut_and_read_whole_by_a_link(case, who, sign_in):
    """Three of 100,000 characters. Line: ``LONG`` in common/templatetags/portions.py."""
    with bound(WORKER):
        Record.objects.bulk_create(
            record(case, who["bruno"], n, f"début {n} " + "mot " * 24_000 + f"fin {n}")
            for n in (1, 2, 4)
        )  # fmt: skip
        one = Record.objects.get(case=case, body__startswith="début 2")
    lea, url = sign_in(who["lea"]), reverse("case", args=[case.pk])
    html = read(lea, url)
    assert "début 2" in html
    assert "fin 2" not in html
    link = f"?whole=text-{one.pk}#t-text-{one.pk}"
    assert f'href="{link}"' in html
    whole = lea.get(url + link.split("#")[0]).content.decode()
    assert "fin 2" in whole
    assert "fin 1" not in whole
    assert len(whole) < MOST_BYTES


def test_nobody_reads_a_text_by_its_address(case, who, sign_in):
    """Need-to-know: the address of a text opens nothing to whoever may not read it."""
    with bound(WORKER):
        body = "caché " + "mot " * 1000 + "la fin du secret"
        Record.objects.bulk_create([record(case, who["bruno"], 3, body)])
        secret = Record.objects.get(case=case, body__startswith="caché")
    url = reverse("case", args=[case.pk]) + f"?whole=text-{secret.pk}"
    assert "la fin du secret" in read(sign_in(who["bruno"]), url)
    for name in ("lea", "hugo", "claire", "paul"):
        html = read(sign_in(who[name]), url)
        assert "caché" not in html
        assert "secret" not in html
    assert sign_in(who["marc"]).get(url).status_code == 404


def test_what_is_held_back_is_shown_in_part(case, who, sign_in):
    """Beside the stream the newest, and the way to all. Line: HELD_SHOWN."""
    with bound(WORKER):
        Record.objects.bulk_create(
            record(case, who["bruno"], number, f"effet {number:03}", kind="held", audience="team")
            for number in range(60)
        )  # fmt: skip
    html = read(sign_in(who["hugo"]), reverse("case", args=[case.pk]))
    panel = html.split('id="held"')[1].split("</section>")[0]
    assert panel.count("effet ") == feed.HELD_SHOWN
    assert 'href="?only=held#feed"' in panel


def test_five_hundred_promises_come_a_portion_at_a_time(case, who, sign_in):
    """Overdue ones first; all are reached. Line: ``_portion`` of the page of carrying out."""
    long_plan.promises(case, who, 500)
    url = reverse("plans:carrying", args=[case.pk])
    pages = walk(sign_in(who["lea"]), url, r"^\?commitments=[^&]*$")
    assert all(len(html.encode()) < MOST_BYTES for html in pages.values())
    found = {n for html in pages.values() for n in re.findall(r"Promesse \d{3}", html)}
    assert len(found) == 500
    assert "Promesse 000" in pages[url]


def test_five_hundred_reports_on_one_action(case, who, sign_in):
    """A few beside the action, the others by a link. Line: OF_ACTION and ``_page_of_reports``."""
    long_plan.reports(case, who, 500)
    url = reverse("plans:carrying", args=[case.pk])
    lea = sign_in(who["lea"])
    html = read(lea, url)
    assert "500 reports" in html
    assert len(set(re.findall(r"Compte rendu \d{3}", html))) == 5
    (link,) = {one for one in long_plan.links(html) if "reports=all" in one}
    pages = walk(lea, url + link, r"reports=(?!all)")
    found = {n for html in pages.values() for n in re.findall(r"Compte rendu \d{3}", html)}
    assert len(found) == 500
    assert all(len(html.encode()) < MOST_BYTES for html in pages.values())


def test_three_hundred_levels(case, who, sign_in):
    """The table of levels comes in parts. Line: MOST in analysis_panels."""
    long_plan.levels(case, who, 300)
    hugo, url = sign_in(who["hugo"]), reverse("case", args=[case.pk])
    pages = walk(hugo, url, r"^\?rated=[^&]*$")
    assert all(len(html.encode()) < MOST_BYTES for html in pages.values())
    rows = [html.split('id="rated"')[1].split("</details>")[0] for html in pages.values()]
    assert max(html.count("<tr>") for html in rows) == 41
    assert sum(html.count("<tr>") - 1 for html in rows) == 300


def test_ten_thousand_readings(case, who, sign_in):
    """Who saw this: a page by key. Line: ``page_of`` in CaseReadingLog."""
    with bound(WORKER):
        ReadingLog.unscoped.bulk_create(
            ReadingLog(
                at=START + timedelta(seconds=number), reader=who["lea"],
                agency=who["lea"].agency, reference=case.reference, case=case, route="case",
                reason=f"lecture {number:05}",
            )
            for number in range(10_000)
        )  # fmt: skip
    claire, url = sign_in(who["claire"]), reverse("case_reading_log", args=[case.pk])
    seen: set[str] = set()
    for _page in range(3):
        claire.get(url)
        with CaptureQueriesContext(connection) as asked:
            html = read(claire, url)
        assert len(asked) <= 17
        seen |= set(re.findall(r"lecture \d{5}", html))
        older = re.search(r'href="(\?before=[^"]*)"', html)
        url = url.split("?")[0] + unescape(older.group(1))
    assert len(seen) >= 70


def test_three_hundred_decisions_on_a_signal(who, sign_in):
    """None is cut off after fifty. Line: ``page_of`` in the page of a signal."""
    signal = town.acknowledged(town.signal_from(who["luc"]), who["ines"])
    with bound(WORKER):
        JournalEntry.unscoped.bulk_create(
            JournalEntry(
                at=START + timedelta(minutes=number), event="signal.corrected", by=who["ines"],
                agency=who["ines"].agency, signal_id=signal.pk, reason=f"motif {number:03}",
            )
            for number in range(300)
        )  # fmt: skip
    holder, url = sign_in(who["ines"]), reverse("intake:page", args=[signal.pk])
    seen: set[str] = set()
    for _page in range(10):
        html = read(holder, url)
        shown = set(re.findall(r"motif \d{3}", html))
        assert len(shown) <= 50
        seen |= shown
        older = re.search(r'href="(\?before=[^"]*)"', html)
        if not older:
            break
        url = url.split("?")[0] + unescape(older.group(1))
    assert len(seen) == 300
