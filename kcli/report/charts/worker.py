"""The process that ``press`` starts: Vega-Lite in, SVG out; nothing of kcli is loaded.

The first line that comes in says where Python looks for modules, and which file
the library has to be. Every other is a number and a picture, ``[1, {...}]``, and
is answered by the number and the SVG, or null where it cannot be drawn. It ends
when its standard input does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

__all__ = ["work"]


def work(messages: BinaryIO, answers: BinaryIO) -> None:
    """Draw every picture of ``messages``; ends at once where the library is another."""
    told = json.loads(messages.readline())
    sys.path[:] = told["path"]
    import vl_convert

    if not Path(vl_convert.__file__).samefile(told["library"]):
        return
    vl_convert.vegalite_to_svg({"mark": "point"})  # what the first picture takes longer, now
    for line in messages:
        number, spec = json.loads(line)
        try:
            svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
        except ValueError:
            svg = None
        answers.write(json.dumps([number, svg]).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    with os.fdopen(os.dup(1), "wb") as kept:
        os.dup2(2, 1)  # whatever else is printed is no answer
        work(sys.stdin.buffer, kept)
