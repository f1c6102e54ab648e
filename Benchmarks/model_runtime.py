"""The report model in ONNX Runtime, as measured by model.py: graphs exported from the networks of model_torch.py."""

import onnxruntime
import torch

from model_torch import CachedStep


def session(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class RuntimeDecoder:
    """Runs `CachedStep` in ONNX Runtime. The caches stay in its own arrays, so that nothing is copied between steps."""

    def __init__(self, network, memory, path, threads):
        step = CachedStep(network).eval()
        self.memory, self.empty = step.memory_caches(memory), step.empty_caches()
        layers = range(len(self.empty) // 2)
        kinds = [f"{part}{i}" for i in layers for part in ("k", "v")]
        self.names = ["tokens", "position", "parents"] + [f"{p}_{k}" for p in ("memory", "past") for k in kinds]
        self.outputs = ["scores"] + [f"present_{k}" for k in kinds]
        if not path.exists():
            past = [torch.zeros(3, c.shape[1], 5, c.shape[3]) for c in self.empty]
            batch = {n: {0: "reports"} for n in ("tokens", "parents", "scores")}
            grown = {f"{p}_{k}": {0: p, 2: f"{p}_length"} for p in ("past", "present") for k in kinds}
            torch.onnx.export(step, (torch.tensor([4, 5, 6]), torch.tensor(5), torch.tensor([0, 1, 2]), *self.memory, *past),
                              str(path), dynamo=False, input_names=self.names, output_names=self.outputs,
                              dynamic_axes=batch | grown)
        self.session = session(path, threads)
        self.memory, self.empty = ([self.value(c) for c in caches] for caches in (self.memory, self.empty))

    @staticmethod
    def value(tensor):
        return onnxruntime.OrtValue.ortvalue_from_numpy(tensor.contiguous().numpy())

    def start(self):
        self.past, self.position = self.empty, 0

    def step(self, tokens, parents):
        inputs = [self.value(t) for t in (tokens, torch.tensor(self.position), parents)] + self.memory + self.past
        scores, *self.past = self.session.run_with_ort_values(self.outputs, dict(zip(self.names, inputs)))
        self.position += 1
        return torch.from_numpy(scores.numpy().copy())
