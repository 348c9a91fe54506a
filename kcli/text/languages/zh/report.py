"""Words of reports in Chinese."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "report.contents": "目录",
    "report.methods": "方法",
    "report.sources": "来源",
    "report.assumed": "假定与须知",
    "report.attribution": "出处声明",
    "report.synthetic": "SYNTHETIC：这些受访者是虚构的",
    "report.count_sources.other": "{n}个来源",
    "report.title.compare": "回答",
    "report.title.label": "领先的回答",
    "report.title.shift": "变化与差距",
    "report.title.trend": "历年走势",
    "report.title.verify": "说法核对",
    "report.title.topline": "题目全貌",
    "report.methods.published": "就一道题公布的内容，作为各回答所占比例的证据：公布的数字按其四舍"
    "五入的范围理解，“过半数”之类的词语按其所述的不等式理解。所列范围包含全部事实合起来所允许的"
    "每一个比例；不能由事实推出的，一概不说。",
    "report.methods.measured": "有受访者数据时，比例及其方差按所声明的抽样设计计算，即其权数、分层"
    "和抽样单位。",
    "report.methods.limits": "区间的置信水平为{confidence}，表示样本对其总体留下的不确定性：下限"
    "取自范围的下端，上限取自范围的上端。样本若非随机抽取，区间只在可以把它当作随机样本的程度上"
    "成立。专家小组、具名人士和政府只计个数，没有区间。",
    "report.methods.labels": "过半数是指超过一半。相对多数是指比例最大、但不超过一半。对受访者而言"
    "属实的，与检验所支持的、对公众而言的结论，分开说明。",
    "report.methods.grades": "两次调查的可比程度分级，从A级（同样提问）到E级（仅主题相同）。同一"
    "人群中A至C级的差异属于变化，并作检验；D级的差异或两个总体之间的差异属于差距，不是变化。",
    "report.methods.holm": "同时检验多项差异时，p值按全部检验调整（Holm）。",
    "report.methods.trend": "斜率是一条逻辑斯谛曲线的斜率，该曲线贯穿至少五轮可比的调查。没有线段"
    "或检验跨越断点。",
    "report.methods.verdicts": "一句已发表的话由其他事实来判定，而不由它自身判定：可由这些事实推出"
    "的为得到支持，与这些事实不可能同时为真的为相抵触，其余为未定。",
}
