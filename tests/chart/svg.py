#!/usr/bin/env python3
"""SVG as others read it: an XML parser, and, where asked, a browser.

    svg.py PROGRAM EXAMPLES                    parses what the program writes, hostile titles included
    svg.py PROGRAM EXAMPLES --browser          besides: chromium draws it in light and dark; every text has its room
    svg.py PROGRAM EXAMPLES --pictures FOLDER  writes the README's pictures, chart-light.png and chart-dark.png
"""
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

PROGRAM = os.path.realpath(sys.argv[1])
EXAMPLES = pathlib.Path(sys.argv[2]).resolve()
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "line", "text", "polygon", "polyline", "circle"}
ATTRIBUTES = {"width", "height", "viewBox", "role", "aria-labelledby", "id", "class", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy",
              "r", "points", "text-anchor"}
HOSTILE = "</text></svg><script>document.title='pwned'</script><svg onload=alert(1)>&lt;\"' ]]> <!-- \x1b[31m \u202e 日本 \uffff"

README = ["10h=200k", "20h=750k+", "--at", "24h,48h,7d", "--title", "The Interview"]
PICTURES = {
    "interview": README,
    "untitled-log": ["10h=200k", "20h=750k+", "--log", "xy"],
    "hostile": ["10h=200k", "20h=750k+", "30h=1M-", "--at", "48h", "--title", HOSTILE, "--log", "y", "--level", "50,80,95"],
    "long": ["10h=200k", "--title", "W" * 5000],
    "clock": ["20m=5", "25m=~9", "--release", "2014-12-24T18:00-05:00", "--title", "日本の映画" * 30],
    "least-squares": ["5h=60k", "10h=200k", "20h=750k+", "30h=1.1M", "48h=~1.4M", "72h=1.6M-", "--method", "least-squares",
                      "--level", "50,80,95"],
    "wild": ["12h=9", "22h=50031", "35h=62236", "40h=28350280", "51h=57106893", "56h=663358101", "--method", "least-squares", "--log", "y",
             "--at", "100h"],
    "endless": ["1h=10", "2h=100", "3h=1000", "4h=10001", "5h=99999", "--at", "1611h", "--method", "least-squares", "--curve",
                "exponential-growth"],
    "nearly-certain": ["10h=200000±0", "1000d=200001±0", "--at", "1001d"],
}


def demand(holds, what):
    if not holds:
        raise AssertionError(what)


def write_all(folder):
    """All pictures by name."""
    paths = {}
    for name, arguments in PICTURES.items():
        paths[name] = folder / f"{name}.svg"
        subprocess.run([PROGRAM, *arguments, "-q", "--svg", paths[name]], stdout=subprocess.DEVNULL, check=True)
    paths["backtest"] = folder / "backtest.svg"
    subprocess.run([PROGRAM, "backtest", EXAMPLES / "backtest.ndjson", "--svg", paths["backtest"]], stdout=subprocess.DEVNULL, check=True)
    return paths


def parse(name, path):
    """What any XML parser says of it."""
    root = xml.fromstring(path.read_bytes())
    demand(root.tag == SVG + "svg", f"{name}: the root is {root.tag}")
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        demand(tag in ELEMENTS, f"{name}: an element {tag}")
        for attribute in element.attrib:
            demand(attribute in ATTRIBUTES, f"{name}: an attribute {attribute}")
    labels = root.get("aria-labelledby").split()
    for tag, label in zip(("title", "desc"), labels):
        element = root.find(SVG + tag)
        demand(element.get("id") == label and element.text.strip(), f"{name}: no {tag}")
    style = root.find(SVG + "style").text
    demand("url(" not in style and "@import" not in style, f"{name}: the style sheet reaches outside")
    for points in (element.get("points") for element in root.iter() if element.get("points")):
        demand(re.fullmatch(r"(-?\d+\.\d,-?\d+\.\d ?)+", points), f"{name}: points {points[:80]}")
    if name == "hostile":
        texts = [element.text or "" for element in root.iter(SVG + "text")]
        demand(any(text.startswith("</text></svg><script>") for text in texts), "the hostile title is text")
        demand("<script>" in root.find(SVG + "title").text, "and so it is for a screen reader")


# In a page of its own: which texts leave the picture or lie over one another.
LAYOUT = """
const svg = document.querySelector('svg'), frame = svg.viewBox.baseVal, wrong = [];
const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBBox()]);
for (const [text, box] of boxes) {
  if (box.x < 0 || box.y < 0 || box.x + box.width > frame.width || box.y + box.height > frame.height) wrong.push('outside: ' + text);
}
for (let i = 0; i < boxes.length; ++i) for (let j = 0; j < i; ++j) {
  const [a, b] = [boxes[i][1], boxes[j][1]], slack = 2;
  if (a.x + slack < b.x + b.width && b.x + slack < a.x + a.width && a.y + slack < b.y + b.height && b.y + slack < a.y + a.height)
    wrong.push('overlap: ' + boxes[i][0] + ' and ' + boxes[j][0]);
}
document.body.append(Object.assign(document.createElement('pre'), {id: 'result', textContent: JSON.stringify(
  {wrong, texts: boxes.length, scripts: document.scripts.length, title: document.title})}));
"""


def chromium(folder, *arguments):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    demand(program, "no chromium: apt-get install chromium")
    done = subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
         f"--user-data-dir={folder}/profile", *arguments],
        capture_output=True, timeout=120, check=False)
    demand(done.returncode == 0, f"chromium: {done.stderr.decode()[-2000:]}")
    return done.stdout.decode()


def check_layout(name, path, folder):
    page = folder / f"{name}.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><title>page</title><body>{path.read_text()}<script>{LAYOUT}</script>")
    dom = chromium(folder, "--dump-dom", page.as_uri())
    result = json.loads(html.unescape(re.search(r'<pre id="result">(.*?)</pre>', dom, re.S).group(1)))
    demand(result["title"] == "page" and result["scripts"] == 1, f"{name}: markup got in: {result}")
    demand(result["texts"] > 8, f"{name}: {result['texts']} texts")
    demand(not result["wrong"], f"{name}: {result['wrong']}")


def screenshot(svg, png, dark, folder, scale=1):
    root = xml.fromstring(svg.read_bytes())
    size = f"{root.get('width')},{root.get('height')}"
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
    chromium(folder, *scheme, f"--window-size={size}", f"--force-device-scale-factor={scale}", f"--screenshot={png}", svg.as_uri())
    return tuple(int(root.get(side)) for side in ("width", "height"))


def brightness(colour):
    return sum(colour[:3]) / 3


def check_screenshots(paths, folder):
    from PIL import Image

    for name, path in paths.items():
        for dark in (False, True):
            png = folder / f"{name}-{dark}.png"
            size = screenshot(path, png, dark, folder)
            image = Image.open(png).convert("RGB")
            demand(image.size == size, f"{name}: {image.size}")
            paper = image.getpixel((3, 3))
            demand(brightness(paper) < 40 if dark else brightness(paper) > 240, f"{name}, dark {dark}: the paper is {paper}")
            colours = image.getcolors(1 << 20)
            most_unlike = max(abs(brightness(colour) - brightness(paper)) for _, colour in colours)
            demand(most_unlike > 180, f"{name}, dark {dark}: nothing stands out from the paper")
            if name == "interview":  # between the median and the upper end of the 80 % band, and above all bands
                band, empty = image.getpixel((600, 300)), image.getpixel((200, 200))
                demand(empty == paper and band != paper and band[2] > band[0] + 20, f"{name}: a band of {band} on {paper}")


with tempfile.TemporaryDirectory() as scratch:
    work = pathlib.Path(scratch)
    if sys.argv[3:4] == ["--pictures"]:
        picture = work / "chart.svg"
        subprocess.run([PROGRAM, *README, "--svg", picture], stdout=subprocess.DEVNULL, check=True)
        for scheme in ("light", "dark"):
            screenshot(picture, pathlib.Path(sys.argv[4]).resolve() / f"chart-{scheme}.png", scheme == "dark", work, 2)
        sys.exit(0)
    pictures = write_all(work)
    for key, value in pictures.items():
        parse(key, value)
    if sys.argv[3:4] == ["--browser"]:
        for key, value in pictures.items():
            check_layout(key, value, work)
        check_screenshots(pictures, work)
print(f"{len(pictures)} pictures are well formed" + (", and right in a browser" if sys.argv[3:] else ""))
