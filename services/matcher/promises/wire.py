"""Between messages of promises and what Matcher works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import promise_pb2 as pb
from candor.matcher.v1 import promise_service_pb2 as service_pb

from servicekit.errors import FieldInvalid
from services.matcher import wire
from services.matcher.promises.wording import words
from services.matcher.scoring.additions import (
    Addition,
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.applying import places, shown

if TYPE_CHECKING:
    from services.matcher.scoring.counterfactuals import Counterfactual
    from services.matcher.scoring.facts import Facts, Span


MOST_PLACES = 3


def to_addition(message: pb.Addition) -> Addition:
    """Parse an addition, or raise FieldInvalid for one that says nothing known."""
    match message.WhichOneof("what"):
        case "skill":
            skill = message.skill
            return SkillAddition(
                skill.skill_id,
                skill.label,
                skill.months,
                skill.more_months,
                skill.used_within_months,
            )
        case "term":
            return TermAddition(message.term.term, message.term.label)
        case "certificate":
            return CertificateAddition(message.certificate.term, message.certificate.label)
        case "language":
            told = message.language
            return LanguageAddition(told.code, told.label, told.level, told.shown_level)
        case "work":
            return WorkAddition(message.work.months, message.work.more_months)
        case "role":
            role = message.role
            return RoleAddition(role.occupation_id, role.label, role.months, role.more_months)
        case "degree":
            return DegreeAddition(message.degree.level, message.degree.shown_level)
        case _:
            raise FieldInvalid("additions", "want what is to be shown")


def addition(value: Addition) -> pb.Addition:
    """Render an addition."""
    match value:
        case SkillAddition():
            return pb.Addition(
                skill=pb.SkillAddition(
                    skill_id=value.skill_id,
                    label=value.label,
                    months=value.months,
                    more_months=value.more_months,
                    used_within_months=value.used_within_months,
                )
            )
        case TermAddition():
            return pb.Addition(term=pb.TermAddition(term=value.term, label=value.label))
        case CertificateAddition():
            named = pb.CertificateAddition(term=value.term, label=value.label)
            return pb.Addition(certificate=named)
        case LanguageAddition():
            return pb.Addition(language=_language(value))
        case WorkAddition():
            work = pb.WorkAddition(months=value.months, more_months=value.more_months)
            return pb.Addition(work=work)
        case RoleAddition():
            return pb.Addition(
                role=pb.RoleAddition(
                    occupation_id=value.occupation_id,
                    label=value.label,
                    months=value.months,
                    more_months=value.more_months,
                )
            )
        case DegreeAddition():
            return pb.Addition(degree=_degree(value))


def _language(value: LanguageAddition) -> pb.LanguageAddition:
    return pb.LanguageAddition(
        code=value.code,
        label=value.label,
        level=facts_pb2.LanguageLevel.ValueType(value.level),
        shown_level=facts_pb2.LanguageLevel.ValueType(value.shown_level),
    )


def _degree(value: DegreeAddition) -> pb.DegreeAddition:
    return pb.DegreeAddition(
        level=facts_pb2.EducationLevel.ValueType(value.level),
        shown_level=facts_pb2.EducationLevel.ValueType(value.shown_level),
    )


def offer(value: Addition) -> pb.Offer:
    """Render an addition in words and numbers."""
    return pb.Offer(addition=addition(value), words=words(value), effort_months=value.effort)


def counterfactual(value: Counterfactual) -> pb.Counterfactual:
    """Render a set."""
    return pb.Counterfactual(
        offers=[offer(each) for each in value.additions],
        points=value.points,
        effort_months=value.effort,
    )


def standing(facts: Facts, value: Addition) -> service_pb.Shown:
    """Render whether and where the facts show an addition."""
    is_shown = shown(facts, value)
    spans = places(facts, value)[:MOST_PLACES] if is_shown else []
    return service_pb.Shown(
        offer=offer(value), shown=is_shown, evidence=[_evidence(facts, each) for each in spans]
    )


def _evidence(facts: Facts, span: Span) -> match_pb2.Evidence:
    quotes = [line.text for line in facts.lines if line.span.start <= span.start < line.span.end]
    quote = quotes[0] if quotes else ""
    return match_pb2.Evidence(text_digest=facts.text_digest, span=wire.span(span), quote=quote)
