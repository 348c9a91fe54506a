"""The words of a document in HTML in Chinese."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "document.skip": "跳到正文",
    "document.table": "表",
    "document.which": "第{number}项，共{total}项",
    "document.made_by": "由kcli生成",
    "document.made_how": "本页如何生成",
    "document.command": "命令",
    "document.project": "项目",
    "document.settings": "设置",
    "document.files": "所读文件及其SHA-256值",
}
