package import Delivery
package import FoundationEssentials
package import Review
package import WorkList
package import WorkListDatabase

/// Everything the work list knows about one study; the patient is included only on request.
package struct StudyDetail: Sendable {
    /// A stored object of the study.
    package struct Instance: Sendable, Codable, Equatable {
        package let sopInstanceUID: String
        package let sopClassUID: String
        package let seriesInstanceUID: String
        package let transferSyntaxUID: String
        package let modality: String?
        package let viewPosition: String?
        package let callingAETitle: String?
        package let byteCount: Int
        /// Whether the model may read it.
        package let isEligible: Bool
        package let storedAt: Date
        /// Relative to the state directory.
        package let path: String
    }

    /// A change of state; `from` is nil for the first one.
    package struct Step: Sendable, Codable, Equatable {
        package let at: Date
        package let from: WorkItemState?
        package let to: WorkItemState
        package let attempt: Int
        package let revision: Int
        package let reason: String?
    }

    /// A draft and the documents it was written as.
    package struct Draft: Sendable {
        package let revision: Int
        package let createdAt: Date
        /// The draft as JSON, as the reporter stored it.
        package let report: String
        package let modelName: String
        package let modelVersion: String
        package let weightsSHA256: String
        package let stageSeconds: [String: Double]
        package let documents: [Document]
    }

    package struct Document: Sendable, Codable, Equatable {
        package let form: String
        package let instance: Instance
    }

    /// The delivery of a document to a peer.
    package struct Delivery: Sendable, Codable {
        package let listing: OutboxListing
        package let history: [DeliveryStep]
    }

    package struct DeliveryStep: Sendable, Codable, Equatable {
        package let at: Date
        package let from: OutboxState
        package let to: OutboxState
        package let attempt: Int
        /// Four hexadecimal digits, as PS3.7 Annex C writes them.
        package let status: String?
        package let reason: String?
    }

    /// An act about the study, without the patient that the act names.
    package struct Deed: Sendable, Codable, Equatable {
        package let at: Date
        package let actor: String
        package let kind: Act.Kind
        package let detail: [String: String]
    }

    package let entry: WorkListEntry
    package let received: [Instance]
    package let history: [Step]
    /// Latest revision first.
    package let drafts: [Draft]
    /// In the order in which they were signed.
    package let reviews: [ReviewRecord]
    package let deliveries: [Delivery]
    package let deeds: [Deed]
}
