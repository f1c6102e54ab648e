"""The documents that accompany a draft, a PDF and a picture, as OHIF opens them from its list of series."""

PDF = 'object[type="application/pdf"]'

# Whether the PDF that the viewer shows is the one that the node has, and how long it is.
COMPARE_PDF = """async (path) => {
  const bytes = async (answer) => new Uint8Array(await (await answer).arrayBuffer());
  const shown = await bytes(fetch(document.querySelector('object[type="application/pdf"]').data));
  const answer = await fetch(path, { headers: { Accept: 'application/pdf' } });
  if (!answer.ok) throw new Error(path + ': ' + answer.status);
  const stored = await bytes(answer);
  // The value in the object may have one byte more, to be of even length.
  return { head: String.fromCharCode(...shown.slice(0, 5)), size: shown.length, stored: stored.length,
    same: shown.length - stored.length <= 1 && stored.every((byte, i) => byte === shown[i]) };
}"""

# Whether the first viewport shows an image of this series.
SHOWS = """(series) => { const element = cornerstone.getEnabledElements()[0];
    const id = element && element.viewport.getCurrentImageId && element.viewport.getCurrentImageId();
    return Boolean(id && id.includes('/series/' + series + '/')); }"""


def value(match, tag):
    return match[tag]["Value"][0]


def open_series(page, series):
    """Opens a series from the list beside the viewport."""
    page.locator(f'[data-series="{value(series, "00200011")}"]').first.dblclick()


def open_pdf(page, study, series, get):
    path = f"/studies/{study}/series/{value(series, '0020000E')}"
    instance = value(get(f"{path}/instances")[0], "00080018")
    open_series(page, series)
    page.locator(PDF).first.wait_for(state="attached")
    page.wait_for_function(f"() => (document.querySelector('{PDF}').data || '').startsWith('blob:')")
    result = page.evaluate(COMPARE_PDF, f"/dicom-web{path}/instances/{instance}/rendered")
    assert result["head"] == "%PDF-" and result["same"], result
    return result


def open_picture(page, series, compare, patience):
    """Opens the picture and compares it as a film; `compare` is the script that does."""
    open_series(page, series)
    page.wait_for_function(SHOWS, arg=value(series, "0020000E"))
    return compared(page, compare, 2, patience)


def compared(page, compare, greys, patience):
    """Waits until the viewer shows the picture with the right values, of which there must be more than `greys`: it may draw an
    image more than once before it is as it stays."""
    for _ in range(patience // 1000):
        result = page.evaluate(compare)
        if result["places"] > 100 and result["beyond"] == 0:
            break
        page.wait_for_timeout(1000)
    assert result["places"] > 100 and result["beyond"] == 0 and result["greys"] > greys, result
    return result
