package import GRDB
import Platform

/// The share of studies that are read before their drafts are shown (`review.blind_percent`): the draft is withheld from each
/// reader until that reader has recorded a first impression (decision 48).
package struct BlindReading: Sendable, Equatable {
    /// From 0 to 100.
    package let percent: Int

    package init(percent: Int) { self.percent = percent }

    /// No study is read before its draft is shown.
    package static let none = BlindReading(percent: 0)

    /// Whether a study belongs to the share. That depends on its Study Instance UID and the percentage only, and a higher
    /// percentage adds studies to those of a lower one.
    package func includes(study studyInstanceUID: String) -> Bool {
        percent > 0 && Self.place(of: studyInstanceUID) < percent
    }

    /// Returns a number from 0 to 99, evenly distributed over the UIDs (a part of their HMAC-SHA-256 modulo 100).
    private static func place(of studyInstanceUID: String) -> Int {
        let digest = KeyedDigest.hexadecimal(of: [studyInstanceUID], key: Array("review.blind_percent".utf8), bytes: 7)
        return Int(digest, radix: 16).map { $0 % 100 } ?? 0
    }

    /// The rule as a function of SQL, `isReadBlind(studyInstanceUID)`. Add it to a connection while a query needs it.
    package var function: DatabaseFunction {
        DatabaseFunction("isReadBlind", argumentCount: 1, pure: true) { [self] values in
            String.fromDatabaseValue(values[0]).map { includes(study: $0) } ?? false
        }
    }
}

/// A reader of drafts, with the rule by which drafts are withheld.
package struct DraftReader: Sendable, Equatable {
    package let login: String
    package let blind: BlindReading

    package init(login: String, blind: BlindReading) {
        self.login = login
        self.blind = blind
    }
}
