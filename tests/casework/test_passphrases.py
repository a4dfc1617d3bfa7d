"""A1: what is refused and what is not."""

import pytest
from django.core.exceptions import ValidationError

from agencies.models import Agency, User
from casework.models import TerritoryProfile
from casework.passphrases import PassphraseValidator

pytestmark = pytest.mark.django_db

TOO_EASY = """
password1234567
aaaaaaaaaaaaaaaa
Radicalisation2026
Radicalisation2026!
azertyuiopqsdfgh
AzertyuiopQsdfghjklm
qwertyuiopasdfgh
1234567890123456
abcdefghijklmnopq
abcabcabcabcabcabc
motdepassemotdepasse
Motdepasse123456
M0tdepasse!2026!!
Bonjour123456789
bonjourbonjourbonjour
Janvier2026Janvier2026
Summer2026!Summer2026!
Printemps2026!!!!
ClaireMoreau1985
claire.moreau@2026
C1aire-M0reau-1985
Saint-Aubrac-2026
Saint-Aubrac-2027!
MairieSaintAubrac1
Mairie2026Mairie2026
MissionLocale2026
Police2026Police2026
Prefecture2026!!
coordinatrice2026!
Coordinateur123!
administrateur1
Administrator123
ChangeMe12345678
changemechangeme
letmeinletmeinletmein
iloveyouiloveyou
jetaimejetaime123
soleilsoleilsoleil
Welcome2026Welcome
LiverpoolFootball1
footballfootball
correct horse battery staple
Correct-Horse-Battery-Staple
liberté égalité fraternité
to be or not to be
Il était une fois
May the force be with you
vive la france 2026
allez les bleus 2026
0000000000000000
111112222233333
12121212121212121212
9876543210987654
zyxwvutsrqponml
qsdfghjklmwxcvbn
P@ssw0rdP@ssw0rd
Passw0rd2026Passw0rd
s3cur1te-s3cur1te
RelaisRelais2026
Signalement-2026-01
lundi mardi mercredi
Terrorisme2026!!
dossier-dossier-dossier
aaaaabbbbbcccccddddd
mairie préfecture police école
lundi mardi mercredi jeudi 2026
MoreauMairiePolice1985!
footballliverpoolmairiepolice
azertqsdfgwxcvbazert
oiuytlkjhgnbvcxoiuyt
""".strip().splitlines()

GOOD = """
tulipe vent gris escargot
le facteur siffle sous la pluie
x7#Kq9!vLm2$Rt8w
girafe-lampe-océan-brouette
Un hérisson compte ses boutons
mon vélo grince vers Tournon
nuage 47 trombone biscuit
quatorze pingouins jouent du hautbois
Vk3wPz8nQy5tHs2b
bRm!7-zQ4_wLe9+tK
sardine tabouret jonquille
marmotte, crayon, orage
the kettle hums at dusk quietly
seven otters borrow my umbrella
velvet walnut cactus prairie
🦊🌲🚲🎈🍋🧭🎻🪁🌙🧂🔑🛶🥁🐌🧵
Пушистый кот варит кофе
aïe ! mes chaussettes orphelines
fenouil&clarinette&moufle
je range les nuages par taille
""".strip().splitlines()


@pytest.fixture(scope="module")
def judge():
    return PassphraseValidator()


@pytest.fixture
def claire():
    TerritoryProfile.objects.update_or_create(pk=1, defaults={"name": "Saint-Aubrac"})
    agency = Agency(name="Mission locale", short_name="ML", kind="work")
    return User(full_name="Claire Moreau", email="claire.moreau@ville.example", agency=agency)


def refusal(judge, passphrase, user=None):
    with pytest.raises(ValidationError) as error:
        judge.validate(passphrase, user)
    return error.value.code


@pytest.mark.parametrize("passphrase", TOO_EASY)
def test_too_easy(judge, claire, passphrase):
    assert len(passphrase) >= 15, "the table must not lean on the length"
    assert refusal(judge, passphrase, claire) == "too_easy"


@pytest.mark.parametrize("passphrase", GOOD)
def test_good(judge, claire, passphrase):
    assert judge.validate(passphrase, claire) is None


def test_the_tables_are_as_long_as_promised():
    assert len(TOO_EASY) >= 60
    assert len(GOOD) >= 20


def test_from_fifteen_characters_to_a_hundred_and_twenty_eight(judge):
    words = " ".join(GOOD)
    assert refusal(judge, words[:14]) == "too_short"
    assert judge.validate("sardine tabouret"[:15]) is None
    assert judge.validate(words[:128]) is None
    assert refusal(judge, words[:129]) == "too_long"


@pytest.mark.parametrize("sign", ["\x00", "\n", "\x1b", "\x7f"])
def test_control_characters_are_refused(judge, sign):
    assert refusal(judge, f"sardine tabouret{sign}jonquille") == "control_characters"


def test_a_name_counts_only_against_its_bearer(judge, claire):
    passphrase = "Claire Moreau aime"
    assert refusal(judge, passphrase, claire) == "too_easy"
    assert judge.validate("Claire Moreau boude sa lampe") is None


def test_the_end_counts_as_much_as_the_beginning():
    """Nothing is cut off: two passphrases that differ in their last sign are two."""
    user = User(email="a@x.fr")
    long = (" ".join(GOOD))[:127]
    user.set_password(f"{long}a")
    assert user.check_password(f"{long}a")
    assert not user.check_password(f"{long}b")
    assert not user.check_password(long)


def test_it_costs_next_to_nothing(judge, claire):
    from time import monotonic

    began = monotonic()
    judge.validate((" ".join(GOOD))[:128], claire)
    assert monotonic() - began < 0.5


def test_real_life_hashes_with_argon2(monkeypatch):
    import importlib

    from casework import account_settings

    monkeypatch.setenv("RELAIS_ENV", "production")
    try:
        hashers = importlib.reload(account_settings).PASSWORD_HASHERS
    finally:
        monkeypatch.undo()
        importlib.reload(account_settings)
    assert hashers == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
