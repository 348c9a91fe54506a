"""A command whose options are given once each, unless they are lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperCommand

from kcli.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Context

__all__ = ["OnceCommand"]


class OnceCommand(TyperCommand):
    """Of an option that is given twice, the first value would be lost without a word."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The words as parameters. Raises UsageError for one that is there twice."""
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            single = [
                parameter.opts[0]
                for parameter in order
                if parameter.param_type_name == "option"
                and not getattr(parameter, "multiple", False)
                and not getattr(parameter, "is_flag", False)
            ]
            twice = next((name for name in single if single.count(name) > 1), None)
            if twice is not None:
                raise UsageError(f"{twice} is given twice, and takes one value")
        return super().parse_args(ctx, args)
