import DICOMCore
import DICOMNetwork
import DICOMServices
import Delivery
import ThoraxConfiguration

extension ConformanceStatement {
    /// The services in one table.
    static var serviceOverview: String {
        var table = MarkdownTable("service", "acceptor", "requestor", "permission")
        for service in ServiceTables.services {
            let isSCP = service.offers.contains { $0.offer.isSCP }
            table.add(
                service.name, isSCP ? "SCP" : "-", requested[service.name] ?? "-",
                service.permission.map { "`\($0.rawValue)`" } ?? "none")
        }
        return table.text
    }

    /// The services of which the node is a user.
    private static let requested = [
        "Verification": "SCU (`thoraxctl peers --echo`)", "Storage": "SCU (drafts, C-MOVE)",
    ]

    /// Presentation contexts and statuses.
    static var services: String {
        var text = "## N.5 Services\n\n"
        for service in ServiceTables.services {
            text += "### \(service.name)\n\n"
            var table = MarkdownTable("SOP class", "UID", "role", "transfer syntaxes")
            for (abstractSyntax, offer) in service.offers {
                table.add(
                    SOPClass.name(of: abstractSyntax) ?? "?", "\(abstractSyntax)", role(of: offer),
                    list(offer.transferSyntaxes))
            }
            text += table.text + "\n"
        }
        return text + storage + delivery + commitment
    }

    private static func role(of offer: NegotiationPolicy.Offer) -> String {
        [offer.isSCP ? "SCP" : nil, offer.isSCU ? "SCU" : nil].compactMap(\.self).joined(separator: ", ")
    }

    private static func list(_ syntaxes: Set<TransferSyntax>) -> String {
        if syntaxes == Set(TransferSyntax.all) { return "all of N.7" }
        if syntaxes == Set(TransferSyntax.ofDocuments) { return "those of N.7 that are not compressed, and Deflated" }
        return TransferSyntax.all.filter(syntaxes.contains).map(\.name).joined(separator: ", ")
    }

    private static var storage: String {
        var table = MarkdownTable("status", "meaning")
        for (status, meaning) in ServiceTables.storageStatuses { table.add("\(status)", meaning) }
        return "### Storage: responses\n\n" + table.text + "\n"
    }

    private static let commitment = """
        ### Storage commitment

        As SCP (PS3.4 Annex J, push model) for peers with the permission `commit`: N-ACTION type 1 of at most
        \(CommitmentInformation.referenceLimit) instances. A request is on disk before it is answered.

        | N-ACTION response | meaning |
        | --- | --- |
        | 0000 | recorded; the same request again is verified and reported again |
        | 0110 | no configured peer or host to report to, or unreadable |
        | 0112 | not the well-known instance |
        | 0115 | invalid values, or a Transaction UID in use for other instances |
        | 0123 | another action type |
        | 0213 | too many instances |

        Every object is read again from disk and compared in size and SHA-256. The report (event type 1, or 2 with failure
        reasons 0112 not here, 0119 of another class, 0110 gone, short or altered) goes over a new association under the
        title the peer called, this node in the SCP role, or over the peer's own with `report_on_same_association`. Latency:
        the time to read the objects, and up to 5 s more where the report on the peer's own association was not possible.
        Retries: 30 s, doubled up to 10 min, ten attempts. Duration: without limit; the database refuses to delete what was
        committed.

        As SCU for peers with `request_commitment`: asked 10 s after a delivery, up to 1000 instances a transaction; the report
        is taken on that association for 5 s, or on the peer's own. What is not kept is delivered once more and then counts as
        failed. Without a report in 24 h it is asked again, three times in all.


        """

    private static var delivery: String {
        var table = MarkdownTable("response of the destination", "what follows")
        let statuses: [UInt16] = [
            0x0000, 0xB000, 0xB006, 0xB007, 0x0111, 0x0110, 0x0117, 0x0119, 0x0122, 0x0124, 0xA700, 0xA900, 0xC000,
        ]
        for code in statuses {
            let status = DIMSEStatus(rawValue: code)
            let follows =
                switch StoreResponse(status) {
                case .stored, .storedWithWarning, .duplicate: "delivered"
                case .transient: "retried after 30 s, doubled each time up to 30 min, for 48 h"
                case .notAuthorized: "retried every 30 min for 48 h: an administrator has to allow this node"
                case .permanent: "failed, with the reason; `thoraxctl outbox` shows it, `outbox retry` retries it"
                }
            table.add("\(status)", follows)
        }
        return "### Storage as requestor: what becomes of a document\n\n" + table.text + "\n"
    }
}
