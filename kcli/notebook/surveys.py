"""The surveys of one project, and everything that can be asked of them."""

from __future__ import annotations

from kcli.io.root import survey_names
from kcli.notebook.checking import Checking
from kcli.notebook.comparing import Comparing
from kcli.notebook.following import Following
from kcli.notebook.plotting import Plotting
from kcli.notebook.writing import Writing

__all__ = ["Surveys"]


class Surveys(Comparing, Following, Checking, Writing):
    """The surveys that :func:`kcli.open` opened: every command is a function of the same words.

    An option is a parameter, with ``_`` for its dashes and after a word that is
    Python's own: ``--no-assumed-options`` is ``no_assumed_options``, ``--from``
    is ``from_``. Nothing is printed, and what cannot be is raised as a KcliError
    whose text is the line that the command line prints.
    """

    @property
    def plot(self) -> Plotting:
        """Pictures: ``surveys.plot.compare``, ``surveys.plot.shift``, ``surveys.plot.trend``."""
        return Plotting(self)

    def __repr__(self) -> str:
        """Short: how many surveys, and whose."""
        count = len(survey_names(self._root))
        many = "1 survey" if count == 1 else f"{count} surveys"
        where = "shipped with kcli" if self._name == "shipped" else f"of {self._root.name!r}"
        return f"<kcli.Surveys: {many} {where}>"
