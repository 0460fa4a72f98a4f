"""Files to facts, in processes that an evil file can only hurt itself in.

A nursery, one process with an empty environment, loads what is needed once and forks a child for
each worker: children share its memory, start in milliseconds, and hold no secret. A child has
limits on time, memory and files, reads one file at a time, and is replaced after some files or
when a file kills it. What it answers is not trusted either: only values of known types are
taken from it.
"""

from __future__ import annotations

import asyncio
import gc
import io
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, is_dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from servicekit.errors import ServiceError
from services.ingest.documents.errors import FileRefused
from services.ingest.documents.reading import check_size, read
from services.ingest.documents.scans import ScanFound
from services.ingest.extraction.correcting import corrected, rederived
from services.ingest.extraction.extract import extract
from services.ingest.extraction.quality import judged
from taxonomy import rarity, taxonomy

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from types import TracebackType

    from services.ingest.documents.document import Document
    from services.ingest.documents.eyes import Eyes
    from services.ingest.extraction.correcting import Change
    from services.ingest.extraction.facts import ScorableFacts, YearMonth
    from services.ingest.extraction.quality import Quality
    from services.ingest.extraction.reading import Reading
    from taxonomy.rarity import Rarity
    from taxonomy.taxonomy import Taxonomy

_START = "from services.ingest import parsing; parsing.nurse()"
_START_LOOKING = "from services.ingest import looking; looking.nurse()"
# A library that starts threads when it is loaded would leave them behind at each fork.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_LENGTH = 8  # bytes before each message that say how long it is
_MAX_ANSWER = 64 * 1024 * 1024
_MAX_OPEN = 64  # file descriptors of a child
_GRACE = 5.0  # seconds over the time limit after which a child is killed from outside
_BIRTH = 60.0  # seconds that a nursery may take to load and bear a child


# What loading a pickle can raise, says the pickle module, "and possibly others".
_MALFORMED = (
    *(pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError),
    *(KeyError, TypeError, ValueError),
)


class ParseTimeout(FileRefused):
    """Reading the file took longer than it may; metadata `limit_seconds`."""

    reason = "FILE_PARSE_TIMEOUT"
    advice = "export it again as a plain PDF, or upload the DOCX"


class ParseCrashed(FileRefused):
    """The process that read the file died of it, or broke the limit on memory."""

    reason = "FILE_PARSE_CRASHED"
    advice = "export it again as a plain PDF, or upload the DOCX"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says: its text, every fact in it, and what of them scoring may know."""

    document: Document
    reading: Reading
    facts: ScorableFacts
    quality: Quality | None  # None after a correction: people do not make a file easier to read


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a nursery loads once, for all its children to read with."""

    taxonomy: Taxonomy
    words: Rarity


@dataclass(frozen=True, slots=True)
class File:
    """A file to read, its facts as of a month."""

    data: bytes
    as_of: YearMonth

    def done(self, known: Knowledge, eyes: Eyes | None) -> Parsed:
        """Return what it says. Raises a FileRefused, or ScanFound where there are no eyes."""
        document = read(self.data, eyes=eyes)
        extraction = extract(document, as_of=self.as_of, taxonomy=known.taxonomy)
        quality = judged(document, extraction.reading, known.words)
        return Parsed(document, extraction.reading, extraction.facts, quality)


@dataclass(frozen=True, slots=True)
class Correction:
    """A document that was read before, and what people say about its facts."""

    document: Document
    reading: Reading
    changes: tuple[Change, ...]
    as_of: YearMonth

    def done(self, known: Knowledge, _eyes: Eyes | None) -> Parsed:
        """Return what is held for true. Raises what `corrected` raises."""
        after = corrected(self.document, self.reading, self.changes, taxonomy=known.taxonomy)
        extraction = rederived(after, as_of=self.as_of, taxonomy=known.taxonomy)
        return Parsed(after.document, extraction.reading, extraction.facts, None)


@dataclass(frozen=True, slots=True)
class ScanNeeded:
    """What a child answers that has no eyes, of a file whose pages are pictures."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use."""

    timeout: float  # seconds a file
    memory: int  # bytes of private memory
    files: int  # that it reads before it is replaced
    scanned_pages: int  # that it looks at in a file; 0 for a child without eyes


class Parser:
    """Reads files, as many at a time as it has workers. Made by `pool`."""

    def __init__(self, nursery: _Nursery, idle: asyncio.Queue[_Child | None]) -> None:
        self._nursery = nursery
        self._idle = idle

    async def parse(self, data: bytes, *, as_of: YearMonth) -> Parsed:
        """Return what the file says, its facts as of a month.

        Waits for a free worker. Raises a FileRefused: why the file gives no text, ParseTimeout or
        ParseCrashed; and ScanFound when the file has to be looked at, and this parser does not
        look. Any other error means that files cannot be read now.
        """
        check_size(data)
        return await self._done(File(data, as_of))

    async def correct(self, correction: Correction) -> Parsed:
        """Return what follows from a reading and what people say about it.

        In a worker as well: it is their words that patterns are matched with.
        """
        return await self._done(correction)

    async def _done(self, work: File | Correction) -> Parsed:
        child = await self._idle.get()
        kept: _Child | None = None
        try:
            child = child or await self._nursery.bear()
            answer = await child.answer(pickle.dumps(work))
            kept = child if child.files_left else None
        finally:
            if child is not None and kept is None:
                child.end()
            self._idle.put_nowait(kept)
        if isinstance(answer, ServiceError):
            raise answer
        if isinstance(answer, ScanNeeded):
            raise ScanFound
        return answer


@asynccontextmanager
async def pool(
    *,
    workers: int = 2,
    timeout: float = 20.0,  # noqa: ASYNC109  # of each file, not of this call
    memory: int = 768 * 1024 * 1024,
    files: int = 100,
    scanned_pages: int = 0,
) -> AsyncGenerator[Parser]:
    """Run `workers` processes that read files while the block lasts.

    A file may take `timeout` seconds and `memory` bytes, taxonomy included. A process is
    replaced after `files`. All have started when the block is entered. With `scanned_pages`
    they look at pictures of text too, at that many pages of a file, each on one core; such
    processes take some 500 MB each, and start with the first file.
    """
    idle: asyncio.Queue[_Child | None] = asyncio.Queue()
    nursery = _Nursery(Limits(timeout, memory, files, scanned_pages))
    try:
        for _ in range(workers):
            idle.put_nowait(None if scanned_pages else await nursery.bear())
        yield Parser(nursery, idle)
    finally:
        while not idle.empty():
            child = idle.get_nowait()
            if child is not None:
                child.end()
        await nursery.end()


class _Child:
    """A process that reads files, seen from outside."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int, limits: Limits
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._pid = pid
        self._limits = limits
        self.files_left = limits.files

    async def answer(self, work: bytes) -> Parsed | ScanNeeded | ServiceError:
        """Return what the child makes of a file, or why it cannot."""
        clock = asyncio.get_running_loop().time
        started, limit = clock(), self._limits.timeout
        self.files_left -= 1
        try:
            async with asyncio.timeout(limit + _GRACE):
                self._writer.write(len(work).to_bytes(_LENGTH) + work)
                await self._writer.drain()
                length = int.from_bytes(await self._reader.readexactly(_LENGTH))
                if length > _MAX_ANSWER:
                    raise ParseCrashed("the process that read the file answered too much")
                return taken(await self._reader.readexactly(length))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            if clock() - started >= limit:
                raise ParseTimeout("reading took too long", limit_seconds=f"{limit:g}") from error
            raise ParseCrashed("the process that read the file died") from error

    def end(self) -> None:
        """End the process, whatever it is doing."""
        if not self._reader.at_eof():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._writer.close()


class _Nursery:
    """The process that bears children, seen from outside; another is started when it dies."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._changing = asyncio.Lock()

    async def bear(self) -> _Child:
        """Return a new child that has loaded what it needs."""
        control = await self._started()
        try:
            return await self._borne(control)
        except (ConnectionError, asyncio.IncompleteReadError):
            async with self._changing:
                if self._control is control:
                    await self.end()
            return await self._borne(await self._started())

    async def end(self) -> None:
        """End the process; children that it has borne end when their sockets close."""
        if self._process is not None and self._control is not None:
            self._control.close()
            self._control = None
            await self._process.wait()

    async def _started(self) -> socket.socket:
        async with self._changing:
            if self._control is None:
                self._control = await self._start()
            return self._control

    async def _borne(self, control: socket.socket) -> _Child:
        ours, theirs = socket.socketpair()
        with theirs, ExitStack() as unless_borne:
            unless_borne.enter_context(ours)
            socket.send_fds(control, [b"\0"], [theirs.fileno()])
            theirs.close()
            reader, writer = await asyncio.open_connection(sock=ours)
            unless_borne.callback(writer.close)
            async with asyncio.timeout(_BIRTH):
                pid = int.from_bytes(await reader.readexactly(_LENGTH))
            unless_borne.pop_all()
        return _Child(reader, writer, pid, self._limits)

    async def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            limits = self._limits
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-c", _START_LOOKING if limits.scanned_pages else _START),
                *(str(theirs.fileno()), str(limits.timeout), str(limits.memory)),
                str(limits.scanned_pages),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": os.pathsep.join(sys.path), **_ONE_THREAD},
                start_new_session=True,  # a Ctrl-C is for the service, which then ends its children
            )
        return ours


def taken(answer: bytes) -> Parsed | ScanNeeded | ServiceError:
    """Return what a child answered; ParseCrashed for anything but a value of ours."""
    try:
        value: object = _Answers(io.BytesIO(answer)).load()
    except _MALFORMED as error:
        raise ParseCrashed("the process that read the file answered something else") from error
    if isinstance(value, (Parsed, ScanNeeded, ServiceError)):
        return value
    raise ParseCrashed("the process that read the file answered something else")


class _Values(pickle.Pickler):
    """Writes values; an enum by its number: before Python 3.11.4 it would be by `getattr`."""

    def reducer_override(self, value: Any, /) -> Any:  # noqa: ANN401  # what pickle hands over
        if isinstance(value, IntEnum):
            return type(value), (int(value),)
        return NotImplemented


class _Answers(pickle.Unpickler):
    """Loads only values: a child that a file has taken over may send any pickle."""

    def find_class(self, module: str, name: str, /) -> object:
        if module.startswith("services.ingest.") and name.isidentifier():
            found: object = super().find_class(module, name)
            if isinstance(found, type) and (
                is_dataclass(found) or issubclass(found, (IntEnum, ServiceError))
            ):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def nurse(eyes: Eyes | None = None) -> None:
    """Bear a child for each socket that comes, until the other end closes.

    The main function of the nursery: its arguments are a descriptor and the limits. Children
    look at pictures with `eyes`.
    """
    descriptor, timeout, memory = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    sys.excepthook = _say_where
    known = Knowledge(taxonomy.load(), rarity.load())
    gc.freeze()  # so that collecting garbage does not copy what children share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the dead
    control = socket.socket(fileno=descriptor)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        connection = socket.socket(fileno=descriptors[0])
        if os.fork() == 0:
            control.close()
            _limit(memory)
            _serve(connection, known, timeout, eyes)
            return
        connection.close()


def _limit(memory: int) -> None:
    """Bound what the process may use: private memory, open files; no files written, no cores."""
    for kind, limit in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_NOFILE, _MAX_OPEN),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def _serve(connection: socket.socket, known: Knowledge, timeout: float, eyes: Eyes | None) -> None:
    """Read files until the other end closes; die of SIGALRM when one takes too long."""
    with connection, connection.makefile("rwb") as stream:
        stream.write(os.getpid().to_bytes(_LENGTH))
        stream.flush()
        while length := int.from_bytes(stream.read(_LENGTH)):
            work: File | Correction = pickle.loads(stream.read(length))  # noqa: S301  # from our own parent
            # No handler: the default action ends the process even within a library's loop.
            signal.setitimer(signal.ITIMER_REAL, timeout)
            answer = _pickled(_answered(work, known, eyes))
            signal.setitimer(signal.ITIMER_REAL, 0)
            stream.write(len(answer).to_bytes(_LENGTH) + answer)
            stream.flush()


def _answered(
    work: File | Correction, known: Knowledge, eyes: Eyes | None
) -> Parsed | ScanNeeded | ServiceError:
    try:
        return work.done(known, eyes)
    except ScanFound:
        return ScanNeeded()
    except ServiceError as error:
        return error


def _pickled(answer: Parsed | ServiceError | ScanNeeded) -> bytes:
    out = io.BytesIO()
    _Values(out).dump(answer)
    return out.getvalue()


def _say_where(
    kind: type[BaseException], _error: BaseException, trace: TracebackType | None
) -> None:
    """Write where an error came from; not its message, which may quote the file."""
    where = "".join(traceback.format_tb(trace))
    sys.stderr.write(f"reading a file failed: {kind.__name__}\n{where}")
