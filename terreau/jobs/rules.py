import rules

rules.add_perm("jobs.operate", rules.is_staff)
