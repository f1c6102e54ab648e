"""The report model's networks in PyTorch, as measured by model.py: eager, float32, with the weights of the Swift side."""

import torch
from torch import nn
from torch.nn import functional as F

SHAPES = {"resnet18": (False, [2, 2, 2, 2]), "resnet101": (True, [3, 4, 23, 3])}
END = 2


class Block(nn.Module):
    """A basic or a bottleneck block with torchvision's names."""

    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        kernels = [1, 3, 1] if bottleneck else [3, 3]
        sizes = [inputs, width, width, 4 * width] if bottleneck else [inputs, width, width]
        strided = 1 if bottleneck else 0
        self.count = len(kernels)
        for i, kernel in enumerate(kernels):
            step = stride if i == strided else 1
            setattr(self, f"conv{i + 1}", nn.Conv2d(sizes[i], sizes[i + 1], kernel, step, kernel // 2, bias=False))
            setattr(self, f"bn{i + 1}", nn.BatchNorm2d(sizes[i + 1]))
        self.downsample = None
        if stride != 1 or inputs != sizes[-1]:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, sizes[-1], 1, stride, bias=False), nn.BatchNorm2d(sizes[-1]))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            if i < self.count:
                y = F.relu(y, inplace=True)
        return F.relu(y.add_(x if self.downsample is None else self.downsample(x)), inplace=True)


class Trunk(nn.Module):
    def __init__(self, channels, bottleneck, blocks, widths=(64, 128, 256, 512)):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, widths[0], 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        inputs = widths[0]
        for stage, (width, count) in enumerate(zip(widths, blocks)):
            layer = []
            for i in range(count):
                layer.append(Block(inputs, width, 2 if stage > 0 and i == 0 else 1, bottleneck))
                inputs = 4 * width if bottleneck else width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layer))
        self.outputs = inputs

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))


class ReportNetwork(nn.Module):
    """Same names and structure as the Swift `ReportNetwork`: pre-norm Transformer, learned positions, 49 tokens per image."""

    def __init__(self, trunk, hidden, heads, inner, layers, vocabulary, length, positions=49, dropout=0.1):
        super().__init__()
        common = dict(dim_feedforward=inner, dropout=dropout, batch_first=True, norm_first=True)
        self.heads, self.length = heads, length
        self.trunk = trunk
        self.projection = nn.Linear(trunk.outputs, hidden)
        self.image_position = nn.Parameter(torch.randn(positions, hidden))
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(hidden, heads, **common), layers, nn.LayerNorm(hidden), enable_nested_tensor=False)
        self.token_embedding = nn.Embedding(vocabulary, hidden)
        self.token_position = nn.Parameter(torch.randn(length, hidden))
        self.decoder = nn.TransformerDecoder(
            nn.TransformerDecoderLayer(hidden, heads, **common), layers, nn.LayerNorm(hidden))
        self.output = nn.Linear(hidden, vocabulary)
        self.finding_head = nn.Linear(trunk.outputs, 14)

    def encode(self, features):
        """Maps features (B, C, 7, 7), or (B, S, C) computed earlier, to the memory (B, S, E)."""
        tokens = features.flatten(2).transpose(1, 2) if features.dim() == 4 else features
        return self.encoder(self.projection(tokens) + self.image_position)

    def logits(self, tokens, memory):
        """Logits at every position of tokens (B, T), as in training and in a search without a cache."""
        length = tokens.shape[1]
        x = self.token_embedding(tokens) + self.token_position[:length]
        mask = nn.Transformer.generate_square_subsequent_mask(length)
        return self.output(self.decoder(x, memory, tgt_mask=mask, tgt_is_causal=True))


class CachedStep(nn.Module):
    """Decodes one token of each report, as a function of the cached keys and values, which PyTorch and ONNX Runtime can run."""

    def __init__(self, network):
        super().__init__()
        self.network, self.heads = network, network.heads

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def attend(self, attention, q, k, v):
        y = F.scaled_dot_product_attention(self.split(q), k, v).transpose(1, 2).flatten(2)
        return attention.out_proj(y)

    def memory_caches(self, memory):
        """Keys and values (1, heads, S, d) of the memory for each layer."""
        caches = []
        for layer in self.network.decoder.layers:
            a, e = layer.multihead_attn, memory.shape[-1]
            caches += [self.split(t) for t in F.linear(memory, a.in_proj_weight[e:], a.in_proj_bias[e:]).chunk(2, -1)]
        return caches

    def empty_caches(self):
        """Keys and values (1, heads, 0, d) of no tokens for each layer."""
        size = self.network.projection.out_features // self.heads
        return [torch.zeros(1, self.heads, 0, size) for _ in range(2 * len(self.network.decoder.layers))]

    def forward(self, tokens, position, parents, *caches):
        """Adds tokens (B) at a position to the reports `parents` (B) of the last step. Takes the memory's caches and those of
        the last step; returns log-probabilities (B, V) and the caches of this step."""
        net = self.network
        memory, past = caches[: len(caches) // 2], caches[len(caches) // 2 :]
        x = net.token_embedding(tokens)[:, None] + net.token_position[position]
        present = []
        for i, layer in enumerate(net.decoder.layers):
            a = layer.self_attn
            q, k, v = F.linear(layer.norm1(x), a.in_proj_weight, a.in_proj_bias).chunk(3, -1)
            k = torch.cat([past[2 * i][parents], self.split(k)], 2)
            v = torch.cat([past[2 * i + 1][parents], self.split(v)], 2)
            present += [k, v]
            x = x + self.attend(a, q, k, v)
            a, e = layer.multihead_attn, x.shape[-1]
            q = F.linear(layer.norm2(x), a.in_proj_weight[:e], a.in_proj_bias[:e])
            k, v = (t.expand(x.shape[0], -1, -1, -1) for t in memory[2 * i : 2 * i + 2])
            x = x + self.attend(a, q, k, v)
            x = x + layer.linear2(F.relu(layer.linear1(layer.norm3(x))))
        return torch.log_softmax(net.output(net.decoder.norm(x))[:, 0], -1), *present


class CachedDecoder:
    """Runs `CachedStep` in PyTorch."""

    def __init__(self, network, memory):
        self.run = CachedStep(network)
        self.memory = self.run.memory_caches(memory)

    def start(self):
        self.past, self.position = self.run.empty_caches(), 0

    def step(self, tokens, parents):
        """Returns log-probabilities (B, V) after adding tokens (B) to the reports `parents` of the last step."""
        scores, *self.past = self.run(tokens, torch.tensor(self.position), parents, *self.memory, *self.past)
        self.position += 1
        return scores


class PrefixDecoder:
    """Runs the decoder on the whole prefix at each step and recomputes the keys and values of the memory."""

    def __init__(self, network, memory):
        self.network, self.memory = network, memory

    def start(self):
        self.tokens = None

    def step(self, tokens, parents):
        self.tokens = tokens[:, None] if self.tokens is None else torch.cat([self.tokens[parents], tokens[:, None]], 1)
        memory = self.memory.expand(self.tokens.shape[0], -1, -1)
        return torch.log_softmax(self.network.logits(self.tokens, memory)[:, -1], -1)


@torch.inference_mode()
def beam_search(decoder, beams, length):
    """The most likely report, cut after `length` tokens. Padding and begin tokens are never generated."""
    decoder.start()
    tokens, parents = torch.tensor([1]), torch.tensor([0])
    totals, reports, scores = torch.zeros(1), [[]], [[]]
    best, said, probabilities = -float("inf"), [], []
    for _ in range(length):
        logp = decoder.step(tokens, parents)
        logp[:, :END] = -float("inf")
        top, flat = (totals[:, None] + logp).flatten().topk(2 * beams)
        size = logp.shape[1]
        kept, kept_totals, next_reports, next_scores, added = [], [], [], [], []
        for total, index in zip(top.tolist(), flat.tolist()):
            beam, token = divmod(index, size)
            score = logp[beam, token].item()
            if token == END:
                if total > best and len(kept) < beams:
                    best, said, probabilities = total, reports[beam], scores[beam] + [score]
            elif len(kept) < beams:
                kept.append(beam)
                kept_totals.append(total)
                added.append(token)
                next_reports.append(reports[beam] + [token])
                next_scores.append(scores[beam] + [score])
        reports, scores = next_reports, next_scores
        tokens, parents, totals = torch.tensor(added), torch.tensor(kept), torch.tensor(kept_totals)
        if kept_totals[0] <= best:
            break
    return (said, probabilities) if best >= kept_totals[0] else (reports[0], scores[0])
