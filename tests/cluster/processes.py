"""A Dask cluster of processes on this machine, as one starts it on several: for the tests and for the benchmark of 50 million points."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import deque

PATIENCE = 60


class Cluster:
    """A scheduler and workers as processes of their own, as on a real cluster."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", until=r"tcp://127\.0\.0\.1:\d+")

    def worker(self) -> subprocess.Popen[bytes]:
        self._start("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", until="Starting established connection")
        return self.processes[-1]

    def _start(self, *arguments: str, until: str) -> str:
        command = [sys.executable, "-m", "dask", *arguments]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.processes.append(process)
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(until, line.decode())
            if found:
                # a pipe that nobody empties stops the process that fills it
                threading.Thread(target=deque, args=(process.stderr, 0), daemon=True).start()
                return found[0]
        raise AssertionError(f"dask {arguments[0]} ended before it was ready")

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait(PATIENCE)
            assert process.stderr is not None
            process.stderr.close()
