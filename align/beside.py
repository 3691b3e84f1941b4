"""Work done in a process of its own beside other work: on two cores two independent steps take the time of one."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")

_at_work = 1  # the processes of this program that are at work, as far as this one knows: each wants a core


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin work in a forked process, and return a function that waits for its result, and remembers it.

    Where that is not safe, or no core is free, the work is done when the result is asked for; so it is too when the
    other process fails, so that an error is raised here as it would be without one.

    Args:
        work: Takes nothing, changes nothing, and returns a value that can be pickled.

    >>> double = beside(lambda: 2 * 21)
    >>> double()
    42
    """
    if not _may_fork():
        return cache(work)
    answer = _begun(work)

    @cache
    def result() -> T:
        found = answer()
        return found[0] if found else work()

    return result


class Partner(Generic[T]):
    """A coroutine at work in a forked process: what it waits for is sent to it when it is known.

    Where that is not safe, or no core is free, it runs when its result is asked for; so it does when the other process
    fails.

    >>> def power():
    ...     base = yield  # what comes before is done meanwhile
    ...     exponent = yield
    ...     return base**exponent
    >>> with Partner(power) as partner:
    ...     partner.send(2)
    ...     partner.send(5)
    ...     partner.result()
    32
    """

    def __init__(self, work: Callable[[], Generator[None, Any, T]], shared: Sequence[object] = ()) -> None:
        """Begin the work.

        Args:
            work: Changes nothing that others see, and returns a value that can be pickled.
            shared: Values that both processes have: where they are part of what is sent, only their number is.
        """
        self._work, self._shared = work, shared
        self._sent: list[object] = []
        self._answer: Callable[[], list[T]] | None = None
        if _may_fork():
            # What is sent lies in a file, which takes it at once, where a pipe would wait for the other to read.
            self._desk = os.fdopen(os.memfd_create("align"), "wb")
            bell, button = os.pipe()
            self._button = os.fdopen(button, "wb", buffering=0)
            self._answer = _begun(lambda: self._work_off(bell))
            os.close(bell)

    def __enter__(self) -> Partner[T]:
        """Return the partner itself; at the end of the block it is no longer needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the other process end, if its result was not asked for."""
        if self._answer:
            self._desk.close()
            self._button.close()
            self._answer()

    def send(self, value: object) -> None:
        """Give the coroutine the next value that it waits for; one that can be pickled."""
        self._sent.append(value)
        if self._answer:
            _Pickler(self._desk, self._shared).dump(value)
            self._desk.flush()
            with suppress(BrokenPipeError):
                self._button.write(b"!")

    def result(self) -> T:
        """Return what the coroutine returns, once all that it waits for was sent; to be asked for once."""
        found: list[T] = []
        if self._answer:
            self._desk.close()
            self._button.close()
            found, self._answer = self._answer(), None
        return found[0] if found else _run(self._work(), self._sent)

    def _work_off(self, bell: int) -> T:
        self._button.close()
        with open(f"/proc/self/fd/{self._desk.fileno()}", "rb") as desk, open(bell, "rb", buffering=0) as ringing:

            def sent() -> Iterator[object]:
                while ringing.read(1):
                    yield _Unpickler(desk, self._shared).load()

            return _run(self._work(), sent())


def _run(work: Generator[None, Any, T], values: Iterable[object]) -> T:
    """Run a coroutine to its end on what is sent to it."""
    next(work)
    for value in values:
        try:
            work.send(value)
        except StopIteration as end:
            result: T = end.value
            return result
    raise ValueError("nothing more is sent, and the work waits for it")


class _Pickler(pickle.Pickler):
    """Writes the number of a shared value for the value."""

    def __init__(self, file: IO[bytes], shared: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._number = {id(one): number for number, one in enumerate(shared)}

    def persistent_id(self, obj: object) -> int | None:
        return self._number.get(id(obj))


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote."""

    def __init__(self, file: IO[bytes], shared: Sequence[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        return self._shared[pid]


def _begun(work: Callable[[], T]) -> Callable[[], list[T]]:
    """Begin work in a forked process; return what waits for its result, which is in a list, or none if it failed."""
    global _at_work
    reader, writer = os.pipe()
    _at_work += 1
    child = os.fork()
    if not child:
        _work_and_end(work, writer)
    os.close(writer)

    def answer() -> list[T]:
        global _at_work
        with open(reader, "rb") as file:
            content = file.read()
        _, status = os.waitpid(child, 0)
        _at_work -= 1
        return [pickle.loads(content)] if status == 0 else []

    return answer


def mapped(work: Callable[[S], T], items: Sequence[S], *, many: int = 500) -> list[T]:
    """Return what a function gives for each item; of many items the second half is worked off beside the first.

    >>> mapped(len, ["a", "bc"])
    [1, 2]
    """
    if len(items) < many:
        return [work(item) for item in items]
    half = len(items) // 2
    others = beside(lambda: [work(item) for item in items[half:]])
    return [work(item) for item in items[:half]] + others()


def _may_fork() -> bool:
    """Tell whether a copy of this process can go on alone: one thread, which the copy has too, and a core for it."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) <= _at_work:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _work_and_end(work: Callable[[], T], writer: int) -> None:
    """Write the result to the pipe and end at once: what this process would say or close is the other's."""
    status = 1
    gc.disable()  # it would touch, and so copy, all that the two processes share
    try:
        with open(writer, "wb") as file:
            pickle.dump(work(), file, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
