"""What a first start shows: each room registers its loader; they run in the order of the floors."""

_loaders = {}


def register_loader(name, load):
    """load: (progress) → report line; idempotent. progress: (done, total, what) → None."""
    _loaders[name] = load


def loaders():
    return tuple(_loaders.items())
