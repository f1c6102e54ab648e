/// What an event was about (PS3.15 A.5.2: Participant Object Identification).
package struct AuditObject: Sendable, Equatable {
    /// Kind and role by the numbers of the schema (PS3.15 A.5.1).
    struct Kind: Sendable, Equatable {
        let type: Int
        let role: Int
        let identifier: AuditCode

        static let patient = Kind(type: 1, role: 1, identifier: .patientNumber)
        static let study = Kind(type: 2, role: 3, identifier: .studyInstanceUID)
        static let query = Kind(type: 2, role: 3, identifier: .sopClassUID)
        /// What a security alert is about.
        static let securityResource = Kind(type: 2, role: 13, identifier: .nodeID)
    }

    /// What distinguishes it from others of its kind: by name, or for a query the query.
    enum Label: Sendable, Equatable {
        case name(String)
        case query([UInt8])
    }

    let kind: Kind
    let id: String
    let label: Label
    /// Further values by type; written in base 64.
    var details: [String: [UInt8]] = [:]
    /// Instances by SOP Class UID.
    var instances: [String: Int] = [:]
    var accessionNumber: String?

    /// - Parameter accessionNumber: none where it is empty.
    static func study(
        _ studyInstanceUID: String, instances: [String: Int] = [:], accessionNumber: String? = nil
    ) -> AuditObject {
        AuditObject(
            kind: .study, id: studyInstanceUID, label: .name(studyInstanceUID), instances: instances,
            accessionNumber: accessionNumber)
    }

    /// The schema wants an id and a name: a patient without says so.
    static func patient(id: String?, name: String?) -> AuditObject {
        AuditObject(kind: .patient, id: id ?? "unknown", label: .name(name ?? "unknown"))
    }

    /// What an alert is about, with what there is to say of it.
    static func alertSubject(_ id: String, _ description: String) -> AuditObject {
        AuditObject(
            kind: .securityResource, id: id, label: .name(id), details: ["Alert Description": Array(description.utf8)])
    }
}
