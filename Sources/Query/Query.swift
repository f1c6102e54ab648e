// Query: patient, study, series and instance matching over the work list.
