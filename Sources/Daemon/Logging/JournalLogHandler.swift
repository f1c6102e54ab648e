import Logging
import Platform

/// Log lines as entries of the journal: the metadata as fields that `journalctl THORAXD_PART=dicom` finds, and in the
/// message as well, since that is all `journalctl` shows.
struct JournalLogHandler: LogHandler {
    let journal: Journal
    /// Name of the program, for `journalctl -t`.
    let identifier: String
    /// Receives lines that the journal refuses.
    let fallback: any LogHandler

    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(_ journal: Journal, identifier: String, fallback: any LogHandler) {
        self.journal = journal
        self.identifier = identifier
        self.fallback = fallback
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        all.merge(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        do {
            try journal.write(entry(event, all))
        } catch {
            var event = event
            event.metadata = all
            fallback.log(event: event)
        }
    }

    private func entry(_ event: LogEvent, _ metadata: Logger.Metadata) -> JournalEntry {
        let fields = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
        let tail = fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        var entry = JournalEntry()
        entry.append("MESSAGE", tail.isEmpty ? "\(event.message)" : "\(event.message) \(tail)")
        entry.append("PRIORITY", "\(event.level.priority)")
        entry.append("SYSLOG_IDENTIFIER", identifier)
        entry.append("CODE_FILE", event.file)
        entry.append("CODE_LINE", "\(event.line)")
        entry.append("CODE_FUNC", event.function)
        for field in fields { entry.append(JournalEntry.name(of: field.key), field.value) }
        return entry
    }
}

extension Logger.Level {
    /// The severity of syslog (RFC 5424 6.2.1).
    fileprivate var priority: Int {
        switch self {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}
