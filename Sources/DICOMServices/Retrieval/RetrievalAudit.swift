import Auditing
import DICOMCore
import DICOMNetwork
import WorkListDatabase

/// What the audit trail is told of one C-GET or C-MOVE, study by study: that it begins, and how it ended, once for what
/// was sent and once for what was not (PS3.15 A.5.2). Belongs to the thread that serves the requester.
final class RetrievalAudit {
    private let session: AssociationSession
    private let destination: AuditSource.Peer?
    private let instances: [StoredInstance]
    private var sentInstances: Set<String> = []

    /// - Parameter destination: nil where the requester itself receives.
    init(of instances: [StoredInstance], to destination: Peer?, on session: AssociationSession) {
        self.instances = instances
        self.session = session
        self.destination = destination.map { .init(aeTitle: $0.aeTitle.description, host: $0.host) }
        for retrieval in retrievals(of: instances) {
            session.audit.add(.retrievalBegan(by: session.auditedCaller, retrieval))
        }
    }

    /// The receiver has it.
    func sent(_ instance: StoredInstance) { sentInstances.insert(instance.sopInstanceUID) }

    /// Tells how it ended, in order or not.
    func end() {
        let parts = [
            (instances.filter { sentInstances.contains($0.sopInstanceUID) }, nil),
            (instances.filter { !sentInstances.contains($0.sopInstanceUID) }, "not sent, or not taken"),
        ]
        for (instances, failure) in parts {
            for retrieval in retrievals(of: instances) {
                session.audit.add(.retrievalEnded(by: session.auditedCaller, retrieval, failure: failure))
            }
        }
    }

    private func retrievals(of instances: [StoredInstance]) -> [AuditOccurrence.Retrieval] {
        Dictionary(grouping: instances, by: \.studyInstanceUID).sorted { $0.key < $1.key }.map { study, instances in
            AuditOccurrence.Retrieval(
                studyInstanceUID: study,
                instances: Dictionary(grouping: instances, by: \.sopClassUID).mapValues(\.count),
                destination: destination)
        }
    }
}
