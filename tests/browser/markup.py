"""Faults of a page's markup that browsers mend in silence, each in its own way."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
BLOCKS = {"address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset",
          "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
          "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"}  # fmt: skip
NEVER_INSIDE_ITSELF = {"a", "button", "form", "label"}
INSIDE = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot"},
    "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "option": {"select", "optgroup"},
    "figcaption": {"figure"}, "summary": {"details"}, "legend": {"fieldset"},
}  # fmt: skip
ONLY = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"td", "th"},
    "table": {"caption", "thead", "tbody", "tfoot"}, "select": {"option", "optgroup"},
}  # fmt: skip
NAMES_IDS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget",
             "commandfor", "list", "form")  # fmt: skip


class Markup(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids = [], [], Counter()
        self.named, self.linked = set(), set()

    def fault(self, words):
        self.faults.append(f"line {self.getpos()[0]}: {words}")

    def handle_starttag(self, tag, attrs):
        self.begin(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.begin(tag, attrs)
        if "svg" not in self.open and tag not in VOID:
            self.fault(f"<{tag}/> does not close itself")

    def handle_endtag(self, tag):
        if tag in VOID or tag not in self.open:
            self.fault(f"</{tag}> ends nothing")
            return
        while (last := self.open.pop()) != tag:
            self.fault(f"<{last}> is open where </{tag}> comes")

    def begin(self, tag, attrs):
        parent = self.open[-1] if self.open else ""
        if tag in BLOCKS and "p" in self.open:
            self.fault(f"<{tag}> inside <p>")
        if tag in NEVER_INSIDE_ITSELF and tag in self.open:
            self.fault(f"<{tag}> inside <{tag}>")
        if tag in INSIDE and parent not in INSIDE[tag]:
            self.fault(f"<{tag}> inside <{parent}>")
        if parent in ONLY and tag not in ONLY[parent] | {"template", "script"}:
            self.fault(f"<{tag}> straight inside <{parent}>")
        for name, times in Counter(name for name, _value in attrs).items():
            if times > 1:
                self.fault(f"{name} twice on <{tag}>")
        given = dict(attrs)
        if "id" in given:
            self.ids[given["id"]] += 1
            if not given["id"] or " " in given["id"]:
                self.fault(f"id={given['id']!r} is none")
        self.named |= {word for name in NAMES_IDS for word in (given.get(name) or "").split()}
        if (given.get("href") or "").startswith("#") and len(given["href"]) > 1:
            self.linked.add(given["href"][1:])


def faults(html, examples=False):
    """What is wrong with the markup of a whole page, in words.

    examples: whether it shows components whose links lead nowhere.
    """
    markup = Markup()
    markup.feed(html)
    markup.close()
    unclosed = [f"<{tag}> is never closed" for tag in markup.open]
    twice = [f"id {name} occurs {times} times" for name, times in markup.ids.items() if times > 1]
    named = markup.named if examples else markup.named | markup.linked
    nowhere = [f"nothing has the id {name}" for name in sorted(named - set(markup.ids))]
    return markup.faults + unclosed + twice + nowhere
