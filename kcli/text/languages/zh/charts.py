"""Words of pictures in Chinese: what their signs mean, and what is seen in them."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "chart.not_offered": "未设此选项",
    "chart.everyone": "全部",
    "chart.asked": "占全体受访者的%",
    "chart.opinion": "占表明看法的受访者的%",
    "chart.other": "其余{count}项见表。",
    "chart.share": "比例",
    "chart.interval": "{level}置信区间",
    "chart.interval_model": "{level}区间（假定样本为随机样本）",
    "chart.range": "此范围内任意一点",
    "chart.reached": "可取到的端点",
    "chart.not_reached": "取不到的端点",
    "chart.without_end": "直至0或100",
    "chart.small_figures": "条形下方：比例和{text}，最多±{points}个百分点。",
    "chart.joined": "可比的各轮调查",
    "chart.joined_far": "中间有未调查的年份",
    "chart.break": "{marks}：断点，其前后不作比较",
    "chart.before": "之前",
    "chart.after": "之后",
    "chart.shift": "同一总体的明显变化",
    "chart.unclear": "无明显变化",
    "chart.gap": "差距：总体或调查做法不同",
    "chart.difference": "差异（百分点）",
    "chart.shares": "比例（%）",
    "chart.dont_know_last": "“不知道”以灰色列在最后。",
    "chart.seen_stacked": ("每个样本一条，全长100%，按回答分段：{names}。{unit}。"),
    "chart.seen_diverging": (
        "每个样本一条：中点一侧的回答向左，另一侧的回答向右：{names}。{unit}。"
    ),
    "chart.seen_dots": "各样本中每个回答的比例：{names}。{unit}。",
    "chart.seen_leading": "各样本中领先的回答及其比例：{names}。{unit}。",
    "chart.seen_trend": "{first}至{last}各轮的比例：{names}。{unit}。",
    "chart.seen_shift": "每个回答在两端的比例及其差异：{names}。{unit}。",
    "chart.told_interval": "线段表示{text}。",
    "chart.told_widest": "每个比例都有{text}：最多±{points}个百分点。",
    "chart.told_some": "没有线段的点：无法计算区间。",
    "chart.told_bounds": (
        "未公布数字之处，以空心带表示事实所允许的全部范围；空心带上没有点，延伸至0或100时带箭头。"
    ),
    "chart.told_no_interval": "无区间：样本量或抽样方式不允许计算。",
    "chart.told_breaks": "没有线段跨越其总体的断点。",
    "chart.told_undated": "日期不详，因此未画出：{names}。",
    "chart.told_labels": "全称：{names}。",
    "chart.title_leading": "{title}：领先的回答",
    "chart.title_waves": "{title}：逐轮比较",
    "bars.key": "条形从0到100：{signs}。",
    "bars.bar": "█ 长度即比例",
    "bars.interval": "█ 至区间下限，▓ 至比例，▒ 至区间上限",
    "bars.range": "(═] 其间任意一点，( ) 取不到的端点，[ ] 可取到的端点，"
    "◂ ▸ 直至0或100，╌ 其外的区间",
}
