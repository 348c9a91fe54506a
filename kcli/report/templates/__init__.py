"""The template of a report's body; everything that is put into it is escaped."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

__all__ = ["template"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kcli.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def template(name: str) -> Template:
    """A template by the name of its file."""
    return _environment().get_template(name)
