"""kcli in a notebook: a project is opened once, a command is a function, a result shows itself.

The functions do what ``kcli.api`` does, and nothing is computed here.
"""

from __future__ import annotations

from kcli.notebook.charts import Charts
from kcli.notebook.opening import open, shipped  # noqa: A004
from kcli.notebook.outcome import Outcome
from kcli.notebook.surveys import Surveys

__all__ = ["Charts", "Outcome", "Surveys", "open", "shipped"]
