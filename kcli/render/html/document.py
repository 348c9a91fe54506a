"""A whole document around what is to be read."""

from __future__ import annotations

import base64
import hashlib
import re

from markupsafe import Markup

from kcli.render.html.environment import style, template
from kcli.render.html.texts import shown, visible
from kcli.text.languages import say

__all__ = ["document"]

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def document(
    title: str,
    body: Markup,
    *,
    language: str,
    synthetic: bool,
    description: str = "",
    headed: bool = False,
) -> str:
    """One file with everything in it; its title is its first heading, unless it is ``headed``.

    The policy in it forbids every script and everything from elsewhere: only
    the style that it carries is used, known by its hash.
    """
    sheet = style()
    tag = language.replace("_", "-")
    return template("document.html").render(
        title=visible(title),
        heading=shown(title, language),
        body=body,
        language=tag if _TAG.fullmatch(tag) else "en",
        synthetic=synthetic,
        description=visible(description),
        headed=headed,
        style=Markup(sheet),  # noqa: S704 - it is kcli's own
        policy=f"default-src 'none'; style-src '{_hash(sheet)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        say=lambda key: say(key, language),
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
