"""What somebody does at a page, with or without scripts."""


def send(page, within="main", **given):
    """Fill the form of an action and send it; a list ticks boxes of that name."""
    form = page.locator(f"{within} form:has(input[name=csrfmiddlewaretoken])").first
    for name, value in given.items():
        fill(form.locator(f"[name='{name}']"), value)
    form.locator("button[type=submit]").first.click()


def fill(field, value):
    kind = field.first.evaluate("element => element.type")
    if kind in ("radio", "checkbox"):
        for each in [value] if isinstance(value, str) else value:
            field.and_(field.page.locator(f"[value='{each}']")).check()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def path_of(page):
    return "/" + page.url.split("/", 3)[3]
