package import FoundationEssentials

/// Records the films and text that a reviewer looked at and the decisions made before signing, as the review page reports
/// them. It is stored with the verdict.
package struct ReviewAttention: Sendable, Equatable, Codable {
    /// A film, and when it was on screen in full.
    package struct SeenFilm: Sendable, Equatable, Codable {
        /// SOP Instance UID.
        package let instance: String
        /// Counted from 1.
        package let frame: Int
        package let at: Date

        package init(instance: String, frame: Int = 1, at: Date) {
            self.instance = instance
            self.frame = frame
            self.at = at
        }
    }

    package enum Choice: String, Sendable, Codable, CaseIterable {
        // A doubtful sentence
        case keep, edit, delete
        // A finding that no sentence mentions
        case notThere = "not-there"
        case added
    }

    /// A decision on a doubtful sentence, or on a finding that no sentence mentions.
    package struct Decision: Sendable, Equatable, Codable {
        package let section: DraftText.Section?
        /// Number of the sentence in its section, from 0.
        package let sentence: Int?
        /// Label of the finding, for a finding that no sentence mentions.
        package let finding: String?
        package let decision: Choice

        /// The finding or sentence that it is about, the sentence counted from 1.
        var subject: String {
            finding ?? "\(section?.rawValue ?? "") \(sentence.map { "\($0 + 1)" } ?? "")"
        }

        package init(
            section: DraftText.Section? = nil, sentence: Int? = nil, finding: String? = nil, decision: Choice
        ) {
            self.section = section
            self.sentence = sentence
            self.finding = finding
            self.decision = decision
        }
    }

    package let seen: [SeenFilm]
    /// Films that the page could not show and that the reviewer read elsewhere, with the time at which the reviewer said so.
    package let readElsewhere: [SeenFilm]
    /// When the whole text was in view; nil if it was not.
    package let textSeenAt: Date?
    package let decided: [Decision]

    package init(
        seen: [SeenFilm] = [], readElsewhere: [SeenFilm] = [], textSeenAt: Date? = nil, decided: [Decision] = []
    ) {
        self.seen = seen
        self.readElsewhere = readElsewhere
        self.textSeenAt = textSeenAt
        self.decided = decided
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        seen = try members.decode([SeenFilm].self, forKey: .seen)
        // Verdicts of earlier versions lack this list.
        readElsewhere = try members.decodeIfPresent([SeenFilm].self, forKey: .readElsewhere) ?? []
        textSeenAt = try members.decodeIfPresent(Date.self, forKey: .textSeenAt)
        decided = try members.decode([Decision].self, forKey: .decided)
    }

    /// Maximum number of entries in each list.
    static let limit = 500

    /// The details for the act; they contain no patient data.
    var detail: [String: String] {
        var detail: [String: String] = [:]
        for (name, films) in [("filmsSeen", seen), ("filmsReadElsewhere", readElsewhere)] where !films.isEmpty {
            detail[name] = films.map { "\($0.instance)/\($0.frame) \($0.at.formatted(.iso8601))" }
                .joined(separator: ", ")
        }
        detail["textSeenAt"] = textSeenAt?.formatted(.iso8601)
        if !decided.isEmpty {
            detail["decided"] = decided.map { "\($0.subject): \($0.decision.rawValue)" }.joined(separator: ", ")
        }
        return detail
    }
}
