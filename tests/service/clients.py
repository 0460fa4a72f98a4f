"""Callers of the services under test: a token, channels that carry it, and what callers do."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import grpc.aio
import pytest
from candor.assistant.v1 import export_service_pb2_grpc as assistant_exports
from candor.assistant.v1.assistant_service_pb2_grpc import AssistantServiceStub
from candor.audit.v1.ledger_service_pb2_grpc import LedgerServiceStub
from candor.ingest.v1 import export_service_pb2_grpc as ingest_exports
from candor.ingest.v1.application_service_pb2_grpc import ApplicationServiceStub
from candor.ingest.v1.batch_service_pb2_grpc import BatchServiceStub
from candor.ingest.v1.candidate_service_pb2_grpc import CandidateServiceStub
from candor.ingest.v1.duplicate_service_pb2_grpc import DuplicateServiceStub
from candor.ingest.v1.erasure_service_pb2_grpc import ErasureServiceStub
from candor.ingest.v1.facts_service_pb2_grpc import FactsServiceStub
from candor.ingest.v1.job_service_pb2 import CreateJobRequest, Job
from candor.ingest.v1.job_service_pb2_grpc import JobServiceStub
from candor.ingest.v1.notice_service_pb2_grpc import NoticeServiceStub
from candor.ingest.v1.preferences_service_pb2_grpc import PreferencesServiceStub
from candor.ingest.v1.receipt_service_pb2_grpc import ReceiptServiceStub
from candor.ingest.v1.resume_service_pb2 import UploadResumeRequest, WatchOperationRequest
from candor.ingest.v1.resume_service_pb2_grpc import ResumeServiceStub
from candor.ingest.v1.retention_service_pb2_grpc import RetentionServiceStub
from candor.matcher.v1 import export_service_pb2_grpc as matcher_exports
from candor.matcher.v1.fit_service_pb2_grpc import FitServiceStub
from candor.matcher.v1.match_service_pb2_grpc import MatchServiceStub
from candor.matcher.v1.promise_service_pb2_grpc import PromiseServiceStub
from candor.matcher.v1.ranking_service_pb2_grpc import RankingServiceStub
from candor.matcher.v1.rubric_service_pb2_grpc import RubricServiceStub
from candor.matcher.v1.search_service_pb2_grpc import SearchServiceStub
from google.api.httpbody_pb2 import HttpBody
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from servicekit.channel import bearer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping

    from candor.ingest.v1.operation_pb2 import Operation
    from google.rpc import status_pb2

    from tests.harness.identity import Identities

BOUND = 40.0
"""Seconds that a test waits for what must come."""
NOTICE = "2026-11"
MESSAGE_BYTES = 32 << 20  # more than the services take: what is too large is theirs to refuse


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a call failed."""

    code: grpc.StatusCode
    reason: str
    metadata: Mapping[str, str]
    message: str


class Person:
    """Somebody, or some program, with a token for one tenant."""

    def __init__(self, channels: Mapping[str, grpc.aio.Channel], tenant: str) -> None:
        self.tenant = tenant
        self._channels = channels

    @property
    def resumes(self) -> ResumeServiceStub:
        """Ingest's resumes and operations."""
        return ResumeServiceStub(self._channels["ingest"])

    @property
    def candidates(self) -> CandidateServiceStub:
        """Ingest's candidates."""
        return CandidateServiceStub(self._channels["ingest"])

    @property
    def receipts(self) -> ReceiptServiceStub:
        """Ingest's receipts and corrections."""
        return ReceiptServiceStub(self._channels["ingest"])

    @property
    def erasures(self) -> ErasureServiceStub:
        """Ingest's erasures."""
        return ErasureServiceStub(self._channels["ingest"])

    @property
    def retention(self) -> RetentionServiceStub:
        """Ingest's consents and dates."""
        return RetentionServiceStub(self._channels["ingest"])

    @property
    def notices(self) -> NoticeServiceStub:
        """Ingest's notices."""
        return NoticeServiceStub(self._channels["ingest"])

    @property
    def preferences(self) -> PreferencesServiceStub:
        """Ingest's preferences."""
        return PreferencesServiceStub(self._channels["ingest"])

    @property
    def exports(self) -> ingest_exports.ExportServiceStub:
        """Ingest's exports."""
        return ingest_exports.ExportServiceStub(self._channels["ingest"])

    @property
    def match_exports(self) -> matcher_exports.ExportServiceStub:
        """Matcher's exports."""
        return matcher_exports.ExportServiceStub(self._channels["matcher"])

    @property
    def mention_exports(self) -> assistant_exports.ExportServiceStub:
        """The Assistant's exports."""
        return assistant_exports.ExportServiceStub(self._channels["assistant"])

    @property
    def assistant(self) -> AssistantServiceStub:
        """The Assistant."""
        return AssistantServiceStub(self._channels["assistant"])

    @property
    def jobs(self) -> JobServiceStub:
        """Ingest's jobs."""
        return JobServiceStub(self._channels["ingest"])

    @property
    def applications(self) -> ApplicationServiceStub:
        """Ingest's applications."""
        return ApplicationServiceStub(self._channels["ingest"])

    @property
    def batches(self) -> BatchServiceStub:
        """Ingest's batches."""
        return BatchServiceStub(self._channels["ingest"])

    @property
    def duplicates(self) -> DuplicateServiceStub:
        """Ingest's duplicates and merges."""
        return DuplicateServiceStub(self._channels["ingest"])

    @property
    def facts(self) -> FactsServiceStub:
        """Ingest's facts for the mesh."""
        return FactsServiceStub(self._channels["ingest"])

    @property
    def matches(self) -> MatchServiceStub:
        """Matcher's rankings."""
        return MatchServiceStub(self._channels["matcher"])

    @property
    def rankings(self) -> RankingServiceStub:
        """Matcher's rankings as they change, of everybody, and by pages."""
        return RankingServiceStub(self._channels["matcher"])

    @property
    def rubrics(self) -> RubricServiceStub:
        """Matcher's rubrics."""
        return RubricServiceStub(self._channels["matcher"])

    @property
    def searches(self) -> SearchServiceStub:
        """Matcher's searches."""
        return SearchServiceStub(self._channels["matcher"])

    @property
    def promises(self) -> PromiseServiceStub:
        """Matcher's counterfactuals and promises."""
        return PromiseServiceStub(self._channels["matcher"])

    @property
    def fits(self) -> FitServiceStub:
        """Matcher's scores for the person themself."""
        return FitServiceStub(self._channels["matcher"])

    @property
    def ledger(self) -> LedgerServiceStub:
        """Audit's ledger."""
        return LedgerServiceStub(self._channels["audit"])

    async def upload(
        self, content: bytes, *, filename: str = "cv", candidate_id: str = "", request_id: str = ""
    ) -> Operation:
        """Upload a resume with consent; return its operation as first told."""
        request = an_upload(
            content, filename=filename, candidate_id=candidate_id, request_id=request_id
        )
        return (await self.resumes.UploadResume(request)).operation

    async def watched(self, operation_id: str) -> list[Operation]:
        """Return the operation as it was after each change that the watcher was told of."""
        async with asyncio.timeout(BOUND):
            watching = self.resumes.WatchOperation(WatchOperationRequest(operation_id=operation_id))
            return [each.operation async for each in watching]

    async def ended(self, operation: Operation) -> Operation:
        """Return the operation once it has succeeded or failed."""
        return (await self.watched(operation.operation_id))[-1]

    async def taken_in(self, content: bytes, *, candidate_id: str = "") -> Operation:
        """Upload a resume and return its operation once it has ended."""
        return await self.ended(await self.upload(content, candidate_id=candidate_id))

    async def job(self, text: str) -> Job:
        """Create a job."""
        return (await self.jobs.CreateJob(CreateJobRequest(text=text))).job


def an_upload(
    content: bytes,
    *,
    filename: str = "cv",
    candidate_id: str = "",
    request_id: str = "",
    consent: bool = True,
    notice: str = NOTICE,
) -> UploadResumeRequest:
    """Return a request to upload a resume."""
    return UploadResumeRequest(
        request_id=request_id,
        file=HttpBody(content_type="application/octet-stream", data=content),
        filename=filename,
        candidate_id=candidate_id,
        consent=consent,
        consent_notice=notice,
    )


@contextmanager
def refused(reason: str, code: grpc.StatusCode | None = None) -> Generator[list[Refusal]]:
    """Expect the block to end in a call refused for `reason`; what was told is appended."""
    told: list[Refusal] = []
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        yield told
    refusal = refusal_of(raised.value)
    assert refusal.reason == reason, refusal
    assert code in (None, refusal.code), refusal
    told.append(refusal)


def refusal_of(error: grpc.aio.AioRpcError) -> Refusal:
    """Return what a failed call told; the reason is empty when it carried none."""
    status = cast("status_pb2.Status | None", rpc_status.from_call(cast("Any", error)))
    info = error_details_pb2.ErrorInfo()
    for detail in status.details if status is not None else ():
        detail.Unpack(info)  # leaves it empty unless it is one
    return Refusal(error.code(), info.reason, dict(info.metadata), error.details() or "")


class Callers:
    """Makes persons for the services at some addresses."""

    def __init__(
        self, identities: Identities, addresses: Mapping[str, str], opened: AsyncExitStack
    ) -> None:
        self._identities = identities
        self._addresses = addresses
        self._opened = opened

    async def person(
        self,
        tenant: str,
        role: str = "recruiter",
        *,
        subject: str = "user-1",
        kind: str = "person",
    ) -> Person:
        """Return somebody with this role."""
        token = self._identities.token(role, tenant=tenant, subject=subject, kind=kind)
        return await self.bearer(tenant, token)

    async def bearer(self, tenant: str, token: str) -> Person:
        """Return whoever has this token."""
        carry = [_CarryUnary(token), _CarryStream(token), _CarryMany(token)]
        channels: dict[str, grpc.aio.Channel] = {}
        for name, address in self._addresses.items():
            options = [("grpc.max_send_message_length", MESSAGE_BYTES)]
            channels[name] = await self._opened.enter_async_context(
                grpc.aio.insecure_channel(address, options=options, interceptors=carry)
            )
        return Person(channels, tenant)


@asynccontextmanager
async def callers(identities: Identities, addresses: Mapping[str, str]) -> AsyncGenerator[Callers]:
    """Yield what makes persons whose channels close with the block."""
    async with AsyncExitStack() as opened:
        yield Callers(identities, addresses, opened)


class _CarryUnary(grpc.aio.UnaryUnaryClientInterceptor):
    """Adds a token to unary calls."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def intercept_unary_unary(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        return await continuation(_carrying(client_call_details, self._token), request)


class _CarryStream(grpc.aio.UnaryStreamClientInterceptor):
    """Adds a token to calls that answer with a stream."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def intercept_unary_stream(
        self, continuation: Any, client_call_details: Any, request: Any
    ) -> Any:
        return await continuation(_carrying(client_call_details, self._token), request)


class _CarryMany(grpc.aio.StreamUnaryClientInterceptor):
    """Adds a token to calls that ask with a stream."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def intercept_stream_unary(
        self, continuation: Any, client_call_details: Any, request_iterator: Any
    ) -> Any:
        return await continuation(_carrying(client_call_details, self._token), request_iterator)


def _carrying(details: Any, token: str) -> Any:
    return details._replace(metadata=grpc.aio.Metadata(*bearer(token)))
