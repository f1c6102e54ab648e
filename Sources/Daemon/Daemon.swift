// Daemon: configuration, logging, the service group.
