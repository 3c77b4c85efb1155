"""School: data sets, training, evaluation, export. Never imported at run time."""
