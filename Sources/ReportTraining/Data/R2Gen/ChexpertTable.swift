package import FindingLabels
import Foundation

/// Labels supplied with a data set, in the layout of `mimic-cxr-2.0.0-chexpert.csv`: columns `subject_id`, `study_id`
/// and the 14 findings by name; 1 is positive, 0 negative, -1 uncertain, blank not mentioned.
package struct ChexpertTable: Sendable {
    private static let maximumBytes = 256 << 20
    private static let maximumFaults = 20
    private let statuses: [String: [FindingStatus]]

    /// Statuses of a study in the order of `Finding.allCases`, or nil if it has no row.
    package subscript(study: String) -> [FindingStatus]? { statuses[study] }

    /// Reads and validates a whole table. Columns may be in any order; others are ignored.
    ///
    /// Throws `DatasetError`.
    package init(path: String) throws(DatasetError) {
        let text: String
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            if size > Self.maximumBytes { throw DatasetError.tableTooLarge(path: path, bytes: size) }
            text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        } catch let error as DatasetError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        try self.init(text, path: path)
    }

    init(_ text: String, path: String) throws(DatasetError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        func column(_ name: String) throws(DatasetError) -> Int {
            guard let column = header.firstIndex(of: name) else { throw .missingColumn(path: path, column: name) }
            return column
        }
        let study = try column("study_id")
        var columns: [Int] = []
        for finding in Finding.allCases { columns.append(try column(finding.rawValue)) }
        var statuses: [String: [FindingStatus]] = [:]
        var faults: [RowFault] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && faults.count < Self.maximumFaults {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            func fail(_ reason: String) { faults.append(RowFault(row: index + 1, reason: reason)) }
            guard fields.count == header.count else {
                fail("\(fields.count) fields, but the header has \(header.count)")
                continue
            }
            let row = columns.compactMap { Self.status(fields[$0]) }
            if row.count != columns.count {
                fail("a label is not 1, 0, -1 or blank")
            } else if fields[study].isEmpty || statuses.updateValue(row, forKey: String(fields[study])) != nil {
                fail("the study_id is empty or duplicated")
            }
        }
        if !faults.isEmpty { throw .brokenRows(path: path, faults: faults) }
        if statuses.isEmpty { throw .emptyTable(path: path) }
        self.statuses = statuses
    }

    private static func status(_ field: Substring) -> FindingStatus? {
        switch field {
        case "": .unmentioned
        case "1", "1.0": .positive
        case "0", "0.0": .negative
        case "-1", "-1.0": .uncertain
        default: nil
        }
    }
}
