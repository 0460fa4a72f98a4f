"""What was understood from a resume, for a person to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2
from candor.ingest.v1 import reading_pb2
from candor.ingest.v1.receipt_service_pb2 import GetParseReceiptRequest
from candor.ingest.v1.receipt_service_pb2_grpc import ReceiptServiceStub
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    import grpc.aio
    from candor.ingest.v1.receipt_service_pb2 import Correction, ParseReceipt, ReceiptFact
    from rich.console import Console

    from cli.connection import Target

_LONGEST = 160
_KINDS = {
    "contact": "",
    "summary": "Summary",
    "employment": "Job",
    "education": "Education",
    "skill": "Skill",
    "language": "Language",
    "certification": "Certificate",
    "project": "Project",
}


async def fetched(channel: grpc.aio.Channel, where: Target, candidate: str) -> ParseReceipt:
    """Return the receipt of a candidate's current resume."""
    response = await ReceiptServiceStub(channel).GetParseReceipt(
        GetParseReceiptRequest(candidate_id=candidate), metadata=where.metadata
    )
    return response.receipt


def show(console: Console, receipt: ParseReceipt) -> None:
    """Print each fact beside its source, what was left out, and what people corrected."""
    console.print(f"[bold]{escape(receipt.filename)}[/bold]  {receipt.media_type}")
    console.print(f"Read: {_verdict(receipt.quality)}")
    table = Table("Fact", "What was understood", "Where it was read", "Sure", show_lines=True)
    for each in receipt.facts:
        table.add_row(_kind(each.fact), escape(words(each.fact)), *_origin(each))
    console.print(table)
    for finding in receipt.findings:
        kind = reading_pb2.FindingKind.Name(finding.kind).removeprefix("FINDING_KIND_").lower()
        console.print(f"[yellow]left out ({kind}):[/yellow] {escape(finding.text)}")
    for correction in receipt.corrections:
        console.print(_corrected(correction))


def doubts(quality: reading_pb2.Quality) -> str:
    """Return what is missing or doubtful, in words; "" when nothing is."""
    names = (reading_pb2.QualityProblem.Name(each) for each in quality.problems)
    return ", ".join(
        name.removeprefix("QUALITY_PROBLEM_").lower().replace("_", " ") for name in names
    )


def words(fact: reading_pb2.Fact) -> str:
    """Return what a fact says, in one line."""
    match fact.WhichOneof("value"):
        case "contact":
            said = fact.contact.value
        case "summary":
            said = fact.summary.text
        case "employment":
            said = _job(fact)
        case "education":
            study = fact.education
            said = ", ".join(part for part in (study.degree, study.institution) if part)
            said += f" ({study.end_year})" if study.end_year else ""
        case "skill":
            said = fact.skill.label
        case "language":
            level = facts_pb2.LanguageLevel.Name(fact.language.level)
            level = level.removeprefix("LANGUAGE_LEVEL_").replace("UNSPECIFIED", "").lower()
            said = f"{fact.language.code} {level}".strip()
        case "certification":
            held = fact.certification
            said = ", ".join(part for part in (held.name, held.issuer) if part)
        case _:
            said = fact.project.name
    return said


def _kind(fact: reading_pb2.Fact) -> str:
    if fact.HasField("contact"):
        name = reading_pb2.ContactKind.Name(fact.contact.kind).removeprefix("CONTACT_KIND_")
        return name.capitalize()
    return _KINDS[fact.WhichOneof("value") or "project"]


def _job(fact: reading_pb2.Fact) -> str:
    job = fact.employment
    what = ", ".join(part for part in (job.title, job.employer) if part)
    if not job.HasField("start"):
        return f"{what} (no dates)"
    until = "now" if job.current else _month(job.end) if job.HasField("end") else ""
    return f"{what} ({_month(job.start)} to {until or 'unknown'}, {job.months} months)"


def _month(month: facts_pb2.YearMonth) -> str:
    return f"{month.year}-{month.month:02}"


def _origin(each: ReceiptFact) -> tuple[str, str]:
    """Return where a fact is from and how sure it is."""
    source = escape(" ".join(each.source.split())[:_LONGEST])
    if each.corrected:
        return f"[cyan]corrected[/cyan] {source}".strip(), ""
    return f"p. {each.fact.span.page}: {source}", str(each.fact.confidence)


def _verdict(quality: reading_pb2.Quality) -> str:
    grade = reading_pb2.QualityGrade.Name(quality.grade).removeprefix("QUALITY_GRADE_").lower()
    told = doubts(quality)
    return f"{grade} ({told})" if told else grade


def _corrected(correction: Correction) -> str:
    before = words(correction.before) if correction.HasField("before") else "nothing"
    after = words(correction.after) if correction.HasField("after") else "nothing"
    return (
        f"{correction.correct_time.ToDatetime():%Y-%m-%d %H:%M} {correction.actor.subject}: "
        f"{escape(before)} became {escape(after)} ({escape(correction.reason)})"
    )
