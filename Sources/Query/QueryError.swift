package import OperatorErrors

/// Why a query or a retrieval cannot be answered.
package enum QueryError: OperatorError, Equatable {
    /// Query/Retrieve Level (0008,0052) is missing, unknown, or not a level of this information model.
    case unknownLevel
    /// The value of a key is not in the form of its matching. The value itself may be a patient's, so it is not named.
    case wrongValue(keyword: String, expected: String)
    /// The identifier of a retrieval lacks the unique key of its level (PS3.4 C.4.2.2.1, C.4.3.2.1).
    case noUniqueKey
    /// More objects match than the limit per retrieval.
    case tooMany(limit: Int)

    package var description: String {
        switch self {
        case .unknownLevel: "the Query/Retrieve Level is missing or not a level of this information model"
        case .wrongValue(let keyword, let expected): "the value of \(keyword) is not \(expected)"
        case .noUniqueKey: "the identifier lacks the unique key of its level"
        case .tooMany(let limit): "more than \(limit) objects match"
        }
    }

    package var hint: String {
        switch self {
        case .unknownLevel: "query at level STUDY, SERIES or IMAGE, or at PATIENT with the Patient Root"
        case .wrongValue: "correct the value, or leave the key out"
        case .noUniqueKey: "give the Patient ID, or the Study, Series or SOP Instance UID"
        case .tooMany: "retrieve one study at a time"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .unknownLevel, .wrongValue, .noUniqueKey: .invalid
        case .tooMany: .tooLarge
        }
    }
}
