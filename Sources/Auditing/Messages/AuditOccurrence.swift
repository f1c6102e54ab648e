package import FoundationEssentials

/// An event that leaves no row in the work list, and is reported to the audit trail when it happens.
package struct AuditOccurrence: Sendable, Equatable {
    package let at: Date
    package let what: What

    package init(_ what: What, at: Date = Date()) {
        self.what = what
        self.at = at
    }

    /// A caller: an application entity by its AE title, a web client by its token, or a user of the page by the login; with
    /// its numeric address.
    package struct Caller: Sendable, Hashable {
        /// The AE title, the name of the token, or the login.
        package let name: String
        package let address: String
        let kind: Kind

        enum Kind: Sendable {
            case applicationEntity, token, user
        }

        package init(aeTitle: String, address: String) {
            name = aeTitle
            self.address = address
            kind = .applicationEntity
        }

        package init(token: String, address: String) {
            name = token
            self.address = address
            kind = .token
        }

        package init(login: String, address: String) {
            name = login
            self.address = address
            kind = .user
        }

        /// The login of a user; nil for other callers.
        package var login: String? { kind == .user ? name : nil }

        /// Stands for callers that are too many to be told apart.
        static let others = Caller(aeTitle: "", address: "several")
    }

    package enum What: Sendable, Equatable {
        case started
        case stopped
        /// A C-FIND, with the identifier as received, or a search of a web client, with its URL.
        case queried(by: Caller, Query)
        /// The daemon is about to send objects of one study that the caller requested.
        case retrievalBegan(by: Caller, Retrieval)
        /// The retrieval ended; `failure` is the reason if the objects were not sent.
        case retrievalEnded(by: Caller, Retrieval, failure: String?)
        /// The caller read something of one study: data sets, frames, values or a draft.
        case accessed(by: Caller, Retrieval)
        /// Number of further accesses to the study in a minute.
        case accessedAgain(by: Caller, studyInstanceUID: String, count: Int)
        /// Objects of a web client are not stored.
        case storeRefused(by: Caller, StoreRefusal)
        /// Number of further refusals of objects of the study in a minute; without a study, of all that are counted together.
        case storeRefusedAgain(by: Caller, studyInstanceUID: String?, count: Int)
        /// An association was refused.
        case rejected(Caller, reason: String)
        /// A connection without authentication: TLS is required but missing, or the certificate is not trusted.
        case notAuthenticated(address: String, reason: String)
        /// A user signed in on the page.
        case signedIn(Caller)
        /// A sign-in as a user was refused.
        case signInFailed(Caller, reason: String)
        /// The session of a user ended: the user signed out, or the session expired.
        case signedOut(Caller, isByTime: Bool)
        /// A number of consecutive sign-ins of a user, or from an address, failed.
        case signInsFailed(Caller, count: Int)
        /// Number of further refusals of the same address in a minute; without an address, those of all callers beyond
        /// `AuditRepetitions.addressLimit`.
        case refusedAgain(address: String?, count: Int)
        /// Number of further C-FINDs with the same identifier in a minute; without a query, the different ones beyond
        /// `AuditRepetitions.queryLimit`.
        case queriedAgain(by: Caller, Query?, count: Int)
        /// An account of this machine asked for a change that it may not make. `change` describes it in a few words, without
        /// naming a study.
        case changeRefused(account: String, change: String, reason: String)
        /// Number of further refusals of the same change to the same account in a minute.
        case changeRefusedAgain(account: String, change: String, count: Int)
        /// Number of occurrences that were lost before they could be written.
        case lost(count: Int)
    }

    package struct Query: Sendable, Hashable {
        package let sopClassUID: String
        /// Empty for a search of a web client.
        package let transferSyntaxUID: String
        /// Data set of the identifier, or the path and the query of a URL; empty when it exceeded `identifierLimit`.
        package let identifier: [UInt8]
        /// Why the query failed.
        package let failure: String?

        package init(sopClassUID: String, transferSyntaxUID: String, identifier: [UInt8], failure: String?) {
            self.sopClassUID = sopClassUID
            self.transferSyntaxUID = transferSyntaxUID
            self.identifier = identifier.count <= Self.identifierLimit ? identifier : []
            self.failure = failure
        }

        /// Maximum size of an identifier to keep, in bytes.
        static let identifierLimit = 4096
    }

    /// Objects of one study that a client wanted to store and that are not stored.
    package struct StoreRefusal: Sendable, Equatable {
        /// Nil if the objects have no readable UID.
        package let studyInstanceUID: String?
        /// Number of instances by SOP Class UID.
        package let instances: [String: Int]
        /// Reasons and their numbers, without a patient's name or ID.
        package let reason: String

        package init(studyInstanceUID: String?, instances: [String: Int], reason: String) {
            self.studyInstanceUID = studyInstanceUID
            self.instances = instances
            self.reason = reason
        }
    }

    /// Objects of one study that are being sent.
    package struct Retrieval: Sendable, Equatable {
        package let studyInstanceUID: String
        /// Number of instances by SOP Class UID.
        package let instances: [String: Int]
        /// The receiver; nil when it is the caller.
        package let destination: AuditSource.Peer?

        package init(studyInstanceUID: String, instances: [String: Int], destination: AuditSource.Peer?) {
            self.studyInstanceUID = studyInstanceUID
            self.instances = instances
            self.destination = destination
        }
    }
}
