"""Work beside other work: the same result, and the same error, with a process of its own and without."""

import os
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from align import beside as module
from align.beside import ahead, beside, mapped


@pytest.fixture(params=[True, False], ids=["forked", "here"])
def _forking(request, monkeypatch):
    if request.param and sys.platform != "linux":
        pytest.skip("no other system forks")
    monkeypatch.setattr(module, "_may_fork", lambda: request.param)


def fail():
    raise ValueError("it cannot be done")


@pytest.mark.usefixtures("_forking")
def test_the_result_comes_back():
    large = "字" * 1_000_000  # more than a pipe holds
    assert beside(lambda: {"text": large})() == {"text": large}


@pytest.mark.usefixtures("_forking")
@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_items_keep_their_order(size):
    assert mapped(str, range(size), many=2) == list(map(str, range(size)))


@pytest.mark.usefixtures("_forking")
def test_an_error_is_raised_where_the_result_is_asked_for():
    result = beside(fail)
    with pytest.raises(ValueError, match="it cannot be done"):
        result()


@pytest.mark.usefixtures("_forking")
def test_what_cannot_be_sent_is_worked_out_here():
    lock = threading.Lock()
    assert beside(lambda: lock)() is lock


def nothing():
    return None


@pytest.mark.usefixtures("_forking")
def test_what_was_prepared_serves_the_work():
    ready, shared, large = [], object(), "字" * 1_000_000
    work = lambda item: (list(ready), item[0][::-1], item[1] is shared)  # noqa: E731
    with ahead([], lambda: ready.append("ready"), work, shared=[shared]) as other:
        found, *worked = other.begin((large + "末", shared))()
    assert found == (["ready"] if module._may_fork() else [])
    assert worked == ["末" + large, True]
    assert not ready  # nothing is prepared in this process


@pytest.mark.usefixtures("_forking")
def test_what_is_wanted_first_is_given_out_before_all_else():
    large = "字" * 1_000_000
    with ahead([lambda: large, lambda: "second"], fail, lambda item: item + 1) as other:
        given = [gift() for gift in other.gifts]
        assert given == ([large, "second"] if module._may_fork() else [None, None])
        assert other.begin(1)() == 2


@pytest.mark.usefixtures("_forking")
def test_an_error_in_what_is_wanted_first_leaves_all_to_this_process():
    with ahead([fail, nothing], nothing, lambda item: item + 1) as other:
        assert [gift() for gift in other.gifts] == [None, None]
        assert other.begin(1)() == 2


@pytest.mark.usefixtures("_forking")
def test_an_error_in_work_prepared_for_is_raised_here():
    with ahead([], nothing, lambda item: 1 / item) as other:
        result = other.begin(0)
        with pytest.raises(ZeroDivisionError):
            result()


@pytest.mark.usefixtures("_forking")
def test_where_nothing_could_be_prepared_the_work_is_done_all_the_same():
    with ahead([], fail, lambda item: item + 1) as other:
        assert other.begin(1)() == 2


@pytest.mark.usefixtures("_forking")
def test_where_there_are_no_files_in_memory_nothing_is_prepared(monkeypatch):
    def refuse(name):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    with ahead([nothing], fail, lambda item: item + 1) as other:
        assert other.gifts[0]() is None
        assert other.begin(1)() == 2


@pytest.mark.usefixtures("_forking")
@pytest.mark.parametrize("asked", [True, False])
def test_a_process_that_is_given_nothing_to_do_ends(asked):
    with suppress(KeyError), ahead([nothing], nothing, str) as other:
        if asked:
            other.gifts[0]()
        raise KeyError
    if module._may_fork():
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


@pytest.mark.skipif(sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs Linux and two cores")
def test_a_process_with_one_thread_forks():
    code = "import os; from align.beside import beside; print(beside(os.getpid)() != os.getpid())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_no_more_processes_than_cores(monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(module.os, "sched_getaffinity", lambda _: {0, 1})
    here = os.getpid()
    inner = beside(lambda: (os.getpid(), beside(os.getpid)()))
    while_it_works = beside(os.getpid)
    child, grandchild = inner()
    assert child == grandchild
    assert while_it_works() == here
    assert (beside(os.getpid)() != here) == (child != here)
