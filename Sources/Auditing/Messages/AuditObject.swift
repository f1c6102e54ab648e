/// An object of an event (PS3.15 A.5.2: Participant Object Identification).
package struct AuditObject: Sendable, Equatable {
    /// Type and role of an object, as numbers of the schema (PS3.15 A.5.1).
    struct Kind: Sendable, Equatable {
        let type: Int
        let role: Int
        let identifier: AuditCode

        static let patient = Kind(type: 1, role: 1, identifier: .patientNumber)
        static let study = Kind(type: 2, role: 3, identifier: .studyInstanceUID)
        static let query = Kind(type: 2, role: 3, identifier: .sopClassUID)
        /// The subject of a security alert.
        static let securityResource = Kind(type: 2, role: 13, identifier: .nodeID)
    }

    /// The name of the object or, for a query object, the query.
    enum Label: Sendable, Equatable {
        case name(String)
        case query([UInt8])
    }

    let kind: Kind
    let id: String
    let label: Label
    /// Further values by type; written in Base64.
    var details: [String: [UInt8]] = [:]
    /// Number of instances by SOP Class UID.
    var instances: [String: Int] = [:]
    var accessionNumber: String?

    /// - Parameter accessionNumber: omitted when empty.
    static func study(
        _ studyInstanceUID: String, instances: [String: Int] = [:], accessionNumber: String? = nil
    ) -> AuditObject {
        AuditObject(
            kind: .study, id: studyInstanceUID, label: .name(studyInstanceUID), instances: instances,
            accessionNumber: accessionNumber)
    }

    /// Returns the patient object. The schema requires an ID and a name, so missing values are marked as such.
    static func patient(id: String?, name: String?) -> AuditObject {
        AuditObject(kind: .patient, id: id ?? "unknown", label: .name(name ?? "unknown"))
    }

    /// Returns the subject of a security alert, with its description.
    static func alertSubject(_ id: String, _ description: String) -> AuditObject {
        AuditObject(
            kind: .securityResource, id: id, label: .name(id), details: ["Alert Description": Array(description.utf8)])
    }
}
