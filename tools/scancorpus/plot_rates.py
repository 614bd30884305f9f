#!/usr/bin/env python3
"""Draws the rates of outpost-scan-bench as an SVG picture: one group of bars a variant.

usage: plot_rates.py RATES.csv OUT.svg [--symbol v29-M]     (without --symbol: all symbols together)
"""

import argparse
import csv
import html
import sys

COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")
ROW_PX = 9          # one bar
GAP_PX = 7          # between two variants
LEFT_PX = 130       # names of the variants
BARS_PX = 600       # 100 %
TOP_PX = 46
NO_SYMBOL = "-"


def load_rates(path, symbol):
    """{variant: {decoder: (frames, right)}} and the decoders, in the file's order."""
    variants, decoders = {}, []
    with open(path, newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["symbol"] == NO_SYMBOL or symbol not in (None, row["symbol"]):
                continue
            if row["decoder"] not in decoders:
                decoders.append(row["decoder"])
            rates = variants.setdefault(row["variant"], {})
            frames, right = rates.get(row["decoder"], (0, 0))
            rates[row["decoder"]] = (frames + int(row["frames"]), right + int(row["right"]))
    return variants, decoders


def text(x, y, words, anchor="start"):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{html.escape(words)}</text>'


def percent(frames, right):
    return 100.0 * right / frames if frames else 0.0


def legend(variants, decoders):
    parts, x = [], LEFT_PX
    for decoder, colour in zip(decoders, COLOURS):
        sums = [rates[decoder] for rates in variants.values() if decoder in rates]
        mean = percent(sum(frames for frames, _ in sums), sum(right for _, right in sums))
        parts.append(f'<rect x="{x}" y="8" width="10" height="10" fill="{colour}"/>')
        parts.append(text(x + 14, 17, f"{decoder} {mean:.1f} %"))
        x += 150
    return parts


def draw(variants, decoders):
    group_px = ROW_PX * len(decoders) + GAP_PX
    height = TOP_PX + group_px * len(variants) + 10
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT_PX + BARS_PX + 60}" '
             f'height="{height}" font-family="sans-serif" font-size="11">',
             '<rect width="100%" height="100%" fill="white"/>']
    parts += legend(variants, decoders)
    for share in range(0, 101, 20):
        x = LEFT_PX + BARS_PX * share / 100
        parts.append(f'<line x1="{x}" y1="{TOP_PX - 6}" x2="{x}" y2="{height - 6}" stroke="#dddddd"/>')
        parts.append(text(x, TOP_PX - 10, f"{share} %", "middle"))
    for place, (variant, rates) in enumerate(variants.items()):
        top = TOP_PX + place * group_px
        parts.append(text(LEFT_PX - 6, top + (group_px - GAP_PX) / 2 + 4, variant, "end"))
        for bar, (decoder, colour) in enumerate(zip(decoders, COLOURS)):
            width = BARS_PX * percent(*rates.get(decoder, (0, 0))) / 100
            parts.append(f'<rect x="{LEFT_PX}" y="{top + bar * ROW_PX}" width="{width:.1f}" '
                         f'height="{ROW_PX - 1}" fill="{colour}"/>')
    return "\n".join(parts + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rates")
    parser.add_argument("picture")
    parser.add_argument("--symbol")
    options = parser.parse_args()
    variants, decoders = load_rates(options.rates, options.symbol)
    if not variants or len(decoders) > len(COLOURS):
        print(f"plot_rates.py: nothing to draw, or more than {len(COLOURS)} decoders", file=sys.stderr)
        return 1
    with open(options.picture, "w", encoding="utf-8") as stream:
        stream.write(draw(variants, decoders))
    return 0


if __name__ == "__main__":
    sys.exit(main())
