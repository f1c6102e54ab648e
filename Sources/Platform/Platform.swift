// Platform: owned threads, durable files, disk space, process limits.
