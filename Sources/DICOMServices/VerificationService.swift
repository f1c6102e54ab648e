import DICOMCore
import DICOMNetwork

/// The Verification service (PS3.4 Annex A): C-ECHO.
struct VerificationService: ServiceClass {
    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.verification: .init(
            transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian])
    ]

    static let permission: Peer.Permission? = nil
    static let requests: Set<CommandSet.Field> = [.echoRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        try session.skipDataSet(of: message)
        try session.respond(to: message, .success)
    }
}
