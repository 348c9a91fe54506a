"""The examples in the help of every command; each is run by a test.

They run anywhere, on the surveys shipped with kcli. Those in ``IN_NEW`` run in the
folder of a project that ``kcli init`` has made, those in ``OF_YOURS`` need a file.
"""

from __future__ import annotations

__all__ = ["EXAMPLES", "IN_NEW", "OF_YOURS", "with_examples"]

Examples = tuple[tuple[str, str], ...]

EXAMPLES: dict[str, Examples] = {
    "": (
        ("kcli compare kf-vub", "What four publics said, side by side."),
        ("kcli compare kf-vub.us_nk_change", "One question: every answer, and what follows."),
        ("kcli init my-project", "A project of your own."),
        ("kcli help selectors", "How surveys, waves and questions are named."),
    ),
    "compare": (
        ("kcli compare", "The latest wave of every survey that sets people side by side."),
        ("kcli compare kf-vub.us_nk_change", "One question: every answer, and what follows."),
        ("kcli compare us_nk_change --country CN,US --json", "For another program."),
        ("kcli compare --concept means", "Public, experts and government of each country."),
    ),
    "crosstab": (
        ("kcli crosstab anes.vote --by education", "Each answer by education."),
        ("kcli crosstab anes.vote --by education,party --adjust bh", "Two banners."),
    ),
    "label": (
        ("kcli label anes.vote", "Majority, plurality or no clear leader."),
        ("kcli label ifes --base substantive", "Without don't know and refused."),
    ),
    "topline": (
        ("kcli topline anes.own_position", "Wording, bases, answers and past waves."),
        ("kcli topline ipus.necessity --bars", "With bars."),
    ),
    "shift": (
        ("kcli shift ipus.necessity --from 2015 --to 2025", "Between two waves."),
        (
            "kcli shift inter_korean_direction --from kf-vub@2019 --to ifes@2025",
            "Public against experts: a gap, with a grade and its reasons.",
        ),
        ("kcli shift --all --from ipus@2015 --to ipus@2025", "Everything comparable."),
    ),
    "trend": (
        ("kcli trend ipus.necessity", "A question over all its waves."),
        ("kcli trend ipus.necessity --from 2018 --answer necessary", "One answer, since 2018."),
    ),
    "diff": (
        ("kcli diff genron-eai@2023 2024", "Two waves of one survey."),
        ("kcli diff ipus.necessity@2018 2019", "One question."),
    ),
    "verify": (
        ("kcli verify kf-vub", "The sentences of a press release."),
        ("kcli verify ifes --json", "For another program."),
    ),
    "report": (
        ("kcli report kf-vub -o reports", "HTML and Markdown, in two languages."),
        ("kcli report --check", "Is every report up to date? Exit status 1 if not."),
    ),
    "check": (
        ("kcli check", "Every file of the project."),
        ("kcli check -f sarif -o faults.sarif", "For a code scanner."),
    ),
    "explain": (
        ("kcli explain sum-not-100", "What a code means, and how it is repaired."),
        ("kcli explain", "All codes."),
    ),
    "list": (
        ("kcli list", "The surveys and their waves."),
        ("kcli list kf-vub", "The questions of one survey."),
    ),
    "show": (
        ("kcli show kf-vub.us_nk_change", "Wording, answers, and every fact with its source."),
        ("kcli show unification", "A concept: who measures it, and how comparably."),
    ),
    "simulate": (
        ("kcli simulate kf-vub --to trial", "Questionnaire and responses, into a folder."),
        ("kcli simulate ifes@2025 --seed 7 --as panel --to trial", "Others, of another name."),
    ),
    "export": (
        ("kcli export kf-vub -o tables", "A survey, as CSV with descriptions."),
        ("kcli export anes.vote -f sqlite -o tables", "A question, as a database."),
    ),
    "schema": (
        ("kcli schema questionnaire", "Of a file, for an editor."),
        ("kcli schema compare -o compare.schema.json", "Of what a command prints as JSON."),
    ),
    "plot": (
        ("kcli plot compare kf-vub.us_nk_change -o change.svg", "Countries side by side."),
        ("kcli plot trend ipus.necessity -o necessity.svg", "All waves."),
    ),
    "plot compare": (
        ("kcli plot compare kf-vub.us_nk_change -o change.svg", "One question."),
        ("kcli plot compare anes --lang ko -o anes.svg", "A survey, with Korean words."),
    ),
    "plot shift": (
        ("kcli plot shift ipus.necessity --from 2015 --to 2025 -o shift.svg", "Two waves."),
        ("kcli plot shift ipus.necessity -o shift.png", "The latest two, as pixels."),
    ),
    "plot trend": (
        ("kcli plot trend ipus.necessity -o necessity.svg", "A question over all its waves."),
        ("kcli plot trend ipus.necessity --from 2018 -o necessity.html", "As a page."),
    ),
    "init": (
        ("kcli init my-project", "A new folder with a project in it."),
        ("kcli init", "Here."),
    ),
    "help": (
        ("kcli help", "All commands and topics."),
        ("kcli help formats", "A topic."),
        ("kcli help plot trend", "The same as kcli plot trend --help."),
    ),
}
"""By command: what is typed, and what it does."""

IN_NEW: dict[str, Examples] = {
    "weight": (
        (
            "kcli weight example@2025 --margins datasets/example/margins.yaml -o new.csv",
            "To the margins of a file.",
        ),
    ),
    "new": (
        ("kcli new survey energy@2026 --country KR,JP", "A questionnaire to be filled in."),
        ("kcli new wave example@2026 --like 2025", "A wave that is done as another was."),
    ),
    "new survey": (
        ("kcli new survey energy@2026 --country KR,JP", "Two countries."),
        ('kcli new survey panel@2026-05 --country KR --title "A panel"', "With a title."),
    ),
    "new wave": (
        ("kcli new wave example@2026 --like 2025 --fieldwork 2026-05", "Done as another was."),
        ("kcli new wave example@2027 --n KR=1000,JP=998", "With the size of its samples."),
    ),
    "new claim": (
        (
            """kcli new claim example.remote@2024/KR 'Most of them want it' \\
    --source paper --says 'majority: right'""",
            "A word.",
        ),
        (
            """kcli new claim example.remote@2025/JP 'Half of them want it' \\
    --source paper --says 'share: {right: 50%}'""",
            "A figure, as it is printed.",
        ),
    ),
}
"""The same, of a project that ``kcli init`` has made."""

OF_YOURS: dict[str, Examples] = {
    "import": (
        ("kcli import answers.csv --wave 2026 --country KR", "What a survey tool exports."),
        (
            "kcli import poll.sav --as poll-2026 --country KR -o imported",
            "A file of SPSS, into a folder.",
        ),
    ),
}
"""The same, of files that you have."""


def with_examples(name: str, text: str) -> str:
    """The help of a command, with the examples behind its first paragraph."""
    first, _, rest = text.partition("\n\n")
    blocks = [first]
    for head, examples in (
        ("Examples:", EXAMPLES.get(name)),
        ("Examples, in a project that kcli init has made:", IN_NEW.get(name)),
        ("Examples, of files that you have:", OF_YOURS.get(name)),
    ):
        if examples:
            lines = [f"$ {typed}\n  {does}" for typed, does in examples]
            blocks.append("\n".join([head, *lines]).replace("[", r"\["))
    return "\n\n".join([*blocks, rest] if rest else blocks)
