"""weight, simulate, report, export and import: what writes files, in the command line's words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kcli.model.import_records import ImportRecord, UnmappedRecord
from kcli.model.report_records import ReportRecord
from kcli.model.weighting import MarginRecord, RakingRecord
from kcli.notebook.asking import Asking
from kcli.notebook.outcome import Outcome
from kcli.notebook.words import (
    Base,
    Ci,
    Evidence,
    ExportFormat,
    ImportFormat,
    Lonely,
    Names,
    PathName,
    Suppress,
    names_in,
    texts_in,
)

if TYPE_CHECKING:
    from kcli.api.export import Export
    from kcli.api.simulate import SimulationRecord

__all__ = ["Writing"]


class Writing(Asking):
    """Functions that write: a file is old or new, never half."""

    def weight(
        self, what: str, *, margins: PathName, output: PathName, lang: str = "en"
    ) -> Outcome[MarginRecord | RakingRecord]:
        """Rake respondents to the margins of their population, and write them to a new file.

        Parameters
        ----------
        what : a survey, and the wave if it is not the latest: ``anes@1996``
        margins : a YAML file: the share of each option in the population
        output : the responses with their weights: ``.csv`` or ``.csv.gz``, never what is read
        lang : the language of labels

        Raises
        ------
        UsageError : a name that nothing bears, a wave without respondents, a file in the way
        InputError : files that cannot be used, margins that these respondents cannot have
        CannotWriteError : the new file cannot be written
        """
        from kcli import api

        return self._told(api.weight, what, margins=Path(margins), output=Path(output), lang=lang)

    def simulate(
        self,
        what: str,
        *,
        seed: int = 1,
        as_: str | None = None,
        to: PathName | None = None,
        n: int | None = None,
        lang: str = "en",
    ) -> Outcome[SimulationRecord]:
        """Invent respondents of whom everything that was published is true, marked synthetic.

        Parameters
        ----------
        what : a survey, and the wave if it is not the latest: ``kf-vub@2019``
        seed : decides which respondent gives which answer
        as_ : what the invented survey is called; ``SURVEY-synthetic`` where left out
        to : a folder for questionnaires/ and datasets/; the project where left out
        n : respondents of each sample whose size was not published
        lang : the language of the page

        Raises
        ------
        UsageError : no such survey, nothing published, a file in the way
        CannotWriteError : a folder that cannot be written to
        """
        from kcli import api

        folder = None if to is None else Path(to)
        return self._told(api.simulate, what, seed=seed, name=as_, to=folder, n=n, lang=lang)

    def report(
        self,
        what: str | None = None,
        *,
        output: PathName | None = None,
        lang: Names = (),
        check: bool = False,
        list_stale: bool = False,
    ) -> Outcome[ReportRecord]:
        """Write a report, in HTML and Markdown; or check that those on disk are up to date.

        Parameters
        ----------
        what : a survey, a concept, or a report's YAML; all reports where left out
        output : the folder to write to; beside the data where left out
        lang : tags, in place of the report's own languages
        check : write nothing; the ``state`` of a record says what is stale or missing
        list_stale : write nothing; only what is stale or missing

        Raises
        ------
        UsageError : for what is no report, or where a package that draws is missing
        InputError : files that cannot be used
        CannotWriteError : a folder that cannot be written to
        """
        from kcli import api

        return self._told(
            api.report, what, output=None if output is None else Path(output),
            languages=[tag.strip() for tag in names_in(lang)], check=check, list_stale=list_stale,
        )  # fmt: skip

    def export(
        self,
        what: Names = (),
        *,
        output: PathName,
        format: ExportFormat = "csv",
        table: Names = (),
        force: bool = False,
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
    ) -> Export:
        """Write estimates, published facts and sums of respondents as tables for other programs.

        Parameters
        ----------
        what : surveys, items or concepts; what :meth:`compare` shows where left out
        output : the folder
        format : a file a table; or one database, or one workbook
        table : only these, such as ``estimates``
        force : also over files that kcli did not write, or that have changed since
        country, wave, base, confidence, ci, evidence, no_assumed_options, lonely, suppress, lang
            as in :meth:`compare`

        Returns
        -------
        Export
            The files that were written, with the rows of each table.

        Raises
        ------
        UsageError : a name that nothing bears, a file in the way, a package that is missing
        InputError : files that cannot be used
        CannotWriteError : a folder that cannot be written to
        """
        from kcli import api

        with self._reading():
            return api.export(
                self._project(), texts_in(what), output=Path(output), format=format,
                tables=names_in(table), force=force, lang=lang, wave=wave,
                countries=names_in(country), base=base, confidence=confidence, ci=ci,
                evidence=evidence, assumed_options=not no_assumed_options, lonely=lonely,
                suppress=suppress,
            )  # fmt: skip

    def import_(
        self,
        file: PathName,
        *,
        as_: str | None = None,
        output: PathName | None = None,
        force: bool = False,
        wave: str | None = None,
        lang: str = "und",
        country: str | None = None,
        country_column: str | None = None,
        weight: str | None = None,
        respondent: str | None = None,
        stratum: str | None = None,
        psu: str | None = None,
        answers: Names = (),
        leave: Names = (),
        empty_missing: bool = False,
        from_: ImportFormat | None = None,
        encoding: str | None = None,
        data: PathName | None = None,
    ) -> Outcome[ImportRecord | UnmappedRecord]:
        """Make a questionnaire and responses of a file of SPSS, Stata or a survey tool.

        Parameters
        ----------
        file : ``.sav``, ``.zsav``, ``.dta``, ``.xlsx`` (XLSForm), ``.sss`` or ``.csv``
        as_ : what the survey is called; as the file where left out
        output : the folder for questionnaires/ and datasets/; this project where left out,
            or the folder one works in where the surveys are those shipped with kcli
        force : replace a survey of that name
        wave : its id, such as ``2024``
        lang : the language of the labels
        country, country_column : of all respondents, or the variable that has each one's
        weight, respondent, stratum, psu : variables of the design; ``none`` for no weight or id
        answers, leave : variables whose values are answers; those that are left out
        empty_missing : leave user-missing values empty, instead of keeping them as answers
        from_ : the format; as the file looks where left out
        encoding : of its letters, such as ``cp949``
        data : the respondents of an XLSForm (CSV) or of Triple-S

        Raises
        ------
        UsageError : names that are not in the file, no country, a survey in the way
        InputError : a file that cannot be read as what it seems to be
        CannotWriteError : a folder that cannot be written to
        """
        from kcli import api

        here = self._root if self._name != "shipped" else None
        with self._reading():
            result = api.import_(
                Path(file), name=as_, to=here if output is None else Path(output), wave=wave,
                country=country, country_column=country_column, weight=weight,
                respondent=respondent, stratum=stratum, psu=psu, answers=texts_in(answers),
                leave=texts_in(leave), empty_missing=empty_missing, format=from_,
                encoding=encoding, data=None if data is None else Path(data), lang=lang,
                force=force,
            )  # fmt: skip
        return Outcome(result)
