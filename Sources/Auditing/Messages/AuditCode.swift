/// A code in an audit message, usually from PS3.16 CID 400 to 404.
package struct AuditCode: Sendable, Equatable {
    package let value: String
    package let scheme: String
    package let meaning: String

    /// Returns a DICOM code, coding scheme DCM.
    static func dicom(_ value: String, _ meaning: String) -> AuditCode {
        AuditCode(value: value, scheme: "DCM", meaning: meaning)
    }

    /// Returns a code of this daemon, for acts without a standard code.
    static func own(_ value: String, _ meaning: String) -> AuditCode {
        AuditCode(value: value, scheme: "99THORAXD", meaning: meaning)
    }
}

/// Event ID of an audit message (PS3.16 CID 400).
package enum AuditEventID: String, CaseIterable, Sendable {
    case applicationActivity = "110100"
    case beginTransferring = "110102"
    case instancesAccessed = "110103"
    case instancesTransferred = "110104"
    case studyDeleted = "110105"
    case export = "110106"
    case query = "110112"
    case securityAlert = "110113"
    case userAuthentication = "110114"

    /// Code meaning in PS3.16.
    package var meaning: String {
        switch self {
        case .applicationActivity: "Application Activity"
        case .beginTransferring: "Begin Transferring DICOM Instances"
        case .instancesAccessed: "DICOM Instances Accessed"
        case .instancesTransferred: "DICOM Instances Transferred"
        case .studyDeleted: "DICOM Study Deleted"
        case .export: "Export"
        case .query: "Query"
        case .securityAlert: "Security Alert"
        case .userAuthentication: "User Authentication"
        }
    }

    var code: AuditCode { .dicom(rawValue, meaning) }
}

extension AuditCode {
    // Event types (PS3.16 CID 401).
    static let applicationStart = dicom("110120", "Application Start")
    static let applicationStop = dicom("110121", "Application Stop")
    static let login = dicom("110122", "Login")
    static let logout = dicom("110123", "Logout")
    static let nodeAuthentication = dicom("110126", "Node Authentication")
    static let restrictedFunction = dicom("110132", "Use of Restricted Function")
    static let auditRecordingStopped = dicom("110133", "Audit Recording Stopped")
    static let userSecurityAttributesChanged = dicom("110137", "User Security Attributes Changed")
    static let signInsFailed = own("SIGN-INS-FAILED", "Sign-Ins Failed")
    static let associationRejected = own("ASSOCIATION-REJECTED", "Association Rejected")
    static let unreadableAct = own("UNREADABLE-ACT", "Unreadable Act")

    /// Every event type that is not derived from a kind of act.
    static let eventTypes = [
        applicationStart, applicationStop, login, logout, nodeAuthentication, restrictedFunction, auditRecordingStopped,
        userSecurityAttributesChanged, signInsFailed, associationRejected, unreadableAct,
    ]

    // Roles of participants (PS3.16 CID 402).
    static let application = dicom("110150", "Application")
    static let destinationRole = dicom("110152", "Destination Role ID")
    static let sourceRole = dicom("110153", "Source Role ID")
    static let destinationMedia = dicom("110154", "Destination Media")

    // Types of object identifiers (PS3.16 CID 404; for the patient, RFC 3881).
    static let studyInstanceUID = dicom("110180", "Study Instance UID")
    static let sopClassUID = dicom("110181", "SOP Class UID")
    static let nodeID = dicom("110182", "Node ID")
    static let patientNumber = AuditCode(value: "2", scheme: "RFC-3881", meaning: "Patient Number")
}
