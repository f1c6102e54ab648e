import Administration
import Delivery
import Foundation
import Review
import WorkList
import WorkListDatabase

/// A study as human-readable lines.
struct StudyPage {
    private(set) var lines: [String] = []

    init(_ detail: StudyDetail) {
        head(detail.entry)
        section("history", TextTable(detail.history))
        section("objects", TextTable(detail.received))
        for draft in detail.drafts { lines += DraftPage(ShownStudy.Draft(draft)).lines }
        for review in detail.reviews { lines += ["", "review"] + SignedVerdict(review).lines.map { "  " + $0 } }
        deliveries(detail.deliveries)
        if !detail.deeds.isEmpty { section("acts", TextTable(detail.deeds)) }
    }

    private mutating func head(_ entry: WorkListEntry) {
        add("study", entry.studyInstanceUID)
        add("work item", "\(entry.id)")
        add(
            "state",
            TextTable.paint(entry.state.rawValue, entry.state.colour)
                + ", revision \(entry.revision), attempt \(entry.attempt)"
                + (entry.priority == 0 ? "" : ", priority \(entry.priority)"))
        if let reason = entry.reason { add("reason", terminalSafe(reason)) }
        if let at = entry.heldAt {
            let text = "by \(entry.heldBy ?? "") since \(describeTime(at)): \(entry.holdReason ?? "")"
            add("held", TextTable.paint(terminalSafe(text), .yellow))
        }
        if let patient = entry.patient {
            let id = [patient.id, patient.issuer].compactMap(\.self).joined(separator: ", ")
            add("patient", terminalSafe("\(patient.name ?? "") (\(id))"))
        }
        add("patient hash", entry.patientHash ?? "none: no patient id")
        add("accession", terminalSafe(entry.accessionNumber ?? ""))
        add("study date", terminalSafe(entry.studyDate ?? ""))
        add("received", terminalSafe("\(describeTime(entry.receivedAt)) from \(entry.callingAETitle ?? "")"))
    }

    private mutating func add(_ name: String, _ text: String) {
        lines.append(name.padding(toLength: 14, withPad: " ", startingAt: 0) + text)
    }

    private mutating func deliveries(_ deliveries: [StudyDetail.Delivery]) {
        guard !deliveries.isEmpty else { return }
        var table = TextTable(["id", "destination", "at", "state", "attempt", "status", "instance", "reason"])
        for each in deliveries {
            let listing = each.listing
            table.add([
                ("\(listing.id)", nil), (listing.destination, nil), (describeTime(listing.createdAt), nil),
                ("queued", nil), ("0", nil), ("", nil), (listing.sopInstanceUID, nil), ("", nil),
            ])
            for step in each.history {
                table.add([
                    ("", nil), ("", nil), (describeTime(step.at), nil), (step.to.rawValue, step.to.colour),
                    ("\(step.attempt)", nil), (step.status ?? "", nil), ("", nil), (step.reason ?? "", nil),
                ])
            }
        }
        section("deliveries", table)
    }

    private mutating func section(_ title: String, _ table: TextTable) {
        lines += ["", title] + table.lines.map { "  " + $0 }
    }
}

extension StudyDetail.Step: ListingRow {
    static var columns: [Column<StudyDetail.Step>] {
        [
            Column("at") { describeTime($0.at) },
            Column("state", colour: \.to.colour) { $0.to.rawValue },
            Column("attempt") { $0.attempt },
            Column("rev") { $0.revision },
            Column("reason") { $0.reason },
        ]
    }
}

extension StudyDetail.Instance: ListingRow {
    static var columns: [Column<StudyDetail.Instance>] {
        [
            Column("received") { describeTime($0.storedAt) },
            Column("from") { $0.callingAETitle },
            Column("size") { describeBytes($0.byteCount) },
            Column("modality") { $0.modality },
            Column("view") { $0.viewPosition },
            Column("drafted", colour: { $0.isEligible ? nil : .grey }) { $0.isEligible ? "yes" : "no" },
            Column("transfer syntax") { $0.transferSyntaxUID },
            Column("instance") { $0.sopInstanceUID },
        ]
    }
}

extension StudyDetail.Deed: ListingRow {
    static var columns: [Column<StudyDetail.Deed>] {
        [
            Column("at") { describeTime($0.at) },
            Column("who") { $0.actor },
            Column("what") { $0.kind.rawValue },
            Column("detail") { deed in
                deed.detail.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            },
        ]
    }
}
