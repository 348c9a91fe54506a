"""How Sphinx makes a site of these pages; ``sphinx-build -W docs SITE`` builds it."""

import kcli

project = "kcli"
author = "The kcli authors"
copyright = "2026, The kcli authors"  # noqa: A001 - Sphinx's name for it
release = version = kcli.__version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True
html_theme = "furo"
html_title = f"kcli {release}"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None  # the same pages on any day
suppress_warnings = ["misc.highlighting_failure"]  # of what a shell prints
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]
