"""OHIF in Chromium as a client of the node: lists the studies, opens each, compares its canvas with the node's own
rendering, opens the PDF and the picture that accompany a draft, and uploads an object. OHIF and the node are on one origin, behind a
proxy that adds the token, as sites run them.

usage: ohif.py NODE TOKEN PORT OHIF SAMPLE SCREENSHOTS"""

import http.client
import json
import pathlib
import sys

from playwright.sync_api import sync_playwright

from ohif_companions import compared, open_pdf, open_picture, value
from ohif_site import DRAWN, Site, serve

# How far the canvas is from the node's picture of the same image, in places where the picture is even, so that how the
# canvas is scaled does not matter.
COMPARE = """async () => {
  const viewport = cornerstone.getEnabledElements()[0].viewport, imageId = viewport.getCurrentImageId();
  const path = imageId.slice(imageId.indexOf('/dicom-web'), imageId.indexOf('/frames')) + '/rendered';
  const answer = await fetch(path, { headers: { Accept: 'image/png' } });
  if (!answer.ok) throw new Error(path + ': ' + answer.status);
  const picture = await createImageBitmap(await answer.blob());
  const read = (source) => {
    const context = new OffscreenCanvas(source.width, source.height).getContext('2d');
    context.drawImage(source, 0, 0);
    return context.getImageData(0, 0, source.width, source.height).data;
  };
  const canvas = document.querySelector('canvas.cornerstone-canvas');
  const film = read(picture), shown = read(canvas);
  const { dimensions: [columns, rows], imageData } = viewport.getImageData();
  const place = (x, y) => viewport.worldToCanvas(imageData.indexToWorld([x - 0.5, y - 0.5, 0]));
  const origin = place(0, 0), across = place(columns, 0), down = place(0, rows);
  // A pixel of the canvas may be a mean of its neighbourhood.
  const reach = Math.ceil(picture.width / Math.hypot(across[0] - origin[0], across[1] - origin[1])) + 1;
  const differences = [];
  for (let y = reach; y < picture.height - reach; y += 3) for (let x = reach; x < picture.width - reach; x += 3) {
    const u = (x + 0.5) / picture.width, v = (y + 0.5) / picture.height;
    const at = [0, 1].map((i) => Math.floor(origin[i] + u * (across[i] - origin[i]) + v * (down[i] - origin[i])));
    if (at[0] < 0 || at[1] < 0 || at[0] >= canvas.width || at[1] >= canvas.height) continue;
    const grey = shown[4 * (at[1] * canvas.width + at[0])];
    let low = 255, high = 0;
    for (let j = -reach; j <= reach; j++) for (let i = -reach; i <= reach; i++) {
      const near = film[4 * ((y + j) * picture.width + x + i)];
      low = Math.min(low, near); high = Math.max(high, near);
    }
    if (high - low <= 4) differences.push(Math.max(low - grey, grey - high, 0));
  }
  differences.sort((a, b) => a - b);
  return { path, places: differences.length, beyond: differences.filter((difference) => difference > 1).length,
    worst: differences.at(-1), greys: new Set(shown.filter((_, i) => i % 4 === 0)).size };
}"""


def get(path):
    connection = http.client.HTTPConnection(Site.node.hostname, Site.node.port)
    connection.request("GET", "/dicom-web" + path, headers={
        **Site.credentials, "Accept": "application/dicom+json"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    return json.load(answer)


def main():
    node, token, port, ohif, sample, screenshots = sys.argv[1:]
    server = serve(node, {"Authorization": f"Bearer {token}"}, ohif, port)
    base, shots = f"http://127.0.0.1:{port}", pathlib.Path(screenshots)
    shots.mkdir(parents=True, exist_ok=True)
    patience = 300_000
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[
            "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(patience)
        page.on("pageerror", lambda error: print("page:", error))

        # The list.
        page.goto(f"{base}/ohif/")
        studies = get("/studies?limit=100")
        page.get_by_text(value(studies[0], "00100020"), exact=True).first.wait_for()
        for study in studies:
            assert page.get_by_text(value(study, "00100020"), exact=True).count() >= 1, study
        page.screenshot(path=shots / "ohif-list.png")
        print(f"OHIF lists {len(studies)} studies")

        # Each study opened, and its canvas compared.
        companions = 0
        for number, study in enumerate(studies):
            uid = value(study, "0020000D")
            page.goto(f"{base}/ohif/viewer?StudyInstanceUIDs={uid}")
            page.wait_for_function(DRAWN)
            result = compared(page, COMPARE, 100, patience)
            print(f"{value(study, '00080050')}: {result}")
            if number == 1:
                page.screenshot(path=shots / "ohif-study.png")
            series = {value(one, "00080060"): one for one in get(f"/studies/{uid}/series")}
            if "DOC" not in series:
                continue
            companions += 1
            print("the picture of the draft:", open_picture(page, series["OT"], COMPARE, patience))
            page.screenshot(path=shots / "ohif-picture.png")
            print("the PDF of the draft:", open_pdf(page, uid, series["DOC"], get))
            page.screenshot(path=shots / "ohif-pdf.png")
        assert companions == 1, companions

        # An upload.
        page.goto(f"{base}/ohif/")
        page.get_by_text("Upload").first.click()
        with page.expect_response(lambda answer: answer.request.method == "POST") as stored:
            page.locator("input[type=file]").first.set_input_files(sample)
        assert stored.value.status == 200, stored.value.status
        assert len(get("/studies?limit=100")) == len(studies) + 1
        page.screenshot(path=shots / "ohif-upload.png")
        print("OHIF uploads an object")
        browser.close()
    server.shutdown()


main()
