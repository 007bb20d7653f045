"""Run as a child process: publish one file in an empty store, and print the peak of memory in MB."""

import resource
import sys
from pathlib import Path

from wfcore.checking import check
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.snapshots import Store

file, store, period = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
drafts, report = check(normalise(read_upload(file.name, file.read_bytes(), declared())[0], period))
Store.create(store).publish(drafts, report, by="bench", accept_warnings=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak / (2**20 if sys.platform == "darwin" else 2**10))
