import Auditing
import DICOMCore
import DICOMNetwork
import WorkListDatabase

/// Audits one C-GET or C-MOVE, study by study: its begin, and its end with separate events for the objects that were
/// sent and those that were not (PS3.15 A.5.2). Used only on the thread that serves the requester.
final class RetrievalAudit {
    private let session: AssociationSession
    private let destination: AuditSource.Peer?
    private let instances: [StoredInstance]
    private var sentInstances: Set<String> = []

    /// - Parameter destination: the receiver; nil if it is the requester.
    init(of instances: [StoredInstance], to destination: Peer?, on session: AssociationSession) {
        self.instances = instances
        self.session = session
        self.destination = destination.map { .init(aeTitle: $0.aeTitle.description, host: $0.host) }
        for retrieval in retrievals(of: instances) {
            session.audit.add(.retrievalBegan(by: session.auditedCaller, retrieval))
        }
    }

    /// Records that the receiver has stored an object.
    func sent(_ instance: StoredInstance) { sentInstances.insert(instance.sopInstanceUID) }

    /// Adds the events for the end of the retrieval, however it ended.
    func end() {
        let parts = [
            (instances.filter { sentInstances.contains($0.sopInstanceUID) }, nil),
            (instances.filter { !sentInstances.contains($0.sopInstanceUID) }, "not sent or not accepted"),
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
