import ArgumentParser
import DICOMCore
import DICOMNetwork
import Daemon
import Foundation
import Review
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// What every command about one draft is told.
struct ReviewOptions: ParsableArguments {
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    @Option(name: .customLong("as"), help: "Login of the reviewer; by itself the account that runs this.")
    var reviewer: String?

    /// Who signs.
    var login: String { reviewer ?? Actor.login() }

    /// Where the study is reviewed.
    func desk(_ workList: WorkListStore, _ configuration: DaemonConfiguration) -> ReviewDesk {
        ReviewDesk(
            workList, as: login, through: Actor.login(), claimMinutes: configuration.reviewClaimMinutes)
    }
}

/// Which draft a verdict is about, for who neither has it open nor is shown it now.
struct ReadRevision: ParsableArguments {
    @Option(help: "Revision of the draft that was read, 1 or more; nothing is signed if there is another by now.")
    var revision: Int?

    func validate() throws {
        guard revision ?? 1 >= 1 else { throw ValidationError("--revision is 1 or more") }
    }
}

/// A document that follows a verdict, and who gets it.
struct FollowingDocument: Codable {
    let form: String
    /// Names of peers; none where it is only kept here.
    let destinations: [String]

    /// What is written and sent, by the `deliver` of each peer.
    static func documents(of verdict: ReviewVerdict, to peers: [Peer]) -> [FollowingDocument] {
        func destinations(_ form: String) -> [String] {
            peers.filter { $0.forms.contains { $0.rawValue == form } }.map(\.name)
        }
        let forms =
            verdict == .rejected
            ? ["rejection-note"] : ["basic-text-sr", "enhanced-sr", "encapsulated-pdf", "secondary-capture"]
        return forms.compactMap { form in
            let peers = destinations(form)
            // The Basic Text SR is written whoever asks for it, the others for who does.
            return peers.isEmpty && form != "basic-text-sr" ? nil : FollowingDocument(form: form, destinations: peers)
        }
    }

    /// As a line for a person.
    var line: String {
        destinations.isEmpty
            ? "\(form): kept here, no peer asks for it" : "\(form): to \(destinations.joined(separator: ", "))"
    }
}
