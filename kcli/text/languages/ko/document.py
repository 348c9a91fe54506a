"""The words of a document in HTML in Korean."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "document.skip": "본문으로 건너뛰기",
    "document.table": "표",
    "document.which": "{total}개 중 {number}번째",
    "document.made_by": "kcli로 만듦",
    "document.made_how": "이 문서를 만든 방법",
    "document.command": "명령",
    "document.project": "프로젝트",
    "document.settings": "설정",
    "document.files": "읽은 파일과 SHA-256 값",
}
