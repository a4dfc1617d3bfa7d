"""The entries that every territory starts with; an administrator renames or retires them."""

from __future__ import annotations

from casework.models import Code

# list -> (code, French, English), in the order in which they are offered.
CODES: dict[str, tuple[tuple[str, str, str], ...]] = {
    Code.List.DOMAIN: (
        ("person", "La personne", "The person"),
        ("family", "Famille", "Family"),
        ("school_work", "École, travail", "School, work"),
        ("community", "Entourage, vie collective", "Community"),
        ("peers", "Amis, pairs", "Peers"),
        ("online", "Vie en ligne", "Online"),
        ("housing", "Logement", "Housing"),
        ("health", "Santé (besoin seulement)", "Health (the need alone)"),
        ("money", "Argent", "Money"),
        ("justice", "Justice", "Justice"),
    ),
    Code.List.ALTERNATIVE: (
        ("attention", "Recherche d’attention", "Attention-seeking"),
        ("bullying", "Harcèlement subi", "Being bullied"),
        ("mental_health", "Santé mentale", "Mental health"),
        ("family_conflict", "Conflit familial", "Family conflict"),
        ("provocation", "Provocation", "Provocation"),
        ("lawful", "Croyance ou opinion licite", "Lawful belief or opinion"),
        ("misunderstanding", "Malentendu", "Misunderstanding"),
    ),
    Code.List.IDEOLOGY: (
        ("religious", "Religieux (toute religion)", "Religious (any)"),
        ("right", "Extrême droite", "Right-wing"),
        ("left", "Extrême gauche", "Left-wing"),
        ("anti_state", "Anti-État", "Anti-state"),
        ("single_issue", "Cause unique", "Single issue"),
        ("mixed", "Mixte ou peu clair", "Mixed or unclear"),
        ("none", "Aucune", "None"),
    ),
    Code.List.EFFECT: (
        ("stigma", "Stigmatisation", "Stigma"),
        ("hardening", "Durcissement", "Hardening"),
        ("family", "Famille", "Family"),
        ("job_school", "Emploi ou école", "Job or school"),
        ("leak", "Fuite d’information", "Leak"),
        ("threat", "Menace", "Threat"),
    ),
}


def fill_codes(using: str) -> None:
    """Add the entries that are missing; never touch one that stands. Runs after each migrate.

    Counted from nought: «the person», added later, stands before «family» in older territories.
    """
    Code.objects.using(using).bulk_create(
        (
            Code(kind=kind, code=code, label_fr=fr, label_en=en, position=position)
            for kind, entries in CODES.items()
            for position, (code, fr, en) in enumerate(entries)
        ),
        ignore_conflicts=True,
    )
