"""Where backups are kept by name: a folder, or a bucket of anything that speaks Amazon's S3."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import urlsplit

from trunkline import whole
from trunkline.store.archive import Unusable

S3 = "s3://"
PATH = "see the path that was given, who may read and write there, and whether there is room"
# What a bucket's server says, and what to do about it.
SAID = {
    "AccessDenied": "let these credentials read, write, list and delete there",
    "InvalidAccessKeyId": "see AWS_ACCESS_KEY_ID, and AWS_ENDPOINT_URL for a server that is not Amazon's",
    "NoSuchBucket": "make the bucket, or name one that is there",
    "NoSuchKey": "another backup: it was removed from this one",
    "SignatureDoesNotMatch": "see AWS_SECRET_ACCESS_KEY",
}
CREDENTIALS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what else programs for S3 find them by"
SETTINGS = "see the AWS_ variables, and that the place is s3://BUCKET/PREFIX"
ANSWER = "see that it runs and can be reached (AWS_ENDPOINT_URL), and give the same command again"
AWAY = "backup_place_does_not_answer"
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
            raise Unusable(f"{path} cannot be written: {error.strerror}", PATH) from error

    def get(self, name: str) -> BinaryIO:
        try:
            return whole.read(self._folder / name)
        except OSError as error:
            raise Unusable(f"{self._folder / name} cannot be read: {error.strerror}", PATH) from error

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
        with _Told(place):
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
        return _Told(f"{S3}{self._bucket}/{self._prefix}{name}")


class _Told:
    """The library's errors in one line, with what to do."""

    def __init__(self, where: str) -> None:
        self._where, self._faults = where, import_module("botocore.exceptions")
        self._all = self._faults.BotoCoreError, self._faults.ClientError, import_module("boto3.exceptions").Boto3Error

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, ValueError):  # of an endpoint that is no URL
            raise Unusable(f"{self._where}: {error}", SETTINGS) from error
        if error is not None and isinstance(error, self._all):
            said, *about = self._meant(error)
            raise Unusable(f"{self._where}: {' '.join(said.split())}", *about) from error

    def _meant(self, error: BaseException) -> tuple[str, ...]:
        """In words, what to do, and of what kind it is where that is not the usual one."""
        faults, first = self._faults, error
        while (told := first.__context__) is not None and isinstance(told, self._all):  # by whom another tells it again
            first = told
        match first:
            case faults.ParamValidationError():
                return "that is no name of a bucket", SETTINGS
            case faults.NoCredentialsError() | faults.PartialCredentialsError():
                return str(first), CREDENTIALS
            case faults.ConnectionError() | faults.HTTPClientError():
                return str(first), ANSWER, AWAY
            case faults.ClientError():
                said: Any = first.response
                code = str(said.get("Error", {}).get("Code", ""))
                status = said.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
                if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    return str(first), ANSWER, AWAY
                return str(first), SAID.get(code, SETTINGS)
            case _:
                return str(error), SETTINGS


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def copied(content: BinaryIO, to: BinaryIO) -> None:
    shutil.copyfileobj(content, to, PIECE)
    to.seek(0)
