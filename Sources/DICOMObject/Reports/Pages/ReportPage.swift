import DICOMCore

/// A report for people to read: its films, and the content of its pages, from top to bottom.
struct ReportPage {
    /// A part of the page. Only a paragraph that is higher than a column is split.
    enum Block: Equatable {
        case title(String)
        case heading(String)
        case paragraph(String)
        case smallPrint(String)
        /// Labels with their values, in two columns.
        case fields([Field], [Field])
        /// A row of the table of findings.
        case row([String], isStrong: Bool)
        case rule
    }

    struct Field: Equatable {
        let label: String
        let value: String
    }

    /// The title of the PDF.
    let title: String
    /// Shown at the top of every page, with `note` below it.
    let banner: String
    let note: String
    /// Shown behind every page; nil for none.
    let watermark: String?
    /// Shown beside the text.
    let films: [Film]
    let blocks: [Block]
    /// Shown on every page: identifies patient and document.
    let footer: String
    /// `YYYY-MM-DDThh:mm:ss`.
    let created: String

    /// Every text on the pages.
    var texts: [String] {
        [banner, note, footer, watermark ?? ""] + films.map(\.caption) + blocks.flatMap(\.texts)
    }

    static func person(_ patient: DICOMItem) -> [Field] {
        let id = value(patient.string(.patientID))
        let issuer = patient.string(.issuerOfPatientID).map { " (\($0))" } ?? ""
        return [
            Field(label: "Patient", value: name(patient.string(.patientName), separator: "\n")),
            Field(label: "Patient ID", value: id + issuer),
            Field(label: "Born", value: date(patient.string(.patientBirthDate))),
            Field(label: "Sex", value: value(patient.string(.patientSex))),
        ]
    }

    static func study(_ study: DICOMItem) -> [Field] {
        let moment = [date(study.string(.studyDate)), study.string(.studyTime).map(time) ?? ""]
        return [
            Field(label: "Accession", value: value(study.string(.accessionNumber))),
            Field(label: "Study date", value: moment.joined(separator: " ")),
            Field(label: "Study", value: value(study.string(.studyDescription))),
            Field(label: "Referred by", value: name(study.string(.referringPhysicianName))),
        ]
    }

    /// A person name for display, with its groups one after the other: commas between the components of the alphabetic
    /// group, none between those of the ideographic and phonetic groups.
    static func name(_ text: String?, separator: String = "  ") -> String {
        let groups = (text ?? "").split(separator: "=", omittingEmptySubsequences: false).enumerated().map {
            index, group in
            let components = group.split(separator: "^").map(\.trimmingSpaces).filter { !$0.isEmpty }
            return components.joined(separator: index == 0 ? ", " : " ")
        }
        return value(groups.filter { !$0.isEmpty }.joined(separator: separator))
    }

    /// `YYYYMMDD` with hyphens; any other value unchanged.
    static func date(_ text: String?) -> String {
        guard let text, text.count == 8, text.allSatisfy(\.isNumber) else { return value(text) }
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }

    /// `HHMMSS` and fractions with colons; any other value unchanged.
    static func time(_ text: String) -> String {
        let digits = text.prefix(6)
        guard digits.count == 6, digits.allSatisfy(\.isNumber) else { return text }
        return "\(digits.prefix(2)):\(digits.dropFirst(2).prefix(2)):\(digits.suffix(2))"
    }

    static func value(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "not given" }
        return text
    }
}

extension ReportPage.Block {
    fileprivate var texts: [String] {
        switch self {
        case .title(let text), .heading(let text), .paragraph(let text), .smallPrint(let text): [text]
        case .fields(let left, let right): (left + right).flatMap { [$0.label, $0.value] }
        case .row(let cells, _): cells
        case .rule: []
        }
    }
}
