import Commitment
import DICOMCore
import DICOMNetwork
import Logging

/// Storage Commitment Push Model as SCU, on an association of the peer's: the reports of what this node asked for. The
/// peer proposes the class with itself as SCP (PS3.4 J.3.3.1.2).
struct CommitmentReportService: ServiceClass {
    private let reports: CommitmentReports

    init(reports: CommitmentReports) { self.reports = reports }

    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.storageCommitmentPushModel: .init(
            transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian], isSCP: false, isSCU: true)
    ]

    /// A report says nothing but what this node asked for, and one it did not ask for is refused.
    static let permission: Peer.Permission? = nil
    static let requests: Set<CommandSet.Field> = [.eventReportRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        let bytes = try session.smallDataSet(of: message, limit: CommitmentInformation.byteLimit)
        let status = reports.take(message, bytes, from: session.caller.peer, logger: session.logger)
        try session.respond(to: message, status)
    }
}
