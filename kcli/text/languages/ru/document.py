"""The words of a document in HTML in Russian."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "document.skip": "Перейти к содержанию",
    "document.table": "Таблица",
    "document.which": "{number} из {total}",
    "document.made_by": "Создано программой kcli",
    "document.made_how": "Как создана эта страница",
    "document.command": "Команда",
    "document.project": "Проект",
    "document.settings": "Параметры",
    "document.files": "Прочитанные файлы и их SHA-256",
}
