"""kcli: what publics and experts think, country beside country and year beside year.

>>> import kcli
>>> frame = kcli.shipped().compare("us_nk_change").to_frame("label")
>>> dict(zip(frame.country, frame.label_sample))
{'CN': 'majority', 'JP': 'plurality', 'RU': 'plurality', 'US': 'plurality'}

A name is loaded when it is first used: ``import kcli`` loads nothing else.
"""

TYPE_CHECKING = False  # what typing has is loaded by whoever needs it
if TYPE_CHECKING:
    from kcli import api as api
    from kcli import errors as errors
    from kcli.errors import CannotWriteError, Fault, InputError, KcliError, UsageError
    from kcli.notebook import Charts, Outcome, Surveys, open, shipped  # noqa: A004

__version__ = "0.1.0"
__all__ = [
    "CannotWriteError",
    "Charts",
    "Fault",
    "InputError",
    "KcliError",
    "Outcome",
    "Surveys",
    "UsageError",
    "__version__",
    "api",
    "errors",
    "open",
    "shipped",
]

if not TYPE_CHECKING:  # else any name at all would pass for one of these

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in ("api", "errors"):
            return import_module(f"{__name__}.{name}")
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        where = "errors" if name.endswith("Error") or name == "Fault" else "notebook"
        found = getattr(import_module(f"{__name__}.{where}"), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
