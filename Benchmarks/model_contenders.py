"""Runs the programs that model.py compares, one after the other in turns."""

import statistics
import subprocess
import time

from safetensors.torch import load_file

clock = time.perf_counter


def use_processor_time():
    global clock
    clock = time.process_time


def timed(run):
    start = clock()
    run()
    return (clock() - start) * 1e3


def take_turns(contenders, rounds):
    """Median milliseconds of each over `rounds` alternating runs after a warm-up. Pauses let spinning threads sleep."""
    times = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, run in contenders.items():
            time.sleep(0.05)
            elapsed = run()
            if turn:
                times[name].append(elapsed)
    return {name: statistics.median(values) for name, values in times.items()}


class Swift:
    """The Swift process: answers each line with one line."""

    def __init__(self, program, folder, threads):
        self.folder = folder
        self.process = subprocess.Popen(
            [program, str(folder), str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise SystemExit(f"model-benchmark ended at: {line}")
        return answer

    def run(self, task):
        """Milliseconds that a task takes, by the clock that `timed` uses."""
        start = self.processor_time()
        elapsed = float(self.ask(f"run {task}"))
        return elapsed if clock is time.perf_counter else self.processor_time() - start

    def processor_time(self):
        return time.clock_gettime(~self.process.pid << 3 | 2) * 1e3  # clock_getcpuclockid, which Python lacks

    def output(self, task):
        self.ask(f"output {task} {self.folder}/output.safetensors")
        return load_file(self.folder / "output.safetensors")["output"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()
