import DICOMCore
import DICOMNetwork

/// Why an object is not stored, and what the sender is told (PS3.4 Table B.2-1).
enum StorageRefusal: Error {
    /// Less room than is kept free.
    case outOfSpace
    /// The disk or the work list failed.
    case resources(any Error)
    /// The data set is another object than the command says.
    case mismatch(String)
    /// The data set does not say what it is, or is none.
    case unidentified(HeaderScanError)
    /// It contradicts what is stored.
    case contradiction(any Error)
    /// Other bytes are stored under its SOP Instance UID; these were put aside.
    case duplicate
    /// A C-STORE request that announces no data set.
    case noDataSet

    var status: DIMSEStatus {
        switch self {
        case .outOfSpace, .resources: .outOfResources
        case .mismatch: .dataSetDoesNotMatchSOPClass
        case .unidentified, .contradiction, .noDataSet: .cannotUnderstand
        case .duplicate: .duplicateSOPInstance
        }
    }

    /// For the log of the node.
    var reason: String {
        switch self {
        case .outOfSpace: "less space is free than is kept in reserve"
        case .resources(let error), .contradiction(let error): "\(error)"
        case .mismatch(let what): what
        case .unidentified(let error): "\(error)"
        case .duplicate: "other bytes are stored under its SOP Instance UID"
        case .noDataSet: "no data set"
        }
    }

    /// For the people at the sender: nothing about this machine.
    var comment: String {
        switch self {
        case .outOfSpace: "No space left; try again later"
        case .resources: "Cannot be stored at the moment; try again later"
        case .mismatch(let what): what
        case .unidentified(let error): "\(error)"
        case .contradiction(let error): "\(error)"
        case .duplicate: "Another object is stored under this SOP Instance UID"
        case .noDataSet: "No data set"
        }
    }
}
