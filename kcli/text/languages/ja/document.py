"""The words of a document in HTML in Japanese."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "document.skip": "本文へ移動",
    "document.table": "表",
    "document.which": "{total}件中{number}件目",
    "document.made_by": "kcliで作成",
    "document.made_how": "このページの作成方法",
    "document.command": "コマンド",
    "document.project": "プロジェクト",
    "document.settings": "設定",
    "document.files": "読み込んだファイルとそのSHA-256",
}
