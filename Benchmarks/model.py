"""Compares the report model's speed with PyTorch eager and ONNX Runtime: same weights and threads, alternating runs.

Called by model.sh with the path of the Swift program; writes weights and inputs to a temporary folder and prints a table.
"""

import argparse
import json
import pathlib
import resource
import tempfile

import torch
from figures import keep
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

from model_contenders import Swift, take_turns, timed, use_processor_time
from model_runtime import RuntimeDecoder, session
from model_torch import SHAPES, CachedDecoder, PrefixDecoder, ReportNetwork, Trunk, beam_search

HIDDEN, HEADS, INNER, LAYERS, BATCH = 512, 8, 512, 3, 16


def state(module):
    return {n: v.detach().contiguous() for n, v in module.state_dict().items() if not n.endswith("num_batches_tracked")}


def settle(module):
    """Random weights away from 0 and 1, each exact in half precision, as in a bundle."""
    with torch.no_grad():
        for name, value in module.state_dict().items():
            if name.endswith("running_var"):
                value.copy_(torch.rand_like(value) + 0.5)
            elif value.dtype == torch.float32 and value.dim() == 1:
                value.add_(torch.randn_like(value) * 0.1)
            elif value.dtype == torch.float32 and value.dim() == 4:
                value.copy_(torch.randn_like(value) * (2 / value[0].numel()) ** 0.5)
            if value.dtype == torch.float32:
                value.copy_(value.half().float())


class Table:
    def __init__(self, peak):
        self.peak = peak
        print(f"\n{'':34}{'ours ms':>9}{'torch ms':>10}{'ratio':>7}{'ORT ms':>9}{'ratio':>7}{'peak %':>8}  max difference")

    def row(self, name, times, gflop, agreement, torch_name="torch"):
        ours, theirs, ort = times["ours"], times.get(torch_name), times.get("ort")
        runtime = f"{ort:9.1f}{ours / ort:7.2f}" if ort else f"{'':16}"
        keep("model", name.strip(), ours, "ms")
        print(f"{name:34}{ours:9.1f}{theirs:10.1f}{ours / theirs:7.2f}{runtime}{gflop / ours / self.peak * 1e5:8.0f}  {agreement}", flush=True)


def multiplications(module, run):
    """GFLOP of a run: two per multiplication in every convolution and linear layer."""
    total = 0

    def count(layer, _, y):
        nonlocal total
        total += 2 * y.numel() * layer.weight[0].numel()

    layers = [m for m in module.modules() if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
    hooks = [m.register_forward_hook(count) for m in layers]
    run()
    for hook in hooks:
        hook.remove()
    return total / 1e9


@torch.inference_mode()
def encoders(table, swift, folder, threads, rounds):
    images = load_file(folder / "inputs.safetensors")["images"].permute(0, 3, 1, 2).contiguous()
    for name, (bottleneck, blocks) in SHAPES.items():
        trunk = Trunk(3, bottleneck, blocks).eval()
        trunk.load_state_dict(load_file(folder / f"{name}.safetensors"), strict=False)
        path = folder / f"{name}.onnx"
        if not path.exists():
            torch.onnx.export(trunk, images[:1], str(path), dynamo=False, input_names=["x"], output_names=["y"],
                              dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
        ort = session(path, threads)
        for batch in (1, 8):
            x = images[:batch].contiguous()
            task = f"encoder-{name}-{batch}"
            expected = trunk(x)
            off = (swift.output(task).permute(0, 3, 1, 2) - expected).abs().max().item() / expected.abs().max().item()
            gflop = multiplications(trunk, lambda: trunk(x))
            times = take_turns({
                "ours": lambda: swift.run(task),
                "torch": lambda: timed(lambda: trunk(x)),
                "ort": lambda: timed(lambda: ort.run(None, {"x": x.numpy()})),
            }, rounds)
            table.row(f"encoder {name}, batch {batch}", times, gflop, f"{off:.1e} of the largest")


def decoding(table, swift, folder, threads, rounds):
    for vocabulary in (760, 4335):
        name = f"decode-{vocabulary}"
        network = decoder_network(vocabulary)
        network.load_state_dict(load_file(folder / f"{name}.safetensors"), strict=False)
        network.eval()
        images = load_file(folder / f"{name}.inputs.safetensors")["images"].permute(0, 3, 1, 2).contiguous()
        with torch.inference_mode():
            memory = network.encode(network.trunk(images)).flatten(0, 1)[None]
            cached, prefix = CachedDecoder(network, memory), PrefixDecoder(network, memory)
            runtime = RuntimeDecoder(network, memory, folder / f"{name}.onnx", threads)
        for length in (60, 100):
            task = f"{name}-{length}"
            said, scores = beam_search(cached, 3, length)
            found = swift.output(task)
            same = found[0].int().tolist() == said == beam_search(runtime, 3, length)[0]
            off = max(abs(a - b) for a, b in zip(found[1].tolist(), scores))
            per_token = sum(p.numel() for n, p in network.decoder.named_parameters() if "weight" in n and p.dim() == 2)
            gflop = 2e-9 * 3 * length * (per_token + HIDDEN * vocabulary)
            times = take_turns({
                "ours": lambda: swift.run(task),
                "cached": lambda: timed(lambda: beam_search(cached, 3, length)),
                "ort": lambda: timed(lambda: beam_search(runtime, 3, length)),
            }, rounds)
            agreement = f"tokens {'equal' if same else 'DIFFER'}, {off:.1e}"
            table.row(f"decode beam 3, V {vocabulary}, {length} tokens, KV", times, gflop, agreement, "cached")
            slow = timed(lambda: beam_search(prefix, 3, length))
            table.row("  the same, torch without cache", {"ours": times["ours"], "torch": slow}, gflop, "")


def report_memory(program, folder, threads):
    """Memory of a process that only loads the ResNet-101 model and generates one report for one image."""
    swift = Swift(program, folder, threads)
    swift.ask("run report-resnet101")
    print(f"one report, ResNet-101 model, {threads} thread(s): resident / peak MiB {swift.ask('memory')}", flush=True)
    swift.end()


def decoder_network(vocabulary):
    return ReportNetwork(Trunk(1, False, [1, 1, 1, 1], (8, 8, 8, 8)), HIDDEN, HEADS, INNER, LAYERS, vocabulary, 100)


def training_network(name):
    if name == "train-transformer":
        trunk = Trunk(1, True, [1, 1, 1, 1], (8, 8, 8, 512))
        return ReportNetwork(trunk, HIDDEN, HEADS, INNER, LAYERS, 760, 61, positions=98)
    bottleneck, blocks = SHAPES[name.removeprefix("train-")]
    return ReportNetwork(Trunk(3, bottleneck, blocks), HIDDEN, HEADS, INNER, LAYERS, 760, 61)


def training(table, swift, folder, rounds):
    for name in ("train-transformer", "train-resnet18", "train-resnet101"):
        network = training_network(name).train()
        network.load_state_dict(load_file(folder / f"{name}.safetensors"), strict=False)
        inputs = load_file(folder / f"{name}.inputs.safetensors")
        words = inputs["tokens"].long()
        begin, end = torch.full((BATCH, 1), 1), torch.full((BATCH, 1), 2)
        tokens, targets = torch.cat([begin, words], 1), torch.cat([words, end], 1)
        features = inputs.get("features")
        images = None if features is not None else inputs["images"].permute(0, 3, 1, 2).contiguous()
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=0.01)
        losses = []

        def step():
            memory = network.encode(features if images is None else network.trunk(images))
            loss = F.cross_entropy(network.logits(tokens, memory).flatten(0, 1), targets.flatten(), ignore_index=0)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.grad is not None], 1.0)
            optimizer.step()
            losses.append(loss.item())

        gflop = 3 * multiplications(network, step)
        heavy = name == "train-resnet101"
        times = take_turns({
            "ours": lambda: swift.run(name), "torch": lambda: timed(step),
        }, 2 if heavy else rounds)
        off = abs(swift.output(name)[0].item() - losses[0]) / losses[0]
        memory = swift.ask("memory")
        table.row(f"{name}, batch {BATCH}", times, gflop, f"first loss {off:.1e} apart (dropout differs)")
        mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{'  resident / peak MiB':34}{memory} (torch's process at most {mine})", flush=True)


def write_configuration(folder, name, network, trunk_widths, trunk_blocks, bottleneck, channels, vocabulary):
    configuration = dict(
        imageSize=224, channels=channels, viewCount=network.image_position.shape[0] // 49,
        trunkBlock="bottleneck" if bottleneck else "basic", trunkStem="imageNet", trunkWidths=trunk_widths,
        trunkBlocks=trunk_blocks, hiddenSize=HIDDEN, headCount=HEADS, feedForwardSize=INNER, encoderLayers=LAYERS,
        decoderLayers=LAYERS, vocabularySize=vocabulary, maxLength=network.length, dropout=0.1, labelCount=14)
    (folder / f"{name}.json").write_text(json.dumps(configuration))
    save_file(state(network), folder / f"{name}.safetensors")


def write_everything(folder):
    """Writes the weights and inputs that both sides read; images are channels last, the layout of the Swift side."""
    torch.manual_seed(5)
    save_file({"images": torch.randn(8, 224, 224, 3)}, folder / "inputs.safetensors")
    for name, (bottleneck, blocks) in SHAPES.items():
        trunk = Trunk(3, bottleneck, blocks)
        settle(trunk)
        save_file(state(trunk), folder / f"{name}.safetensors")
    for vocabulary in (760, 4335):
        network = decoder_network(vocabulary)
        settle(network)
        with torch.no_grad():  # sharper logits than the initial ones, and an end token that never wins
            network.output.weight.mul_(8)
            network.output.bias[2] = -60000
        write_configuration(folder, f"decode-{vocabulary}", network, [8] * 4, [1] * 4, False, 1, vocabulary)
        save_file({"images": torch.randn(2, 224, 224, 1)}, folder / f"decode-{vocabulary}.inputs.safetensors")
    for name in ("train-transformer", "train-resnet18", "train-resnet101"):
        network = training_network(name)
        inputs = {"tokens": torch.randint(4, 760, (BATCH, 60)).float()}
        if name == "train-transformer":
            write_configuration(folder, name, network, [8, 8, 8, 512], [1] * 4, True, 1, 760)
            inputs["features"] = torch.randn(BATCH, 98, 2048).relu()
        else:
            bottleneck, blocks = SHAPES[name.removeprefix("train-")]
            write_configuration(folder, name, network, [64, 128, 256, 512], blocks, bottleneck, 3, 760)
            inputs["images"] = torch.randn(BATCH, 224, 224, 3)
        save_file(inputs, folder / f"{name}.inputs.safetensors")


def sgemm_rate():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return 2 * 1024**3 / min(timed(lambda: a @ b) for _ in range(30)) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the built model-benchmark")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=["encoder", "decoding", "training"])
    parser.add_argument("--processor-time", action="store_true", help="not the time waited: for one thread on a busy machine")
    options = parser.parse_args()
    if options.processor_time:
        use_processor_time()
    with tempfile.TemporaryDirectory(prefix="model-benchmark.") as name:
        folder = pathlib.Path(name)
        write_everything(folder)
        for threads in options.threads:
            torch.set_num_threads(threads)
            parts = {
                "encoder": lambda t, s: encoders(t, s, folder, threads, options.rounds),
                "decoding": lambda t, s: decoding(t, s, folder, threads, options.rounds),
                "training": lambda t, s: training(t, s, folder, options.rounds),
            }
            chosen = [parts[options.only]] if options.only else parts.values()
            for part in chosen:
                swift = Swift(options.program, folder, threads)  # a process per part, so that memory is measured per part
                own, theirs = float(swift.ask("sgemm")), sgemm_rate()
                print(f"\n{threads} thread(s): sgemm of 1024 x 1024, GFLOP/s: OpenBLAS {own:.0f}, PyTorch {theirs:.0f}")
                part(Table(max(own, theirs)), swift)
                swift.end()
            if options.only in (None, "encoder"):
                report_memory(options.program, folder, threads)


main()
