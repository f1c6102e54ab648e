"""Small line charts under each other, as SVG."""
from html import escape

WIDTH, HEIGHT, LEFT, GAP = 760, 90, 70, 44
COLOURS = ["#2060a0", "#c05020"]


def panels(samples, measures, units):
    """A panel for each measure, with a line for each series whose name begins with it.

    samples: (seconds, {series: value}).
    """
    end = max((at for at, _ in samples), default=1) or 1
    parts, top = [], 30
    for measure in measures:
        names = sorted({key for _, values in samples for key in values if key.startswith(measure)})
        most = max((values[n] for _, values in samples for n in names if n in values), default=1) or 1
        unit = f" ({units[measure]})" if units[measure] else ""
        parts.append(f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{escape(measure + unit)}</text>')
        for share in (0, 0.5, 1):
            y = top + HEIGHT * (1 - share)
            number = f"{most * share:.0f}" if most >= 1000 else f"{most * share:.4g}"
            parts.append(f'<path d="M{LEFT} {y:.1f}H{LEFT + WIDTH}" stroke="#ddd"/>'
                         f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number}</text>')
        for number, name in enumerate(names):
            points = [f"{LEFT + WIDTH * at / end:.1f},{top + HEIGHT * (1 - values[name] / most):.1f}"
                      for at, values in samples if name in values]
            colour = COLOURS[number % len(COLOURS)]
            parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}"/>')
            label = name.removeprefix(measure).strip()
            parts.append(f'<text x="{LEFT + WIDTH - 80 * number}" y="{top - 8}" text-anchor="end" fill="{colour}">'
                         f'{escape(label)}</text>')
        top += HEIGHT + GAP
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<text x="{LEFT + WIDTH * share:.0f}" y="{top - 16}" text-anchor="middle">'
                     f'{end * share / 60:.0f} min</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 30} {top}" font-size="12" '
            f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts)
            + "\n</svg>\n")
