import DICOMCore
import DICOMNetwork
import Query
import WorkListDatabase

extension AssociationSession {
    /// The instances that a C-GET or C-MOVE requests; `nil` if the request was refused.
    ///
    /// - Parameter patientRoot: the abstract syntax of this request in the Patient Root model.
    func instances(
        askedBy message: Association.Message, patientRoot: UID, _ query: IndexQuery
    ) throws(NetworkError) -> [StoredInstance]? {
        guard let bytes = try smallDataSet(of: message) else {
            try respond(to: message, .outOfResources, comment: "Identifier too long")
            return nil
        }
        do {
            let identifier = try QueryIdentifier(bytes, transferSyntax: message.context.transferSyntax)
            let root: IndexQuery.Root = message.context.abstractSyntax == patientRoot ? .patient : .study
            return try query.instances(root, identifier.asked)
        } catch {
            try refuse(message, error)
            return nil
        }
    }
}
