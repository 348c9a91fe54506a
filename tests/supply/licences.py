"""Under what licence a package comes, by its own metadata, and which licences kcli accepts."""

from __future__ import annotations

import re
from importlib.metadata import Distribution

from packaging.utils import canonicalize_name

# None of these binds those who use kcli, or what they make with it, to anything but a notice.
ACCEPTED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD",  # said without telling which; both forms are accepted
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    }
)
# Of what only works on kcli: nothing of it is in kcli, or in what kcli makes.
EXCEPTED = {
    "docutils": "in the public domain, but for a few files; sphinx builds the documentation with it"
}
# What older metadata says instead of an identifier.
WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}
# Metadata that names no licence, or not clearly: what its own files say, read by a person.
READ = {
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT AND MPL-2.0",  # itself, and the axe-core that it carries
}
UNKNOWN = "unknown"


def licence(package: Distribution) -> str:
    """One SPDX expression; ``unknown`` where the metadata names no licence."""
    told = package.metadata
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    name = canonicalize_name(package.name)
    if name in READ:
        return READ[name]
    field = (told.get("License") or "").strip()
    known = {**WORDS, **{name.lower(): name for name in ACCEPTED}}
    classes = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if _of_licence(c)]
    named = {known.get(c.lower(), c) for c in classes if c != "OSI Approved"}
    if field.lower() in known and named <= ACCEPTED:
        return known[field.lower()]  # it is the more exact of the two
    if field and "\n" not in field:
        named.add(known.get(field.lower(), field))
    if named:
        return " AND ".join(sorted(named))
    return UNKNOWN


def _of_licence(classifier: str) -> bool:
    return classifier.startswith("License :: ")


def accepted(expression: str) -> bool:
    """Whether one side of each ``OR``, and both of each ``AND``, may be used."""
    flat = expression.strip()
    while (inner := re.search(r"\(([^()]*)\)", flat)) is not None:
        word = "MIT" if accepted(inner[1]) else UNKNOWN
        flat = flat[: inner.start()] + word + flat[inner.end() :]
    return any(
        all(part.strip() in ACCEPTED for part in re.split(r"\s+AND\s+", side))
        for side in re.split(r"\s+OR\s+", flat)
    )
