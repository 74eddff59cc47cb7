"""Licences under which resources are shared, by their SPDX identifier (spdx.org/licenses)."""

from django.utils.translation import gettext_lazy as _

RESERVED = "LicenseRef-reserved"
CREATIVE_COMMONS = "https://creativecommons.org"
# identifier: (name, address of its text); names that are not given in the language of the page are
# proper names.
LICENCES = {
    "etalab-2.0": (
        "Licence Ouverte 2.0", "https://spdx.org/licenses/etalab-2.0.html",
    ),
    "CC0-1.0": ("Creative Commons CC0 1.0", f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons BY 4.0", f"{CREATIVE_COMMONS}/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons BY-SA 4.0", f"{CREATIVE_COMMONS}/licenses/by-sa/4.0/"),
    "CC-BY-ND-4.0": ("Creative Commons BY-ND 4.0", f"{CREATIVE_COMMONS}/licenses/by-nd/4.0/"),
    "CC-BY-NC-4.0": ("Creative Commons BY-NC 4.0", f"{CREATIVE_COMMONS}/licenses/by-nc/4.0/"),
    "CC-BY-NC-SA-4.0": (
        "Creative Commons BY-NC-SA 4.0", f"{CREATIVE_COMMONS}/licenses/by-nc-sa/4.0/",
    ),
    "CC-BY-NC-ND-4.0": (
        "Creative Commons BY-NC-ND 4.0", f"{CREATIVE_COMMONS}/licenses/by-nc-nd/4.0/",
    ),
    "ODbL-1.0": (
        "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    "MIT": ("MIT", "https://spdx.org/licenses/MIT.html"),
    "Apache-2.0": ("Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    "EUPL-1.2": ("EUPL 1.2", "https://spdx.org/licenses/EUPL-1.2.html"),
    "GPL-3.0-or-later": ("GNU GPL 3.0+", "https://www.gnu.org/licenses/gpl-3.0.html"),
    "AGPL-3.0-or-later": ("GNU AGPL 3.0+", "https://www.gnu.org/licenses/agpl-3.0.html"),
    "GFDL-1.3-or-later": ("GNU FDL 1.3+", "https://www.gnu.org/licenses/fdl-1.3.html"),
    RESERVED: (_("all rights reserved"), ""),
}  # fmt: skip
CHOICES = [(name, label) for name, (label, _address) in LICENCES.items()]


def address_of(licence):
    """Where the text of a licence is, or ""."""
    return LICENCES[licence][1] if licence in LICENCES else ""
