import Foundation
import WorkListDatabase

/// Something that is wrong with the node now, since when, and what to do.
struct NodeProblem: Encodable, Equatable {
    let source: String
    let message: String
    /// Nil if that is not known.
    let since: Date?
    let hint: String

    init(_ incident: OpenIncident) {
        (source, message, hint) = (incident.source, incident.message, incident.hint)
        since = incident.since
    }

    private init(clock message: String, hint: String) {
        (source, self.message, self.hint, since) = ("clock", message, hint, nil)
    }

    /// Returns what is wrong with the clock, or nil if nothing is. Reports and the audit trail take their times from it.
    ///
    /// - Parameters:
    ///   - latest: time of the latest record.
    ///   - isSynchronized: whether the kernel says that a service keeps the clock.
    static func clock(at now: Date, latest: Date?, isSynchronized: Bool) -> NodeProblem? {
        if let latest, latest > now + 60 {
            return NodeProblem(
                clock: "the clock shows \(now.formatted(.iso8601)), but the latest record is from "
                    + latest.formatted(.iso8601), hint: "set the clock and synchronize it with NTP")
        }
        guard !isSynchronized else { return nil }
        return NodeProblem(
            clock: "the clock is not synchronized",
            hint: "see timedatectl timesync-status, or run systemd-timesyncd or chrony, unless the host sets the clock")
    }
}
