"""verify, check, explain, list, show and schema, with the words of the command line."""

from __future__ import annotations

from typing import Any

from kcli.model.catalogue_records import (
    ComparabilityRecord,
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    MeasureRecord,
    OptionRecord,
    SurveyRecord,
)
from kcli.model.check_records import CodeRecord, FaultRecord, Verdict
from kcli.notebook.asking import Asking
from kcli.notebook.outcome import Outcome
from kcli.notebook.words import Ci, Evidence, Lonely, PathName

__all__ = ["Checking"]


class Checking(Asking):
    """Functions that judge what is written, and those that tell what there is."""

    def verify(
        self,
        what: PathName | None = None,
        *,
        against: str | None = None,
        confidence: float = 0.95,
        ci: Ci = "wilson",
        evidence: Evidence = "best",
        no_assumed_options: bool = False,
        lonely: Lonely = "fail",
        lang: str = "en",
    ) -> Outcome[Verdict]:
        """Judge published sentences: supported, contradicted, or not settled, and by which facts.

        Whether a verdict is what its claim expects stands in ``as_expected``.

        Parameters
        ----------
        what : a file of claims, or a survey; all where left out
        against : only this source's facts
        confidence, ci, evidence, no_assumed_options, lonely, lang : as in :meth:`compare`

        Raises
        ------
        UsageError : a name that nothing bears, a survey without claims
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(
            api.verify, _text(what), against=against, confidence=confidence, ci=ci,
            evidence=evidence, lang=lang, assumed_options=not no_assumed_options, lonely=lonely,
        )  # fmt: skip

    def check(self, path: PathName | None = None, *, lang: str = "en") -> Outcome[FaultRecord]:
        """Find every fault of every file, and every set of facts that cannot be true.

        Parameters
        ----------
        path : one file of the project; all where left out. Faults are records, not errors.
        lang : the language of the page; faults are English

        Raises
        ------
        UsageError : a file that is none of the project's
        """
        from kcli import api

        return self._told(api.check, _text(path), lang=lang)

    def explain(
        self, code: str | None = None, *, all: bool = False, lang: str = "en"
    ) -> Outcome[CodeRecord]:
        """What a code means that kcli prints, why it matters, and how it is repaired.

        Parameters
        ----------
        code : such as ``sum-not-100``; a list of all codes where left out
        all : the page of every code
        lang : the language of the page; what is told of a code is English

        Raises
        ------
        UsageError : a code that there is not
        """
        from kcli import api

        return Outcome(api.explain(code, everything=all, lang=lang))

    def list(
        self, what: str | None = None, *, lang: str = "en"
    ) -> Outcome[SurveyRecord | ItemRecord]:
        """The surveys of the project and their waves; or the items of one survey.

        Raises
        ------
        UsageError : a survey that there is not
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(api.list_surveys, what, lang=lang)

    def show(
        self, what: str, *, wave: str | None = None, lang: str = "en"
    ) -> Outcome[
        SurveyRecord
        | ItemRecord
        | OptionRecord
        | FindingRecord
        | ConceptRecord
        | MeasureRecord
        | ComparabilityRecord
    ]:
        """One survey, item or concept: wording, answers, every fact with its source.

        Raises
        ------
        UsageError : a name that nothing bears
        InputError : files that cannot be used
        """
        from kcli import api

        return self._told(api.show, what, wave=wave, lang=lang)

    def schema(self, name: str) -> dict[str, Any]:
        """The JSON Schema of a file that kcli reads, or of a command's JSON.

        Raises
        ------
        UsageError : a name of neither
        """
        from kcli import api

        return api.schema(name)


def _text(path: PathName | None) -> Any:
    """A path as the command line is given it."""
    return path if path is None else str(path)
