"""Generates the PyTorch reference for NeuralNetworkTests and ReportGenerationTests.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install torch numpy safetensors
    /tmp/reference/bin/python make_reference.py

Writes *.safetensors and SHA256SUMS to its own folder. Names in a file: CASE/input..., CASE/weight.NAME (a state dict),
CASE/output, CASE/gradient.NAME (of sum(output * probe)), where NAME `input` is the input's own gradient.
Images are written channels last, weights in PyTorch's layout.
"""

import hashlib
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
torch.manual_seed(20)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def last(x):
    """Channels last, the image layout of the Swift side."""
    return x.permute(0, 2, 3, 1).contiguous() if x.dim() == 4 else x


def single(x):
    x = x.detach().clone().contiguous()
    return x.float() if x.dtype == torch.float64 else x


def weights(module):
    return {n: v.detach().clone() for n, v in module.state_dict().items() if not n.endswith("num_batches_tracked")}


def scramble(module):
    """Weights away from 0 and 1, so that a missing scale, bias or statistic shows in the results."""
    with torch.no_grad():
        for name, value in module.state_dict().items():
            if name.endswith("running_var"):
                value.copy_(torch.rand_like(value) + 0.5)
            elif value.dtype == torch.float32 and value.dim() == 1:
                value.add_(torch.randn_like(value) * 0.3)
            elif value.dtype == torch.float32:
                value.copy_(torch.randn_like(value) / value[0].numel() ** 0.5)


def case(out, name, module, *inputs, call=None, training=True):
    """Runs in double precision, because rounding in float is up to 5e-5 in the gradients of a deep trunk."""
    module.train(training).double()
    inputs = [x.double().requires_grad_() for x in inputs]
    for key, value in weights(module).items():
        out[f"{name}/weight.{key}"] = value
    y = (call or module)(*inputs)
    probe = torch.randn_like(y)
    (y * probe).sum().backward()
    out[f"{name}/output"], out[f"{name}/probe"] = last(y.detach()), last(probe)
    for i, x in enumerate(inputs):
        out[f"{name}/input{i}"], out[f"{name}/gradient.input{i}"] = last(x.detach()), last(x.grad)
    for key, value in module.named_parameters():
        out[f"{name}/gradient.{key}"] = value.grad
    for key, value in module.named_buffers():
        if not key.endswith("num_batches_tracked"):
            out[f"{name}/after.{key}"] = value.clone()


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
        return F.relu(self.bn3(self.conv3(y)) + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, channels, imagenet, widths, blocks, block=BasicBlock):
        super().__init__()
        kernel = 7 if imagenet else 3
        self.pool = nn.MaxPool2d(3, 2, 1) if imagenet else nn.Identity()
        self.conv1 = nn.Conv2d(channels, widths[0], kernel, 2, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.stages = len(widths)
        inputs = widths[0]
        for stage, (width, count) in enumerate(zip(widths, blocks)):
            layer = []
            for i in range(count):
                layer.append(block(inputs, width, 2 if stage > 0 and i == 0 else 1))
                inputs = 4 * width if block is Bottleneck else width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layer))

    def forward(self, x):
        x = self.pool(F.relu(self.bn1(self.conv1(x))))
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x


class ReportNetwork(nn.Module):
    def __init__(self, size, widths, blocks, hidden, heads, inner, encoders, decoders, vocabulary, length, labels):
        super().__init__()
        common = dict(dim_feedforward=inner, dropout=0.0, batch_first=True, norm_first=True)
        grid = size // 2 ** len(widths)
        self.trunk = ResNet(1, False, widths, blocks)
        self.projection = nn.Linear(widths[-1], hidden)
        self.image_position = nn.Parameter(torch.randn(grid * grid, hidden))
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(hidden, heads, **common), encoders, nn.LayerNorm(hidden), enable_nested_tensor=False)
        self.token_embedding = nn.Embedding(vocabulary, hidden)
        self.token_position = nn.Parameter(torch.randn(length, hidden))
        self.decoder = nn.TransformerDecoder(
            nn.TransformerDecoderLayer(hidden, heads, **common), decoders, nn.LayerNorm(hidden))
        self.output = nn.Linear(hidden, vocabulary)
        self.finding_head = nn.Linear(widths[-1], labels)

    def forward(self, images, tokens):
        features = self.trunk(images)
        grid = self.projection(features.flatten(2).transpose(1, 2)) + self.image_position
        memory = self.encoder(grid)
        length = tokens.shape[1]
        x = self.token_embedding(tokens) + self.token_position[:length]
        mask = nn.Transformer.generate_square_subsequent_mask(length)
        x = self.decoder(x, memory, tgt_mask=mask, tgt_is_causal=True)
        return self.output(x), self.finding_head(features.mean((2, 3)))


def layers():
    out = {}

    def add(name, module, *inputs, **options):
        scramble(module)
        case(out, name, module, *inputs, **options)

    add("linear", nn.Linear(5, 3), torch.randn(2, 4, 5))
    add("layer_norm", nn.LayerNorm(6), torch.randn(2, 3, 6))
    add("conv", nn.Conv2d(3, 4, 3, 2, 1, bias=False), torch.randn(2, 3, 7, 6))
    add("pointwise", nn.Conv2d(3, 4, 1, 1, 0, bias=False), torch.randn(2, 3, 5, 6))
    add("batch_norm_training", nn.BatchNorm2d(3), torch.randn(2, 3, 5, 6))
    add("batch_norm_evaluation", nn.BatchNorm2d(3), torch.randn(2, 3, 5, 6), training=False)
    add("resnet_small", ResNet(1, False, [4, 6], [2, 1]), torch.randn(2, 1, 16, 16))
    add("resnet_imagenet", ResNet(1, True, [4, 6], [1, 1]), torch.randn(2, 1, 32, 32))
    add("resnet_evaluation", ResNet(1, False, [4, 6], [1, 1]), torch.randn(2, 1, 16, 16), training=False)
    attention = nn.MultiheadAttention(8, 2, batch_first=True)
    mask = nn.Transformer.generate_square_subsequent_mask(5).double()
    add("attention_causal", attention, torch.randn(2, 5, 8),
        call=lambda x: attention(x, x, x, attn_mask=mask, is_causal=True, need_weights=False)[0])
    attention2 = nn.MultiheadAttention(8, 2, batch_first=True)
    add("attention_cross", attention2, torch.randn(2, 5, 8), torch.randn(2, 3, 8),
        call=lambda x, m: attention2(x, m, m, need_weights=False)[0])
    common = dict(dim_feedforward=12, dropout=0.0, batch_first=True, norm_first=True)
    add("encoder_layer", nn.TransformerEncoderLayer(8, 2, **common), torch.randn(2, 5, 8))
    decoder = nn.TransformerDecoderLayer(8, 2, **common)
    add("decoder_layer", decoder, torch.randn(2, 5, 8), torch.randn(2, 3, 8),
        call=lambda x, m: decoder(x, m, tgt_mask=mask, tgt_is_causal=True))
    add("max_pool", nn.MaxPool2d(3, 2, 1), torch.randn(2, 3, 7, 6))
    # Last, so that the cases above keep their random numbers.
    add("bottleneck", Bottleneck(5, 3, 2), torch.randn(2, 5, 7, 6))
    add("bottleneck_plain", Bottleneck(8, 2, 1), torch.randn(2, 8, 5, 4))
    add("resnet_bottleneck", ResNet(3, True, [2, 4], [1, 2], Bottleneck), torch.randn(2, 3, 32, 32))
    add("resnet_bottleneck_evaluation", ResNet(3, True, [2, 3], [2, 1], Bottleneck), torch.randn(2, 3, 32, 32),
        training=False)
    return out


def network():
    """A small report network: one forward and backward pass, then four AdamW steps with clipping and two groups."""
    out = {}
    net = ReportNetwork(32, [4, 8], [1, 1], 8, 2, 16, 1, 2, 11, 7, 3)
    scramble(net)
    images = torch.randn(3, 1, 32, 32)
    tokens = torch.tensor([[1, 4, 5, 6, 7], [1, 8, 9, 0, 0], [1, 10, 4, 4, 0]])
    targets = torch.tensor([[4, 5, 6, 7, 2], [8, 9, 2, 0, 0], [10, 4, 4, 2, 0]])
    labels = torch.tensor([[1.0, 0, 0], [0, 1, 1], [0, 0, 1]])
    mask = torch.tensor([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])
    positive = torch.tensor([2.0, 1, 0.5])
    out["images"], out["tokens"], out["targets"] = last(images), tokens.float(), targets.float()
    out["labels"], out["mask"], out["positive"] = labels, mask, positive
    for key, value in weights(net).items():
        out[f"weight.{key}"] = value
    trunk = [p for n, p in net.named_parameters() if n.startswith("trunk.")]
    rest = [p for n, p in net.named_parameters() if not n.startswith("trunk.")]
    optimizer = torch.optim.AdamW([dict(params=trunk, lr=2e-3, weight_decay=0.1), dict(params=rest, lr=1e-2, weight_decay=0.01)])
    losses, norms = [], []
    for step in range(4):
        logits, findings = net(images, tokens)
        report = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)
        finding = F.binary_cross_entropy_with_logits(findings, labels, weight=mask, pos_weight=positive, reduction="sum")
        loss = report + 0.5 * finding / mask.sum()
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            out["logits"], out["findings"] = logits.detach(), findings.detach()
            for key, value in net.named_parameters():
                out[f"gradient.{key}"] = value.grad.clone()
        losses.append(loss.item())
        norms.append(nn.utils.clip_grad_norm_(net.parameters(), 1.0).item())
        optimizer.step()
    out["losses"], out["norms"] = torch.tensor(losses), torch.tensor(norms)
    for key, value in weights(net).items():
        out[f"after.{key}"] = value
    net.eval()
    logits, findings = net(images, tokens)
    out["evaluation.logits"], out["evaluation.findings"] = logits.detach(), findings.detach()
    return out


def main():
    files = {"layers": (layers(), None), "network": (network(), None)}
    values = torch.tensor([0.0, -0.0, 1.0, -2.5, 65504.0, 6e-5, 6e-8, 3e-8, 0.1, 1 / 3, float("inf")])
    files["half"] = ({"values": values.half(), "grid": torch.arange(6.0).reshape(2, 3).half()}, {"written_by": "safetensors"})
    for name, (tensors, metadata) in files.items():
        save_file({k: single(v) for k, v in tensors.items()}, HERE / f"{name}.safetensors", metadata)
    sums = [f"{hashlib.sha256((HERE / f'{n}.safetensors').read_bytes()).hexdigest()}  {n}.safetensors" for n in sorted(files)]
    (HERE / "SHA256SUMS").write_text("\n".join(sums) + "\n")


main()
