"""The page of a result as a piece of a notebook: its own marks and style, and no script."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kcli.model.records import Result
from kcli.render.pages import lay_out
from kcli.text.languages import say, tag_of

__all__ = ["piece"]

LEVEL = 3  # of the highest heading: a notebook has its own above
# Only what stands in this piece is touched, and colours are those of the notebook.
STYLE = """\
<style>
.kcli-outcome .scroll { max-width: 100%; overflow-x: auto; }
.kcli-outcome table { border-collapse: collapse; }
.kcli-outcome caption { caption-side: top; font-weight: 600; text-align: left; }
.kcli-outcome :is(th, td) { padding: 0.3em 0.6em; text-align: left; vertical-align: top; }
.kcli-outcome .figures td, .kcli-outcome .figures th[scope="col"] { text-align: right; }
.kcli-outcome .n { white-space: nowrap; }
.kcli-outcome :is(.about, .faint) { opacity: 0.75; }
.kcli-outcome .alarm { border: 2px solid; font-weight: 600; padding: 0.3em 0.6em; }
.kcli-outcome .unseen {
  clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px;
}
</style>"""


def piece(result: Result, warnings: Sequence[str]) -> str:
    """Headings, tables and sentences; warnings first, and above all that answers are invented.

    Needs Jinja2.
    """
    from kcli.render.html import fragment, shown

    language = tag_of(str(result.parameters.get("lang") or "en"))
    page = lay_out(result, drawn=False)
    # The same piece has the same names in it, in whatever cell it stands.
    told_of = repr((result.command, result.parameters, result.records))
    name = hashlib.sha256(told_of.encode()).hexdigest()[:8]
    body = fragment(page, language=language, prefix=f"kcli-{name}-", level=LEVEL)
    told = [f'<p class="faint">{shown(warning, language)}</p>' for warning in warnings]
    if result.synthetic:
        words = shown(say("report.synthetic", language), language)
        told.insert(0, f'<p class="alarm">{words}</p>')
    head = f'<div class="kcli-outcome" lang="{language}">'
    return "\n".join([head, STYLE, *told, f"{body}</div>"])
