// Reporting: the reporter process: study to draft to SR; and its supervisor.
