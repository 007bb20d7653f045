# pyright: basic
"""Run as a child process: publish one file in an empty store, and print the peak of memory in MB."""

import resource
import sys
from pathlib import Path

from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings


def peak() -> float:
    """The most memory this process ever held, in MB.

    On Linux `ru_maxrss` begins at what the parent held when it started this process; the high-water
    mark of the process itself begins anew.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (mark,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(mark.split()[1]) / 2**10
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


file, store, period = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
drafts, report = check_drafts(
    normalise(read_upload(file.name, file.read_bytes(), declared())[0], period)
)
Store.create(store).publish(
    drafts, report, by="bench", accepted=accept_all_warnings(report, "measured")
)
print(peak())
