"""Korean particles, by the final sound of the word before them.

A template writes both forms, such as ``{country}은(는)``, and the one that fits
is kept. Where the sound is not known, of a Chinese character or of a picture,
both stay, as Korean prints them then.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["final_sound", "finish"]

# As written in a template: the form after a consonant, and the one after a vowel.
_PAIRS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "으로(로)": ("으로", "로"),
    "이라고(라고)": ("이라고", "라고"),
    "이라는(라는)": ("이라는", "라는"),
    "이었(였)": ("이었", "였"),
    "이고(고)": ("이고", "고"),
    "이며(며)": ("이며", "며"),
    "이다(다)": ("이다", "다"),
}
_MARKER = re.compile("|".join(map(re.escape, _PAIRS)))
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_LIQUID = "ㄹ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

# How digits are read: 영 일 이 삼 사 오 육 칠 팔 구. What ends in 0 ends in 십, 백, 천 or 만.
_DIGITS = dict(zip("0123456789", ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
# How letters are called: 엘 엠 엔 알; all others end in a vowel.
_LETTERS = {"l": _LIQUID, "m": "ㅁ", "n": "ㄴ", "r": _LIQUID}
_SIGNS = {"%": "", "℃": "", "＋": "", "+": ""}  # 퍼센트, 도, 플러스
_VOWELS = frozenset("aeiouy")


def finish(before: str, words: str) -> str:
    """The words of a template, each pair of particles resolved by what stands before it."""
    done, start = "", 0
    for found in _MARKER.finditer(words):
        done += words[start : found.start()]
        done += _chosen(before + done, found.group())
        start = found.end()
    return done + words[start:]


def _chosen(before: str, marker: str) -> str:
    sound = final_sound(before)
    if sound is None:
        return marker
    after_consonant, after_vowel = _PAIRS[marker]
    liquid = sound == _LIQUID and marker == "으로(로)"
    return after_consonant if sound and not liquid else after_vowel


def final_sound(text: str) -> str | None:
    """The consonant that a text ends in, as it is read; empty for a vowel, None if not known.

    What stands in brackets at the end, and quotes, are passed over.

    >>> final_sound("중국"), final_sound("미국(57.5%)"), final_sound("“좋다”"), final_sound("2015")
    ('ㄱ', 'ㄱ', '', '')
    >>> final_sound("Vladivostok"), final_sound("EU"), final_sound("統一") is None
    ('ㅋ', '', True)
    """
    word = _bare(text)
    if not word:
        return None
    last = word[-1]
    if "가" <= last <= "힣":
        return _batchim(last)
    if last in _DIGITS:
        return _of_number(word)
    if last in _SIGNS:
        return _SIGNS[last]
    if last.isascii() and last.isalpha():
        return _of_latin(word)
    return None


def _bare(text: str) -> str:
    """Without what is not read at the end: brackets after a word, quotes, full stops."""
    word = text.rstrip()
    while word:
        shorter = _ASIDE.sub("", word)
        if shorter != word and shorter:
            word = shorter
        elif _is_silent(word[-1]):
            word = word[:-1].rstrip()
        else:
            break
    return word


def _is_silent(sign: str) -> bool:
    closing = unicodedata.category(sign) in {"Pe", "Pf", "Pi", "Po"}
    return (closing and sign not in _SIGNS) or sign in "\"'"


def _batchim(syllable: str) -> str:
    number = (ord(syllable) - ord("가")) % 28
    if not number:
        return ""
    return _FINALS[number - 1]


def _of_number(word: str) -> str:
    """The last digit as it is read; of round whole numbers the last of their places."""
    found = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?$", word)
    assert found is not None, "a number ends in a digit"
    whole = found.group().replace(",", "")
    zeros = len(whole) - len(whole.rstrip("0"))
    if "." not in whole and zeros >= 12:
        return ""  # 조, the first place of a number that ends in a vowel
    return _DIGITS[whole[-1]]


def _of_latin(word: str) -> str:
    """An abbreviation by the name of its last letter, a word by how it is likely to be read."""
    found = re.search(r"[A-Za-z]+$", word)
    assert found is not None, "a Latin word ends in a Latin letter"
    name = found.group()
    plain = name.lower()
    if name.isupper() or len(name) == 1:
        return _LETTERS.get(plain[-1], "")
    if plain.endswith("ng"):
        return "ㅇ"
    if len(plain) > 2 and plain.endswith("e") and plain[-2] in "lmn":
        return _LETTERS[plain[-2]]  # role, time, decline: the e is silent
    if plain[-1] in "lmn":
        return _LETTERS[plain[-1]]
    short = len(plain) > 2 and plain[-2] in _VOWELS and plain[-3] not in _VOWELS
    stops = {"k": "ㅋ", "p": "ㅍ", "t": "ㅌ", "c": "ㄱ"}
    return stops.get(plain[-1], "") if short or plain.endswith("ck") else ""
