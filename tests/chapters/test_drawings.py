"""The book's drawings: the page's own colors in both themes, and text that a phone can show."""

import re

import pages
import pytest
from bs4 import BeautifulSoup

FIGURES = sorted((pages.CHAPTERS / "_static" / "figures").glob("*.svg"))
# A phone of 375 px, less the theme's padding of 16 px on either side.
COLUMN = 343
SMALLEST = 9
PAINT = ("fill", "stroke", "stop-color", "flood-color", "color")
SHAPES = ["circle", "ellipse", "path", "polygon", "polyline", "rect", "text", "tspan"]
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
LIGHT, DARK = ".lf", 'html[data-theme="dark"] .lf'


def declarations(text):
    """Return the properties of one block of CSS."""
    return dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", text))


def weight(selector):
    """Return how strong a selector is: its classes and attributes, then its names of elements."""
    return len(re.findall(r"[.\[]", selector)), len(re.findall(r"(?:^|[ >])\w", selector))


class Drawing:
    """One drawing, with what its style sheet says of each element."""

    def __init__(self, text):
        """Read the rules, and give each element its own: the strongest is written last."""
        self.svg = BeautifulSoup(text, "html.parser").svg
        sheet = "".join(style.get_text() for style in self.svg.find_all("style"))
        self.rules = [
            (selector.strip(), declarations(body))
            for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
            for selector in selectors.split(",")
        ]
        self.elements = [self.svg, *self.svg.find_all(True)]
        self.own = {id(element): dict(element.attrs) for element in self.elements}
        for selector, body in sorted(self.rules, key=lambda rule: weight(rule[0])):
            for element in self.svg.parent.select(selector):
                self.own[id(element)].update(body)
        for element in self.elements:
            self.own[id(element)].update(declarations(element.get("style", "")))

    def palette(self, selector):
        """Return the variables that the rules for exactly this selector set."""
        bodies = [body.items() for found, body in self.rules if found == selector]
        return {name: value for body in bodies for name, value in body if name.startswith("--")}

    def style(self, element, name):
        """Return what an element has of a property, or inherits."""
        around = (self.own.get(id(one), {}).get(name) for one in (element, *element.parents))
        return next((value for value in around if value is not None), None)

    def unthemed(self):
        """Yield each paint that stays the same in both themes."""
        known = self.palette(LIGHT).keys() & self.palette(DARK).keys()
        for element in self.elements:
            for name in PAINT:
                paint = self.own[id(element)].get(name, "none")
                variable = VARIABLE.fullmatch(paint)
                if not (variable and variable[1] in known) and not re.fullmatch(
                    r"none|currentColor|inherit|url\(#[\w-]+\)", paint
                ):
                    yield f"{name} {paint}: {str(element)[:60]}"
            if element.name in SHAPES and self.style(element, "fill") is None:
                yield f"black, for want of a fill: {str(element)[:60]}"

    def small_text(self):
        """Yield each piece of text that is too small on a phone, with its size in px."""
        scale = COLUMN / float(self.svg["viewbox"].split()[2])
        for text in self.svg.find_all(["text", "tspan"]):
            size = float((self.style(text, "font-size") or "16").removesuffix("px")) * scale
            if "".join(text.find_all(string=True, recursive=False)).strip() and size < SMALLEST:
                yield f"{size:.1f} px: {str(text)[:60]}"


@pytest.fixture(params=FIGURES, ids=[path.stem for path in FIGURES])
def drawing(request):
    """Give each drawing of the book in turn."""
    return Drawing(request.param.read_text(encoding="utf-8"))


def test_drawings_follow_the_theme(drawing):
    """Is every color of the drawing a variable that each theme sets?"""
    assert list(drawing.unthemed()) == []


def test_drawings_share_a_palette():
    """Has a color the same value in all drawings? On one page the last would repaint the others."""
    drawings = [Drawing(path.read_text(encoding="utf-8")) for path in FIGURES]
    for theme in (LIGHT, DARK):
        paints = {item for drawing in drawings for item in drawing.palette(theme).items()}
        names = [name for name, _ in paints]
        assert sorted(names) == sorted(set(names))


def test_drawings_can_be_read_on_a_phone(drawing):
    """Is no letter of the drawing, index or not, smaller than 9 px on a page of 375 px?"""
    assert "scale(" not in str(drawing.svg)  # the sizes below would not be those on the page
    assert list(drawing.small_text()) == []


def test_white_box_and_small_text_are_found():
    """Does this file find fixed colors, a missing fill and small text, wherever they are said?"""
    drawing = Drawing(
        '<svg class="lf lf-try" viewBox="0 0 686 100"><style>'
        ".lf{--ink:#000;--day:#fff} " + DARK + "{--ink:#fff}"
        ".lf-try text.big{font-size:18px} .lf-try text{fill:var(--ink);font-size:17px}"
        "</style>"
        '<rect fill="#fff"/><rect style="fill:none;stroke:black"/><rect fill="var(--day)"/>'
        '<circle r="1"/><g fill="var(--ink)"><circle r="2"/></g>'
        '<text class="big">a<tspan font-size="12">b</tspan></text><text>c</text>'
        "</svg>"
    )
    assert [found.split(":")[0] for found in drawing.unthemed()] == [
        "fill #fff",
        "stroke black",
        "fill var(--day)",
        "black, for want of a fill",
    ]
    assert [found[:6] for found in drawing.small_text()] == ["6.0 px", "8.5 px"]
