"""A reporter reads their own words as they sent them; what the desk added is the desk's (X45)."""

import re

from intake.signals import decisions as signals
from intake.signals.forms import CorrectSignalForm
from intake.signals.reported import SENT
from tests import worlds
from tests.browsing import signal_url, text_of
from tests.people import acknowledged, acting, hotline, signal_from

SENT_BY_SOPHIE = {
    "about": "un élève de seconde",
    "about_age": "16 ans",
    "place": "au lycée",
    "others": "sa classe",
    "danger": "yes",
    "how_known": "saw",
}
ADDED_WORD = re.compile(r"Zq-[\w’]{3}")  # no token of a page is written like this
ADDED = {
    "words": "Zq-mots : la coordination sait qu’un dossier existe.",
    "about": "Zq-nom Belcourt",
    "about_age": "Zq-âge",
    "may_be_minor": True,
    "place": "Zq-lieu, chez son oncle",
    "others": "Zq-autres, son frère suivi",
    "danger": "no",
    "how_known": "online",
}


@worlds.standing
def signal(people):
    """What Sophie reported, as the desk wrote it anew, twice."""
    sent = signal_from(
        people["sophie"], "Il dessine des symboles.", channel=hotline(), **SENT_BY_SOPHIE
    )
    signal = acknowledged(sent, people["ines"])
    with acting(people["ines"]) as ines:
        for words in ("Zq-première correction.", ADDED["words"]):
            signal = signals.correct_signal(
                signal, by=ines, expected=signal.version, changes=ADDED | {"words": words},
                reason="Zq-motif",
            )  # fmt: skip
    return signal


def test_every_field_that_is_corrected_is_kept_as_it_was_sent():
    """X45. Red when a field can be corrected that the reporter would then read."""
    corrected = set(CorrectSignalForm().fields) - {"reason"}
    assert corrected - {"received_on"} | {"received_at", "entered_at"} <= set(SENT)
    assert set(ADDED) == corrected - {"received_on"}


def test_the_reporter_reads_what_they_sent(people, signal, sign_in):
    """X45, on every page that Sophie may open; Inès reads the corrected words (the control).

    Lines: ``as_sent`` in SignalPage; ``sent_danger`` in SignalList.
    """
    sophie, ines = sign_in(people["sophie"]), sign_in(people["ines"])
    page = text_of(sophie.get(signal_url("page", signal)))
    for words in ("Il dessine des symboles.", "un élève de seconde", "16 ans", "au lycée",
                  "sa classe", "Saw or heard it"):  # fmt: skip
        assert words in page
    assert "may be under 18" not in page
    for url in (signal_url("page", signal), "/signals/", f"/jump/?q={signal.reference}", "/",
                "/notices/"):  # fmt: skip
        answer = sophie.get(url, follow=True)
        assert answer.status_code == 200
        assert not ADDED_WORD.search(text_of(answer)), url
    control = text_of(ines.get(signal_url("page", signal)))
    for words in (value for value in ADDED.values() if ADDED_WORD.search(str(value))):
        assert words in control
    assert "may be under 18" in control


def test_the_list_and_its_filter_say_what_was_sent(people, signal, sign_in):
    """X45: a filter is an answer too. Lines: ``by_danger``; ``signal.danger = …sent_danger``."""
    for who, shown in (("sophie", "yes"), ("ines", "no")):
        browser = sign_in(people[who])
        for value in ("yes", "no", "unknown"):
            page = browser.get("/signals/", {"danger": value})
            assert (signal.reference in text_of(page)) is (value == shown), (who, value)
        row = browser.get("/signals/").context["found"].rows[0]
        assert row.danger == shown


def test_a_receiver_who_leaves_the_desk_reads_what_they_sent(people, sign_in):
    """X45: on the desk today decides, not on it that day. Line: ``is_on_desk_of``."""
    from agencies.models import ChannelPost

    signal = acknowledged(signal_from(people["luc"], "Mots du guichet.", channel=hotline()),
                          people["ines"])  # fmt: skip
    with acting(people["ines"]) as ines:
        signals.correct_signal(
            signal, by=ines, expected=signal.version, changes={"words": "Zq-corrigé"}
        )
    luc, url = sign_in(people["luc"]), signal_url("page", signal)
    assert "Zq-corrigé" in text_of(luc.get(url))
    ChannelPost.objects.filter(user=people["luc"]).update(active=False)
    page = text_of(luc.get(url))
    assert "Mots du guichet." in page
    assert not ADDED_WORD.search(page)
