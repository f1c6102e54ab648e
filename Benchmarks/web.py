"""The client of Benchmarks/web.sh: measures a DICOMweb server on this machine.

Usage: web.py BASE STEP... [--token TOKEN] [--pid PID] [--cache FOLDER] [--studies NUMBER]

Prints a line for each measure, its fields separated by tabs: row, unit, figure, 95th percentile, CPU milliseconds of the
server (PID and its children) for each request. The unit is ms (the median) or a second. Connections are kept and have
TCP_NODELAY, and the status of every answer is checked. Steps:

  fill      studies of two small images, 5,000 by default, over 1,250 days; of a HAND, so that nothing is drafted
  search    QIDO-RS
  retrieve  WADO-RS of small studies and of a DX of 10 MB
  store     STOW-RS
  file      GET of BASE itself, for a server of static files
"""

import argparse
import datetime
import hashlib
import http.client
import io
import os
import pathlib
import re
import socket
import statistics
import threading
import time
import urllib.parse

import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

DAYS = 1250
JSON = "application/dicom+json"


def uid(*names):
    """A UID that is the same in every run, of 44 characters."""
    digest = hashlib.sha256("/".join(map(str, names)).encode()).digest()
    return "2.25.1" + str(int.from_bytes(digest[:15], "big")).zfill(38)[-38:]


def study_date(study):
    day = study % options.studies * DAYS // options.studies
    return (datetime.date(2021, 1, 1) + datetime.timedelta(days=day)).strftime("%Y%m%d")


def image(study, number, rows, columns):
    """A DX of 12 bits with noise, as a file."""
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = DigitalXRayImageStorageForPresentation
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = uid(study, 1, number)
    data.StudyInstanceUID, data.SeriesInstanceUID = uid(study), uid(study, 1)
    data.StudyDate = data.ContentDate = study_date(study)
    data.StudyTime = data.ContentTime = f"{7 + study % 11:02}{study % 60:02}00"
    data.AccessionNumber, data.StudyID = f"A{study:07}", str(study)
    data.Modality, data.BodyPartExamined, data.ViewPosition = "DX", "HAND", "PA"
    data.StudyDescription, data.SeriesDescription, data.ReferringPhysicianName = "HAND TWO VIEWS", "PA", "Ref^Er"
    data.PatientName, data.PatientID = f"Last{study // 2:04}^First", f"P{study // 2:06}"
    data.PatientBirthDate, data.PatientSex = "19600101", "F"
    data.SeriesNumber, data.InstanceNumber = 1, number
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PixelRepresentation = 1, "MONOCHROME2", 0
    data.Rows, data.Columns, data.BitsAllocated, data.BitsStored, data.HighBit = rows, columns, 16, 12, 11
    data.PixelSpacing, data.WindowCenter, data.WindowWidth = [0.143, 0.143], 2048, 4096
    noise = numpy.random.default_rng(study).normal(0, 25, (rows, columns))
    data.PixelData = numpy.clip(numpy.linspace(200, 3800, columns) + noise, 0, 4095).astype("<u2").tobytes()
    file = io.BytesIO()
    pydicom.dcmwrite(file, data, enforce_file_format=True)
    return file.getvalue()


class Client:
    """One connection."""

    def __init__(self):
        self.connection = None

    def send(self, method, path, accept, body=None, content_type=None):
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {options.token}"} if options.token else {})
        if content_type:
            headers["Content-Type"] = content_type
        is_used = self.connection is not None
        try:
            status, answer = self.exchange(method, path, body, headers)
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # Orthanc closes a connection after a second without a request.
            self.close()
            if not is_used:
                raise
            status, answer = self.exchange(method, path, body, headers)
        if status != 200:
            raise SystemExit(f"{method} {path[:80]}: {status} {answer[:300]!r}")
        return answer

    def exchange(self, method, path, body, headers):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(base.hostname, base.port, timeout=600)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.request(method, base.path + path, body=body, headers=headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.will_close:
            self.close()
        return response.status, answer

    def close(self):
        self.connection.close()
        self.connection = None

    def get(self, path, accept=JSON):
        return self.send("GET", path, accept)

    def store(self, files):
        head = b"--benchmark\r\nContent-Type: application/dicom\r\n\r\n"
        body = b"".join(part for file in files for part in (head, file, b"\r\n")) + b"--benchmark--\r\n"
        return self.send(
            "POST", "/studies", JSON, body, 'multipart/related; type="application/dicom"; boundary=benchmark')


def processor_milliseconds():
    """CPU time of the server and its children, those that have ended too."""
    if not options.pid:
        return 0.0
    processes, total = [options.pid], 0
    for process in processes:
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))
            for task in pathlib.Path(f"/proc/{process}/task").iterdir():
                processes += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return total * 1000 / os.sysconf("SC_CLK_TCK")


def show(row, unit, figure, high=0.0, processor=0.0):
    print(f"{row}\t{unit}\t{figure:.2f}\t{high:.2f}\t{processor:.2f}", flush=True)


def measure(row, request, times=100, is_optional=False):
    """The median of requests one after another, without the first; what a server need not have may be refused."""
    try:
        request(0)
    except SystemExit:
        if not is_optional:
            raise
        return show(row, "ms", float("nan"))
    spent, before = [], processor_milliseconds()
    for number in range(1, times + 1):
        begin = time.perf_counter()
        request(number)
        spent.append((time.perf_counter() - begin) * 1000)
    processor = (processor_milliseconds() - before) / times
    show(row, "ms", statistics.median(spent), sorted(spent)[min(times - 1, times * 95 // 100)], processor)


def rate(row, requests):
    """Requests a second of several clients at once; each list is one client's."""
    def run(own):
        client = Client()
        for request in own:
            request(client)
            done.append(1)

    done = []
    threads = [threading.Thread(target=run, args=(own,)) for own in requests]
    begin, before, count = time.perf_counter(), processor_milliseconds(), sum(map(len, requests))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(done) != count:
        raise SystemExit(f"{row}: {count - len(done)} requests failed")
    show(row, "a second", count / (time.perf_counter() - begin), 0, (processor_milliseconds() - before) / count)


def fill():
    client, batch, begin = Client(), [], time.perf_counter()
    for study in range(options.studies):
        batch += [image(study, number, 32, 32) for number in (1, 2)]
        if len(batch) == 200 or study == options.studies - 1:
            client.store(batch)
            batch = []
    show("fill, with making the images", "a second", options.studies * 2 / (time.perf_counter() - begin))


def search():
    client, middle = Client(), options.studies // 2
    first = study_date(middle)
    last = (datetime.datetime.strptime(first, "%Y%m%d") + datetime.timedelta(days=6)).strftime("%Y%m%d")
    week = f"/studies?StudyDate={first}-{last}"

    def some(number):
        return (middle + number * 7) % options.studies

    measure("search, seven days", lambda n: client.get(week))
    viewer = "&limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060"
    measure("search, seven days as OHIF asks", lambda n: client.get(week + viewer))
    measure("search, Study Instance UID", lambda n: client.get(f"/studies?StudyInstanceUID={uid(some(n))}"))
    measure("search, Patient ID", lambda n: client.get(f"/studies?PatientID=P{some(n) // 2:06}"))
    measure("search, name prefix, 20 matches", lambda n: client.get(f"/studies?PatientName=Last{n % 200:03}*"))
    measure("search, no match", lambda n: client.get("/studies?PatientID=NOBODY"))
    pages = options.studies - 100
    measure("search, a page of 100", lambda n: client.get(f"/studies?limit=100&offset={n * 100 % pages}"), 30)
    measure("search, series of a study", lambda n: client.get(f"/studies/{uid(some(n))}/series"))
    below = "search, instances of a series"
    measure(below, lambda n: client.get(f"/studies/{uid(some(n))}/series/{uid(some(n), 1)}/instances"))
    rate("search, seven days, 8 clients", [[lambda own: own.get(week)] * 100] * 8)


def retrieve():
    client, big = Client(), 900_001
    client.store([cached("big", lambda: image(big, 1, 2500, 2048))])
    series = f"/studies/{uid(big)}/series/{uid(big, 1)}"
    one = f"{series}/instances/{uid(big, 1, 1)}"
    small = "metadata, a small study"
    measure(small, lambda n: client.get(f"/studies/{uid((options.studies // 2 + n * 7) % options.studies)}/metadata"))
    measure("metadata, 10 MB", lambda n: client.get(f"{one}/metadata"))
    samples = 'multipart/related; type="application/octet-stream"'
    measure("frame, 10 MB", lambda n: client.get(f"{one}/frames/1", samples), 30)
    measure("frame as stored, 10 MB", lambda n: client.get(f"{one}/frames/1", f"{samples}; transfer-syntax=*"), 30)
    measure(
        "instance, 10 MB",
        lambda n: client.get(one, 'multipart/related; type="application/dicom"; transfer-syntax=*'), 30)
    # Each window is another picture, so none comes from a cache.
    window = "/rendered?viewport=1024,1024&window="
    measure("rendered, first time", lambda n: client.get(f"{one}{window}{1500 + n},900,linear", "image/jpeg"), 15)
    measure("rendered, again", lambda n: client.get(f"{one}{window}1500,900,linear", "image/jpeg"), 15)
    measure("thumbnail, again", lambda n: client.get(f"{one}/thumbnail", "image/jpeg"), 15, is_optional=True)


def store():
    client, run = Client(), str(time.time_ns())
    big = cached("big", lambda: image(900_001, 1, 2500, 2048))
    halves = cached("halves", lambda: b"".join(image(910_000 + n // 4, n % 4 + 1, 500, 500) for n in range(100)))
    size = len(halves) // 100

    def fresh(file, study, number, *names):
        """The file under another SOP Instance UID of the same length."""
        return file.replace(uid(study, 1, number).encode(), uid(run, *names).encode())

    def hundred(name):
        return [
            fresh(halves[n * size:(n + 1) * size], 910_000 + n // 4, n % 4 + 1, name, n) for n in range(100)]

    measure("store, 10 MB", lambda n: client.store([fresh(big, 900_001, 1, "big", n)]), 20)
    batches = [hundred(f"batch {n}") for n in range(4)]
    measure("store, 100 of 0.5 MB in one request", lambda n: client.store(batches[n]), 3)
    single = hundred("single") + hundred("single too")[:1]
    measure("store, 0.5 MB", lambda n: client.store([single[n]]))
    four = hundred("four clients")
    rate(
        "store, 0.5 MB, 4 clients",
        [[lambda own, file=file: own.store([file]) for file in four[k::4]] for k in range(4)])


def cached(name, make):
    """Bytes that take long to make, made once."""
    path = pathlib.Path(options.cache) / name
    if not path.exists():
        path.write_bytes(make())
    return path.read_bytes()


def file():
    client = Client()
    measure("frame, 10 MB", lambda n: client.get("", "*/*"), 30)


def memory():
    if options.pid:
        status = pathlib.Path(f"/proc/{options.pid}/status").read_text()
        show("peak resident", "MB", int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024)


steps = {"fill": fill, "search": search, "retrieve": retrieve, "store": store, "file": file, "memory": memory}
parser = argparse.ArgumentParser()
parser.add_argument("base")
parser.add_argument("steps", nargs="+", choices=steps)
parser.add_argument("--token")
parser.add_argument("--pid", type=int)
parser.add_argument("--cache", default=".")
parser.add_argument("--studies", type=int, default=5000)
options = parser.parse_args()
base = urllib.parse.urlsplit(options.base)
for step in options.steps:
    steps[step]()
