"""Which words of a text are skills, rule by rule."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


def labels(taxonomy: Taxonomy, text: str) -> list[str]:
    found: list[str] = []
    for mention in taxonomy.recognise(text):
        skill = taxonomy.skill(mention.skill_id)
        assert skill is not None
        found.append(skill.label)
    return found


NAMED = [
    ("a tool by its label", "We use FastAPI daily", ["FastAPI"]),
    ("an ESCO label without its qualifier", "5 years of Python", ["Python"]),
    ("another spelling", "PostgreSQL, postgres and psql", ["PostgreSQL"] * 3),
    ("one id for React's spellings", "React.js / ReactJS / react-js", ["React"] * 3),
    ("k8s", "ran k8s in production", ["Kubernetes"]),
    ("golang in any case", "Golang, golang, GOLANG", ["Go"] * 3),
    (
        "short forms in their own case",
        "JS, TS, AWS and GCP",
        ["JavaScript", "TypeScript", "AWS", "Google Cloud"],
    ),
    ("plus signs", "C++ and C", ["C++", "C"]),
    ("a version after plus signs", "C++17, modern C++.", ["C++", "C++"]),
    ("a sharp", "C#, F#", ["C#", "F#"]),
    ("a leading dot", ".NET (C#)", [".NET", "C#"]),
    ("a dot in the middle", "Node.js, node js; NodeJS", ["Node.js"] * 3),
    ("the longest name", "ASP.NET MVC", ["ASP.NET"]),
    ("a slash inside", "CI/CD and PL/SQL", ["CI/CD", "PL/SQL"]),
    ("a slash between", "Python/Django", ["Python", "Django"]),
    ("PCI DSS with and without a hyphen", "PCI DSS, PCI-DSS", ["PCI DSS"] * 2),
    (
        "a hyphen for a blank",
        "Python, back-end, problem-solving",
        ["Python", "Back-end development", "Problem solving"],
    ),
    ("a hyphen after", "a Python-based tool", ["Python"]),
    ("a full stop after", "I know Terraform.", ["Terraform"]),
    ("a line break inside", "patient\n   care", ["Patient care"]),
    ("a no-break blank inside", "machine\u00a0learning", ["Machine learning"]),
    ("parentheses", "(gRPC)", ["gRPC"]),
    ("American spelling of a British label", "data visualization", ["Data visualisation"]),
    (
        "nursing",
        "Administered IV therapy, ACLS certified",
        ["IV therapy", "Advanced cardiac life support"],
    ),
    (
        "finance",
        "month-end close under US GAAP, FP&A",
        ["Month-end close", "GAAP", "Financial planning and analysis"],
    ),
    ("sales", "cold calling, B2B sales", ["Cold calling", "B2B sales"]),
    ("a guarded word in a list of tools", "Python, Go and Rust", ["Python", "Go", "Rust"]),
    (
        "a guarded word beside a tool",
        "Built in Kotlin and Swift for iOS",
        ["Kotlin", "Swift", "iOS development"],
    ),
    (
        "a chain of guarded words ended by a tool",
        "Word, Excel, Access, PowerPoint",
        ["Word", "Excel", "Access", "PowerPoint"],
    ),
    ("guarded words beside each other", "Skills: Word, Excel", ["Word", "Excel"]),
    ("single letters in a list of tools", "C, R, SQL", ["C", "R", "SQL"]),
    ("a single letter after what it is for", "statistical programming in R", ["R"]),
    ("a qualified letter", "R programming", ["R"]),
    ("words about use before", "experience with Go, and more", ["Go"]),
    ("words about use after", "Spark jobs and Excel macros", ["Apache Spark", "VBA"]),
    ("a guarded word alone on its line", "Tools\n- Excel\n- Diligence", ["Excel"]),
    ("lower case in a list of tools", "sql, excel, tableau", ["SQL", "Excel", "Tableau"]),
    ("capitals", "EXCEL, POWERPOINT, SQL", ["Excel", "PowerPoint", "SQL"]),
    (
        "C++ beside other marks",
        "C++/C#, (C++), C++; F# .NET.",
        ["C++", "C#", "C++", "C++", "F#", ".NET"],
    ),
    (".NET at the end", "ten years of .NET", [".NET"]),
    ("Swift among tools", "Kotlin, Swift", ["Kotlin", "Swift"]),
    ("Chef as what it is", "Chef Infra and Ansible", ["Chef", "Ansible"]),
    ("Express after Node", "Node.js, Express, MongoDB", ["Node.js", "Express.js", "MongoDB"]),
    (
        "Oracle and Spark in a list",
        "Oracle, Spark, SQL",
        ["Oracle Database", "Apache Spark", "SQL"],
    ),
    (
        "a standard",
        "HIPAA, SOX, ISO 27001 and GDPR",
        ["HIPAA", "Sarbanes-Oxley", "ISO 27001", "GDPR"],
    ),
    ("what a kitchen needs", "HACCP and OSHA 30", ["HACCP", "OSHA"]),
    (
        "what a ward needs",
        "BLS, ACLS, NIHSS",
        ["Basic life support", "Advanced cardiac life support", "NIHSS"],
    ),
    ("a front end among tools", "React, front end, CSS", ["React", "Front-end development", "CSS"]),
    ("a front end that is built", "front end developer", ["Front-end development"]),
    (
        "three languages",
        "Softwareentwicklung, desarrollo de software",
        ["Software development"] * 2,
    ),
    ("a language with a capital", "Fluent in Polish", ["Polish"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in NAMED])
def test_a_skill_is_named(taxonomy: Taxonomy, text: str, expected: list[str]) -> None:
    assert labels(taxonomy, text) == expected


SILENT = [
    ("inside another word", "javanesque pythonic, regitting, sqlish"),
    ("before an underscore", "python_path"),
    ("Go, the verb", "Go ahead and respond. We go further. Let it go"),
    ("Go at the start of a list of verbs", "Go, see and act"),
    ("R, the letter", "Dr R Smith of R&D, section R"),
    ("C, the letter", "Plan C, vitamin C, C-level, C. Smith"),
    ("C, the grade", "grades A, B, C, D"),
    ("C in C+", "grade C+"),
    ("Excel, the verb", "Excel at your craft? You will excel here"),
    ("Word, the noun", "Word of mouth spreads; in a word, yes"),
    ("Access, the noun", "Access to healthcare; access control"),
    ("Spark, the verb", "Spark new ideas"),
    ("Swift, the adjective", "Swift response is needed"),
    ("Rust, the noun", "Rust spots on the hull"),
    ("React, the verb", "React quickly when calm is needed"),
    ("Spring, the season", "in Spring 2020; Spring, 2019"),
    ("Express, the service", "Express delivery to clients"),
    ("Chef, the profession", "Head Chef at a restaurant"),
    ("Go in a title and a place", "Go-live on Monday. On the go. Let's Go!"),
    ("go in lower case in prose", "we go from one to two and go on"),
    ("R in a sentence", "R is for rest. Mr. R. Miller and R2 D2; part R."),
    ("C in a sentence", "C is a grade, Vitamin C and Hepatitis C"),
    ("he, and, in", "he said the theory is there"),
    ("Swift the adverb", "Swift and sure; a Swift decision"),
    ("excel at", "I excel at what I do; to excel in life"),
    ("Access, the verb", "Access the roof by ladder. Access our site"),
    ("Word as a promise", "My Word is my bond"),
    ("Rust as corrosion", "Rust removal on car bodies"),
    ("Ruby as a name", "Ruby Smith led the team"),
    ("Oracle in lower case", "the oracle foretold it"),
    ("Spark as a noun", "the Spark of an idea; spark plugs"),
    ("Express in prose", "Express yourself. Express lane"),
    ("Flask in lower case", "a flask of water"),
    ("Spring break", "Spring break trips"),
    ("React in prose", "React fast. They React to calls"),
    ("Outlook, the prospect", "a positive Outlook is needed"),
    ("Helm, the wheel", "at the Helm of the group"),
    ("Vault, the room", "Vault opened daily; vault custodian"),
    ("Teams of people", "Teams of ten people"),
    ("Windows of glass", "Windows were washed"),
    ("Scratch", "Scratch cards; from Scratch"),
    ("Julia, a name", "Julia Miller, Pascal Dupont, Ada Byron"),
    ("disability law", "the ADA and the EEOC"),
    ("a region", "Latin America and Latin American markets"),
    ("a shop's front end", "kept the front end tidy; Front end manager"),
    ("who decides", "met each hiring manager"),
    ("a form", "filled CMS-1500 forms"),
    ("grade marks", "A+, B+, C+, D"),
    ("C in C plus letters", "C4, Cx, C_1, c'est la vie"),
    ("polish, the verb", "polish the floors"),
    ("acronyms in lower case", "the rest of us, it is safe"),
    ("a file name", "see budget.excel.xlsx, java.exe and docs.python"),
    ("a web address", "https://example.org/python/docker www.docker.com github.com/terraform"),
    ("a mail address", "java.python@example.com"),
    ("a faith", "Christianity, Islam, prayer"),
    ("a state of health", "pregnancy, autism"),
    ("two paragraphs", "machine\n\nlearning"),
    ("other marks between", "machine, learning"),
    ("nothing", ""),
    ("blanks", " \n\n\t "),
]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SILENT])
def test_no_skill_is_named(taxonomy: Taxonomy, text: str) -> None:
    assert labels(taxonomy, text) == []


def test_offsets_are_code_points_of_the_text_given(taxonomy: Taxonomy) -> None:
    text = "\U0001f600\u0130 \n\n  Ärztin:  patient \n  care,\tC++"
    mentions = taxonomy.recognise(text)
    assert [text[m.start : m.end] for m in mentions] == ["patient \n  care", "C++"]


def test_mentions_are_in_order_and_apart(taxonomy: Taxonomy) -> None:
    mentions = taxonomy.recognise("ASP.NET Core, SQL Server Integration Services and Spring Boot")
    assert len(mentions) == 3
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("run", ["a", "a.", " ", "\n ", "C, ", "go ", "/", "java.", "+#"])
def test_a_long_run_takes_no_more_than_linear_time(taxonomy: Taxonomy, run: str) -> None:
    text = f"{run * (300_000 // len(run))}@/www."
    assert all(mention.end <= len(text) for mention in taxonomy.recognise(text))
