"""``kcli explain``: what a code means, why it matters, an example and its repair."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.errors import UsageError, nearest
from kcli.model.check_records import CodeRecord
from kcli.model.records import Result
from kcli.text.codes import AREAS, CODES, code_of

__all__ = ["explain"]


def explain(code: str | None = None, *, everything: bool = False, lang: str = "en") -> Result:
    """One code, or all of them.

    Parameters
    ----------
    code : a code as kcli prints it; all where left out
    everything : whether the page of each is shown, and not only its title
    lang : the language of the page; what is told of a code is English

    Returns
    -------
    Result
        A ``code`` record each, area by area.

    Raises
    ------
    UsageError : a code that there is not, or one beside ``everything``
    """
    if code is not None and everything:
        raise UsageError("--all explains every code", "leave out the code, or --all")
    wanted = None
    if code is not None:
        wanted = code_of(code)
        if wanted is None:
            hint = nearest(code, CODES) or "kcli explain lists them"
            raise UsageError(f"there is no code {code!r}", hint)
    return Result(
        command="explain",
        project="none",
        parameters={"code": code, "all": everything, "lang": lang},
        records=tuple(record for record in _records() if wanted in (None, record.code)),
    )


def _records() -> Iterator[CodeRecord]:
    for area, codes in AREAS.items():
        for name, body in codes.items():
            yield CodeRecord(
                code=name,
                area=area,
                severity=body.severity,
                title=body.title,
                text=body.text,
                example=body.example,
                repair=body.repair or None,
            )
