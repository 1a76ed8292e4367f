"""The half of a check that runs beside the learner's code: what observers share."""
