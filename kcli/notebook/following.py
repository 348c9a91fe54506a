"""shift, trend and diff, with the words of the command line."""

from __future__ import annotations

import os

from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.records import Estimate
from kcli.model.shift_records import Shift
from kcli.model.trend_records import SeriesBreak, Trend
from kcli.notebook.asking import Asking
from kcli.notebook.outcome import Outcome
from kcli.notebook.words import Base, Ci, Evidence, Lonely, Names, PathName, names_in

__all__ = ["Following"]


class Following(Asking):
    """Functions that look at two waves, or all of them."""

    def shift(
        self,
        what: str | None = None,
        *,
        from_: str | None = None,
        to: str | None = None,
        all: bool = False,
        force: bool = False,
        country: Names = (),
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        lang: str = "en",
    ) -> Outcome[Shift]:
        """Say what changed between two waves, or lies between two populations.

        Parameters
        ----------
        what : an item or a concept, such as ``ipus.necessity``; nothing with ``all``
        from_, to : the two ends: a wave of the item's survey, or ``SURVEY[@WAVE][/COUNTRY]``;
            of an item the last two waves where left out
        all : everything comparable between the two, the smallest adjusted p first
        force : numbers also where only the topic is shared
        country, base, confidence, ci, evidence, no_assumed_options, lonely, lang
            as in :meth:`compare`

        Raises
        ------
        UsageError : a name that nothing bears, ends that are the same
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(
            api.shift, what, start=from_, end=to, scan=all, force=force,
            countries=names_in(country), base=base, confidence=confidence, ci=ci,
            evidence=evidence, lang=lang, assumed_options=not no_assumed_options, lonely=lonely,
        )  # fmt: skip

    def trend(
        self,
        what: str,
        *,
        from_: str | None = None,
        to: str | None = None,
        answer: Names = (),
        country: Names = (),
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        lang: str = "en",
    ) -> Outcome[Estimate | Trend | Shift | SeriesBreak]:
        """Follow a question over all its waves: shares, changes, slope, where the series breaks.

        Parameters
        ----------
        what : an item, a concept or a survey, such as ``ipus.necessity``
        from_, to : the first and the last wave, or year
        answer : only these answers, nets or categories
        country, base, confidence, ci, evidence, no_assumed_options, lonely, lang
            as in :meth:`compare`

        Raises
        ------
        UsageError : for what is not in the project, or was asked once only
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(
            api.trend, what, start=from_, end=to, answers=names_in(answer),
            countries=names_in(country), base=base, confidence=confidence, ci=ci,
            evidence=evidence, lang=lang, assumed_options=not no_assumed_options, lonely=lonely,
        )  # fmt: skip

    def diff(
        self,
        first: PathName | None = None,
        second: PathName | None = None,
        *,
        country: Names = (),
        lang: str = "en",
    ) -> Outcome[ItemDiff | Difference]:
        """Compare two questionnaires or waves: what was asked, of whom, and how.

        Where a ``difference`` record ``counts``, people were asked otherwise.

        Parameters
        ----------
        first : ``SURVEY[.ITEM]@WAVE``, such as ``ipus@2024``, or a questionnaire's file
        second : a wave of the same survey, another survey, or another version of the file
        country, lang : as in :meth:`compare`

        Raises
        ------
        UsageError : a name that nothing bears, one side alone
        InputError : files that cannot be used
        """
        from kcli import api
        from kcli.api.diff_ends import is_file_name

        sides = [os.fspath(side) if side is not None else None for side in (first, second)]
        files = not self._named and all(side is None or is_file_name(side) for side in sides)
        with self._reading():
            result = api.diff(
                None if files and sides[0] is not None else self._project(),
                *sides,
                countries=names_in(country),
                lang=lang,
            )
        return Outcome(result, () if files else self._warnings)
