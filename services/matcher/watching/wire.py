"""Differences of shortlists as messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import ranking_service_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.lineage.changes import Difference, Move
    from services.matcher.runs import Reason


def change(
    run: match_pb2.MatchRun, reasons: Sequence[Reason], moves: Difference
) -> pb.RankingChange:
    """Render a new ranking with how it differs from the one before."""
    return pb.RankingChange(
        run=run,
        reasons=[match_pb2.RunReason.ValueType(each) for each in reasons],
        entered=[_move(each) for each in moves.entered],
        left=[_move(each) for each in moves.left],
        moved=[_move(each) for each in moves.moved],
    )


def _move(value: Move) -> pb.Move:
    return pb.Move(
        candidate_id=value.candidate_id,
        old_rank=value.old_rank,
        new_rank=value.new_rank,
        old_points=value.old_points,
        new_points=value.new_points,
    )
