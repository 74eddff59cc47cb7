"""What is published as open data beside the kinds: tables of facts about entries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

_datasets = {}


@dataclass(frozen=True)
class Dataset:
    """path: name of its files; landing: the first word of the addresses that it is about; rows:
    () → dicts of plain values, of what everybody may see."""

    path: str
    name_plural: str | Promise
    landing: str
    rows: Callable


def register_dataset(dataset):
    if dataset.path in _datasets:
        raise ValueError(f"two datasets are called {dataset.path!r}")
    _datasets[dataset.path] = dataset


def datasets():
    return tuple(_datasets.values())
