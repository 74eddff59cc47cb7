"""What the actions on evidence are done to, for the page and the test of rights."""

from terreau.entries.rights import register_subject
from terreau.projects.models import Project

register_subject("evidence", Project.KIND)
