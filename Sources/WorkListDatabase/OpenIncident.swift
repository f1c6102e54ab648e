package import FoundationEssentials

/// An incident that is not over.
package struct OpenIncident: Sendable, Equatable, Codable {
    /// How long an event is shown.
    static let lifeOfEvent: TimeInterval = 86_400

    /// When it was recorded first.
    package let since: Date
    /// When it was recorded last, and how often.
    package let at: Date
    package let times: Int
    package let source: String
    package let message: String
    package let hint: String
    package let studyInstanceUID: String?
    /// Whether it lasts until its cause is gone; false for an event.
    package let isLasting: Bool

    init(_ incident: Incident, since: Date, times: Int, isLasting: Bool) {
        self.isLasting = isLasting
        self.since = since
        self.times = times
        at = incident.at
        source = incident.source
        message = incident.message
        hint = incident.hint
        studyInstanceUID = incident.studyInstanceUID
    }
}
