"""The few words that a document in HTML has beside those of its pages."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "document.skip": "Skip to content",
    "document.table": "Table",
    "document.which": "{number} of {total}",
    "document.made_by": "Made by kcli",
    "document.made_how": "How this page was made",
    "document.command": "Command",
    "document.project": "Project",
    "document.settings": "Settings",
    "document.files": "Files read, with their SHA-256",
}
