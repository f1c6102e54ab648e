import Commitment
import DICOMCore
import DICOMNetwork
import Logging

/// Storage Commitment Push Model as SCU on an association that the peer opened: receives reports for requests of this
/// node. The peer proposes the class with itself as SCP (PS3.4 J.3.3.1.2).
struct CommitmentReportService: ServiceClass {
    private let reports: CommitmentReports

    init(reports: CommitmentReports) { self.reports = reports }

    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.storageCommitmentPushModel: .init(
            transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian], isSCP: false, isSCU: true)
    ]

    /// No permission is needed, because a report that this node did not request is refused.
    static let permission: Peer.Permission? = nil
    static let requests: Set<CommandSet.Field> = [.eventReportRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        let bytes = try session.smallDataSet(of: message, limit: CommitmentInformation.byteLimit)
        let status = reports.take(message, bytes, from: session.caller.peer, logger: session.logger)
        try session.respond(to: message, status)
    }
}
