"""The templates; everything that is put into one is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

__all__ = ["style", "template"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kcli.render.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def template(name: str) -> Template:
    """A template by the name of its file."""
    return _environment().get_template(name)


@cache
def style() -> str:
    """The one style sheet, as it stands in every document."""
    return files("kcli.render.html").joinpath("templates", "style.css").read_text("utf-8")
