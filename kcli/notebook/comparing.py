"""compare, label, topline and crosstab, with the words of the command line."""

from __future__ import annotations

from kcli.model.catalogue_records import ItemRecord
from kcli.model.crosstab_records import Contrast, CrosstabCell, Independence
from kcli.model.records import Estimate, Label, Pair
from kcli.model.trend_records import SeriesBreak
from kcli.notebook.asking import Asking
from kcli.notebook.outcome import Outcome
from kcli.notebook.words import (
    Adjust,
    Base,
    Ci,
    Evidence,
    Lonely,
    Names,
    Suppress,
    Total,
    names_in,
    texts_in,
)

__all__ = ["Comparing"]


class Comparing(Asking):
    """Functions that look at one wave."""

    def compare(
        self,
        what: str | None = None,
        *,
        concept: str | None = None,
        country: Names = (),
        wave: str | None = None,
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        suppress: Suppress = "none",
        total: Total | None = None,
        lang: str = "en",
    ) -> Outcome[Estimate | Label | Pair]:
        """Set countries side by side: the leading answer to every item, or all of one item.

        Parameters
        ----------
        what : a survey, an item or a concept, such as ``kf-vub``, ``kf-vub@2019``,
            ``us_nk_change`` or ``kf-vub.us_nk_change/CN``; every survey where left out
        concept : instead: public, experts, commentators and government of each country
            side by side on it
        country : only these, by their ISO codes
        wave : the latest where left out
        base : everyone asked, or with ``substantive`` only those with an opinion
        confidence : of the intervals
        ci : how intervals are computed
        evidence : respondents where there are any, or what was ``published`` of them
        no_assumed_options : read every assumed list of answers as possibly incomplete
        lonely : what becomes of a stratum with a single sampling unit
        suppress : ``nchs`` withholds shares that the presentation standards of NCHS do
        total : a column of all countries together, which are weighed so
        lang : the language of labels and words, such as ``ko``

        Raises
        ------
        UsageError : a name that nothing bears, a value that cannot be
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(
            api.compare, what, wave=wave, countries=names_in(country), base=base,
            confidence=confidence, ci=ci, evidence=evidence, lang=lang,
            assumed_options=not no_assumed_options, lonely=lonely, suppress=suppress,
            total=total, concept=concept,
        )  # fmt: skip

    def label(
        self,
        what: str | None = None,
        *,
        country: Names = (),
        wave: str | None = None,
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        suppress: Suppress = "none",
        lang: str = "en",
    ) -> Outcome[Label]:
        """Say majority, plurality or no clear leader: of the respondents, and by a test.

        Parameters and errors are those of :meth:`compare`; ``what`` is a survey or an item.
        """
        from kcli import api

        return self._told(
            api.label, what, wave=wave, countries=names_in(country), base=base,
            confidence=confidence, ci=ci, evidence=evidence, lang=lang,
            assumed_options=not no_assumed_options, lonely=lonely, suppress=suppress,
        )  # fmt: skip

    def topline(
        self,
        what: str,
        *,
        country: Names = (),
        wave: str | None = None,
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        suppress: Suppress = "none",
        lang: str = "en",
    ) -> Outcome[ItemRecord | Estimate | Label | SeriesBreak]:
        """One item as a topline document has it: bases first, answers, nets, past waves.

        Parameters and errors are those of :meth:`compare`; ``what`` is an item,
        and ``wave`` leaves out all other waves.
        """
        from kcli import api

        return self._told(
            api.topline, what, wave=wave, countries=names_in(country), base=base,
            confidence=confidence, ci=ci, evidence=evidence, lang=lang,
            assumed_options=not no_assumed_options, lonely=lonely, suppress=suppress,
        )  # fmt: skip

    def crosstab(
        self,
        what: str,
        *,
        by: Names,
        country: Names = (),
        wave: str | None = None,
        base: Base = "all",
        confidence: float = 0.95,
        ci: Ci = "wilson",
        lonely: Lonely = "fail",
        suppress: Suppress = "none",
        adjust: Adjust = "holm",
        standardise_by: Names = (),
        lang: str = "en",
    ) -> Outcome[CrosstabCell | Contrast | Independence]:
        """Cross an item with others: column percentages, bases, letters, a test of each banner.

        Parameters
        ----------
        what : an item with respondents, such as ``anes.vote``
        by : what makes the groups: ``country``, ``wave``, or items of the survey
        adjust : how p is adjusted within one row of one banner
        standardise_by : items: gaps beside the crude ones, with the composition by these made alike
        country, wave, base, confidence, ci, lonely, suppress, lang
            as in :meth:`compare`, whose errors these are, too
        """
        from kcli import api

        return self._told(
            api.crosstab, what, by=texts_in(by), wave=wave, countries=names_in(country),
            base=base, confidence=confidence, ci=ci, lang=lang, lonely=lonely,
            suppress=suppress, adjust=adjust, standardise_by=texts_in(standardise_by),
        )  # fmt: skip
