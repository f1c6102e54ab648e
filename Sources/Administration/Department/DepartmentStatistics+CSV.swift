import Review

extension DepartmentStatistics {
    /// The tables that can be exported.
    package enum Table: String, CaseIterable, Sendable {
        case days, turnaround, verdicts, wordsChanged, sentences, agreement, agreementByModel, agreementBySender, reads,
            blindAgreement, byModel, bySender,
            byReviewer
    }

    /// One table as CSV (RFC 4180), with a line of headings.
    package func csv(_ table: Table) -> String {
        let rows: [[String]] =
            switch table {
            case .days: [["day", "drafts", "signed"]] + days.map { [$0.day, "\($0.drafts)", "\($0.signed)"] }
            case .turnaround:
                [["day", "median minutes", "90th percentile minutes"]]
                    + turnaround.days.map { [$0.day, minutes($0.medianMinutes), minutes($0.p90Minutes)] }
            case .verdicts:
                [["verdict", "number"]] + verdicts.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] }
            case .wordsChanged:
                [
                    ["reports", "unchanged", "words changed", "median", "90th percentile"],
                    [
                        "\(wordsChanged.reports)", "\(wordsChanged.unchanged)", "\(wordsChanged.total)",
                        number(wordsChanged.median), number(wordsChanged.p90),
                    ],
                ]
            case .sentences:
                [["section", "finding", "change", "number"]]
                    + sentences.map { [$0.section.rawValue, $0.finding ?? "", $0.change.rawValue, "\($0.count)"] }
            case .agreement: [["finding"] + Self.agreementHeadings] + agreement.map(fields)
            case .agreementByModel: agreement(of: "model", agreementByModel)
            case .agreementBySender: agreement(of: "sender", agreementBySender)
            case .reads:
                [
                    [
                        "reads", "draft abnormal read abnormal", "draft abnormal read normal",
                        "draft normal read abnormal", "draft normal read normal",
                    ]
                ]
                    + reads.map {
                        [$0.kind.rawValue]
                            + [
                                $0.draftAbnormalReadAbnormal, $0.draftAbnormalReadNormal, $0.draftNormalReadAbnormal,
                                $0.draftNormalReadNormal,
                            ].map(String.init)
                    }
            case .blindAgreement:
                [["finding", "impressions", "impressions agreed", "signed with draft", "signed with draft agreed"]]
                    + blindAgreement.map {
                        [$0.finding]
                            + [$0.impressions, $0.impressionsAgreed, $0.signed, $0.signedAgreed].map(String.init)
                    }
            case .byModel: groups("model", byModel)
            case .bySender: groups("sender", bySender)
            case .byReviewer: groups("reviewer", byReviewer)
            }
        return rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static let agreementHeadings = [
        "draft yes signed yes", "draft yes signed no", "draft no signed yes", "draft no signed no",
    ]

    private func fields(_ row: Agreement) -> [String] {
        [row.finding]
            + [row.draftYesSignedYes, row.draftYesSignedNo, row.draftNoSignedYes, row.draftNoSignedNo].map(String.init)
    }

    private func agreement(of heading: String, _ groups: [AgreementGroup]) -> [[String]] {
        [[heading, "finding"] + Self.agreementHeadings]
            + groups.flatMap { group in group.findings.map { [group.key] + fields($0) } }
    }

    private func groups(_ heading: String, _ groups: [Group]) -> [[String]] {
        [[heading, "name", "accepted", "edited", "rejected", "median words changed", "median minutes"]]
            + groups.map {
                [
                    $0.key, $0.name, "\($0.accepted)", "\($0.edited)", "\($0.rejected)", number($0.medianWordsChanged),
                    $0.medianMinutes.map(minutes) ?? "",
                ]
            }
    }

    private func number(_ value: Int?) -> String { value.map(String.init) ?? "" }

    private func minutes(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    /// Quotes a field if RFC 4180 requires it, and puts an apostrophe before a text that a spreadsheet would take for a
    /// formula.
    private func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let text = isFormula ? "'" + text : text
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
