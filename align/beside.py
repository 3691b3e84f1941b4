"""Work done in a process of its own beside other work: on two cores two independent steps take the time of one."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

MANY = 500  # items from which on half of them are worth a process of their own

Q = TypeVar("Q")
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
    return cache(partial(_result, _begun(work), work))


@dataclass(frozen=True, slots=True)
class Other(Generic[Q, S, T]):
    """A process that prepares for work.

    Attributes:
        gifts: Each waits for one of the values that it was to give out before it prepared; None where there is none.
            To be called once.
        begin: Begins the work on a value that can be pickled, as `beside` does; to be called once.
    """

    gifts: Sequence[Callable[[], Q | None]]
    begin: Callable[[S], Callable[[], T]]


@contextmanager
def ahead(
    gifts: Sequence[Callable[[], Q]],
    prepare: Callable[[], None],
    work: Callable[[S], T],
    shared: Sequence[object] = (),
) -> Iterator[Other[Q, S, T]]:
    """Prepare for work in a forked process before it is known what to work on.

    Where that is not safe, or no core is free, nothing is given out and nothing is prepared.

    Args:
        gifts: Each takes nothing and gives a value that is wanted from that process before all else, in this order; it
            can be pickled.
        prepare: Takes nothing and returns nothing; what it loads and remembers makes the work quicker.
        work: Takes a value to work on, changes nothing, and returns a value that can be pickled.
        shared: Values that both processes have: where they are part of what is to be worked on they are not sent.

    >>> with ahead([], lambda: None, lambda n: 2**n) as other:
    ...     other.begin(5)()
    32
    """
    letters = _letters(1 + len(gifts)) if _may_fork() else []
    if not letters:
        yield Other([lambda: None] * len(gifts), lambda item: beside(partial(work, item)))
        return
    there, *back = letters

    def prepared() -> T:
        there.is_read_here()
        for letter in back:
            letter.is_written_here()
        for letter, gift in zip(back, gifts, strict=True):
            letter.write(gift())
        prepare()
        return work(there.read(shared))

    answer = cache(_begun(prepared))
    there.is_written_here()
    for letter in back:
        letter.is_read_here()

    def begin(item: S) -> Callable[[], T]:
        there.write(item, shared)
        return cache(partial(_result, answer, partial(work, item)))

    try:
        yield Other([letter.read_if_any for letter in back], begin)
    finally:
        for letter in letters:
            letter.close()
        answer()


class _Letter:
    """A value on its way from one process to another, in a file in memory.

    That takes at once what a pipe would hold up until it is read; a pipe tells when it has been written. Each of the
    two processes says first which end it keeps, so that a letter that nobody can write any more is not waited for.
    """

    def __init__(self) -> None:
        self._paper = os.fdopen(os.memfd_create("align"), "w+b")
        self._bell, self._button = os.pipe()

    def is_read_here(self) -> None:
        os.close(self._button)
        self._end = self._bell

    def is_written_here(self) -> None:
        os.close(self._bell)
        self._end = self._button

    def write(self, value: object, shared: Sequence[object] = ()) -> None:
        """Write a value, and for each of those that both processes have its number."""
        _Pickler(self._paper, shared).dump(value)
        self._paper.flush()
        with suppress(BrokenPipeError):
            os.write(self._end, b"!")

    def read(self, shared: Sequence[object] = ()) -> Any:
        """Wait for the value; an EOFError tells that none will come."""
        if not os.read(self._end, 1):
            raise EOFError("nothing was written")
        self._paper.seek(0)
        return _Unpickler(self._paper, shared).load()

    def read_if_any(self) -> Any:
        """Wait for the value; None where none will come."""
        with suppress(EOFError):
            return self.read()
        return None

    def close(self) -> None:
        self._paper.close()
        os.close(self._end)


def _letters(count: int) -> list[_Letter]:
    """Return some blank letters; none where there are no files in memory."""
    try:
        return [_Letter() for _ in range(count)]
    except OSError:
        return []


def _result(answer: Callable[[], list[T]], work: Callable[[], T]) -> T:
    found = answer()
    return found[0] if found else work()


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


def mapped(work: Callable[[S], T], items: Sequence[S], *, many: int = MANY) -> list[T]:
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


class _Pickler(pickle.Pickler):
    """Writes the number of a shared value for the value."""

    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._number = {id(one): number for number, one in enumerate(shared)}

    def persistent_id(self, obj: object) -> int | None:
        return self._number.get(id(obj))


class _Unpickler(pickle.Unpickler):
    """Reads what `_Pickler` wrote."""

    def __init__(self, file: BinaryIO, shared: Sequence[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        return self._shared[pid]
