import Auditing
import DICOMCore
import DICOMWebEncoding

/// The parts of a store request that are not stored, as the audit trail records them: by study, with counts and codes only.
struct RefusedParts {
    /// One part, with what its header says; nil for what cannot be read.
    struct Part {
        let study: String?
        let sopClass: String?
        let reason: StoreInstancesResponse.Reason
    }

    private let parts: [Part]
    private let stored: Int

    /// - Parameter stored: parts of the request that are stored.
    init(_ parts: [Part], stored: Int) { (self.parts, self.stored) = (parts, stored) }

    /// Studies that the trail tells apart; a request has up to ten thousand parts.
    private static let studyLimit = 16

    var byStudy: [AuditOccurrence.StoreRefusal] {
        let studies = Dictionary(grouping: parts) { $0.study ?? "" }.sorted { $0.key < $1.key }
        let apart = studies.prefix(Self.studyLimit)
        let others = studies.dropFirst(Self.studyLimit).flatMap(\.value)
        return apart.map { refusal(of: $0.value, in: $0.key.isEmpty ? nil : $0.key) }
            + (others.isEmpty ? [] : [refusal(of: others, in: nil)])
    }

    private func refusal(of parts: [Part], in study: String?) -> AuditOccurrence.StoreRefusal {
        let codes = Dictionary(grouping: parts, by: \.reason.rawValue).sorted { $0.key < $1.key }.map { code, parts in
            "\(DIMSEStatus(rawValue: code))H for \(parts.count)"
        }
        let all = stored + self.parts.count
        return .init(
            studyInstanceUID: study,
            instances: Dictionary(grouping: parts) { $0.sopClass ?? "unknown" }.mapValues(\.count),
            reason:
                "not stored: \(codes.joined(separator: ", ")); \(stored) of \(all) objects of the request are stored")
    }
}
