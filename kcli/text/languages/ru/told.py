"""Notes, assumptions and reasons in Russian, by the ids of the English templates."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    # примечания
    "note.facts-clash": "{item}, {country} ({wave}): эти факты не могут быть верны все сразу: "
    "{names}.",
    "note.empty-base": "{item}, {country} ({wave}): по фактам, в этой базе никого нет.",
    "note.empty-wave": "{name}: о волне {wave} пока ничего не известно; есть данные о волне "
    "{known}.",
    "note.fact-set-aside": "{item}, {country} ({wave}): не учтено, так как относится к другой "
    "базе: {names}.",
    "note.fact-set-aside.unknown": "{item}, {country} ({wave}): не учтено, так к"
    "ак источники не называют базу: {names}; {key} "
    "означает, что это все опрошенные.",
    "note.pooled-total": "В итоге страны взвешены по правилу {rule}: {parts}.",
    "note.pooled-total-item": "{name}: в итоге страны взвешены по правилу {rule}: {parts}.",
    "note.n-differs": "{item}, {country} ({wave}): в анкете n={n}, в файле респондентов: {rows}.",
    "note.figure-differs": "{item}, {country} ({wave}): опубликованное расходится с ответами "
    "респондентов: {names}.",
    "note.lonely-centered": "{name}: страты с единственной единицей отбора сопоставлены со средним "
    "всех единиц.",
    "note.lonely-remove": "{name}: страты с единственной единицей отбора не вносят вклада в "
    "дисперсию: интервалы могут быть слишком узкими.",
    "note.one-end-only": "{name}: не с чем сопоставить: {countries}.",
    "note.unlike-ends": "«{label}» в {one} и {two} состоит из разных ответов: об изменении "
    "не говорится.",
    "note.unlike-ends.score": "Средний балл в {one} и {two} считает ответы по-разному: об "
    "изменении не говорится.",
    "note.nothing-published": "{name}: ничего не опубликовано: {country}.",
    "note.same-respondents.waves": "{one} и {two} — одни и те же люди ({country}), данные "
    "опубликованы дважды.",
    "note.ignored-file": "{path}: не относится ни к одному опросу и ни к одной волне, пропущено.",
    "note.not-standardised": "{name}: расхождения с поправкой на состав не вычислены: {why}.",
    # допущения
    "note.options-assumed": "Перечень ответов принят по допущению: ни один источник не приводит "
    "его целиком.",
    "note.base-assumed": "Ни один источник не называет базу; доли читаются как доли от {base}.",
    "note.base-unknown": "Ни один источник не называет базу; пределы верны при любой.",
    "note.deff-one": "Дизайн-эффект не опубликован; границы взяты как для простой случайной "
    "выборки.",
    "note.size-approximate": "Число респондентов опубликовано приблизительно; для границ оно "
    "принято за точное.",
    "note.size-assumed": "Ни один источник не называет число респондентов; для границ взято число "
    "из анкеты.",
    "note.equal-within.one": "Доли, названные равными, читаются как различающиеся не более чем "
    "на {points} п.п.",
    "note.equal-within.other": "Доли, названные равными, читаются как различающиеся не более чем "
    "на {points} п.п.",
    "note.large-majority-open": "«Значительное большинство» читается как более половины: насколько "
    "больше, ни один источник не говорит.",
    "note.convention": "Слово {word} читается как {range}.",
    "note.pooled-rule": "Сводное число читается как среднее по странам с весами: {rule}.",
    "note.same-respondents": "Обе выборки — одни и те же люди; без их индивидуальных ответов тест "
    "не проводится.",
    "note.replicates-differ": "Обе выборки — одни и те же люди; без репликационных весов одного "
    "вида, числа и порядка в обеих тест не проводится.",
    # причины неполной сопоставимости
    "reason.wording-unseen.items": "точная формулировка не опубликована: {names}",
    "reason.wording-unseen": "точная формулировка не опубликована: нельзя быть уверенным, что она "
    "не менялась",
    "reason.wording": "вопрос сформулирован иначе",
    "reason.options.known": "известные варианты ответа различаются: {labels} / {labels_2}",
    "reason.options": "варианты ответа различаются: {labels} / {labels_2}",
    "reason.option-labels": "варианты ответа сформулированы иначе",
    "reason.option-order": "варианты ответа стоят в другом порядке",
    "reason.options-unseen": "перечень ответов опубликован не полностью ({names})",
    "reason.dont-know": "ответ «затрудняюсь ответить» предложен только в одном из двух",
    "reason.several-answers": "несколько ответов допускает только один из двух",
    "reason.filter": "вопрос задан другим людям: фильтры различаются",
    "reason.mode": "метод опроса различается: {way} / {way_2}",
    "reason.mode-unknown": "метод опроса не опубликован",
    "reason.sampling": "тип выборки различается: {way} / {way_2}",
    "reason.sampling-unknown": "тип выборки не опубликован",
    "reason.population": "другая категория опрошенных: {kind} / {kind_2}",
    "reason.country": "другие страны: {countries} / {countries_2}",
    "reason.same-sample": "одна выборка, опубликованная дважды: заново никого не опрашивали",
    "reason.persons": "другие лица: {one} / {two}",
    "reason.universe": "не совсем те же люди: {one} / {two}",
    "reason.weighting-unknown": "взвешены ли числа, не опубликовано",
    "reason.weighting": "взвешен только один из двух",
    "reason.partner": "опросы провели разные исполнители: {one} / {two}",
    "reason.time-frame": "вопросы о разном времени: {time} / {time_2}",
    "reason.time-frame-unknown": "только в одном из двух указано, о каком времени вопрос: {time}",
    "reason.break.apart": "волна {wave} стоит отдельно: {why}",
    "reason.break": "ряд прерывается перед волной {wave}: {why}",
    "reason.topic-only": "у двух вопросов нет ни одной общей категории понятия",
    "reason.mapped": "два разных вопроса, сведённых понятием {concept}",
    "reason.map-open": "{labels} ({item}): возможны несколько категорий",
    # те же причины коротко
    "aspect.wording": "формулировка",
    "aspect.wording-unseen": "формулировка неизвестна",
    "aspect.options": "варианты ответа",
    "aspect.option-labels": "тексты ответов",
    "aspect.option-order": "порядок ответов",
    "aspect.options-unseen": "перечень ответов неизвестен",
    "aspect.dont-know": "«затрудняюсь ответить»",
    "aspect.several-answers": "несколько ответов",
    "aspect.filter": "фильтр",
    "aspect.mode": "метод опроса",
    "aspect.mode-unknown": "метод опроса неизвестен",
    "aspect.sampling": "тип выборки",
    "aspect.sampling-unknown": "тип выборки неизвестен",
    "aspect.population": "категория опрошенных",
    "aspect.country": "страна",
    "aspect.same-sample": "та же выборка",
    "aspect.persons": "лица",
    "aspect.universe": "совокупность",
    "aspect.weighting": "взвешивание",
    "aspect.weighting-unknown": "взвешивание неизвестно",
    "aspect.partner": "исполнитель",
    "aspect.time-frame": "время, о котором вопрос",
    "aspect.time-frame-unknown": "время вопроса неизвестно",
    "aspect.break": "разрыв ряда",
    "aspect.mapped": "сведено понятием",
    "aspect.map-open": "несколько категорий",
    "aspect.topic-only": "общая лишь тема",
    "aspect.judged": "задано вручную",
    "reason.bridge": "несопоставимо с волной {wave}",
    "reason.bridge.first": "один ряд с волной {wave}, несопоставимо с волной {wave_2}",
    "reason.bridge.last": "несопоставимо с волной {wave}, один ряд с волной {wave_2}",
    "reason.bridge.both": "один ряд с волной {wave}, несопоставимо с волной {wave_2}, один ряд с "
    "волной {wave_3}",
    # заголовки
    "title.everything": "Всё сопоставимое: {one} и {two}",
    # что утверждает фраза
    "says.majority": "«{option}» — большинство",
    "says.minority": "«{option}» — меньшинство",
    "says.plurality": "«{option}» — относительное большинство",
    "says.leading": "«{option}» — как минимум относительное большинство",
    "says.equal": "«{option}» и «{other}» — равные доли",
    "says.count": "«{option}» — {count} из {n}",
    "says.more_in": "«{option}» — больше, чем {country:loc}",
    "says.more_other_in": "«{option}» — больше, чем «{other}» {country:loc}",
    "says.more_in_wave": "«{option}» — больше, чем {country:loc} (волна {wave})",
    "says.more_other_in_wave": "«{option}» — больше, чем «{other}» {country:loc} (волна {wave})",
    "says.more": "«{option}» — больше, чем {other}",
    "says.increase": "«{option}» — рост с волны {wave}",
    "says.decrease": "«{option}» — снижение с волны {wave}",
    "says.other": "«{option}» — {words}",
    "says.nothing": "доля не названа",
    # почему нет наклона
    "slope.score": "у среднего балла нет логарифма шансов",
    "slope.counted": "люди, которых подсчитывают поимённо, не образуют выборки",
    "slope.few": "сопоставимых волн с известными долей и объёмом меньше {n}",
    "slope.again": "заново опрошены те же люди",
    "slope.at_once": "все сопоставимые волны проведены в одно время",
    "slope.extreme": "для логистической кривой слишком много долей, равных или, возможно, равных "
    "0% или 100%",
    "slope.no_dof": "дизайн выборок не оставляет степеней свободы",
}
