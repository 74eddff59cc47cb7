"""What is looked at on every page, whatever it shows."""

from urllib.parse import urlsplit

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
COLOURS = ("color-contrast", "link-in-text-block")  # the rules that take most of the time
RUN = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map(rule => ({
    rule: rule.id,
    help: rule.help,
    where: rule.nodes.slice(0, 4).map(node =>
      node.target.join(" ") + " " + node.html.slice(0, 160) + " " + (node.any[0]?.message ?? "")),
  }));
}"""
WIDER = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  const scrolls = element => element && (getComputedStyle(element).overflowX !== "visible"
    && element !== document.body || scrolls(element.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter(each => Math.max(each.getBoundingClientRect().right, each.scrollWidth) > most + 1)
    .filter(each => !scrolls(each.parentElement))
    .slice(-5).map(each => each.outerHTML.slice(0, 120));
}"""


class Watch:
    """A page of a browser that notes what went wrong on it: console, requests, scripts."""

    def __init__(self, page, address):
        self.page, self.host = page, urlsplit(address).netloc
        self.console, self.foreign, self.failed = [], [], []
        self.markup = ""  # of the page last visited, as it was sent
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def _on_console(self, message):
        expected = "Failed to load resource" in message.text  # said of the page itself on 404
        if message.type in ("error", "warning") and not expected:
            self.console.append(f"{message.type}: {message.text}")

    def _on_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.foreign.append(request.url)

    def _on_response(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.failed.append(f"{response.status} {response.url}")

    def visit(self, path):
        """The status of a page, at the desktop's width and in light colours."""
        for list_ in (self.console, self.foreign, self.failed):
            list_.clear()
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light")
        answer = self.page.goto(path)
        self.markup = answer.text()
        return answer.status

    def troubles(self):
        return self.console + self.foreign + self.failed

    def violations(self, *rules, colours=True):
        """What axe finds on the page as it stands; rules: those alone; colours: with theirs."""
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
        options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
        options["rules"] = {} if colours else {name: {"enabled": False} for name in COLOURS}
        return self.page.evaluate(RUN, options)

    def too_wide(self):
        """Elements that make the page scroll sideways."""
        return self.page.evaluate(WIDER)

    def headings(self):
        return [each.inner_text().strip() for each in self.page.locator("h1").all()]
