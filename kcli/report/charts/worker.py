"""The process that ``press`` starts: Vega-Lite in, SVG out, a line each; nothing of kcli is loaded.

A picture that cannot be drawn is null. It ends when its standard input does.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

import vl_convert

__all__ = ["work"]


def work(specs: BinaryIO, drawings: BinaryIO) -> None:
    """Draw every line of ``specs``, as text of JSON on a line of ``drawings``."""
    for line in specs:
        try:
            svg = vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[])
        except ValueError:
            svg = None
        drawings.write(json.dumps(svg).encode() + b"\n")
        drawings.flush()


if __name__ == "__main__":
    vl_convert.vegalite_to_svg({"mark": "point"})  # what the first picture takes longer, at once
    work(sys.stdin.buffer, sys.stdout.buffer)
