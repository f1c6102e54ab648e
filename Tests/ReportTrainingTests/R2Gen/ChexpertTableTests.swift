import FindingLabels
import Foundation
import Testing

@testable import ReportTraining

struct ChexpertTableTests {
    static let header = "subject_id,study_id," + Finding.allCases.map(\.rawValue).joined(separator: ",") + "\n"

    private func faults(_ rows: String) -> [RowFault] {
        do throws(DatasetError) {
            _ = try ChexpertTable(Self.header + rows, path: "labels.csv")
            return []
        } catch {
            if case .brokenRows(_, let faults) = error { return faults }
            return []
        }
    }

    @Test func `reads 1, 0, -1 and blank`() throws {
        let table = try ChexpertTable(Self.header + "1,s,1.0,0,-1.0,,,,,,,,,,,1\r\n", path: "labels.csv")
        let row = try #require(table["s"])
        #expect(row.prefix(4) == [.positive, .negative, .uncertain, .unmentioned])
        #expect(row.last == .positive)
        #expect(table["1"] == nil)
    }

    @Test(arguments: [
        ("1,s,1,0", "4 fields, but the header has 16"),
        ("1,s,2,0,-1,,,,,,,,,,,1", "a label is not 1, 0, -1 or blank"),
        ("1,,1,0,-1,,,,,,,,,,,1", "the study_id is empty or duplicated"),
        ("1,ok,1,0,-1,,,,,,,,,,,1", "the study_id is empty or duplicated"),
    ])
    func `refuses a faulty row with its number and the reason`(row: String, reason: String) {
        #expect(faults("1,ok,,,,,,,,,,,,,,\n" + row) == [RowFault(row: 3, reason: reason)])
    }

    @Test func `requires a column for every finding and at least one row`() {
        #expect(throws: DatasetError.missingColumn(path: "l", column: "Edema")) {
            try ChexpertTable(Self.header.replacingOccurrences(of: "Edema", with: "Oedema"), path: "l")
        }
        #expect(throws: DatasetError.emptyTable(path: "l")) { try ChexpertTable(Self.header, path: "l") }
    }
}
