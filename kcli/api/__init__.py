"""What each command does, minus parsing and printing; what a notebook imports.

A function is loaded when it is first named: ``kcli compare`` must not pay for reports.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcli.api.catalogue import list_surveys, show
    from kcli.api.check import check
    from kcli.api.compare import compare
    from kcli.api.crosstab import crosstab
    from kcli.api.diff import diff
    from kcli.api.explain import explain
    from kcli.api.export import export
    from kcli.api.import_ import import_
    from kcli.api.init import init
    from kcli.api.label import label
    from kcli.api.new import new_claim, new_survey, new_wave
    from kcli.api.report import report
    from kcli.api.schema import SCHEMAS, schema
    from kcli.api.shift import shift
    from kcli.api.simulate import simulate
    from kcli.api.topline import topline
    from kcli.api.trend import trend
    from kcli.api.verify import verify
    from kcli.api.weight import weight
    from kcli.io.project import Project, find_project

__all__ = [
    "SCHEMAS",
    "Project",
    "check",
    "compare",
    "crosstab",
    "diff",
    "explain",
    "export",
    "find_project",
    "import_",
    "init",
    "label",
    "list_surveys",
    "new_claim",
    "new_survey",
    "new_wave",
    "report",
    "schema",
    "shift",
    "show",
    "simulate",
    "topline",
    "trend",
    "verify",
    "weight",
]

# Where a name is, unless in the module of this package that is called like it.
_ELSEWHERE = {
    "SCHEMAS": "kcli.api.schema",
    "Project": "kcli.io.project",
    "find_project": "kcli.io.project",
    "list_surveys": "kcli.api.catalogue",
    "show": "kcli.api.catalogue",
    "new_claim": "kcli.api.new",
    "new_survey": "kcli.api.new",
    "new_wave": "kcli.api.new",
}


class _Late(ModuleType):
    """The package itself: a name of it is the function, never the module that is called alike."""

    def __getattr__(self, name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(_ELSEWHERE.get(name, f"{self.__name__}.{name}"))
        setattr(self, name, getattr(module, name))
        return getattr(module, name)

    def __setattr__(self, name: str, value: object) -> None:
        own = name in __all__ and isinstance(value, ModuleType)  # the import system's doing
        super().__setattr__(name, getattr(value, name) if own else value)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *__all__]


sys.modules[__name__].__class__ = _Late
