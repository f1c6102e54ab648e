import DICOMCore
import DICOMNetwork

/// The Verification service (PS3.4 Annex A): C-ECHO.
struct VerificationService: ServiceClass {
    let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.verification: .init(
            transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian, .explicitVRBigEndian])
    ]

    let permission: Peer.Permission? = nil
    let requests: Set<CommandSet.Field> = [.echoRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        try session.skipDataSet(of: message)
        try session.respond(to: message, .success)
    }
}
