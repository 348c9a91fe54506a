"""The options that compare, label and topline share, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast, get_args

from kcli.analysis.pooling import Rule
from kcli.analysis.precision import Adjust, Lonely, Method, Suppress
from kcli.errors import UsageError
from kcli.io.project import Project
from kcli.stats.intervals import INTERVALS
from kcli.text.countries import countries_by_name

INTERVAL_NAMES = (*INTERVALS, "kg")
SUREST = 0.999999  # beyond it a float has no quantile any more that is worth the name

__all__ = ["Wish"]


@dataclass(frozen=True)
class Wish:
    """What the user asked for, besides what to look at. Raises UsageError where it cannot be."""

    wave: str | None = None
    countries: Sequence[str] = ()
    base: str = "all"
    confidence: float = 0.95
    ci: str = "wilson"
    evidence: str = "best"
    lang: str = "en"
    assumed_options: bool = True
    lonely: str = "fail"
    suppress: str = "none"
    adjust: str = "holm"
    total: str | None = None

    def __post_init__(self) -> None:
        _check(self)

    def read(self, project: Project) -> Project:
        """The project, with assumed lists of answers read as the user wants them."""
        return project if self.assumed_options else project.with_open_lists()

    @property
    def codes(self) -> tuple[str, ...]:
        """The countries as ISO codes, whether they were named by these or in English."""
        return tuple(_code(country.strip()) for country in self.countries)

    @property
    def method(self) -> Method:
        """How limits are computed."""
        return Method(
            self.confidence,
            self.ci,
            cast(Lonely, self.lonely),
            cast(Suppress, self.suppress),
            cast(Adjust, self.adjust),
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """What the result says of how it was made."""
        return {**asdict(self), "countries": list(self.codes)}

    def parameters_of(self, item: str | None) -> dict[str, Any]:
        """The same, with what was looked at."""
        return {"item": item, **self.parameters}


def _code(country: str) -> str:
    if len(country) < 3:
        return country.upper()
    known = {name.casefold(): code for name, code in countries_by_name().items()}
    return known.get(country.casefold(), country.upper())


def _check(wish: Wish) -> None:
    if not 0.5 <= wish.confidence <= SUREST:
        message = f"a confidence lies between 0.5 and {SUREST}"
        raise UsageError(message, "such as --confidence 0.95")
    if wish.ci not in INTERVAL_NAMES:
        hint = f"known: {', '.join(INTERVAL_NAMES)}"
        raise UsageError(f"there is no interval {wish.ci!r}", hint)
    if wish.base not in ("all", "substantive"):
        raise UsageError(f"there is no base {wish.base!r}", "it is all or substantive")
    for name, kind in (("lonely", Lonely), ("suppress", Suppress), ("adjust", Adjust)):
        known = get_args(kind)
        if getattr(wish, name) not in known:
            hint = f"known: {', '.join(known)}"
            raise UsageError(f"--{name} cannot be {getattr(wish, name)!r}", hint)
    if wish.total is not None and wish.total not in get_args(Rule):
        hint = f"known: {', '.join(get_args(Rule))}"
        raise UsageError(f"there is no rule {wish.total!r} for a total", hint)
    if wish.evidence not in ("best", "published"):
        raise UsageError(f"there is no evidence {wish.evidence!r}", "it is best or published")
