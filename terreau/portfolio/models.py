from django.db import models


class Counts(models.Model):
    """One measure of the whole portfolio today, known now, counted ahead of its readers.

    cell: measure, host (0 for all) and phase, apart by spaces, as in `courses.Reading`; numbers:
    JSON [[number, …], [how many projects or spells, …]]. One more row says the day of them all:
    without it they are not to be relied on.
    """

    cell = models.CharField(max_length=80, primary_key=True)
    numbers = models.TextField()

    class Meta:
        verbose_name_plural = "counts"

    def __str__(self):
        return self.cell
