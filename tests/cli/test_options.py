"""What is said in options is looked at before anything starts: each refusal is a line that names the option, the value
and the remedy, and nothing was made."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests import certificates
from tests.places import AN_ADDRESS
from tests.ports import free_port
from tests.system.test_cli import trunkline
from trunkline.cli import exits

pytestmark = pytest.mark.any_store

WRONG = [
    ("--http foo", "--http: 'foo' is not HOST:PORT"),
    ("--http 127.0.0.1:99999", "--http: '127.0.0.1:99999' is not HOST:PORT"),
    ("--http 127.0.0.1:0", "such as 127.0.0.1:8080"),
    ("--http :8080", "is not HOST:PORT"),
    ("--http ::1:8080", "such an address stands in brackets"),
    ("--http [zz]:8080", "such an address stands in brackets"),
    ("--http 300.1.1.1:8080", "neither a name nor an IPv4 address"),
    ("--http a_b-:8080", "neither a name nor an IPv4 address"),
    ("--http 203.0.113.9:8080", "address is not of this machine, option: --http, value: 203.0.113.9:8080"),
    ("--sip [::1]:5060", "--sip: '[::1]:5060' is IPv6. SIP and audio are carried over IPv4 alone"),
    ("--sip nobody.invalid:5060", "host unknown, option: --sip, value: nobody.invalid:5060"),
    ("--sip 0.0.0.0:5060", "remedy: --public-host"),
    ("--sip 127.0.0.1:20000", "ports overlap, option: --rtp"),
    ("--sips [::1]:5061", "is IPv6"),
    ("--sips 127.0.0.1:5061", "no certificate to show, option: --sips"),
    ("--sips 127.0.0.1:5061 --tls-cert CHAIN", "remedy: --tls-key"),
    ("--sips 127.0.0.1:5061 --tls-cert NONE --tls-key KEY", "file unreadable, option: --tls-cert"),
    ("--sips 127.0.0.1:5061 --tls-cert KEY --tls-key KEY", "certificate unusable"),
    ("--sips 127.0.0.1:5061 --tls-cert CHAIN --tls-key LOCKED", "the key is locked by a passphrase"),
    ("--tls-key KEY", "remedy: --sips HOST:PORT"),
    ("--rtp abc", "--rtp: 'abc' is not FIRST-LAST"),
    ("--rtp 1-70000", "is not FIRST-LAST"),
    ("--rtp 30000-20000", "fewer than 30 ports"),
    ("--rtp 20000-20010", "fewer than 30 ports"),
    ("--calls-per-line 0", "--calls-per-line: '0' is no number of calls"),
    ("--calls-per-trunk -1", "is no number of calls"),
    ("--calls-per-account many", "is no number of calls"),
    ("--call-rate-per-line 0", "--call-rate-per-line: '0' is no number of calls"),
    ("--drain -1", "--drain: '-1' is no time"),
    ("--drain nan", "is no time"),
    ("--public-host https://pbx.example", "without a scheme and without a port"),
    ("--public-host ::1", "is IPv6"),
    ("--database mysql://a:secret@b/c", "give postgresql+psycopg://"),
    ("--behind-proxy everybody", "proxies are named by their addresses"),
    ("--metrics-from everybody", "who may read metrics is not clear"),
    ("--metrics-token NONE", "a file of 16 characters or more in --metrics-token"),
    ("--hep homer", "--hep: 'homer' is not HOST:PORT"),
    ("--hep 127.0.0.1:9060 --hep-id 4294967296", "--hep-id: '4294967296' is no number of an engine"),
    ("--hep-id 7", "option does nothing here, option: --hep-id, remedy: leave it out, or give --hep too"),
    ("--past 3", "option does nothing here, option: --past, remedy: leave it out, or give --demo too"),
    ("--log-level loud", "invalid choice: 'loud'"),
    ("--sip 224.0.0.1:5060", "--sip: '224.0.0.1:5060' is the address of many at once"),
    ("--sip 255.255.255.255:5060", "is the address of many at once"),
    ("--sip 127.255.255.255:5060", "address of a whole network, option: --sip, value: 127.255.255.255:5060"),
    ("--http [ff02::1]:8080", "is the address of many at once"),
    ("--http 127.255.255.255:8080", "address of a whole network, option: --http"),
    ("--public-host 0.0.0.0", "--public-host: '0.0.0.0' is nobody's address"),
    ("--public-host 239.0.0.1", "is nobody's address"),
    ("--public-host 127.255.255.255", "address of a whole network, option: --public-host"),
    ("--public-host a_b", "--public-host: 'a_b' is no host"),
    ("--hep 224.0.0.1:9060", "--hep: '224.0.0.1:9060' is the address of many at once"),
    ("--hep 255.255.255.255:9060", "is the address of many at once"),
    ("--hep 0.0.0.0:9060", "--hep: '0.0.0.0:9060' is nobody's address"),
    ("--config /dev/zero", "it has more than 1048576 bytes"),
    ("--metrics-token /dev/zero", "it has more than 10000 bytes"),
    ("--sips 127.0.0.1:5061 --tls-cert /dev/zero --tls-key KEY", "file unreadable, option: --tls-cert"),
    ("--public-url pbx.example", "public url is none, option: --public-url, value: pbx.example, remedy: https://HOST"),
    ("--public-url ftp://x", "value: ftp://x, remedy: https://HOST"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("options") / "data"
    trunkline("init", "Example", *AN_ADDRESS, "--data", data)
    return data


@pytest.mark.parametrize(("words", "told"), WRONG, ids=[words for words, _ in WRONG])
def test_what_is_wrong_is_refused_before_anything_starts(words: str, told: str, data: Path, tmp_path: Path) -> None:
    chain, key = certificates.make(tmp_path)
    locked = tmp_path / "locked.pem"
    command = ["openssl", "ec", "-in", key, "-out", locked, "-aes128", "-passout", "pass:secret"]
    if "LOCKED" in words:
        subprocess.run(command, check=True, capture_output=True)
    files = {"CHAIN": str(chain), "KEY": str(key), "LOCKED": str(locked), "NONE": str(tmp_path / "none.pem")}
    given = [files.get(word, word) for word in words.split()]
    usual = ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}"]
    said = trunkline("serve", "--data", data, *usual, *given, ok=False)
    assert told in said
    assert "Traceback" not in said
    assert "secret" not in said
    assert not (data / "run" / "relay.sock").exists()


def test_a_folder_whose_sockets_would_have_too_long_a_name_is_refused(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 100)
    trunkline("init", "Example", *AN_ADDRESS, "--data", long)
    assert "data folder name too long, option: --data" in trunkline("serve", "--data", long, ok=False)


@pytest.mark.parametrize(("limit", "code"), [(256, exits.USAGE), (1024, None)])
def test_open_files_that_are_too_few_are_told_at_once(limit: int, code: int | None, tmp_path: Path) -> None:
    data = tmp_path / "data"
    trunkline("init", "Example", *AN_ADDRESS, "--data", data)
    command = [sys.executable, "-m", "trunkline", "serve", "--data", str(data), "--rtp", "20000-24999"]
    command += ["--http", f"127.0.0.1:{free_port()}", "--sip", f"127.0.0.1:{free_port()}"]

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=few)
    assert process.stderr
    with process.stderr as log:
        first = log.readline()
        if code is None:
            process.terminate()
        process.wait(20)
    if code is None:
        assert first.startswith("trunkline: 1024 open files are enough for 72 calls at once; for 374, raise")
    else:
        assert process.returncode == code
        assert first.startswith("trunkline: too few open files, limit: 256, least: 1024, remedy: raise")
