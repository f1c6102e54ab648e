import DICOMCore
import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct PageFormsTests {
    private static let forms: [ReportForm] = [.encapsulatedPDF, .secondaryCapture]
    private static let pdftotext = "/usr/bin/pdftotext"
    private static let hasPoppler = FileManager.default.isExecutableFile(atPath: pdftotext)

    /// The PDF's text as extracted by a reader.
    private static func text(
        of draft: DraftDocument, about chest: SyntheticObject = .chest(), _ option: String = "-layout"
    ) throws -> String {
        try draft.writing(.encapsulatedPDF, about: [chest]) { path in
            let raw = path + ".pdf"
            let dump = try Judges.run("/usr/bin/dcm2pdf", [path, raw])
            #expect(dump.status == 0, "\(dump.output)")
            return try Judges.run(pdftotext, [option, raw, "-"]).output
        }
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dicom3tools"), arguments: forms)
    func `a drawn form that replaces another is valid`(form: ReportForm) throws {
        try DraftDocument.sample.writing(form, replacing: .sample) { path in
            let verdict = try Judges.run(Judges.dciodvfy, ["-new", path])
            #expect(verdict.status == 0 && verdict.complaints.isEmpty, "\(verdict.output)")
            let document = try DICOMFile(path: path)
            #expect(document.string(Tag(0x0028, 0x0301)) == "YES")
            #expect(document.string(.seriesDescription)?.hasSuffix("NOT VERIFIED") == true)
            let replaced =
                form == .secondaryCapture
                ? document.dataSet.items(Tag(0x0008, 0x114A)).first
                : document.dataSet.items(Tag(0x0040, 0xA360)).first?.items(Tag(0x0008, 0x1115)).first?
                    .items(Tag(0x0008, 0x1199)).first
            #expect(replaced?.string(Tag(0x0008, 0x1155)) == InstanceReference.sample.sopInstanceUID)
            #expect(replaced?.items(Tag(0x0040, 0xA170)).first?.string(.codeValue) == "121360")
            let sources = document.dataSet.items(
                form == .secondaryCapture ? Tag(0x0008, 0x2112) : Tag(0x0042, 0x0013))
            #expect(sources.map { $0.string(Tag(0x0008, 0x1155)) } == ["1.2.3.4.1"])
        }
    }

    @Test(arguments: forms)
    func `a drawn form is reproducible byte for byte`(form: ReportForm) throws {
        let bytes = { try DraftDocument.sample.writing(form) { try Data(contentsOf: URL(filePath: $0)) } }
        let first = try bytes()
        #expect(first.count > 10_000)
        let again = try bytes()
        #expect(again == first)
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `every page names the patient and says that it is a draft`() throws {
        var draft = DraftDocument.sample
        draft.findings = (1...60).map { "Paragraph \($0): the lungs are clear, and there is no pleural effusion." }
        let text = try Self.text(of: draft)
        let pages = text.split(separator: "\u{0C}").filter { $0.contains { !$0.isWhitespace } }
        #expect(pages.count == 2)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("DRAFT – PRELIMINARY, NOT VERIFIED"))
            #expect(page.contains(DraftDocument.notice))
            #expect(
                page.contains("Doe, Jane · 0042 · draft revision 1 of 2026-11-22 10:15:00 · page \(index + 1) of 2"))
        }
        for number in 1...60 { #expect(text.contains("Paragraph \(number):")) }
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `the page shows patient, study, report, table and provenance`() throws {
        let text = try Self.text(of: .sample)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for part in [
            "Doe, Jane", "0042 (HOSPITAL)", "1950-01-01", "A-17", "2026-11-21 08:15:00", "Ref, Erring",
            DraftDocument.sample.findings[0], DraftDocument.sample.impression[0],
            "Effusion 81.4 % called likely from 40.0 % likely",
            "Pneumothorax 3.0 % called likely from 25.0 % not likely", "own estimates, not calibrated",
            "thoraxd-demo 1.0",
            "weights 9f86d081884c7d65",
            "Study 1.2.3.4.", "1.2.3.4.1.",
        ] {
            #expect(words.contains(part), "\(part) is not in \(words)")
        }
    }

    /// The sample with a possible and a present finding.
    private static let calibrated: DraftDocument = {
        var draft = DraftDocument.sample
        draft.assessments = [
            AssessedFinding(label: "Pleural_Thickening", probability: 0.3, threshold: 0.2, presentThreshold: 0.5),
            AssessedFinding(label: "Pneumothorax", probability: 0.6, threshold: 0.2, presentThreshold: 0.5),
        ]
        return draft
    }()

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `the table names the limits and the degree of a calibrated probability`() throws {
        let words = try Self.text(of: Self.calibrated).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for part in [
            "Finding Probability Possible, present Called", "Pleural thickening 30.0 % from 20.0 %, 50.0 % possible",
            "Pneumothorax 60.0 % from 20.0 %, 50.0 % present", "own estimates, calibrated on films of its data set",
        ] {
            #expect(words.contains(part), "\(part) is not in \(words)")
        }
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"), arguments: [false, true])
    func `no word of a line is drawn over another`(isCalibrated: Bool) throws {
        let boxes = try Self.text(of: isCalibrated ? Self.calibrated : .sample, "-bbox")
        let words = boxes.matches(
            of: /<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)</
        ).compactMap { word -> (left: Double, top: Double, right: Double, text: String)? in
            guard let left = Double(word.1), let top = Double(word.2), let right = Double(word.3) else { return nil }
            return (left, top, right, String(word.4))
        }
        #expect(words.count > 50)
        for (_, line) in Dictionary(grouping: words, by: { Int($0.top * 10) }) {
            let line = line.sorted { $0.left < $1.left }
            for (word, next) in zip(line, line.dropFirst()) {
                #expect(word.right <= next.left, "\(word.text) and \(next.text)")
            }
        }
    }

    @Test func `a picture is as wide as its text needs, and neither empty nor full`() throws {
        let size = { (draft: DraftDocument) in
            try draft.writing(.secondaryCapture) { path in
                let image = try DICOMFile(path: path).grayscaleImage()
                let lit = image.pixels.filter { $0 > 0.5 }.count
                #expect(lit > image.pixels.count / 100 && lit < image.pixels.count / 2)
                return (columns: image.columns, rows: image.rows)
            }
        }
        let short = try size(.sample)
        #expect(short.rows >= 1240 && short.columns > short.rows)
        var long = DraftDocument.sample
        long.findings = (1...200).map { "Paragraph \($0)." }
        let taller = try size(long)
        #expect(taller.columns > short.columns && taller.columns < 2 * taller.rows)
    }

    @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
    func `a paragraph that is longer than a page loses no word`() throws {
        let words = (1...3000).map { "w\($0)" }
        let text = try Self.text(of: .sample(findings: [words.joined(separator: " ")]))
        let found = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
        #expect(words.filter { !found.contains($0) }.isEmpty)
        let unbroken = String(repeating: "x", count: 9000)
        let letters = try Self.text(of: .sample(findings: [unbroken])).filter { $0 == "x" }
        #expect(letters.count >= 9000)
    }

    @Test func `a name that is damaged or in no font does not prevent the page`() throws {
        for name in ["𐎠𐎼𐎹^\u{E000}", "a\u{1B}b", ""] {
            try DraftDocument.sample.writing(
                .encapsulatedPDF, about: [.chest(characterSet: "ISO_IR 192", name: Array(name.utf8))]
            ) { path in
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                #expect(size ?? 0 > 10_000)
            }
        }
    }
}
