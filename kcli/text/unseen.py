"""What a terminal would obey, or nobody can see, made into signs that can be read.

Files hold none of it, because their readers refuse it. Arguments and the
names of files and folders may hold anything.
"""

from __future__ import annotations

import re

__all__ = ["escaped_json", "shown"]

# Controls, but tab and line end; ends of lines and paragraphs; orders to turn the direction of
# writing round; marks of byte order; and halves of signs, as which Python reads bytes of a name
# that are no UTF-8.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def shown(text: str) -> str:
    r"""The text, with an escape for each such character.

    >>> shown("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return _UNSEEN.sub(_escape, text)


def escaped_json(document: str) -> str:
    r"""The same JSON document, with none of them in it as they are.

    >>> escaped_json('{"a": "b\u2028c"}')
    '{"a": "b\\u2028c"}'
    """
    if document.isascii() and "\x7f" not in document:
        return document  # whatever comes before the space is written with an escape in JSON
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", document)


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
