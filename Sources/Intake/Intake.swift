// Intake: admit an instance; settle a study.
