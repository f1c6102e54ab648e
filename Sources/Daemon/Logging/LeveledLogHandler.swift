import Logging

/// A handler at the level of the process, or at its own level if that logs less.
struct LeveledLogHandler: LogHandler {
    let process: LogLevel
    var handler: any LogHandler
    private var own = Logger.Level.trace

    init(_ process: LogLevel, _ handler: any LogHandler) {
        self.process = process
        self.handler = handler
        self.handler.logLevel = .trace
    }

    var logLevel: Logger.Level {
        get { max(own, process.value) }
        set { own = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { handler.log(event: event) }
}
