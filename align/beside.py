"""Work done in a process of its own beside other work: on two cores two independent steps take the time of one."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, TypeVar

MANY = 500  # items from which on half of them are worth a process of their own

P = TypeVar("P")
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


@contextmanager
def ahead(
    prepare: Callable[[], P], work: Callable[[P | None, S], T], shared: Sequence[object] = ()
) -> Iterator[Callable[[S], Callable[[], T]]]:
    """Prepare for work in a forked process before it is known what to work on.

    Where that is not safe, or no core is free, nothing is prepared.

    Args:
        prepare: Takes nothing; what it loads and remembers makes the work quicker.
        work: Takes what `prepare` returned, or None where nothing was prepared, and a value to work on. It changes
            nothing, and returns a value that can be pickled.
        shared: Values that both processes have: where they are part of what is to be worked on they are not sent.

    Yields:
        What begins the work on a value that can be pickled, as `beside` does; to be called once.

    >>> with ahead(lambda: None, lambda _, n: 2**n) as power:
    ...     power(5)()
    32
    """
    desk = _file_in_memory() if _may_fork() else None
    if not desk:
        yield lambda item: beside(partial(work, None, item))
        return
    bell, button = os.pipe()

    def prepared() -> T:
        os.close(button)
        ready = prepare()
        if not os.read(bell, 1):
            raise ValueError("there is nothing to do")
        desk.seek(0)
        return work(ready, _Unpickler(desk, shared).load())

    answer = cache(_begun(prepared))
    os.close(bell)

    def begin(item: S) -> Callable[[], T]:
        _Pickler(desk, shared).dump(item)
        desk.flush()
        with suppress(BrokenPipeError):
            os.write(button, b"!")
        return cache(partial(_result, answer, partial(work, None, item)))

    try:
        yield begin
    finally:
        desk.close()
        os.close(button)
        answer()


def _file_in_memory() -> BinaryIO | None:
    """Return a file that takes at once what a pipe would hold up until it is read; None where there is none."""
    try:
        return os.fdopen(os.memfd_create("align"), "w+b")
    except OSError:
        return None


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
