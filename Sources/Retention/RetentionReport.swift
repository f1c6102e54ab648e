import WorkList

/// What the rules removed or would remove, and what they keep and why.
package struct RetentionReport: Sendable, Equatable, Codable {
    /// A number of studies and the size of their files.
    package struct Amount: Sendable, Equatable, Codable {
        package var studies = 0
        package var bytes = 0

        mutating func add(_ study: RetentionCandidate) {
            studies += 1
            bytes += study.bytes
        }
    }

    /// Removable studies by cause: `age`, `watermark`.
    package internal(set) var removable: [String: Amount] = [:]
    /// Studies in an end state that are kept, by reason: `young`, and for old ones `held`, `unreviewed`, `undelivered`,
    /// `promised`, `unwritten`, `unaudited`.
    package internal(set) var kept: [String: Int] = [:]
    /// Studies kept because they are not reviewed, by state.
    package internal(set) var unreviewed: [String: Int] = [:]
    /// What is removed from quarantine.
    package internal(set) var quarantined = Removal()
    /// Used space of the file system, in percent.
    package internal(set) var usedPercent: Int
    /// Bytes that the watermark asks for but no rule can free.
    package internal(set) var missingBytes = 0

    init(usedPercent: Int) { self.usedPercent = usedPercent }

    /// The total of what is or would be removed.
    package var removal: Removal {
        var removal = quarantined
        for amount in removable.values {
            removal.studies += amount.studies
            removal.bytes += amount.bytes
        }
        return removal
    }
}
