"""Runs `thorax-model train` on a small data set, as one process and as several under mpirun, and compares the metrics.

    mpi_curves.py PROGRAM CONFIGURATION
"""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time
import zlib

PROGRAM, CONFIGURATION = map(os.path.abspath, sys.argv[1:3])
TOLERANCE = 1e-4
TIMING = {"seconds", "examplesPerSecond"}


def png(path, pixels):
    """Writes rows of 8-bit gray values as a PNG file."""
    def chunk(name, content):
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    raw = b"".join(b"\0" + bytes(row) for row in pixels)
    header = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def dataset(root, patients=40):
    """Writes films of 32 x 32 pixels; those with a finding have a bright square."""
    root.mkdir()
    lines = ["image,labels,follow_up,patient_id,age,sex,view"]
    for patient in range(patients):
        for film in range(1 + patient % 2):
            sick = patient % 4 < 2
            labels = ("Pneumonia|Effusion" if patient % 3 == 0 else "Pneumonia") if sick else "No Finding"
            name = f"p{patient}_{film}.png"
            lines.append(f"{name},{labels},{film},{patient},50,M,{'AP' if patient % 8 < 4 else 'PA'}")
            png(root / name, [
                [220 if sick and 18 <= y < 28 and 6 <= x < 20 else (y * 3 + x * 2 + patient * 7 + film * 5) % 90
                 for x in range(32)] for y in range(32)])
    (root / "labels.csv").write_text("\n".join(lines))


def configuration(**changes):
    """Returns the demonstration's settings, changed for a network of a few thousand weights."""
    value = json.loads(pathlib.Path(CONFIGURATION).read_text())
    value["preprocessing"]["size"] = 16
    value["network"].update(
        trunkWidths=[8, 16], trunkBlocks=[1, 1], trunkStem="small", trunkBlock="basic", hiddenSize=32, headCount=2,
        feedForwardSize=64, encoderLayers=1, decoderLayers=1, dropout=0, viewCount=1)
    value["start"] = {"initialTrunk": None, "initialWeights": None, "trunkFrozen": False}
    value["optimization"].update(
        epochs=2, batchSize=12, accumulationSteps=1, learningRate=0.003, trunkLearningRate=0.003,
        contrastiveFromEpoch=1)
    value["objective"] = None
    for path, change in changes.items():
        *parents, key = path.split("__")
        place = value
        for parent in parents:
            place = place[parent]
        place[key] = change
    return value


OBJECTIVE = {
    "similarity": "cosine", "control": "none", "weight": "linear", "beta": 1, "hardness": 0, "temperature": 0.1,
    "lambda": 0.5, "direction": "symmetric", "massNormalised": False, "falseNegatives": "drop",
    "textStates": "withoutImage", "uncertain": 1, "softPositives": False, "pooling": "masked", "projectionSize": 16, "queueBatches": 2}


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        dataset(self.data)

    def start(self, name, value, ranks, *more, data=None, through=()):
        """Starts one training run; each process is started by the launcher `through`, if one is given."""
        config = self.folder / f"{name}.json"
        config.write_text(json.dumps(value))
        command = [
            *through, PROGRAM, "train", "--dataset", "nih", "--root", data or self.data, "--config", config,
            "--output", self.folder / f"{name}-{ranks}", "--threads", "1", *more]
        if ranks > 1:
            command = ["mpirun", "--oversubscribe", "--bind-to", "none", "-np", str(ranks), *command]
        # Open MPI must be told to allow root (in a container) and to let waiting ranks yield (more ranks than cores).
        environment = os.environ | {
            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_mpi_yield_when_idle": "1"}
        return subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def train(self, *arguments, **options):
        """Runs one training to its end and returns (exit code, standard error). A run that hangs fails the test."""
        process = self.start(*arguments, **options)
        errors = process.communicate(timeout=300)[1]
        return process.returncode, errors

    def metrics(self, name, ranks):
        text = (self.folder / f"{name}-{ranks}.run" / "metrics.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]

    def compare(self, name, value, *ranks):
        for count in (1, *ranks):
            code, errors = self.train(name, value, count)
            assert code == 0, f"{name}, {count} processes: {errors[-2000:]}"
        for count in ranks:
            self.close(name, name, count)

    def close(self, reference, name, ranks):
        worst = self.worst(self.metrics(reference, 1), self.metrics(name, ranks))
        assert worst <= TOLERANCE, f"{name}: {ranks} processes differ from one by {worst:.1e}"
        print(f"{name}: {ranks} processes are within {worst:.1e} of one", flush=True)

    @staticmethod
    def worst(one, several):
        """Returns the largest relative difference of any metric in any epoch."""
        assert len(one) == len(several) > 0
        worst = 0
        for a, b in zip(one, several):
            assert a.keys() == b.keys()
            for key in a.keys() - TIMING:
                worst = max(worst, abs(a[key] - b[key]) / max(abs(a[key]), 1e-12))
        return worst


def resumes(bench):
    """Checks that two ranks, killed after an epoch and resumed, reach the same metrics as one process."""
    value = configuration(optimization__epochs=40, network__dropout=0.1)
    assert bench.train("resumed", value, 1)[0] == 0
    process = bench.start("resumed", value, 2)
    state = bench.folder / "resumed-2.run" / "state.safetensors"
    while process.poll() is None and not state.exists():
        time.sleep(0.01)
    process.terminate()
    process.communicate(timeout=60)
    lines = len(bench.metrics("resumed", 2))
    assert 1 <= lines < 40, f"killed too late: {lines} epochs had finished"
    code, errors = bench.train("resumed", value, 2, "--resume")
    assert code == 0, errors[-2000:]
    bench.close("resumed", "resumed", 2)


def failures(bench):
    """Checks that a rank that fails ends all ranks, with one error message."""
    def ends(name, value, ranks, message, **options):
        code, errors = bench.train(name, value, ranks, **options)
        count = errors.count("error: ")
        assert code != 0, f"{name}: it exited with 0"
        assert count == 1 and message in errors, f"{name}: {count} messages in {errors[-2000:]}"
        print(f"{name}: all processes ended with one message", flush=True)

    ends("indivisible", configuration(), 5, "12 studies cannot be shared")
    diverging = configuration(optimization__learningRate=1e30, optimization__trunkLearningRate=1e30)
    ends("diverging", diverging, 2, "diverged")

    # Only rank 1 meets a broken picture, during training.
    broken = bench.folder / "broken"
    dataset(broken)
    for picture in broken.glob("*.png"):
        picture.write_bytes(picture.read_bytes()[:90])
    other = bench.folder / "other.sh"
    other.write_text(f'#!/bin/sh\n[ "$OMPI_COMM_WORLD_RANK" = 1 ] && cd {broken} || cd {bench.data}\nexec "$@"\n')
    other.chmod(0o755)
    late = configuration(preprocessing={"version": 2, "size": 16, "channels": 1}, augmentation=None)
    ends("broken picture", late, 2, "png", data=".", through=[other])

    # A rank that is killed ends the others.
    killed = bench.folder / "killed.sh"
    killed.write_text(
        '#!/bin/sh\n[ "$OMPI_COMM_WORLD_RANK" = 1 ] && (sleep 5; kill -9 $$) &\nexec "$@"\n')
    killed.chmod(0o755)
    code, _ = bench.train("killed", configuration(optimization__epochs=10000), 2, through=[killed])
    assert code != 0
    print("killed: no process was left waiting", flush=True)


with tempfile.TemporaryDirectory() as folder:
    bench = Bench(pathlib.Path(folder))
    bench.compare("trained trunk", configuration(), 2, 3)
    bench.compare(
        "frozen trunk, objective, queue",
        configuration(
            start__trunkFrozen=True, augmentation=None, objective=OBJECTIVE, optimization__accumulationSteps=2,
            optimization__batchSize=6), 2, 3)
    bench.compare("dropout", configuration(network__dropout=0.2, objective=OBJECTIVE), 2, 4)
    resumes(bench)
    failures(bench)
