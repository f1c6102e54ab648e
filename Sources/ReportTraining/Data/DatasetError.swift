package import OperatorErrors

/// A row of a label table that cannot be used. Row 1 is the header.
package struct RowFault: Error, Equatable, Sendable {
    package let row: Int
    package let reason: String
}

/// A record of an annotation file that cannot be used. States only its position, since ids and paths may identify
/// patients.
package struct RecordFault: Error, Equatable, Sendable {
    /// The file's name for the fold: train, val or test.
    package let split: String
    /// Position in the fold's list, from 0.
    package let index: Int
    package let reason: String
}

/// Why a data set cannot be used for training.
package enum DatasetError: OperatorError, Equatable {
    case unreadable(path: String, reason: String)
    case tableTooLarge(path: String, bytes: Int)
    case missingColumn(path: String, column: String)
    /// At most the first twenty faults.
    case brokenRows(path: String, faults: [RowFault])
    case emptyTable(path: String)
    /// At most the first twenty faults, and how many there are.
    case brokenRecords(path: String, faults: [RecordFault], count: Int)
    /// A fold has no studies.
    case emptyFold(String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) could not be read: \(reason)"
        case .tableTooLarge(let path, let bytes):
            "\(path) has \(bytes) bytes, too many for a label table or an annotation"
        case .missingColumn(let path, let column): "\(path) has no column \"\(column)\""
        case .brokenRows(let path, let faults):
            "\(path) has broken rows: " + faults.map { "row \($0.row): \($0.reason)" }.joined(separator: "; ")
        case .emptyTable(let path): "\(path) has no rows"
        case .brokenRecords(let path, let faults, let count):
            "\(path) has \(count) broken records: "
                + faults.map { "\($0.split)[\($0.index)]: \($0.reason)" }.joined(separator: "; ")
        case .emptyFold(let fold): "the \(fold) fold is empty"
        }
    }

    package var fault: FaultKind {
        if case .unreadable = self { .notFound } else { .malformed }
    }

    package var hint: String {
        switch self {
        case .unreadable:
            "Check that --root is the folder with labels.csv or annotation.json and the pictures."
        case .tableTooLarge: "Check that --root is the folder of the data set."
        case .missingColumn: "The first line of the table must name every required column."
        case .brokenRecords: "Correct or remove these records; faulty records are never skipped."
        case .brokenRows: "Correct or remove these rows; faulty rows are never skipped."
        case .emptyTable, .emptyFold: "Use a data set with more patients."
        }
    }
}
