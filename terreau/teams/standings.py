"""What the rights on teams are about, for the page and the test of rights."""

from terreau.entries.rights import register_subject
from terreau.projects.models import Project

register_subject("teams.foresee", Project.KIND)
