import FoundationEssentials
import OperatorErrors
import WorkListDatabase

/// Counts refused objects by their sender, for the administrator. The reasons name attributes and never a patient. Counting
/// does not block.
final class RefusedObjects: Sendable {
    private let refusals: RepeatedRefusals

    init(incidents: IncidentLog) { refusals = RepeatedRefusals(incidents: incidents) }

    /// - Parameter sender: as an administrator knows it: peer, AE title, address.
    func count(_ error: any OperatorError, from sender: String, at now: Date = Date()) {
        // A full disk is an incident of its own.
        guard error.fault != .outOfResources, error.fault != .busy else { return }
        refusals.count(error.description, hint: error.hint, from: sender, at: now)
    }

    /// Reports what repeated since the last report of its sender. Called every two seconds; blocks.
    func report(at now: Date = Date()) {
        refusals.report(at: now) { count, sender in "\(count) objects of \(sender) were refused" }
    }
}
