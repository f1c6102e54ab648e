import OperatorErrors

/// Why an object is not stored, beyond what its header, the disk and the work list say (PS3.4 Table B.2-1).
enum StorageRefusal: OperatorError {
    /// Less space is free than is kept in reserve.
    case outOfSpace
    /// The data set is another object than the command says.
    case mismatch(String)
    /// Other bytes are stored under its SOP Instance UID; these were put into quarantine.
    case duplicate
    /// A C-STORE request that announces no data set.
    case noDataSet

    var description: String {
        switch self {
        case .outOfSpace: "less space is free than is kept in reserve"
        case .mismatch(let what): what
        case .duplicate: "another object is stored under this SOP Instance UID"
        case .noDataSet: "no data set"
        }
    }

    var fault: FaultKind {
        switch self {
        case .outOfSpace: .outOfResources
        case .mismatch: .invalid
        case .duplicate: .duplicate
        case .noDataSet: .malformed
        }
    }

    var hint: String {
        switch self {
        case .outOfSpace: "free space on the file system of the state directory; the sender tries again"
        case .mismatch, .noDataSet: "the sender does not follow the standard; ask its vendor"
        case .duplicate: "thoraxctl quarantine shows both objects; find out why one UID names two"
        }
    }
}
