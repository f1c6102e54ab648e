package import OperatorErrors

/// Why an object stays in quarantine.
package enum ReleaseError: OperatorError, Equatable {
    case notFound(Int64)
    /// The audit trail has not recorded it yet.
    case unaudited
    /// Its file is missing, or is not the one that was quarantined.
    case damaged(path: String)
    /// Another object is stored under its SOP Instance UID.
    case stillStored(study: String)
    /// Nothing is stored under its SOP Instance UID any more, so that it needs no new one.
    case uidIsFree
    /// The file of the stored object is missing, so that nothing tells whether this is the same one.
    case storedFileMissing(study: String)
    case sameAsStored
    /// A report under another UID would be another report.
    case isDocument
    /// Its study has another patient, by these attributes.
    case otherPatient([String])
    case notRewritable(String)

    package var description: String {
        switch self {
        case .notFound(let id): "there is no object \(id) in quarantine"
        case .unaudited: "the audit trail has not recorded the object yet"
        case .damaged(let path): "\(path) is missing, or not what was quarantined"
        case .stillStored(let study): "another object is stored under its SOP Instance UID, in study \(study)"
        case .uidIsFree: "nothing is stored under its SOP Instance UID any more, so it needs no new one"
        case .storedFileMissing(let study):
            "the file of the object that is stored under its UID, in study \(study), is missing, so they cannot be compared"
        case .sameAsStored: "it is the same object as the stored one"
        case .isDocument: "it is a document, and a document under another UID would be another one"
        case .otherPatient(let attributes):
            "its study is of another patient: they differ in \(attributes.joined(separator: " and "))"
        case .notRewritable(let reason): "it cannot be given another SOP Instance UID: \(reason)"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .notFound: .notFound
        case .unaudited: .busy
        case .damaged: .unavailable
        case .stillStored, .uidIsFree, .storedFileMissing, .sameAsStored, .isDocument, .otherPatient: .conflict
        case .notRewritable: .invalid
        }
    }

    package var hint: String {
        switch self {
        case .notFound: "thoraxctl quarantine lists the objects with their ids"
        case .unaudited: "wait a few seconds and try again"
        case .damaged: "have the sender send it again, then: thoraxctl quarantine discard"
        case .stillStored:
            "an image can be admitted as another instance with --as-new; or remove that study and release it as it is"
        case .uidIsFree: "release it without --as-new"
        case .storedFileMissing:
            "restore that file from a backup (thoraxctl verify names it), or remove that study and release this object"
        case .sameAsStored: "nothing is lost with it: thoraxctl quarantine discard"
        case .isDocument: "have its author write it again under a UID of its own, then: thoraxctl quarantine discard"
        case .otherPatient:
            "two patients must not be mixed: have the modality correct the object and send it again with UIDs of its own"
        case .notRewritable: "have the modality send it again with a UID of its own"
        }
    }
}
