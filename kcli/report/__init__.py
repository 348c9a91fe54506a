"""Reports: from the results of several commands to a document that people read.

``document`` holds what a report is, ``sections`` makes its parts from results,
``html`` and ``markdown`` write it, ``manifest`` remembers what it was made of.
"""
