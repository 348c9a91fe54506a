"""Names of countries and months in the case that a sentence wants.

A template asks for a case behind the name of a field: ``{countries:gen}``, or
``{names:loc}`` and ``{who:among}``, which bring their prepositions. Whatever
stands beside a name, a figure or ``и``, stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["inflected"]

# In the genitive, and where something is; names in -ия need no line here.
_COUNTRIES = {
    "Аргентина": ("Аргентины", "в Аргентине"),
    "Бангладеш": ("Бангладеш", "в Бангладеш"),
    "Беларусь": ("Беларуси", "в Беларуси"),
    "Венесуэла": ("Венесуэлы", "в Венесуэле"),
    "Вьетнам": ("Вьетнама", "во Вьетнаме"),
    "Гана": ("Ганы", "в Гане"),
    "Египет": ("Египта", "в Египте"),
    "Израиль": ("Израиля", "в Израиле"),
    "Ирак": ("Ирака", "в Ираке"),
    "Иран": ("Ирана", "в Иране"),
    "Казахстан": ("Казахстана", "в Казахстане"),
    "Камбоджа": ("Камбоджи", "в Камбодже"),
    "Канада": ("Канады", "в Канаде"),
    "Катар": ("Катара", "в Катаре"),
    "Китай": ("Китая", "в Китае"),
    "КНДР": ("КНДР", "в КНДР"),
    "Куба": ("Кубы", "на Кубе"),
    "Кувейт": ("Кувейта", "в Кувейте"),
    "Лаос": ("Лаоса", "в Лаосе"),
    "Ливан": ("Ливана", "в Ливане"),
    "Литва": ("Литвы", "в Литве"),
    "Люксембург": ("Люксембурга", "в Люксембурге"),
    "Марокко": ("Марокко", "в Марокко"),
    "Мексика": ("Мексики", "в Мексике"),
    "Непал": ("Непала", "в Непале"),
    "Нидерланды": ("Нидерландов", "в Нидерландах"),
    "Новая Зеландия": ("Новой Зеландии", "в Новой Зеландии"),
    "ОАЭ": ("ОАЭ", "в ОАЭ"),
    "Пакистан": ("Пакистана", "в Пакистане"),
    "Перу": ("Перу", "в Перу"),
    "Польша": ("Польши", "в Польше"),
    "Республика Корея": ("Республики Корея", "в Республике Корея"),
    "Саудовская Аравия": ("Саудовской Аравии", "в Саудовской Аравии"),
    "Сингапур": ("Сингапура", "в Сингапуре"),
    "Соединенные Штаты": ("Соединенных Штатов", "в Соединенных Штатах"),
    "Таджикистан": ("Таджикистана", "в Таджикистане"),
    "Таиланд": ("Таиланда", "в Таиланде"),
    "Тайвань": ("Тайваня", "на Тайване"),
    "Туркменистан": ("Туркменистана", "в Туркменистане"),
    "Узбекистан": ("Узбекистана", "в Узбекистане"),
    "Филиппины": ("Филиппин", "на Филиппинах"),
    "Франция": ("Франции", "во Франции"),
    "Чили": ("Чили", "в Чили"),
    "Шри-Ланка": ("Шри-Ланки", "в Шри-Ланке"),
    "Южно-Африканская Республика": (
        "Южно-Африканской Республики",
        "в Южно-Африканской Республике",
    ),
}
_MONTHS = {
    "январь": "января",
    "февраль": "февраля",
    "март": "марта",
    "апрель": "апреля",
    "май": "мая",
    "июнь": "июня",
    "июль": "июля",
    "август": "августа",
    "сентябрь": "сентября",
    "октябрь": "октября",
    "ноябрь": "ноября",
    "декабрь": "декабря",
}
_PEOPLE = {
    "население": "населения",
    "эксперты": "экспертов",
    "комментаторы": "комментаторов",
    "правительство": "правительства",
    "правительства": "правительств",
    "выборка": "выборки",
    "выборки": "выборок",
    "прочие": "прочих",
}
_PEOPLE_NAMES = re.compile(rf"(?<!\w)(?:{'|'.join(_PEOPLE)})(?!\w)")


def inflected(value: object, case: str) -> str:
    """A value as its field wants it; of a country that has no line here, ``страна`` is put so.

    >>> inflected("Китай (57%), Япония и Франция", "loc"), inflected("Россия и Тувалу", "gen")
    ('в Китае (57%), Японии и во Франции', 'России и страны Тувалу')
    >>> inflected("июнь 2018 г.", "gen"), inflected("эксперты Китая", "among")
    ('июня 2018 г.', 'среди экспертов Китая')
    """
    text = format(value)
    if case == "among":
        return _PEOPLE_NAMES.sub(lambda found: f"среди {_PEOPLE[found.group()]}", text)
    if case == "gen":
        return _names().sub(lambda found: _genitive(found.group()), text)
    return _located(text) if case == "loc" else format(value, case)


def _genitive(name: str) -> str:
    if name in _MONTHS:
        return _MONTHS[name]
    if name in _COUNTRIES:
        return _COUNTRIES[name][0]
    return f"{name.removesuffix('я')}и" if _regular(name) else f"страны {name}"


def _located(text: str) -> str:
    """Each name where something is; a preposition stands once before names that share it."""
    before = ""

    def put(found: re.Match[str]) -> str:
        nonlocal before
        preposition, _, name = _where(found.group()).partition(" ")
        told = name if preposition == before else f"{preposition} {name}"
        before = preposition
        return told

    return _names().sub(put, text)


def _where(name: str) -> str:
    if name in _COUNTRIES:
        return _COUNTRIES[name][1]
    return f"в {name.removesuffix('я')}и" if _regular(name) else f"в стране {name}"


def _regular(name: str) -> bool:
    return name.endswith("ия") and name.isalpha()


@cache
def _names() -> re.Pattern[str]:
    """Every name of a country or month, the longest first."""
    from kcli.text.countries import countries_by_name

    names = sorted([*countries_by_name("ru"), *_MONTHS], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
