"""Made-up resumes as PDF files of one or two pages, each of another person."""

from __future__ import annotations

import io
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import StyleSheet1, getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

FIRST = ("Ada", "Bela", "Chen", "Dana", "Emre", "Femi", "Gita", "Hugo", "Ines", "Jun", "Kofi")
LAST = ("Adler", "Brandt", "Castro", "Diallo", "Eriksen", "Farouk", "Gomez", "Haas", "Ito")
TITLES = (
    *("Software Engineer", "Backend Engineer", "Data Analyst", "Registered Nurse"),
    *("Project Manager", "Product Designer", "Accountant", "Site Reliability Engineer"),
)
SKILLS = (
    *("Python", "Java", "Go", "PostgreSQL", "Kubernetes", "Docker", "Terraform", "AWS", "React"),
    *("TypeScript", "SQL", "Tableau", "Excel", "Figma", "Scrum", "SAP", "Apache Kafka", "Linux"),
)
DID = (
    "Built and ran services used by {n} customers every day",
    "Cut the monthly cost of operations by {n} percent in one year",
    "Led a team of {n} people across two offices and three time zones",
    "Moved {n} reports to a new platform without an interruption",
    "Wrote the plan for quality and trained {n} colleagues in it",
)


def pdf(number: int) -> bytes:
    """Return the resume of person `number`: the same bytes of text for the same number."""
    dice = Random(number)
    styles = getSampleStyleSheet()
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    story: list[Flowable] = [
        Paragraph(name, styles["Title"]),
        Paragraph(f"person{number}@example.org | +1 555 01{number % 100:02d}", styles["Normal"]),
        Paragraph("Experience", styles["Heading2"]),
    ]
    year = 2026
    for _ in range(dice.randrange(3, 7)):
        year = _job(dice, styles, story, year)
    story += [
        Paragraph("Education", styles["Heading2"]),
        Paragraph(f"BSc in Computer Science, Example University, {year}", styles["Normal"]),
        Paragraph("Skills", styles["Heading2"]),
        Paragraph(", ".join(dice.sample(SKILLS, 9)), styles["Normal"]),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, title="Resume", invariant=1).build(story)
    return out.getvalue()


def _job(dice: Random, styles: StyleSheet1, story: list[Flowable], year: int) -> int:
    """Add a job that ended in `year`; return the year that it began."""
    start = year - dice.randrange(1, 4)
    end = "Present" if year == 2026 else f"Jun {year}"
    heading = f"{dice.choice(TITLES)}, {dice.choice(LAST)} Ltd, Jan {start} - {end}"
    story.append(Paragraph(heading, styles["Heading4"]))
    for _ in range(dice.randrange(3, 6)):
        used = ", ".join(dice.sample(SKILLS, 3))
        text = f"{dice.choice(DID).format(n=dice.randrange(3, 90))}, using {used}."
        story.append(Paragraph(text, styles["Normal"], bulletText="\u2022"))
    story.append(Spacer(1, 6))
    return start
