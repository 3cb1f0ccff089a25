"""What google-cloud-storage does against the local Cloud Storage at STORAGE_EMULATOR_HOST, and whether it comes out right."""

import io
import json
import os
import random
import urllib.request

from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

CONTROL = os.environ["SLUICE_LOCAL_CONTROL"]
CHUNK = 256 * 1024


def ok(what):
    print("ok ", what, flush=True)


def fault(**fields):
    body = json.dumps({"service": "STORAGE", **fields}).encode()
    request = urllib.request.Request(CONTROL + "/faults", data=body, method="POST")
    urllib.request.urlopen(request).close()


def refused(code, call):
    try:
        call()
    except exceptions.GoogleAPICallError as e:
        assert e.code == code, f"{e.code} instead of {code}: {e}"
        return
    raise AssertionError(f"succeeded, expected {code}")


class Broken(io.BytesIO):
    """A file whose reader fails once, in the middle."""

    left = 2 * CHUNK

    def read(self, size=-1):
        if self.left <= 0:
            self.left = 1 << 40
            raise ConnectionError("pulled out")
        data = super().read(size)
        self.left -= len(data)
        return data


client = storage.Client(project="demo", credentials=AnonymousCredentials())
bucket = client.create_bucket("python-demo")
assert [each.name for each in client.list_buckets()] == ["python-demo"]
bucket.labels = {"team": "blue"}
bucket.patch()
assert client.get_bucket("python-demo").labels == {"team": "blue"}
ok("buckets are made, listed and patched")

data = random.Random(7).randbytes(5 * CHUNK + 17)
blob = bucket.blob("a/data.bin", chunk_size=CHUNK)
blob.metadata = {"k": "v"}
blob.upload_from_file(io.BytesIO(data), size=len(data), content_type="application/x-data", checksum="crc32c")
read = bucket.get_blob("a/data.bin")
assert read.download_as_bytes() == data
assert (read.size, read.content_type, read.metadata) == (len(data), "application/x-data", {"k": "v"})
ok("a resumable upload in chunks comes back whole, its checksum verified")

uri = bucket.blob("resumed").create_resumable_upload_session(size=len(data))
from google.cloud.storage._media.requests import ResumableUpload  # noqa: E402

upload = ResumableUpload(uri, CHUNK)
broken = Broken(data)
upload._stream, upload._total_bytes, upload._resumable_url = broken, len(data), uri
upload._content_type = "application/octet-stream"
transport = client._http
try:
    while not upload.finished:
        upload.transmit_next_chunk(transport)
except ConnectionError:
    upload._invalid = True
assert not upload.finished
upload.recover(transport)
assert upload.bytes_uploaded == 2 * CHUNK, upload.bytes_uploaded
while not upload.finished:
    upload.transmit_next_chunk(transport)
assert bucket.blob("resumed").download_as_bytes() == data
ok("an upload that broke off is asked how far it is and goes on from there")

fault(kind="answer-lost", at="upload.chunk", times=2)
blob = bucket.blob("lost-answers", chunk_size=CHUNK)
blob.upload_from_file(io.BytesIO(data), size=len(data), if_generation_match=0)
assert bucket.blob("lost-answers").download_as_bytes() == data
ok("chunks whose answers are lost are recovered")

once = bucket.blob("once")
once.upload_from_string("1", if_generation_match=0)
refused(412, lambda: bucket.blob("once").upload_from_string("2", if_generation_match=0))
once.upload_from_string("2", if_generation_match=once.generation)
refused(412, lambda: once.delete(if_generation_match=1))
refused(404, lambda: bucket.blob("nothing").download_as_bytes())
refused(304, lambda: once.reload(if_generation_not_match=once.generation))
ok("conditions: created once, 412, 404, 304")

assert read.download_as_bytes(start=10, end=19) == data[10:20]
assert read.download_as_bytes(start=len(data) - 5) == data[-5:]
refused(416, lambda: read.download_as_bytes(start=len(data) + 1))
with read.open("rb", chunk_size=CHUNK) as stream:
    stream.seek(CHUNK + 3)
    assert stream.read(100) == data[CHUNK + 3 : CHUNK + 103]
ok("ranges, a seek in a stream, 416 behind the end")

once.content_type = "text/x"
once.metadata = {"a": "1", "b": "2"}
once.patch()
once.metadata = {"a": None}
once.patch()
once.reload()
assert (once.content_type, once.metadata, once.metageneration) == ("text/x", {"b": "2"}, 3)
once.update()
ok("metadata is patched key by key")

for i in range(25):
    bucket.blob(f"many/{i % 5}/{i:02}").upload_from_string(str(i))
pages = [len(list(page)) for page in client.list_blobs(bucket, prefix="many/", page_size=10).pages]
assert pages == [10, 10, 5], pages
folders = client.list_blobs(bucket, prefix="many/", delimiter="/")
assert list(folders) == [] and sorted(folders.prefixes) == [f"many/{i}/" for i in range(5)]
assert [b.name for b in client.list_blobs(bucket, match_glob="many/*/0?")] == sorted(f"many/{i % 5}/{i:02}" for i in range(10))
assert [b.name for b in client.list_blobs(bucket, start_offset="many/4/", end_offset="many/4/10")] == ["many/4/04", "many/4/09"]
ok("lists by pages, delimiter, glob and offsets")

joined = bucket.blob("joined")
joined.compose([bucket.blob("many/0/00"), bucket.blob("many/1/01"), bucket.blob("once")])
assert joined.download_as_bytes() == b"012" and joined.component_count == 3
copy = bucket.blob("copy")
token, rewritten, total = copy.rewrite(read)
assert token is None and rewritten == total == len(data) and copy.download_as_bytes() == data
bucket.copy_blob(once, bucket, "once-more")
bucket.rename_blob(bucket.blob("once-more"), "renamed")
assert bucket.get_blob("once-more") is None and bucket.blob("renamed").download_as_text() == "2"
ok("compose, rewrite, copy, rename")

with client.batch():
    for i in range(20):
        bucket.blob(f"many/{i % 5}/{i:02}").delete()
assert len(list(client.list_blobs(bucket, prefix="many/"))) == 5
ok("20 deletes in one batch")

fault(kind="refused", at="objects.insert", times=2)
bucket.blob("retried").upload_from_string("1", if_generation_match=0)
fault(kind="refused", at="objects.get", times=2, code="RESOURCE_EXHAUSTED")
assert bucket.blob("retried").download_as_bytes() == b"1"
ok("503 and 429 twice are repeated by the client and succeed")

fault(kind="answer-lost", at="objects.get", times=1, details={"bytes": "300000"}, about="a/data.bin")
assert bucket.blob("a/data.bin").download_as_bytes() == data
ok("a download that is cut after some bytes goes on")

policy = bucket.get_iam_policy(requested_policy_version=3)
policy.bindings.append({"role": "roles/storage.objectViewer", "members": {"user:x@example.com"}})
bucket.set_iam_policy(policy)
assert any("user:x@example.com" in each["members"] for each in bucket.get_iam_policy().bindings)
refused(409, bucket.delete)
bucket.delete(force=True)
assert client.lookup_bucket("python-demo") is None
ok("policies; a bucket with objects is deleted by force only")
