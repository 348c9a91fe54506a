"""Words of reports in Korean."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "report.contents": "차례",
    "report.methods": "방법",
    "report.sources": "출처",
    "report.assumed": "가정한 것과 알아둘 것",
    "report.attribution": "출처 표시",
    "report.synthetic": "SYNTHETIC: 지어낸 응답자의 자료입니다",
    "report.count_sources.other": "출처 {n}건",
    "report.title.compare": "응답 결과",
    "report.title.label": "가장 많은 답",
    "report.title.shift": "변화와 격차",
    "report.title.trend": "연도별 추이",
    "report.title.verify": "발표된 주장의 검증",
    "report.title.topline": "문항 전체",
    "report.methods.published": "한 문항에 대해 공표된 내용은 각 답의 비율에 대한 증거로 다룬다. "
    "인쇄된 수치는 반올림의 범위로, ‘과반’ 같은 말은 그 말이 뜻하는 부등식으로 읽는다. 범위는 "
    "모든 사실이 함께 허용하는 비율을 담으며, 사실에서 따라 나오지 않는 것은 말하지 않는다.",
    "report.methods.measured": "응답 자료가 있으면 비율과 분산은 설문에 적힌 표본 설계, "
    "곧 가중치와 층과 표집 단위를 따른다.",
    "report.methods.limits": "구간은 {confidence} 수준이며, 표본이 모집단에 대해 열어 두는 범위를 "
    "나타낸다. 아래 한계는 하한에서, 위 한계는 상한에서 구한다. 무작위로 뽑지 않은 표본이라면 "
    "무작위 표본으로 볼 수 있는 만큼만 성립한다. 전문가 패널, 이름이 알려진 사람, 정부는 수를 셀 "
    "뿐이며 구간이 없다.",
    "report.methods.labels": "과반은 절반을 넘는 것이다. 상대다수는 가장 큰 비율이지만 절반을 "
    "넘지 않는 것이다. 조사에 응한 사람에게 사실인 것과 검정이 국민 전체에 대해 뒷받침하는 것을 "
    "구별한다.",
    "report.methods.grades": "두 조사가 얼마나 비교 가능한지를 A(같은 방식)에서 E(주제만 "
    "같음)까지의 등급으로 나타낸다. 같은 국민에 대한 A~C 등급의 차이는 변화로 보고 검정한다. D "
    "등급이거나 서로 다른 모집단의 차이는 격차이며 변화가 아니다.",
    "report.methods.holm": "여러 차이를 검정할 때 p는 그 모두에 대해 조정한 값이다(Holm).",
    "report.methods.trend": "기울기는 비교 가능한 조사 다섯 회 이상을 지나는 로지스틱 곡선의 "
    "기울기다. 단절을 가로지르는 선이나 검정은 없다.",
    "report.methods.verdicts": "공표된 문장은 그 문장 자신이 아닌 다른 사실로 판정한다. 사실에서 "
    "따라 나오면 뒷받침됨, 사실과 함께 참일 수 없으면 어긋남, 그 밖에는 미확정이다.",
}
