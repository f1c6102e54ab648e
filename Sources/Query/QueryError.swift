package import OperatorErrors

/// Why a query cannot be answered.
package enum QueryError: OperatorError, Equatable {
    /// Query/Retrieve Level (0008,0052) is missing, unknown, or not one of this information model's.
    case unknownLevel
    /// A retrieval must name what it wants by the unique key of its level (PS3.4 C.4.2.2.1, C.4.3.2.1).
    case noUniqueKey
    /// More objects than one retrieval sends.
    case tooMany(limit: Int)

    package var description: String {
        switch self {
        case .unknownLevel: "the Query/Retrieve Level is missing or not one of this information model"
        case .noUniqueKey: "the identifier lacks the unique key of its level"
        case .tooMany(let limit): "more than \(limit) objects match"
        }
    }

    package var hint: String {
        switch self {
        case .unknownLevel: "ask at level STUDY, SERIES or IMAGE, or PATIENT with the Patient Root"
        case .noUniqueKey: "give the Patient ID, or the Study, Series or SOP Instance UID"
        case .tooMany: "retrieve study by study"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .unknownLevel, .noUniqueKey: .invalid
        case .tooMany: .tooLarge
        }
    }
}
