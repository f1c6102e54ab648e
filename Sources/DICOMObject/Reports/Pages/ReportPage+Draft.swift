import DICOMCore

extension ReportPage {
    /// Lays out a draft with its table of findings.
    init(_ draft: DraftDocument, about source: ReportSource) {
        let patient = source.first
        let date = Self.date(draft.contentDate)
        let time = Self.time(draft.contentTime)
        let name = Self.name(patient.string(.patientName))
        let id = Self.value(patient.string(.patientID))
        var blocks: [Block] = [
            .title("Chest radiograph report, drafted by a machine"), .fields(Self.person(patient), Self.study(patient)),
            .rule, .heading("Findings"),
        ]
        blocks += (draft.findings + draft.remarks).map(Block.paragraph)
        if !draft.impression.isEmpty { blocks += [.heading("Impression")] + draft.impression.map(Block.paragraph) }
        blocks += Self.table(draft.assessments) + [.rule]
        blocks += Self.provenance(draft, source, written: "\(date) \(time)").map(Block.smallPrint)
        self.init(
            title: "Chest radiograph report, draft", banner: ReportForm.draftWarning, note: DraftDocument.notice,
            watermark: "DRAFT \u{2013} NOT VERIFIED", films: source.films(), blocks: blocks,
            footer: "\(name) \u{00B7} \(id) \u{00B7} draft revision \(draft.revision) of \(date) \(time)",
            created: "\(date)T\(time)")
    }

    /// A table of every finding with probability and threshold, the likeliest first.
    private static func table(_ assessments: [AssessedFinding]) -> [Block] {
        if assessments.isEmpty { return [] }
        let sorted = assessments.sorted { $0.probability > $1.probability }
        let rows = sorted.map { finding in
            Block.row(
                [
                    finding.name.prefix(1).uppercased() + finding.name.dropFirst(), "\(finding.percent) %",
                    finding.limits, finding.degree,
                ], isStrong: finding.isLikely)
        }
        return [
            .heading("Probabilities given by the model"),
            .smallPrint("The model's own estimates, \(sorted[0].calibration)."),
            .row(
                [
                    "Finding", "Probability", sorted[0].presentThreshold == nil ? "Threshold" : "Possible, present",
                    "Called",
                ],
                isStrong: true), .rule,
        ] + rows
    }

    private static func provenance(_ draft: DraftDocument, _ source: ReportSource, written: String) -> [String] {
        let device = draft.device
        return [
            "Drafted \(written) by \(device.name) (\(device.softwareVersions.joined(separator: "; "))).",
            "Study \(source.studyUID). Images shown to the model: "
                + source.images.map(\.sopInstanceUID).joined(separator: ", ") + ".",
        ]
    }
}
