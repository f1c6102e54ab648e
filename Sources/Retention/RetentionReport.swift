import WorkList

/// What the rules remove, or would, and what they keep for which reason.
package struct RetentionReport: Sendable, Equatable, Codable {
    /// Studies with the bytes of their files.
    package struct Amount: Sendable, Equatable, Codable {
        package var studies = 0
        package var bytes = 0

        mutating func add(_ study: RetentionCandidate) {
            studies += 1
            bytes += study.bytes
        }
    }

    /// By why they go: `age`, `watermark`.
    package internal(set) var removable: [String: Amount] = [:]
    /// In an end state and kept, by why: `young`, and of those that are old `held`, `undelivered`, `promised`, `unwritten`, `unaudited`.
    package internal(set) var kept: [String: Int] = [:]
    /// Kept because nobody has reviewed them, by state.
    package internal(set) var unreviewed: [String: Int] = [:]
    /// Of the quarantine.
    package internal(set) var quarantined = Removal()
    /// Percent of the file system in use.
    package internal(set) var usedPercent: Int
    /// What the watermark asks for beyond what age lets go and nothing may give.
    package internal(set) var missingBytes = 0

    init(usedPercent: Int) { self.usedPercent = usedPercent }

    /// What goes, or went, in all.
    package var removal: Removal {
        var removal = quarantined
        for amount in removable.values {
            removal.studies += amount.studies
            removal.bytes += amount.bytes
        }
        return removal
    }
}
