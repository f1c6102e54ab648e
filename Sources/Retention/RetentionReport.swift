import WorkList

/// What the rules removed or would remove, and what they keep and why.
package struct RetentionReport: Sendable, Equatable, Codable {
    /// A number of studies and the size of their files.
    package struct Amount: Sendable, Equatable, Codable {
        package var studies = 0
        package var bytes = 0

        mutating func add(_ removal: Removal) {
            studies += removal.studies
            bytes += removal.bytes
        }
    }

    /// Removed studies by cause, or in a plan the removable ones: `age`, `watermark`.
    package internal(set) var removable: [String: Amount] = [:]
    /// Studies in an end state that are kept, by reason: `young`, and for old ones `held`, `unreviewed`, `undelivered`,
    /// `promised`, `unwritten`, `unaudited`.
    package internal(set) var kept: [String: Int] = [:]
    /// Studies kept because they are not reviewed, by state.
    package internal(set) var unreviewed: [String: Int] = [:]
    /// What is removed from quarantine.
    package internal(set) var quarantined = Removal()
    /// What is removed from `unlisted/`.
    package internal(set) var unlisted = UnlistedFiles()
    /// Used space of the file system, in percent.
    package internal(set) var usedPercent: Int
    /// Bytes that the watermark asks for but no rule can free.
    package internal(set) var missingBytes = 0
    /// Why nothing is removed without confirmation; nil if the rules may act.
    package internal(set) var refusal: String?
    /// Whether the share of a day is used up, so that the rest waits for the next day or for confirmation.
    package internal(set) var isBounded = false
    /// What the work list refused to remove. The others went.
    package internal(set) var failures: [RemovalFailure] = []

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

/// A study or quarantined object that could not be removed.
package struct RemovalFailure: Sendable, Equatable, Codable {
    /// Study Instance UID, or path of the quarantined file.
    package let subject: String
    package let reason: String
}
