"""Compilation from sources of a few lines: merging, closeness, identical bytes."""

from __future__ import annotations

import csv
import hashlib
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
occupations: {Backend Engineer: [backend developer], Software Engineer: [software developer]}
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
    labels = ["Python (computer programming)", "plan", "Polish", "write Polish", "speak Polish"]
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
    (tmp_path / "aliases.yaml").write_text(ALIASES)
    return tmp_path


@pytest.fixture
def small(source: Path) -> Taxonomy:
    return Taxonomy(compile_taxonomy(source, source / "aliases.yaml"))


def test_the_same_sources_give_the_same_bytes(source: Path) -> None:
    first, second = (compile_taxonomy(source, source / "aliases.yaml") for _ in range(2))
    assert first == second
    assert Taxonomy(first).digest == hashlib.sha256(first).hexdigest()


def test_the_packaged_file_survives_reading_and_writing() -> None:
    data = compiled.packaged()
    assert compiled.write(compiled.read(data)) == data
    assert load().digest == hashlib.sha256(data).hexdigest()


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


def test_an_ignored_label_is_no_skill(small: Taxonomy) -> None:
    assert small.recognise("plan") == []
    assert small.skill("esco:10000000") is None


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
