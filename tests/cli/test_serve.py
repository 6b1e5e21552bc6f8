"""What `serve` may hold when it parts into processes."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.any_store

LOADS = """
import os
from importlib import import_module
from trunkline.cli import serve
before = len(os.listdir("/proc/self/fd"))
for module in serve.SHARED:
    import_module(module)
print(len(os.listdir("/proc/self/task")), len(os.listdir("/proc/self/fd")) - before)
"""


def test_what_is_loaded_before_begins_no_thread_and_opens_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "0"]
