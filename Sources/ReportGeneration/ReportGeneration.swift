// ReportGeneration: the model: images to report text with probabilities.
