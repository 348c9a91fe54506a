"""図に使う言葉：記号の意味と、図から読み取れること。"""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "chart.not_offered": "選択肢なし",
    "chart.everyone": "全体",
    "chart.asked": "全回答者に占める%",
    "chart.opinion": "意見を示した回答者に占める%",
    "chart.other": "ほか{count}件は表にある。",
    "chart.share": "割合",
    "chart.interval": "{level}信頼区間",
    "chart.interval_model": "{level}区間（標本を無作為とみなした場合）",
    "chart.range": "この範囲のどこか",
    "chart.reached": "含まれる端",
    "chart.not_reached": "含まれない端",
    "chart.without_end": "0または100まで続く",
    "chart.small_figures": "棒の下：割合と{text}、最大±{points}ポイント。",
    "chart.joined": "比較できる調査",
    "chart.joined_far": "間に調査のない年",
    "chart.break": "{marks}：断絶、前後を比較しない",
    "chart.before": "前",
    "chart.after": "後",
    "chart.shift": "同じ母集団の明確な変化",
    "chart.unclear": "明確な変化なし",
    "chart.gap": "母集団または聞き方の異なる二者の差",
    "chart.difference": "差（ポイント）",
    "chart.shares": "割合（%）",
    "chart.dont_know_last": "「わからない」は灰色で最後に置く。",
    "chart.seen_stacked": "標本ごとに1本の棒を100%とし、回答別に区切った：{names}。{unit}。",
    "chart.seen_diverging": (
        "標本ごとに1本の棒とし、中間をはさんで一方の回答を左、他方の回答を右に置いた："
        "{names}。{unit}。"
    ),
    "chart.seen_dots": "各標本における回答別の割合：{names}。{unit}。",
    "chart.seen_leading": "各標本で最も多い回答とその割合：{names}。{unit}。",
    "chart.seen_trend": "{first}～{last}の調査ごとの割合：{names}。{unit}。",
    "chart.seen_shift": "両端における回答別の割合とその差：{names}。{unit}。",
    "chart.told_interval": "線は{text}を示す。",
    "chart.told_widest": "どの割合にも{text}がある：最大±{points}ポイント。",
    "chart.told_some": "線のない点は区間を計算できない。",
    "chart.told_bounds": (
        "数値が公表されていないところは、事実から許される範囲を白抜きの帯で示す。"
        "帯には点がなく、0または100まで続く側には矢印を付ける。"
    ),
    "chart.told_no_interval": "区間なし：標本サイズまたは抽出方法から計算できない。",
    "chart.told_breaks": "同じ母集団の断絶をまたぐ線はない。",
    "chart.told_undated": "時期が不明のため描いていない調査：{names}。",
    "chart.told_labels": "正式な表記：{names}。",
    "chart.title_leading": "{title}：最も多い回答",
    "chart.title_waves": "{title}：調査ごとの推移",
    "bars.key": "棒は0から100まで：{signs}。",
    "bars.bar": "█ 割合の長さ",
    "bars.interval": "█ 区間の下限まで、▓ 割合まで、▒ 区間の上限まで",
    "bars.range": "(═] その間のどこか、( ) 含まれない端、[ ] 含まれる端、"
    "◂ ▸ 0または100まで続く、╌ その周りの区間",
}
