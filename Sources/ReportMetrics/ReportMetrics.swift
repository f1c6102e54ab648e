// ReportMetrics: scores of drafts against references.
