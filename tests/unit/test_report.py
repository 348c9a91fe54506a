"""The pieces of a report: manifests, differences, paragraphs, evidence, pages."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from kcli.model.records import Note, Result
from kcli.model.report_records import ReportRecord
from kcli.render.markdown import plain
from kcli.render.pages.page import Heading, Listing, Table, Words
from kcli.render.pages.report import lay_out
from kcli.report.differences import ALIKE, MOST, WIDE, Difference, difference
from kcli.report.document import Document, Evidence, Part
from kcli.report.manifest import Manifest, digest, read_manifest
from kcli.report.methods import methods, without_empty
from kcli.report.sections import assumed_in, owed_in, paragraphs

MANIFEST = Manifest(
    "poll",
    {"kcli": "1", "Jinja2": "3"},
    {"b.yaml": "22", "a.csv": "11"},
    {"poll.en.md": "33"},
)


# -- manifests -------------------------------------------------------------------------


def test_a_manifest_read_back_is_the_manifest() -> None:
    assert read_manifest(MANIFEST.text().encode()) == MANIFEST


def test_the_order_in_which_files_were_read_changes_no_byte_of_a_manifest() -> None:
    turned = replace(
        MANIFEST,
        tools=dict(reversed(MANIFEST.tools.items())),
        inputs=dict(reversed(MANIFEST.inputs.items())),
    )
    assert turned.text() == MANIFEST.text()
    assert MANIFEST.text().endswith("}\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"\xff",
        b"[[" * 50_000,
        b'{"schema": "kcli.manifest/2"}',
        b'{"schema": "kcli.manifest/1"}',
        b'{"schema": "kcli.manifest/1", "report": 1, "tools": {}, "inputs": {}, "outputs": {}}',
        b'{"schema": "kcli.manifest/1", "report": "a", "tools": {}, "inputs": [], "outputs": {}}',
        b'{"schema": "kcli.manifest/1", "report": "a", "tools": {}, "inputs": {"a": 1},'
        b' "outputs": {}}',
    ],
)
def test_what_is_no_manifest_tells_nothing(data: bytes) -> None:
    assert read_manifest(data) is None


def test_what_changed_is_named_with_how() -> None:
    now = {"a.csv": "11", "b.yaml": "23", "c.yaml": "44"}
    assert MANIFEST.changed_inputs(now) == ["b.yaml (changed)", "c.yaml (new)"]
    assert MANIFEST.changed_inputs({"a.csv": "11"}) == ["b.yaml (no longer read)"]
    assert MANIFEST.changed_inputs(MANIFEST.inputs) == []
    assert MANIFEST.changed_tools({"kcli": "2", "Jinja2": "3"}) == ["kcli 1 to 2"]
    assert MANIFEST.changed_tools({"kcli": "1"}) == ["Jinja2 3 to none"]
    assert MANIFEST.changed_tools({**MANIFEST.tools, "pen": "1"}) == ["pen none to 1"]


# -- differences -----------------------------------------------------------------------


def told(old: str, new: str, suffix: str = "md") -> tuple[str, ...]:
    return difference("a.md", old.encode(), new.encode(), suffix).lines


def test_lines_that_go_and_come_stand_with_one_around_them() -> None:
    lines = told("one\ntwo\nthree\nfour\nfive\n", "one\ntwo\ntres\nfour\nfive\n")
    assert lines == ("@@ -2,3 +2,3 @@", " two", "-three", "+tres", " four")


def test_markup_is_cut_at_its_tags() -> None:
    lines = told("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", "html")
    assert lines[1:] == (" <p>a</p>", "-<p>b</p>", "+<p>c</p>")


def test_of_a_picture_words_are_shown_and_the_rest_is_one_line() -> None:
    path = "".join(f'<path d="M{n}"/>' for n in range(100))
    old = f"<p>a</p><svg><title>T</title><text x='1'>60</text>{path}</svg>"
    new = old.replace("M50", "M51").replace("60", "61")
    lines = told(old, new, "html")
    assert "-<text>60</text>" in lines
    assert "+<text>61</text>" in lines
    assert sum("drawing" in line for line in lines) == 2
    assert len(lines) < 10


@pytest.mark.parametrize("sign", ["x", "한"])
def test_a_long_line_is_shown_around_what_differs(sign: str) -> None:
    old = f"{sign * 400}OLD{sign * 400}"
    lines = told(f"{old}\n", f"{old.replace('OLD', 'NEW')}\n")
    gone, come = lines[1:]
    assert gone.startswith("-…")
    assert "OLD" in gone
    assert "NEW" in come
    for line in lines:
        width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert width <= WIDE + 1


def test_lines_without_a_pair_are_shown_from_their_beginning() -> None:
    lines = told("a\n", f"a\nfirst {'x' * 500}\nsecond\n")
    assert lines[2].startswith("+first xxx")
    assert lines[2].endswith("…")
    assert lines[3] == "+second"


def test_a_difference_is_bounded_and_says_how_much_more_there_is() -> None:
    old = "\n".join(f"old {n}" for n in range(500))
    new = "\n".join(f"new {n}" for n in range(500))
    found = difference("a.md", old.encode(), new.encode(), "md")
    assert len(found.lines) == MOST
    assert found.more == 1001 - MOST


def test_bytes_that_differ_and_lines_that_do_not_are_said() -> None:
    assert told("a\nb\n", "a\r\nb\r\n") == (ALIKE,)
    assert told("a\nb", "a\nb\n") == (ALIKE,)


def test_nothing_in_a_difference_is_obeyed_by_a_terminal() -> None:
    found = difference("a.md", b"a\x1b[31m\x00\xff\xc2\x9b\xe2\x80\xae\n", b"b\n", "md")
    assert all(line.isprintable() for line in found.lines)


# -- words -----------------------------------------------------------------------------


def test_paragraphs_are_parted_by_blank_lines_alone() -> None:
    assert paragraphs("one\n  line\n\n \n\ntwo\t lines\n") == ("one line", "two lines")
    assert paragraphs(" \n\n ") == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("12. a", r"12\. a"),
        ("3) a", r"3\) a"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("2019.", r"2019\."),
        ("-5", "-5"),
        ("1.5 points", "1.5 points"),
        ("a - b. c", "a - b. c"),
        ("", ""),
    ],
)
def test_no_text_begins_a_list_a_rule_or_a_heading_of_markdown(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_evidence_names_each_wave_or_the_first_and_the_last() -> None:
    assert Evidence("a", ("2019",)).when == "2019"
    assert Evidence("a", ("2019", "2025")).when == "2019, 2025"
    assert Evidence("a", ("2013", "2014", "2025")).when == "2013–2025"


def result_of(*notes: Note) -> Result:
    return Result(command="compare", project=".", parameters={}, records=(), notes=notes)


def test_notes_are_told_once_and_attributions_apart_from_them() -> None:
    one = result_of(Note("deff-one", "No effect."), Note("attribution", "Theirs."))
    two = result_of(Note("attribution", "Theirs."), Note("other", "More."), *one.notes)
    assert assumed_in([one, two], "en") == ("No effect.", "More.")
    assert owed_in([one, two]) == ("Theirs.",)


def test_methods_tell_of_nothing_that_is_not_in_the_report() -> None:
    parts = tuple(Part(kind, kind, kind=kind) for kind in ("text", "methods", "sources"))
    document = Document("T", "en", (), parts, False, (), (), (), (result_of(),))
    assert methods(document) == ()
    assert [part.kind for part in without_empty(document).parts] == ["text"]
    kept = replace(document, parts=(replace(parts[1], prose=("Words of its own.",)),))
    assert without_empty(kept) == kept
    assumed = without_empty(replace(document, assumed=("No effect.",)))
    assert [part.kind for part in assumed.parts] == ["text", "methods"]


# -- the page --------------------------------------------------------------------------


class Checked:
    """What the page is given of one report."""

    def __init__(self, *records: ReportRecord, differences: tuple[Difference, ...] = ()) -> None:
        self.name, self.records, self.differences = "poll", records, differences


def record(**words: object) -> ReportRecord:
    plain: dict[str, object] = {
        "report": "poll",
        "path": "datasets/poll/report.en.md",
        "language": "en",
        "format": "markdown",
        "state": "current",
        "sha256": digest(b""),
        "edited": False,
        "changed": (),
        "tools": (),
        "synthetic": False,
    }
    return ReportRecord(**(plain | words))  # type: ignore[arg-type]


def page(*checked: Checked) -> tuple[object, ...]:
    records = tuple(record for each in checked for record in each.records)
    found = replace(result_of(), command="report", records=records, context=list(checked))
    return lay_out(found).parts


def test_a_page_of_nothing_stale_is_a_sentence() -> None:
    (only,) = page()
    assert isinstance(only, Words)
    assert only.lines == ("Every file is what kcli report would write now.",)


def test_a_stale_report_is_told_with_inputs_and_difference() -> None:
    current = record(changed=("a.csv (changed)",))
    stale = replace(current, state="stale")
    shown = Difference("datasets/poll/report.en.md", ("-a", "+b"), 7)
    table, heading, inputs, listing = page(Checked(current, stale, differences=(shown,)))
    assert isinstance(table, Table)
    assert [row.cells[0].lines[0] for row in table.rows] == [
        ("up to date", "plain"),
        ("stale", "strong"),
    ]
    assert isinstance(heading, Heading)
    assert isinstance(inputs, Words)
    assert inputs.lines == ("a.csv (changed)",)
    assert isinstance(listing, Listing)
    assert listing.lines == ("-a", "+b", "… 7 more lines")


def test_what_changes_no_file_is_a_note() -> None:
    current = record(changed=("a.csv (changed)",), tools=("kcli 1 to 2",))
    _, note = page(Checked(current, current))
    assert isinstance(note, Words)
    assert note.tone == "faint"
    assert note.lines == (
        "poll: a.csv (changed); its files would be the same.",
        "poll: written with another version: kcli 1 to 2.",
    )


def test_an_edited_file_and_a_missing_manifest_are_told() -> None:
    edited = page(Checked(record(state="stale", edited=True)))
    assert Words("Edited since kcli wrote them", ("datasets/poll/report.en.md",)) in edited
    unknown = page(Checked(record(state="stale", edited=None)))
    assert any(isinstance(p, Words) and "No manifest" in " ".join(p.lines) for p in unknown)
    missing = page(Checked(record(state="missing", edited=None)))
    assert not [p for p in missing if isinstance(p, Words)]


def test_what_was_written_just_now_is_no_news() -> None:
    parts = page(Checked(record(state="written", changed=("a (new)",), tools=("kcli 1 to 2",))))
    assert len(parts) == 1
