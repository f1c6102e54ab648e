import Administration
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// A study as a person reads it.
struct StudyPage {
    private(set) var lines: [String] = []

    init(_ detail: StudyDetail) {
        head(detail.entry)
        history(detail.history)
        images(detail.received)
        for draft in detail.drafts { lines += DraftPage(ShownStudy.Draft(draft)).lines }
        for review in detail.reviews { lines += ["", "review"] + SignedVerdict(review).lines.map { "  " + $0 } }
        deliveries(detail.deliveries)
        acts(detail.deeds)
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
            let text = "by \(entry.heldBy ?? "") since \(Self.time(at)): \(entry.holdReason ?? "")"
            add("held", TextTable.paint(terminalSafe(text), .yellow))
        }
        if let patient = entry.patient {
            let id = [patient.id, patient.issuer].compactMap(\.self).joined(separator: ", ")
            add("patient", terminalSafe("\(patient.name ?? "") (\(id))"))
        }
        add("patient hash", entry.patientHash ?? "none: no patient id")
        add("accession", terminalSafe(entry.accessionNumber ?? ""))
        add("study date", terminalSafe(entry.studyDate ?? ""))
        add("received", terminalSafe("\(Self.time(entry.receivedAt)) from \(entry.callingAETitle ?? "")"))
    }

    private mutating func add(_ name: String, _ text: String) {
        lines.append(name.padding(toLength: 14, withPad: " ", startingAt: 0) + text)
    }

    private mutating func history(_ steps: [StudyDetail.Step]) {
        var table = TextTable(["at", "state", "try", "rev", "reason"])
        for step in steps {
            table.add([
                (Self.time(step.at), nil), (step.to.rawValue, step.to.colour), ("\(step.attempt)", nil),
                ("\(step.revision)", nil), (step.reason ?? "", nil),
            ])
        }
        section("history", table)
    }

    private mutating func images(_ instances: [StudyDetail.Instance]) {
        var table = TextTable([
            "received", "from", "size", "modality", "view", "drafted", "transfer syntax", "instance",
        ])
        for each in instances {
            table.add([
                (Self.time(each.storedAt), nil), (each.callingAETitle ?? "", nil),
                (describeBytes(each.byteCount), nil), (each.modality ?? "", nil), (each.viewPosition ?? "", nil),
                (each.isEligible ? "yes" : "no", each.isEligible ? nil : .grey), (each.transferSyntaxUID, nil),
                (each.sopInstanceUID, nil),
            ])
        }
        section("objects", table)
    }

    private mutating func deliveries(_ deliveries: [StudyDetail.Delivery]) {
        guard !deliveries.isEmpty else { return }
        var table = TextTable(["id", "destination", "at", "state", "try", "status", "instance", "reason"])
        for each in deliveries {
            let listing = each.listing
            let first = ("\(listing.id)", listing.destination, listing.sopInstanceUID)
            table.add([
                (first.0, nil), (first.1, nil), (Self.time(listing.createdAt), nil), ("queued", nil), ("0", nil),
                ("", nil), (first.2, nil), ("", nil),
            ])
            for step in each.history {
                table.add([
                    ("", nil), ("", nil), (Self.time(step.at), nil), (step.to.rawValue, step.to.colour),
                    ("\(step.attempt)", nil), (step.status ?? "", nil), ("", nil), (step.reason ?? "", nil),
                ])
            }
        }
        section("deliveries", table)
    }

    private mutating func acts(_ deeds: [StudyDetail.Deed]) {
        guard !deeds.isEmpty else { return }
        var table = TextTable(["at", "who", "what", "detail"])
        for deed in deeds {
            let detail = deed.detail.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            table.add([(Self.time(deed.at), nil), (deed.actor, nil), (deed.kind.rawValue, nil), (detail, nil)])
        }
        section("acts", table)
    }

    private mutating func section(_ title: String, _ table: TextTable) {
        lines += ["", title] + table.lines.map { "  " + $0 }
    }

    static func time(_ date: Date) -> String {
        date.formatted(
            .verbatim(
                """
                \(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
                \(second: .twoDigits)
                """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .current,
                calendar: Calendar(identifier: .gregorian)))
    }
}
