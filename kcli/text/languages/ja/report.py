"""Words of reports in Japanese."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "report.contents": "目次",
    "report.methods": "方法",
    "report.sources": "出典",
    "report.assumed": "仮定と留意点",
    "report.attribution": "出典の表示",
    "report.synthetic": "SYNTHETIC：架空の回答者によるデータ",
    "report.count_sources.other": "出典{n}件",
    "report.title.compare": "回答結果",
    "report.title.label": "最も多い回答",
    "report.title.shift": "変化と差",
    "report.title.trend": "年ごとの推移",
    "report.title.verify": "主張の検証",
    "report.title.topline": "質問の全体",
    "report.methods.published": "質問について公表されたことは、各回答の割合についての証拠として"
    "扱う。印刷された数値は丸めの範囲として、「過半数」のような言葉はそれが述べる不等式として"
    "読む。範囲は、すべての事実が同時に許す割合を残らず含む。事実から導かれないことは述べない。",
    "report.methods.measured": "回答者ごとのデータがある場合、割合とその分散は、宣言された標本設計"
    "（ウエイト、層、抽出単位）による。",
    "report.methods.limits": "区間は{confidence}水準であり、標本が母集団について確定せずに残す幅を"
    "示す。下側の限界は下限で、上側の限界は上限で求める。無作為に抽出されていない標本では、無作為"
    "標本とみなせる限りでのみ成り立つ。専門家パネル、名前の知られた人、政府は数えるだけで、区間は"
    "ない。",
    "report.methods.labels": "過半数とは半数を超えることをいう。相対多数とは、最も大きい割合で"
    "半数を超えないものをいう。回答者について事実であることと、検定が国民について支持することとを"
    "区別する。",
    "report.methods.grades": "二つの調査をどこまで比較できるかを、A（聞き方が同じ）からE（主題だけ"
    "が共通）までの等級で示す。同じ国民についてのA～Cの差は変化であり、検定する。Dの差、または異なる"
    "母集団の間の差は単なる差であり、変化ではない。",
    "report.methods.holm": "複数の差を検定する場合、pはそのすべてについて調整する（Holm）。",
    "report.methods.trend": "傾きは、比較できる5回以上の調査を通るロジスティック曲線の傾きである。"
    "断絶をまたぐ線や検定はない。",
    "report.methods.verdicts": "公表された文は、その文自身ではなく他の事実によって判定する。事実"
    "から導かれるものは裏付けあり、事実と同時には成り立たないものは矛盾、それ以外は未確定とする。",
}
