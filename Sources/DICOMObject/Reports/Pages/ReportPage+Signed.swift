import DICOMCore

extension ReportPage {
    /// Lays out a signed report or an addendum.
    init(_ report: SignedDocument, about source: ReportSource) {
        let patient = source.first
        let signature = report.signature
        let isAddendum = report.act == .addendum
        let moment = "\(Self.date(signature.date)) \(Self.time(signature.time))"
        let name = Self.name(patient.string(.patientName))
        let kind = isAddendum ? "addendum" : "report"
        var blocks: [Block] = [
            .title(isAddendum ? "Addendum to a chest radiograph report" : "Chest radiograph report"),
            .fields(Self.person(patient), Self.study(patient)), .rule,
        ]
        if !report.findings.isEmpty {
            blocks += [.heading(isAddendum ? "Addendum" : "Findings")] + report.findings.map(Block.paragraph)
        }
        if !report.impression.isEmpty { blocks += [.heading("Impression")] + report.impression.map(Block.paragraph) }
        blocks += [.rule, .paragraph("Signed by \(signature.line).")]
        blocks += Self.provenance(report, source).map(Block.smallPrint)
        self.init(
            title: "Chest radiograph \(kind), signed",
            banner: isAddendum ? "ADDENDUM \u{2013} SIGNED" : "SIGNED REPORT",
            note: isAddendum ? SignedDocument.addendumNotice : "Verified by \(Self.name(signature.name))",
            watermark: nil, films: source.films(), blocks: blocks,
            footer: "\(name) \u{00B7} \(Self.value(patient.string(.patientID))) \u{00B7} \(kind) signed \(moment)",
            created: moment.replacing(" ", with: "T"))
    }

    /// Who wrote the text, and which study and images it is about.
    private static func provenance(_ report: SignedDocument, _ source: ReportSource) -> [String] {
        let device = "\(report.device.name) (\(report.device.softwareVersions.joined(separator: "; ")))"
        let origin =
            switch report.act {
            case .accepted: ["Drafted by \(device) and signed unchanged."]
            case .edited: ["Drafted by \(device), edited and signed."]
            case .addendum: [String]()
            }
        let images = source.images.map(\.sopInstanceUID).joined(separator: ", ")
        return origin + ["Study \(source.studyUID). Images: \(images)."]
    }
}
