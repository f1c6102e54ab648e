import DICOMCore
import Foundation
import Intake
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import FilmSelection

/// What devices send, by public reports (`eligibility.csv`): from the header through the work list to the verdict.
struct FieldEligibilityTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let attribute: String
        let value: String
        let other: String
        let expected: String
        var testDescription: String { "\(attribute) \(value), \(other): \(expected)" }
    }

    static let rows: [Row] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "eligibility.csv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
            var columns = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == ",", !isQuoted {
                    columns.append("")
                } else {
                    columns[columns.count - 1].append(character)
                }
            }
            return Row(attribute: columns[0], value: columns[1], other: columns[2], expected: columns[3])
        }
    }()

    @Test func `the table is there`() { #expect(Self.rows.count == 28) }

    @Test(arguments: rows) func `a study becomes what the table says`(_ row: Row) throws {
        let judgement = try judgement(of: row)
        if row.expected == "draft" {
            #expect(judgement == .eligible(["1.1.1.1"]))
        } else if case .ineligible(let reason) = judgement {
            #expect(reason.contains(/\([0-9A-F]{4},[0-9A-F]{4}\)/), "\(reason)")
        } else {
            Issue.record("\(row) is drafted")
        }
    }

    @Test func `what came of each row is written for people`() throws {
        var table = ShownTable("attribute", "value", "other", "expected", "what came of it")
        for row in Self.rows {
            let result =
                switch try judgement(of: row) {
                case .eligible: "draft"
                case .ineligible(let reason): "ineligible: \(reason)"
                }
            table.add(row.attribute, row.value, row.other, row.expected, result)
        }
        try table.write("field-eligibility")
    }

    /// Admits an image with the row's header, and judges the study as the work list has it.
    private func judgement(of row: Row) throws -> Eligibility.Judgement {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        let intake = InstanceIntake(workList: workList, quietPeriod: .zero)
        let file = try intake.newFile()
        Array("pixels".utf8).withUnsafeBytes { file.write($0) }
        let calling = try #require(AETitle("MODALITY1"))
        #expect(try intake.admit(file, header: header(of: row), callingAETitle: calling) == .stored)
        let study = try #require(try workList.studiesToSettle().first)
        return Eligibility().judge(study.images)
    }

    private func header(of row: Row) throws -> InstanceHeader {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.1.1.1", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "DX"
        if row.other.contains("CHEST") { header.bodyPartExamined = "CHEST" }
        if row.other.contains("PA") { header.viewPosition = "PA" }
        let parts = row.value.replacing(#/ \((ISO_IR.*|GB18030|contradiction)\)/#, with: "").split(separator: " + ")
        let own = parts[0].hasPrefix("(") ? nil : String(parts[0])
        switch row.attribute {
        case "BodyPartExamined": header.bodyPartExamined = own
        case "ViewPosition": header.viewPosition = own
        case "ImageType": header.imageType = own
        case "Modality": header.modality = own
        case "AnatomicRegionSequence":
            header.anatomicRegion = CodedConcept(value: "51185008", scheme: "SCT", meaning: "")
        default: Issue.record("no such attribute: \(row.attribute)")
        }
        for part in parts.dropFirst() {
            let text = part.split(separator: "'").dropFirst().first.map(String.init)
            let words = part.split(separator: " ").map(String.init)
            switch words[0] {
            case "StudyDescription": header.studyDescription = text
            case "SeriesDescription": header.seriesDescription = text
            case "(0018,1400)": header.acquisitionDeviceProcessingDescription = text
            case "PatientOrientation": header.patientOrientation = words[1]
            case "ViewCode":
                header.viewCode = CodedConcept(value: words[1], scheme: words[2], meaning: try #require(text))
            default: Issue.record("no such attribute: \(part)")
            }
        }
        return header
    }
}
