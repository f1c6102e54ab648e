package import FoundationEssentials

/// Something that leaves no row of its own in the work list and is handed to the audit trail as it happens.
package struct AuditOccurrence: Sendable, Equatable {
    package let at: Date
    package let what: What

    package init(_ what: What, at: Date = Date()) {
        self.what = what
        self.at = at
    }

    /// The Application Entity that called, as it calls itself, and its numeric address.
    package struct Caller: Sendable, Hashable {
        package let aeTitle: String
        package let address: String

        package init(aeTitle: String, address: String) {
            self.aeTitle = aeTitle
            self.address = address
        }
    }

    package enum What: Sendable, Equatable {
        case started
        case stopped
        /// A C-FIND, with its identifier as it came.
        case queried(by: Caller, Query)
        /// Objects of one study are about to be sent because the caller asked for them.
        case retrievalBegan(by: Caller, Retrieval)
        /// They were, or were not, for a reason.
        case retrievalEnded(by: Caller, Retrieval, failure: String?)
        /// An association that was refused.
        case rejected(Caller, reason: String)
        /// A connection that proved nobody: no TLS where there has to be, or a certificate that nobody vouches for.
        case notAuthenticated(address: String, reason: String)
        /// So many refusals more of the same address at the same time.
        case repeated(address: String, count: Int)
        /// So many occurrences could not be kept until they were written.
        case lost(count: Int)
    }

    package struct Query: Sendable, Equatable {
        package let sopClassUID: String
        package let transferSyntaxUID: String
        /// The data set; empty where it was longer than is kept.
        package let identifier: [UInt8]
        /// Why it was not answered.
        package let failure: String?

        package init(sopClassUID: String, transferSyntaxUID: String, identifier: [UInt8], failure: String?) {
            self.sopClassUID = sopClassUID
            self.transferSyntaxUID = transferSyntaxUID
            self.identifier = identifier.count <= Self.identifierLimit ? identifier : []
            self.failure = failure
        }

        /// Bytes of an identifier that are kept.
        static let identifierLimit = 4096
    }

    /// Objects of one study on their way.
    package struct Retrieval: Sendable, Equatable {
        package let studyInstanceUID: String
        /// By SOP Class UID.
        package let instances: [String: Int]
        /// Who receives them; nil where it is the caller.
        package let destination: AuditSource.Peer?

        package init(studyInstanceUID: String, instances: [String: Int], destination: AuditSource.Peer?) {
            self.studyInstanceUID = studyInstanceUID
            self.instances = instances
            self.destination = destination
        }
    }
}
