// WorkList: SQLite schema, records, states, instance files.
