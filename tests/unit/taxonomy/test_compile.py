"""Compilation from sources of a few lines: merging, closeness, identical bytes."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from taxonomy import compiled
from taxonomy.compile import compile_taxonomy
from taxonomy.taxonomy import Taxonomy, load

if TYPE_CHECKING:
    from pathlib import Path

SKILL = "http://data.europa.eu/esco/skill"
ALIASES = """
tools: {web: {~React: [ReactJS], Python: [py3], Excel: [Microsoft Excel]}}
abilities: {sales: {Sales: [direct sales]}}
languages: [Polish]
protected: [prayer]
ignore: [[plan]]
silent: [Python snake]
occupations: {Backend Engineer: [backend developer], Software Engineer: [software developer]}
generic_titles: [director]
close: [[70, React, Python]]
close_occupations: [[80, Backend Engineer, Software Engineer]]
"""


def table(path: Path, columns: str, rows: list[list[str]], delimiter: str = ",") -> None:
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([columns.split("|"), *rows])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    esco, onet = tmp_path / "esco", tmp_path / "onet"
    esco.mkdir()
    onet.mkdir()
    labels = [
        *("Python (computer programming)", "plan", "Polish", "write Polish", "speak Polish"),
        "prayer",
    ]
    table(
        esco / "skills_en_labels_desc.csv",
        "uri|preferred_label|labels_and_description",
        [[f"{SKILL}/{n}0000000-x", label, label] for n, label in enumerate(labels)],
    )
    collected = "conceptUri|altLabels|broaderConceptUri"
    polish = f"{SKILL}/20000000-x"
    table(
        esco / "languageSkillsCollection_en.csv",
        collected,
        [
            [f"{SKILL}/30000000-x", "writing Polish", polish],
            [f"{SKILL}/40000000-x", "", polish],
        ],
    )
    table(esco / "transversalSkillsCollection_en.csv", collected, [])
    table(esco / "ictSkillsCollection_en.csv", collected, [])
    table(
        esco / "occupations_en.csv",
        "conceptUri|preferredLabel|altLabels|iscoGroup",
        [
            [
                "http://data.europa.eu/esco/occupation/a0000000-x",
                "software developer",
                "coder",
                "2512",
            ],
            [
                "http://data.europa.eu/esco/occupation/b0000000-x",
                "web developer",
                "web coder",
                "2512",
            ],
        ],
    )
    table(
        onet / "Technology Skills.txt",
        "O*NET-SOC Code|Example|Commodity Code|Hot Technology|In Demand",
        [
            [job, tool, commodity, "Y", "N"]
            for job in ("1", "2", "3")
            for tool, commodity in (
                ("Microsoft Excel", "10"),
                ("Lotus Sheets", "10"),
                ("Mail Thing", "20"),
            )
        ],
        "\t",
    )
    table(
        esco / "occupations_v12_labels_desc.csv",
        "id|description",
        [
            ["http://data.europa.eu/esco/occupation/b0000000-x", "web developer Codes web sites."],
            ["http://data.europa.eu/esco/occupation/a0000000-x", "coder Codes for the desktop."],
        ],
    )
    table(
        onet / "Occupation Data.txt",
        "O*NET-SOC Code|Title|Description",
        [
            ["15-1252.00", "Software Developers", "Write code for web and desktop."],
            ["35-3031.00", "Waiters and Waitresses", "Serve food."],
            ["15-1299.00", "Computer Occupations, All Other", "All others."],
        ],
        "\t",
    )
    (tmp_path / "aliases.yaml").write_text(ALIASES)
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "skills.tsv").write_text(
        "# cosines\n80\tSales\tplan\n95\tPolish\tSales\n90\tMail Thing\tLotus Sheets\n"
        "90\tPython\tSales\n69\tplan\twrite Polish\n"
    )
    (tables / "occupations.tsv").write_text("100\tBackend Engineer\tWaiters and Waitresses\n")
    (tables / "stems.tsv").write_text("90\tsale\tpython\n")
    (tables / "descriptions.tsv").write_text("80\tesco:a0000000\tonet:15-1252.00\n")
    return tmp_path


def compiled_from(source: Path) -> bytes:
    return compile_taxonomy(source, source / "aliases.yaml", source / "tables")


@pytest.fixture
def small(source: Path) -> Taxonomy:
    return Taxonomy(compiled_from(source))


def test_the_same_sources_give_the_same_bytes(source: Path) -> None:
    first, second = (compiled_from(source) for _ in range(2))
    assert first == second
    assert Taxonomy(first).digest == hashlib.sha256(first).hexdigest()


def test_the_packaged_file_survives_reading_and_writing() -> None:
    data = compiled.packaged()
    content = replace(compiled.read(data), described=compiled.read_described(data))
    assert compiled.write(content) == data
    assert load().digest == hashlib.sha256(data).hexdigest()


def test_a_file_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="ends early"):
        Taxonomy(compiled.packaged()[:-700_000][:100_000])


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not a compiled taxonomy"):
        Taxonomy(b"{}")


def test_what_sources_share_has_one_id(small: Taxonomy) -> None:
    ids = [mention.skill_id for mention in small.recognise("Python; py3, Microsoft Excel")]
    assert ids == ["esco:00000000", "esco:00000000", "candor:excel"]


def test_our_label_is_the_one_shown(small: Taxonomy) -> None:
    skill = small.skill("esco:00000000")
    assert skill is not None
    assert skill.label == "Python"


def test_an_ignored_label_is_known_and_not_looked_for(small: Taxonomy) -> None:
    assert small.recognise("plan") == []
    assert small.skill("esco:10000000") is not None


def test_a_protected_label_is_no_skill(small: Taxonomy) -> None:
    assert small.recognise("prayer") == []
    assert small.skill("esco:50000000") is None


def test_a_silent_phrase_hides_the_names_inside_it(small: Taxonomy) -> None:
    assert small.recognise("Python snake") == []
    assert len(small.recognise("Python snakes")) == 1


def test_labels_of_like_meaning_are_close(small: Taxonomy) -> None:
    assert dict(small.related("candor:sales")) == {"esco:10000000": 33}


def test_a_language_a_lone_tool_and_a_low_cosine_are_not(small: Taxonomy) -> None:
    assert "candor:sales" not in dict(small.related("esco:20000000"))
    assert "candor:sales" not in dict(small.related("esco:00000000"))
    assert "esco:30000000" not in dict(small.related("esco:10000000"))


def test_tools_of_two_classes_are_close_by_use_alone(small: Taxonomy) -> None:
    assert dict(small.related("onet:mail-thing"))["onet:lotus-sheets"] == 15


def test_a_bad_row_of_a_table_is_refused(source: Path) -> None:
    (source / "tables" / "skills.tsv").write_text("near\tSales\tplan\n")
    with pytest.raises(ValueError, match="near"):
        compiled_from(source)


def test_a_missing_table_is_told(source: Path) -> None:
    (source / "tables" / "stems.tsv").unlink()
    with pytest.raises(FileNotFoundError, match="stems"):
        compiled_from(source)


@pytest.mark.parametrize("title", ["waiter", "Head Waitress", "Waiters and Waitresses"])
def test_a_title_that_lists_workers_names_each(small: Taxonomy, title: str) -> None:
    found = small.occupation_of(title)
    assert found is not None
    assert found.occupation_id == "onet:waiters-and-waitresses"


def test_workers_gathered_as_all_other_are_no_occupation(small: Taxonomy) -> None:
    assert small.occupation_of("Computer Occupations, All Other") is None


def test_hand_written_closeness_counts(small: Taxonomy) -> None:
    assert dict(small.related("candor:react"))["esco:00000000"] == 70


def test_forms_of_one_language_are_close(small: Taxonomy) -> None:
    assert dict(small.related("esco:20000000")) == {"esco:30000000": 60, "esco:40000000": 60}


def test_shared_use_is_weaker_across_classes(small: Taxonomy) -> None:
    assert dict(small.related("onet:lotus-sheets")) == {"candor:excel": 35, "onet:mail-thing": 15}


def test_an_occupation_takes_the_id_and_titles_of_escos(small: Taxonomy) -> None:
    found = small.occupation_of("Senior Coder")
    assert found == small.occupation("esco:a0000000")
    assert found is not None
    assert found.label == "Software Engineer"


def test_occupations_of_one_unit_group_are_close(small: Taxonomy) -> None:
    near = dict(small.related_occupations("esco:a0000000"))
    assert near["candor:backend-engineer"] == 80
    assert 25 <= near["esco:b0000000"] <= 65


def test_words_of_two_descriptions_or_more_are_told_by_which_uses_them(source: Path) -> None:
    rows = {row.word: row for row in compiled.read_described(compiled_from(source))}
    assert [at for at, _ in rows["web"].said] == [0, 1, 2]  # lent to the first by O*NET's
    assert rows["web"].said[0][1] < rows["web"].said[1][1]
    assert [at for at, _ in rows["desktop"].said] == [0, 2]
    assert "coder" not in rows  # of one alone
    assert "and" not in rows
