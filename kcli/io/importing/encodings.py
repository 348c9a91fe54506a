"""Bytes of unknown encoding to text, and which encoding that probably is."""

from __future__ import annotations

import re

from kcli.errors import Fault, InputError, Where
from kcli.io.importing.binaries import refuse_binary
from kcli.model.records import Note

__all__ = ["decoded", "fitting_encodings", "guessed_note", "likely_encoding"]

# Letters that speak for an encoding, and how loudly. What comes first wins among equals.
_LETTERS = {
    "cp949": ((re.compile("[가-힣]"), 4),),
    "shift_jis": ((re.compile("[ぁ-ヿ]"), 8), (re.compile("[一-鿿]"), 1)),
    "gb18030": ((re.compile("[一-鿿]"), 2),),
    "cp1251": ((re.compile("(?<=[А-яЁё])[а-яё]"), 2),),
    "cp1252": ((re.compile("[À-ÿ]"), 1), (re.compile("[‘-”–€]"), 1)),
}
# In these, most letters are of one script, and of two bytes that are both above 160; an accent
# before a letter of ASCII would be a sign of theirs, too.
_PAIRED = {"cp949": re.compile("[가-힣]"), "gb18030": re.compile("[一-鿿]")}
_PAIR, _HIGH, _BEYOND = re.compile(rb"[\xa1-\xfe]{2}"), re.compile(rb"[\x80-\xff]"), 0.8
# In these, a word is seldom of two scripts: what stands in one of ASCII is rather an accent.
_APART = frozenset({"shift_jis", "cp1251"})
_KANA, _RUN = re.compile("[ぁ-ヿ]|[ｦ-ﾟ]{2}"), re.compile("[^\x00-\x7f]+")
_IN_WORD = re.compile("(?<=[a-z][a-z?!])[^\x00-\x7f]{1,2}(?![^\x00-\x7f])")
_USUAL = (
    "utf-8", "cp949", "shift_jis", "gb18030", "big5", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "iso-8859-1",
)  # fmt: skip
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def likely_encoding(data: bytes) -> str | None:
    """The encoding in which bytes make most letters; None where all are ASCII.

    UTF-8 is never taken for another one: other text hardly ever is valid in it.
    """
    if data.isascii():
        return None
    scores = {}
    for encoding in ("utf-8", *_LETTERS):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return encoding
        if encoding in _PAIRED and not _mostly(_PAIRED[encoding], text, data):
            continue
        if encoding in _APART and _are_accents(text):
            continue
        scores[encoding] = sum(len(kind.findall(text)) * loud for kind, loud in _LETTERS[encoding])
    return max(scores, key=lambda name: scores[name], default=None)


def fitting_encodings(data: bytes) -> list[str]:
    """The usual encodings in which bytes are letters from the first to the last."""
    return [encoding for encoding in _USUAL if _fits(data, encoding)]


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mostly(script: re.Pattern[str], text: str, data: bytes) -> bool:
    """Whether a text is in one script, as far as it is not ASCII, and in whole pairs of bytes."""
    letters = sum(not letter.isascii() for letter in text)
    pairs = 2 * len(_PAIR.findall(data)) >= _BEYOND * len(_HIGH.findall(data))
    return pairs and len(script.findall(text)) >= _BEYOND * letters


def _are_accents(text: str) -> bool:
    """Whether most signs of a text stand by one or two in words of ASCII, as in ``don’t``."""
    if _KANA.search(text):
        return False
    return 2 * len(_IN_WORD.findall(text)) > len(_RUN.findall(text))


def decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, tuple[Note, ...]]:
    """A file's text, with a note where its encoding had to be guessed.

    Raises InputError where it is no text, in no encoding that is known, or not in the one that is
    named.
    """
    refuse_binary(data, name)
    marked = next((known for mark, known in _MARKS if data.startswith(mark)), None)
    guessed = None if encoding or marked else likely_encoding(data)
    chosen = encoding or marked or guessed or "utf-8"
    try:
        text = data.decode(chosen).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        message = f"is not {chosen}" if encoding else "is in no encoding that kcli knows"
        hint = "name it with --encoding, such as cp949"
        raise InputError([Fault("encoding", message, Where(name), hint=hint)]) from None
    return text, guessed_note(guessed)


def guessed_note(guessed: str | None, declared: str | None = None) -> tuple[Note, ...]:
    """What is said of an encoding that was guessed; nothing of UTF-8, which is no guess.

    ``declared`` is the encoding that the file says, where its letters are not in it.
    """
    if guessed in (None, "utf-8"):
        return ()
    why = "does not say how its letters are encoded"
    why = f"says that its letters are {declared}, and they are not" if declared else why
    text = (
        f"The file {why}: they are read as {guessed}. Look at the labels; --encoding names another."
    )
    return (Note("encoding-guessed", text),)
