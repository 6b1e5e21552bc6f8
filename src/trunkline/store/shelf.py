"""Where backups are kept by name: a folder, or a bucket of anything that speaks Amazon's S3."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import urlsplit

from trunkline import whole
from trunkline.store.archive import Unusable

S3 = "s3://"
PIECE = 1 << 20  # bytes at a time


class Shelf(Protocol):
    """What is put under a name is there whole, or not at all. All methods raise Unusable."""

    def put(self, name: str, content: BinaryIO) -> None: ...

    def get(self, name: str) -> BinaryIO: ...

    def sizes(self, under: str) -> Mapping[str, int]:
        """Bytes by name, of all in such a folder."""
        ...

    def remove(self, name: str) -> None: ...


def at(place: str) -> Shelf:
    return Bucket(place) if place.startswith(S3) else Directory(Path(place))


class Directory:
    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def put(self, name: str, content: BinaryIO) -> None:
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole.write(path, _pieces(content), aside=self._folder)
        except OSError as error:
            raise Unusable(f"{path} cannot be written: {error.strerror}") from error

    def get(self, name: str) -> BinaryIO:
        try:
            return whole.read(self._folder / name)
        except OSError as error:
            raise Unusable(f"{self._folder / name} cannot be read: {error.strerror}") from error

    def sizes(self, under: str) -> Mapping[str, int]:
        if not self._folder.is_dir():
            return {}
        whole.clear(self._folder)
        found: dict[str, int] = {}
        for within, _, files in os.walk(self._folder / under):
            for file in files:
                path = Path(within, file)
                with suppress(FileNotFoundError):
                    found[path.relative_to(self._folder).as_posix()] = path.stat().st_size
        return found

    def remove(self, name: str) -> None:
        path = self._folder / name
        path.unlink(missing_ok=True)
        with suppress(OSError):  # others are in it still
            path.parent.rmdir()


class Bucket:
    """s3://BUCKET/PREFIX. Who we are and where it is comes from the environment, as all programs for S3 take it:
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL for one that is not Amazon's."""

    def __init__(self, place: str) -> None:
        parts = urlsplit(place)
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/") + "/" if parts.path.strip("/") else ""
        own = bool(os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT_URL_S3"))
        style = {"addressing_style": "path"} if own else {}  # MinIO and Ceph have no name for each bucket
        config: Any = import_module("botocore.config").Config(s3=style, retries={"mode": "standard"})
        self._faults: Any = import_module("botocore.exceptions")
        self._client: Any = import_module("boto3").client("s3", config=config)

    def put(self, name: str, content: BinaryIO) -> None:
        with self._told(name):
            self._client.upload_fileobj(content, self._bucket, self._prefix + name)

    def get(self, name: str) -> BinaryIO:
        with self._told(name):
            return self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"]

    def sizes(self, under: str) -> Mapping[str, int]:
        found: dict[str, int] = {}
        with self._told(under):
            pages: Any = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + under):
                for each in page.get("Contents", ()):
                    found[each["Key"].removeprefix(self._prefix)] = each["Size"]
        return found

    def remove(self, name: str) -> None:
        with self._told(name):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def _told(self, name: str) -> "_Told":
        return _Told(f"{S3}{self._bucket}/{self._prefix}{name}", (self._faults.BotoCoreError, self._faults.ClientError))


class _Told:
    """The library's errors in one line."""

    def __init__(self, where: str, faults: tuple[type[Exception], ...]) -> None:
        self._where, self._faults = where, (*faults, import_module("boto3.exceptions").Boto3Error)

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, self._faults):
            raise Unusable(f"{self._where}: {' '.join(str(error).split())}") from error


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def copied(content: BinaryIO, to: BinaryIO) -> None:
    shutil.copyfileobj(content, to, PIECE)
    to.seek(0)
