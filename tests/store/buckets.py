"""A server that speaks S3, and a bucket on it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

WHO = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def bucket() -> Iterator[tuple[str, Any]]:
    """s3://... and a client of it. The environment says where it is, as it does for `trunkline backup`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    before, name = dict(os.environ), f"b{uuid.uuid4().hex}"  # all servers of a process have the same buckets
    try:
        host, port = server.get_host_and_port()
        os.environ.update(WHO, AWS_ENDPOINT_URL=f"http://{host}:{port}")
        client: Any = boto3.client("s3")  # pyright: ignore
        client.create_bucket(Bucket=name)
        yield f"s3://{name}/office", client
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.stop()
