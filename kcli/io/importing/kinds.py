"""Which answers look like don't know, or like a refusal; always to be confirmed."""

from __future__ import annotations

import re

__all__ = ["NOT_ASKED", "guessed_kind", "looks_not_asked"]

_DONT_KNOW = (
    r"(i )?(do not|don'?t|dont|doesn'?t|does not|didn'?t) know\b.*",
    r"(dk|d\.k\.?|unsure|not sure|undecided|uncertain)",
    r"(cannot|can'?t|can not|could not|couldn'?t|hard to|difficult to) (say|choose|tell|judge)\b.*",
    r"no opinion\b.*",
    r"(ich )?wei(ss|ß) (ich |es )?nicht\b.*",
    r"(je )?(ne sai[st] pas|nsp)\b.*",
    r"(no sabe|no sé|no lo sé|ns|no sabe ?/.*)",
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
    r"(na|n/a|n\.a\.?|nr|missing|blank|not available)",
    r"keine (angabe|antwort)\b.*|verweigert|k\. ?a\.?",
    r"(sans réponse|refus|non[- ]réponse|pas de réponse)\b.*",
    r"(no contesta|nc|no responde|n\.c\.?)",
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


_SHORT = r"(ref|rf|nav|unknown)"  # refused, but only beside another word of these
_ASIDE = r"(vol(unteered|untary)?|spontaneous|(do not|don'?t) read( out)?)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


DONT_KNOW, REFUSED, NOT_ASKED = _any(*_DONT_KNOW), _any(*_REFUSED), _any(*_NOT_ASKED)
_BESIDE, _SAID_ASIDE = _any(*_REFUSED, _SHORT), _any(_ASIDE)
_AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘´`ʼ", "'"))
_DIVIDED = re.compile(
    r"[\\,;:|&()\[\]·・、，；：／（）]|(?<!\bn)/|/(?!a\b)|\s(?:or|and)\s", re.IGNORECASE
)  # n/a is one word
_LONGEST = 60


def guessed_kind(label: str) -> str | None:
    """``dont_know`` or ``refused`` for a label that reads so, else None.

    A label of several such words is ``dont_know`` where one of them is.

    >>> guessed_kind("98. Don't know / can't choose"), guessed_kind("(Refused)")
    ('dont_know', 'refused')
    >>> guessed_kind("(VOL.) Refused/DK"), guessed_kind("Missing; not asked")
    ('dont_know', 'refused')
    >>> guessed_kind("Refused asylum") is None
    True
    """
    found = _kinds(label)
    return next((kind for kind in ("dont_know", "refused") if kind in found), None)


def looks_not_asked(label: str) -> bool:
    """Whether a label says, if only among others, that nobody put the question to this person."""
    return "not_asked" in _kinds(label)


def _kinds(label: str) -> set[str]:
    """The kinds of all parts of a label; where one part has none, that of the whole."""
    text = _bare(label)
    if len(text) > _LONGEST:
        return set()
    parts = [part for part in map(_bare, _DIVIDED.split(text)) if part]
    words = [part for part in parts if not _SAID_ASIDE.fullmatch(part)]
    kinds = {_kind(word, _BESIDE if len(words) > 1 else REFUSED) for word in words}
    found = kinds if kinds and None not in kinds else {_kind(text, REFUSED)}
    return {kind for kind in found if kind is not None}


def _kind(text: str, refused: re.Pattern[str]) -> str | None:
    words = {"dont_know": DONT_KNOW, "refused": refused, "not_asked": NOT_ASKED}
    return next((kind for kind, known in words.items() if known.fullmatch(text)), None)


def _bare(label: str) -> str:
    return _AROUND.sub("", label.translate(_APOSTROPHES)).strip()
