"""그림에 쓰는 말: 기호의 뜻과 그림에서 보이는 것."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "chart.not_offered": "보기에 없음",
    "chart.everyone": "전체",
    "chart.asked": "전체 응답자 대비 %",
    "chart.opinion": "의견을 밝힌 응답자 대비 %",
    "chart.other": "나머지 {count}개는 표에 있다.",
    "chart.share": "비율",
    "chart.interval": "{level} 신뢰구간",
    "chart.interval_model": "{level} 구간(무작위 표본이라고 가정)",
    "chart.range": "이 범위 안 어딘가",
    "chart.reached": "포함되는 끝값",
    "chart.not_reached": "포함되지 않는 끝값",
    "chart.without_end": "0 또는 100까지 열림",
    "chart.small_figures": "막대 아래: 비율과 {text}, 최대 ±{points}%p.",
    "chart.joined": "비교 가능한 조사",
    "chart.joined_far": "사이에 조사가 없는 해",
    "chart.break": "{marks}: 시계열 단절, 앞뒤를 비교하지 않음",
    "chart.before": "이전",
    "chart.after": "이후",
    "chart.shift": "한 모집단의 뚜렷한 변화",
    "chart.unclear": "뚜렷한 변화 없음",
    "chart.gap": "모집단이나 조사 방식이 다른 두 조사의 격차",
    "chart.difference": "차이(%p)",
    "chart.shares": "비율(%)",
    "chart.dont_know_last": "모름은 회색으로 맨 끝에 둔다.",
    "chart.seen_stacked": (
        "표본마다 막대 하나를 100%로 놓고 범례 순서대로 응답별로 나누었다: {names}. {unit}."
    ),
    "chart.seen_diverging": (
        "표본마다 막대 하나로, 중간을 기준으로 한쪽 응답은 왼쪽, "
        "다른 쪽 응답은 오른쪽에 놓았다: {names}. {unit}."
    ),
    "chart.seen_dots": "각 표본의 응답별 비율: {names}. {unit}.",
    "chart.seen_leading": "각 표본에서 가장 많은 응답과 그 비율: {names}. {unit}.",
    "chart.seen_trend": "{first}~{last} 조사별 비율: {names}. {unit}.",
    "chart.seen_shift": "두 시점 또는 두 조사의 응답별 비율과 그 차이: {names}. {unit}.",
    "chart.told_interval": "선은 {text}을(를) 나타낸다.",
    "chart.told_widest": "비율마다 {text}이(가) 있다: 최대 ±{points}%p.",
    "chart.told_some": "선이 없는 점은 구간을 계산할 수 없다.",
    "chart.told_bounds": (
        "수치가 공표되지 않은 곳에는 알려진 사실이 허용하는 범위를 빈 띠로 그렸다. "
        "띠에는 점이 없고, 0이나 100까지 이어지면 화살표로 표시했다."
    ),
    "chart.told_no_interval": "표본 크기나 추출 방식 때문에 구간을 계산할 수 없다.",
    "chart.told_breaks": "어떤 선도 같은 모집단의 단절을 넘지 않는다.",
    "chart.told_undated": "시기를 알 수 없어 그리지 않은 조사: {names}.",
    "chart.told_labels": "전체 이름: {names}.",
    "chart.title_leading": "{title}: 가장 많은 응답",
    "chart.title_waves": "{title}: 조사별 추이",
    "bars.key": "막대는 0에서 100까지: {signs}.",
    "bars.bar": "█ 비율만큼",
    "bars.interval": "█ 구간 하한까지, ▓ 비율까지, ▒ 구간 상한까지",
    "bars.range": "(═] 그 사이 어딘가, ( ) 포함되지 않는 끝값, [ ] 포함되는 끝값, "
    "◂ ▸ 0 또는 100까지 열림, ╌ 그 둘레의 구간",
}
