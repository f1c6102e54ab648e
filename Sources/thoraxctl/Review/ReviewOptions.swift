import ArgumentParser
import Control
import DICOMCore
import DICOMNetwork
import Foundation
import Platform
import Review
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// The options common to all commands about one draft.
struct ReviewOptions: ParsableArguments {
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    @Option(name: .customLong("as"), help: "Act as this user; for administrators, and on record.")
    var reviewer: String?

    /// The login of the reviewer who signs, as far as this program knows: the daemon decides.
    var login: String { reviewer ?? Account.current.name }

    /// The change that the reviewer asks for.
    func asking(_ change: ReviewChange) -> Change { .review(change, study: study.name, as: reviewer) }
}

/// The option that names the revision a verdict is about, for a draft that is neither open nor shown by the command.
struct ReadRevision: ParsableArguments {
    @Option(help: "Revision of the draft that you read, 1 or more; nothing is signed if there is a newer one.")
    var revision: Int?

    func validate() throws {
        guard revision ?? 1 >= 1 else { throw ValidationError("--revision must be 1 or more") }
    }
}

/// A document that is written after a verdict, and its destinations.
struct FollowingDocument: Codable {
    let form: String
    /// Names of peers; empty if the document is only kept here.
    let destinations: [String]

    /// The documents that are written and sent, according to the `deliver` setting of each peer.
    static func documents(of verdict: ReviewVerdict, to peers: [Peer]) -> [FollowingDocument] {
        let forms = verdict == .rejected ? [.rejectionNote] : ReportForm.ofSignedReports
        return forms.compactMap { form in
            let destinations = peers.filter { $0.forms.contains(form) }.map(\.name)
            // The Basic Text SR is always written, the other forms only if a peer asks for them.
            guard form == .basicTextSR || !destinations.isEmpty else { return nil }
            return FollowingDocument(form: form.rawValue, destinations: destinations)
        }
    }

    /// The document as a human-readable line.
    var line: String {
        destinations.isEmpty
            ? "\(form): kept here, no peer asks for it" : "\(form): to \(destinations.joined(separator: ", "))"
    }
}
