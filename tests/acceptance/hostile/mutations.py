"""Every hostile input, by name, with what it is owed.

``reject``: exit status 2, nothing on standard output, each fault one line
``file:line[:column]: code: ...``. ``accept``: the numbers of the good project.
``either``: one or the other, never anything else.
"""

from __future__ import annotations

from acceptance.hostile import (
    commons,
    encoded,
    links,
    options,
    shapes,
    surveys,
    yaml_nodes,
    yaml_text,
)
from acceptance.hostile.cells import CELLS
from acceptance.hostile.clashes import CLASHES
from acceptance.hostile.labels import LABELS

__all__ = ["CASES", "CELLS", "CLASHES", "LABELS"]

CASES = (
    *encoded.CASES,
    *shapes.CASES,
    *links.CASES,
    *yaml_text.CASES,
    *yaml_nodes.CASES,
    *commons.CASES,
    *options.CASES,
    *surveys.CASES,
)
