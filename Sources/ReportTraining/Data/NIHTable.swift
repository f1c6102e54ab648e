import Foundation

/// How the patient faced the detector. Portable films of sick patients are AP, so the view predicts much of the label.
package enum ViewPosition: String, Codable, Sendable, CaseIterable {
    case ap = "AP"
    case pa = "PA"
}

/// One film of the label table.
package struct NIHRecord: Sendable, Equatable {
    /// File name of the picture, which is in the table's folder.
    package let image: String
    /// Labels mined from the film's report; empty for "No Finding".
    package let findings: Set<ChestFinding>
    /// Identifies the patient; follow-up films have the same value.
    package let patient: Int
    package let view: ViewPosition
}

/// `labels.csv`: reads the columns `image`, `labels` (joined by `|`), `patient_id` and `view`; others are ignored.
package enum NIHTable {
    static let maximumBytes = 64 << 20
    static let maximumFaults = 20

    /// Reads and validates a whole table.
    ///
    /// Throws `DatasetError`: a table with a faulty row is refused as a whole, since silently dropping the row would
    /// change the split.
    package static func read(path: String) throws(DatasetError) -> [NIHRecord] {
        let text: String
        do {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            if bytes.count > maximumBytes { throw DatasetError.tableTooLarge(path: path, bytes: bytes.count) }
            guard let decoded = String(bytes: bytes, encoding: .utf8) else {
                throw DatasetError.unreadable(path: path, reason: "not UTF-8")
            }
            text = decoded
        } catch let error as DatasetError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        return try parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws(DatasetError) -> [NIHRecord] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let header =
            lines.first.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
        var columns: [String: Int] = [:]
        for name in ["image", "labels", "patient_id", "view"] {
            guard let column = header.firstIndex(of: name) else {
                throw .missingColumn(path: path, column: name)
            }
            columns[name] = column
        }
        var records: [NIHRecord] = []
        var faults: [RowFault] = []
        var seen: Set<String> = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            do throws(RowFault) {
                let record = try parseRow(line, row: index + 1, width: header.count, columns: columns)
                guard seen.insert(record.image).inserted else {
                    throw RowFault(row: index + 1, reason: "image \(record.image) is duplicated")
                }
                records.append(record)
            } catch {
                faults.append(error)
                if faults.count == maximumFaults { break }
            }
        }
        if !faults.isEmpty { throw .brokenRows(path: path, faults: faults) }
        if records.isEmpty { throw .emptyTable(path: path) }
        return records
    }

    private static func parseRow(
        _ line: Substring, row: Int, width: Int, columns: [String: Int]
    ) throws(RowFault) -> NIHRecord {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == width else {
            throw RowFault(row: row, reason: "\(fields.count) fields, but the header has \(width)")
        }
        func field(_ name: String) -> String { columns[name].map { String(fields[$0]) } ?? "" }
        let image = field("image")
        guard !image.isEmpty, !image.contains("/"), !image.hasPrefix("."), image.utf8.count <= 255 else {
            throw RowFault(row: row, reason: "\"\(image.prefix(40))\" is not a file name")
        }
        guard let patient = Int(field("patient_id")), patient >= 0 else {
            throw RowFault(row: row, reason: "the patient id is not a number")
        }
        guard let view = ViewPosition(rawValue: field("view")) else {
            throw RowFault(row: row, reason: "view \"\(field("view").prefix(10))\" is not AP or PA")
        }
        let names = field("labels").split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        if names == [ChestFinding.none] {
            return NIHRecord(image: image, findings: [], patient: patient, view: view)
        }
        var findings: Set<ChestFinding> = []
        for name in names {
            guard let finding = ChestFinding(rawValue: name) else {
                throw RowFault(row: row, reason: "unknown label \"\(name.prefix(40))\"")
            }
            findings.insert(finding)
        }
        return NIHRecord(image: image, findings: findings, patient: patient, view: view)
    }
}
