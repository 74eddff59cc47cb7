"""Words for the device that a browser says it runs on."""

from django.utils.translation import gettext as _

# The first that is found counts: several browsers call themselves by others' names too.
BROWSERS = [
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
]  # fmt: skip
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
]  # fmt: skip


def device(user_agent):
    """Such as "Firefox on Windows"; "Unknown device" for what says nothing we know."""
    browser, system = found(BROWSERS, user_agent), found(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def found(words, user_agent):
    return next((name for mark, name in words if mark in user_agent), "")
