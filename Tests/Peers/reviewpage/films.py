"""The film on the canvas is the reporter's picture: each grey value within one, by both ways of drawing."""

import io
import math

import numpy
from PIL import Image


def picture(desk, path):
    """A picture of the node, as grey values."""
    text = desk.page.evaluate(
        """async (path) => { const answer = await fetch(path, { headers: { Accept: 'image/png' } });
           if (!answer.ok) throw new Error(path + ': ' + answer.status);
           return Array.from(new Uint8Array(await answer.arrayBuffer())); }""", path)
    return numpy.asarray(Image.open(io.BytesIO(bytes(text))).convert("L")).astype(int)


def shown(desk):
    """What is on the screen in the first pane, marks hidden, as grey values."""
    desk.page.evaluate("""() => { document.activeElement.blur(); document.querySelector('.film-pane').classList.remove('active');
        for (const marks of document.querySelectorAll('.marks, .film-note')) marks.hidden = true; }""")
    left, top, width, height = desk.page.evaluate("""() => { const canvas = document.querySelector('.film-pane canvas'),
        box = canvas.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.top), canvas.width, canvas.height]; }""")
    screen = numpy.asarray(Image.open(io.BytesIO(desk.page.screenshot())).convert("RGB")).astype(int)
    return screen[top:top + height, left:left + width]


def around(film):
    """The lowest and the highest of each pixel and those at most two away."""
    padded = numpy.pad(film, 2, mode="edge")
    near = [padded[y:y + film.shape[0], x:x + film.shape[1]] for y in range(5) for x in range(5)]
    return numpy.minimum.reduce(near), numpy.maximum.reduce(near)


def compare(desk, study, image, rendered):
    """At one to one, the middle of the film."""
    facts = desk.call("GET", f"/api/studies/{study}/images/{image['instance']}/{image['frame']}/display.json")["body"]
    height_of_pixels = round(facts["height"] * facts["aspect"]) / facts["height"]
    desk.page.locator(".film-pane").first.focus()
    desk.page.keyboard.press("1")
    desk.page.wait_for_timeout(300)
    screen = shown(desk)
    assert (screen[..., 0] == screen[..., 1]).all() and (screen[..., 0] == screen[..., 2]).all(), "the film is coloured"
    grey = screen[..., 0]
    film = picture(desk, rendered)
    height, width = grey.shape
    # Where the page puts the film: its middle on the middle of the view.
    top, left = [math.floor((size - length) / 2 + 0.5) for size, length in zip(grey.shape, film.shape)]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(height, top + film.shape[0]), min(width, left + film.shape[1])
    part = film[y0 - top:y1 - top, x0 - left:x1 - left]
    # A film that is shrunk to square pixels depends on how its neighbours are weighted: it must stay among them.
    low, high = (part, part) if height_of_pixels >= 1 else around(part)
    difference = numpy.maximum(low - grey[y0:y1, x0:x1], grey[y0:y1, x0:x1] - high).clip(0)
    assert part.size > 10_000 and len(numpy.unique(part)) > 50, "there is nothing to compare"
    assert difference.max() <= 1, f"{(difference > 1).sum()} of {part.size} pixels differ, by up to {difference.max()}"
    return part.size


def canvas_is_the_picture(at, users, rendered):
    """@param rendered: the address of the reporter's picture of an image."""
    places = []
    for way_wanted in ("webgl2", "2d"):
        with at() as desk:
            if way_wanted == "webgl2":
                # However slow this machine is, the graphics processor is kept.
                desk.page.add_init_script("performance.now = () => 0;")
            else:
                desk.page.add_init_script("""const get = HTMLCanvasElement.prototype.getContext;
                    HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind === 'webgl2' ? null : get.call(this, kind, ...more); };""")
            desk.sign_in(*users["reviewer"])
            for row in desk.waiting()[:2]:
                study = row["study"]
                view = desk.call("GET", f"/api/studies/{study}")["body"]
                image = view["images"][0]
                desk.open(study)
                way = desk.page.locator(".surface canvas").first.get_attribute("data-drawing")
                places.append((way, compare(desk, study, image, rendered(study, image))))
    assert [way for way, _ in places] == ["webgl2", "webgl2", "2d", "2d"], places
    return places
