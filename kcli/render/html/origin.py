"""What a document was made from, folded away at its end."""

from __future__ import annotations

from markupsafe import Markup

from kcli.model.records import Result
from kcli.render.html.environment import template
from kcli.render.html.texts import shown
from kcli.text.languages import say

__all__ = ["origin"]


def origin(result: Result, language: str) -> Markup:
    """The command, what it was told, and the files it read with their hashes."""
    settings = [
        (key.replace("_", " "), shown(_value(value), language))
        for key, value in result.parameters.items()
        if value not in (None, (), [], "")
    ]
    told = template("origin.html").render(
        command=f"kcli {result.command}",
        project=shown(result.project, language),
        settings=settings,
        inputs=[(shown(file.path, language), file.sha256) for file in result.inputs],
        say=lambda key: say(key, language),
    )
    return Markup(told)  # noqa: S704 - a template escapes


def _value(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
