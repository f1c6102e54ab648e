import Foundation
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

struct NIHTableTests {
    private let header = "image,labels,follow_up,patient_id,age,sex,view\n"

    private func faults(_ rows: String) -> [RowFault] {
        do throws(DatasetError) {
            _ = try NIHTable.parse(header + rows, path: "labels.csv")
            return []
        } catch {
            if case .brokenRows(_, let faults) = error { return faults }
            return []
        }
    }

    @Test func `reads findings, patient and view`() throws {
        let records = try NIHTable.parse(
            header + "a.png,Pleural_Thickening|Mass,0,7,50,F,PA\r\nb.png,No Finding,1,8,60,M,AP\n", path: "labels.csv")
        #expect(
            records == [
                NIHRecord(image: "a.png", findings: [.pleuralThickening, .mass], patient: 7, view: .pa),
                NIHRecord(image: "b.png", findings: [], patient: 8, view: .ap),
            ])
    }

    @Test(arguments: [
        ("a.png,Mass,0,7,50,F", "6 fields, but the header has 7"),
        ("a.png,Cough,0,7,50,F,PA", "unknown label \"Cough\""),
        ("a.png,No Finding|Mass,0,7,50,F,PA", "unknown label \"No Finding\""),
        ("a.png,,0,7,50,F,PA", "unknown label \"\""),
        ("a.png,Mass,0,x,50,F,PA", "the patient id is not a number"),
        ("a.png,Mass,0,7,50,F,LL", "view \"LL\" is not AP or PA"),
        ("../a.png,Mass,0,7,50,F,PA", "\"../a.png\" is not a file name"),
    ])
    func `refuses a faulty row with its number and the reason`(row: String, reason: String) {
        #expect(faults("ok.png,Mass,0,7,50,F,PA\n" + row + "\n") == [RowFault(row: 3, reason: reason)])
    }

    @Test func `refuses a duplicate image`() {
        let row = "a.png,Mass,0,7,50,F,PA\n"
        #expect(faults(row + row).map(\.row) == [3])
    }

    @Test func `lists at most twenty faulty rows`() {
        #expect(faults(String(repeating: "x\n", count: 100)).count == 20)
    }

    @Test func `refuses a table without a required column or without rows`() {
        #expect(throws: DatasetError.missingColumn(path: "t", column: "view")) {
            try NIHTable.parse("image,labels,patient_id\n", path: "t")
        }
        #expect(throws: DatasetError.emptyTable(path: "t")) { try NIHTable.parse(header, path: "t") }
    }

    static let shared =
        ProcessInfo.processInfo.environment["THORAXD_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        ?? packageRoot.appending(path: "../shared/data").standardized

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: shared.appendingPathComponent("nih1000/labels.csv").path),
            "needs ../shared/data/nih1000"))
    func `reads the real table and splits it without sharing a patient`() throws {
        let records = try NIHTable.read(path: Self.shared.appendingPathComponent("nih1000/labels.csv").path)
        #expect(records.count == 1000)
        #expect(records.count { $0.findings.isEmpty } == 500)
        #expect(records.count { $0.findings.contains(.effusion) } == 90)
        let studies = records.map { TrainingStudy($0, root: Self.shared) }
        let folds = PatientSplit.folds(of: studies, by: SplitRule(seed: 2017))
        let patients = folds.mapValues { Set($0.map(\.patient)) }
        #expect(patients.values.reduce(0) { $0 + $1.count } == 682)
        for (fold, share) in [(Fold.train, 0.7), (.validation, 0.1), (.test, 0.2)] {
            let films = folds[fold] ?? []
            #expect(abs(Double(films.count) / 1000 - share) < 0.03)
            #expect(abs(Double(films.count { $0.positives.isEmpty }) / Double(films.count) - 0.5) < 0.08)
            #expect(abs(Double(films.count { $0.projection == .ap }) / Double(films.count) - 0.567) < 0.08)
        }
    }
}
