"""Demands that nobody or hardly anybody meets, or that contradict one another."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.facts import RequirementKind
from services.ingest.linting.findings import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.facts import Requirements
    from services.ingest.linting.sentences import Sentence

# First public release, by Wikipedia and the projects' own pages.
_RELEASED = MappingProxyType(
    {
        "kubernetes": 2014,
        "k8s": 2014,
        "docker": 2013,
        "terraform": 2014,
        "rust": 2012,
        "swift": 2014,
        "swiftui": 2019,
        "kotlin": 2011,
        "typescript": 2012,
        "golang": 2009,
        "react native": 2015,
        "react": 2013,
        "reactjs": 2013,
        "react.js": 2013,
        "angular": 2010,
        "angularjs": 2010,
        "vue": 2014,
        "vue.js": 2014,
        "vuejs": 2014,
        "next.js": 2016,
        "nuxt": 2016,
        "svelte": 2016,
        "node.js": 2009,
        "nodejs": 2009,
        "flutter": 2017,
        "graphql": 2015,
        "tensorflow": 2015,
        "pytorch": 2016,
        "keras": 2015,
        "spark": 2010,
        "apache spark": 2010,
        "kafka": 2011,
        "apache kafka": 2011,
        "airflow": 2015,
        "snowflake": 2014,
        "dbt": 2016,
        "databricks": 2013,
        "bigquery": 2010,
        "redshift": 2012,
        "ansible": 2012,
        "helm": 2015,
        "prometheus": 2012,
        "grafana": 2014,
        "istio": 2017,
        "azure": 2010,
        "google cloud": 2008,
        "gcp": 2008,
        "aws lambda": 2014,
        "openshift": 2011,
        "elasticsearch": 2010,
        "mongodb": 2009,
        "redis": 2009,
        "cassandra": 2008,
        "neo4j": 2007,
        "github actions": 2018,
        "gitlab": 2011,
        "circleci": 2011,
        "jenkins": 2011,
        "git": 2005,
        "power bi": 2011,
        "tableau": 2003,
        "figma": 2016,
        "fastapi": 2018,
        "django": 2005,
        "flask": 2010,
        "laravel": 2011,
        "rails": 2004,
        "ruby on rails": 2004,
        "spring boot": 2014,
        "julia": 2012,
        "scala": 2004,
        "elixir": 2012,
        "clojure": 2007,
        "f#": 2005,
        "dart": 2011,
        "langchain": 2022,
        "chatgpt": 2022,
        "gpt-4": 2023,
        "llms": 2018,
        "stable diffusion": 2022,
        "solidity": 2014,
        "ethereum": 2015,
        "webassembly": 2017,
        "tailwind": 2017,
        "vite": 2020,
        "playwright": 2020,
        "cypress": 2015,
        "webpack": 2012,
        "redux": 2015,
        "rxjs": 2012,
        ".net core": 2016,
        "blazor": 2018,
        "unity": 2005,
        "android": 2008,
        "ios": 2007,
        "hadoop": 2006,
        "aws": 2006,
        "jetpack compose": 2019,
        "deno": 2018,
        "bun": 2022,
    }
)
_NAMES = "|".join(re.escape(name) for name in sorted(_RELEASED, key=len, reverse=True))
_UNIT = r"(?:years?|yrs?|jahren?|años|ans)"
_YEARS_OF = re.compile(
    rf"(?<![\w.-])(?P<years>\d{{1,2}})\s?\+?(?:\s?(?:-|\u2013|to|bis|a"
    rf"|à)\s?\d{{1,2}})?\s?\+?\s?{_UNIT}\b"
    rf"['\u2019]?(?P<between>[^.;:\d]{{0,40}}?)(?<![\w.])(?P<name>{_NAMES})(?![\w+#]|\.\w|-native)",
    re.IGNORECASE,
)
_OF_YEARS = re.compile(
    rf"(?<![\w.])(?P<name>{_NAMES})(?P<between>\s?(?:experience)?\s?[(:,-]\s?(?:at least "
    rf"|min(?:imum|\.)? )?)"
    rf"(?P<years>\d{{1,2}})\s?\+?\s?{_UNIT}\b",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:and|or|und|y|et|including|plus|with at least)\b|,", re.IGNORECASE)
_JUNIOR = re.compile(
    r"\b(?:junior|jr|entry[- ]level|trainee|intern(?:ship)?|apprentice|becari[oa]"
    r"|berufseinsteiger\w*"
    r"|praktikant\w*|stagiaire|débutante?)\b",
    re.IGNORECASE,
)
_SENIOR = re.compile(r"\b(?:senior|mid|lead|principal|staff|head|professional)\b", re.IGNORECASE)
_NO_EXPERIENCE = re.compile(
    r"\bno (?:prior |previous |work |professional )?experience (?:is )?(?:needed|required"
    r"|necessary)\b"
    r"|\bsin experiencia\b|\bkeine erfahrung (?:nötig|erforderlich)\b"
    r"|\b(?:débutants? acceptés?|sans expérience)\b",
    re.IGNORECASE,
)
_JUNIOR_YEARS = 5
_MUSTS = 30
_LAW = "Fuller and Raman (2017), Dismissed by Degrees, Harvard Business School"


def impossible(
    asked: Requirements, sentences: Sequence[Sentence], text: str, *, year: int
) -> Iterator[Finding]:
    """Yield demands that cannot be met in `year`."""
    for sentence in sentences:
        for pattern in (_YEARS_OF, _OF_YEARS):
            for match in pattern.finditer(sentence.text):
                yield from _too_old(match, sentence, year)
    yield from _contradictions(asked, sentences, text)
    musts = [each for each in asked.items if each.must]
    if len(musts) > _MUSTS:
        yield _finding(
            None,
            "",
            "Keep as musts what nobody can start without; make the rest nice to have.",
            f"The text has {len(musts)} musts; hardly anybody meets more than {_MUSTS}, and women "
            "apply less often when they do not meet all.",
            reference=_LAW,
        )


def _too_old(match: re.Match[str], sentence: Sentence, year: int) -> Iterator[Finding]:
    name, asked = match["name"], int(match["years"])
    known = year - _RELEASED[name.lower()]
    if asked <= known or _ELSE.search(match["between"]) is not None:
        return
    start = sentence.start + match.start()
    yield _finding(
        Span(1, start, sentence.start + match.end()),
        match[0],
        f"Ask for at most {known} years, better for what the person has done with it.",
        f"{name} came out in {_RELEASED[name.lower()]}: nobody has worked with it for {asked}"
        f" years.",
        severity=Severity.CHANGE,
    )


def _contradictions(
    asked: Requirements, sentences: Sequence[Sentence], text: str
) -> Iterator[Finding]:
    worked = [each for each in asked.items if each.kind is RequirementKind.EXPERIENCE]
    most = max(worked, key=lambda each: each.months, default=None)
    if most is None:
        return
    quoted = text[most.span.start : most.span.end]
    if (
        most.months >= 12 * _JUNIOR_YEARS
        and _JUNIOR.search(asked.title) is not None
        and _SENIOR.search(asked.title) is None
    ):
        yield _finding(
            most.span,
            quoted,
            "Change the title or the years.",
            f"The title is for beginners, the text asks for {most.label}.",
        )
    free = [match[0] for each in sentences if (match := _NO_EXPERIENCE.search(each.text))]
    if free and most.must:
        yield _finding(
            most.span,
            quoted,
            "Say one or the other.",
            f'The text says "{free[0]}" and asks for {most.label}.',
        )


def _finding(
    span: Span | None,
    text: str,
    suggestion: str,
    explanation: str,
    *,
    severity: Severity = Severity.CHECK,
    reference: str = "",
) -> Finding:
    return Finding(Category.IMPOSSIBLE, severity, span, text, suggestion, explanation, reference)
