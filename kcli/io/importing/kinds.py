"""Which answers look like don't know, or like a refusal; always to be confirmed."""

from __future__ import annotations

import re

__all__ = ["NOT_ASKED", "guessed_kind", "looks_not_asked"]

_DONT_KNOW = (
    r"(i )?(do not|don'?t|dont|doesn'?t|does not|didn'?t) know\b.*",
    r"(dk|d\.k\.|dk ?/ ?(na|nr|ref)|don'?t know ?/.*|unsure|not sure|undecided|uncertain)",
    r"(cannot|can'?t|can not|could not|couldn'?t|hard to|difficult to) (say|choose|tell|judge)\b.*",
    r"no opinion\b.*",
    r"(ich )?wei(ss|ß) (ich |es )?nicht\b.*",
    r"(je )?(ne sai[st] pas|nsp)\b.*",
    r"(no sabe|no sé|no lo sé|ns|ns ?/ ?nc|no sabe ?/.*)",
    r"(non so|non sa|não sabe|não sei|nao sabe)\b.*",
    r"weet (ik )?(het )?niet\b.*",
    r"(nie wiem|vet ej|vet ikke|ved ikke|en osaa sanoa|nevím|nem tudja)\b.*",
    r"(затрудняюсь|не знаю|трудно сказать)\b.*",
    r"(잘 ?)?모르(겠다|겠음|겠습니다|겠어요|름)?.{0,12}",
    r"(잘 ?)?모름.{0,12}",
    r"(わからない|分からない|わかりません)",
    r"(不知道|不清楚|说不清|說不清|很难说|很難說)",
)
_REFUSED = (
    r"(refus(ed|al|es?)|declined?)( to (answer|say|respond|state))?",
    r"(prefer|would rather|rather) not (to )?(answer|say|state|disclose|respond)\b.*",
    r"(no|not) (answer|answered|response|stated|reported|ascertained)",
    r"(na|n\.a\.|nr|missing|blank)",
    r"keine (angabe|antwort)\b.*|verweigert|k\. ?a\.",
    r"(sans réponse|refus|non[- ]réponse|pas de réponse)\b.*",
    r"(no contesta|nc|no responde|n\.c\.)",
    r"(non risponde|não responde|recusa|geen antwoord|weigert)\b.*",
    r"(отказ|нет ответа)\b.*",
    r"(무응답|응답 ?거절|거절|응답하지 않음)",
    r"(無回答|回答拒否|答えたくない)",
    r"(拒答|拒绝回答|拒絕回答|无回答)",
)
_NOT_ASKED = (
    r"(not applicable|inapplicable|inap|iap|nap|not asked|skip(ped)?|filter(ed)?)\b.*",
    r"(does not apply|not in (wave|sample|universe|questionnaire))\b.*",
    r"(trifft nicht zu|nicht gefragt|nicht zutreffend|sans objet|non concerné)\b.*",
    r"(no aplica|no procede|non applicabile|não se aplica|niet van toepassing)\b.*",
    r"(비해당|해당 ?없음|非該当|不适用|不適用)",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


DONT_KNOW, REFUSED, NOT_ASKED = _any(_DONT_KNOW), _any(_REFUSED), _any(_NOT_ASKED)
_AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")
_LONGEST = 60


def guessed_kind(label: str) -> str | None:
    """``dont_know`` or ``refused`` for a label that reads so, else None.

    >>> guessed_kind("98. Don't know / can't choose"), guessed_kind("(Refused)")
    ('dont_know', 'refused')
    >>> guessed_kind("Refused asylum") is None
    True
    """
    text = _bare(label)
    if len(text) > _LONGEST:
        return None
    if DONT_KNOW.fullmatch(text):
        return "dont_know"
    return "refused" if REFUSED.fullmatch(text) else None


def looks_not_asked(label: str) -> bool:
    """Whether a label says that nobody put the question to this person."""
    text = _bare(label)
    return len(text) <= _LONGEST and NOT_ASKED.fullmatch(text) is not None


def _bare(label: str) -> str:
    return _AROUND.sub("", label.replace("’", "'")).strip()
