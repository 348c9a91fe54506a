"""Which encoding bytes are probably in: accents among English words are no signs of East Asia."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.io.importing.encodings import likely_encoding

ENGLISH = "Do you consider yourself to be a fan of the Expanded Universe?"
WESTERN = [
    ENGLISH + "Œæ",
    f"{ENGLISH}Œæ,Response\n{ENGLISH}Œæ,Yes\n",
    "I don’t know, and you don’t know",
    "blåbær",
    "Björk, Åse and blåbær",
    "Zoë and Chloë and Noël",
]
OTHERS = [
    ("shift_jis", "賛成,反対,男,女"),
    ("shift_jis", "1男\n2女\nTV\nTV視聴"),
    ("shift_jis", "TVを見る\nPCやスマホを使う\nSNSで知る"),
    ("shift_jis", f"{ENGLISH} 賛成"),
    ("shift_jis", "sex\n男\n女"),
    ("shift_jis", "A型\nB型\nO型\nWeb会議"),
    ("cp949", "A형\nB형\nO형\nAB형"),
    ("cp949", "남,여,매우 그렇다"),
    ("cp949", f"{ENGLISH} 매우"),
    ("cp1251", f"{ENGLISH} Да, Нет, Затрудняюсь ответить"),
    ("gb18030", "非常同意,不同意"),
]


@pytest.mark.parametrize("text", WESTERN)
def test_a_few_accents_among_words_of_ascii_are_western(text: str) -> None:
    assert likely_encoding(text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize(("encoding", "text"), OTHERS)
def test_words_in_other_letters_stay_what_they_are(encoding: str, text: str) -> None:
    assert likely_encoding(text.encode(encoding)) == encoding


WORDS = st.sampled_from(["don’t", "it’s", "café", "naïve", "Zoë", "fiancé", "pâté", "señor"])


@given(st.lists(WORDS | st.sampled_from(ENGLISH.split()), min_size=1).map(" ".join))
def test_any_english_words_with_accents_are_western(text: str) -> None:
    assert likely_encoding(text.encode("cp1252")) in (None, "cp1252")


JAPANESE = st.sampled_from(
    ["はい", "いいえ", "わからない", "賛成", "テレビ", "TVを見る", "Web", "18"]
)


@given(st.lists(JAPANESE, min_size=2).filter(lambda words: "はい" in words or "テレビ" in words))
def test_any_japanese_answers_are_japanese(words: list[str]) -> None:
    assert likely_encoding("\n".join(words).encode("shift_jis")) == "shift_jis"
