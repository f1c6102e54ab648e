// ReportTraining: data sets, trainer, evaluation.
