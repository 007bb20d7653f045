"""An object store on loopback, spoken to as Amazon's."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import boto3
import pytest

BUCKET = "workforce"


@contextlib.contextmanager
def object_store() -> Iterator[str]:
    """An empty bucket, its keys in the environment; gives its address."""
    # In a process of its own: the store's client holds this one while it waits for an answer.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint = f"http://127.0.0.1:{port}"
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    keys = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "eu-west-2",
        "AWS_DEFAULT_REGION": "eu-west-2",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
    }
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in keys.items():
                patch.setenv(name, value)
            client().create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
            )
            yield f"s3://{BUCKET}"
    finally:
        server.kill()
        server.wait()


def client():
    """What speaks to the bucket without our code."""
    return boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def keys(prefix: str) -> list[str]:
    """Every object under a prefix."""
    listed = client().list_objects_v2(Bucket=BUCKET, Prefix=prefix)
    return sorted(found["Key"] for found in listed.get("Contents", []))
