"""The record's tree beside pymerkle."""

CONTESTS = []
