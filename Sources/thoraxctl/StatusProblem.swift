import Foundation
import OperatorErrors
import Retention
import ThoraxConfiguration
import WorkListDatabase

extension Status {
    /// Something that is wrong, since when, and what to do.
    struct Problem: Codable {
        let part: String
        let text: String
        /// Nil if that is not known.
        let since: Date?
        let hint: String
        /// The number of studies that it concerns; nil if it concerns none in particular.
        let studies: Int?
        /// The Study Instance UID, if it concerns one study.
        let study: String?

        init(
            part: String, text: String, since: Date? = nil, hint: String, studies: Int? = nil, study: String? = nil
        ) {
            (self.part, self.text, self.since, self.hint) = (part, text, since, hint)
            (self.studies, self.study) = (studies, study)
        }

        /// Makes one problem of incidents with the same cause; it has the text of the latest.
        ///
        /// - Parameter incidents: the latest first; at least one.
        init(_ incidents: [OpenIncident]) {
            let latest = incidents[0]
            // One study may have several, such as one for each form that cannot be written.
            let studies = Set(incidents.compactMap(\.studyInstanceUID))
            let isOne = studies.count <= 1
            let isSame = Set(incidents.map { $0.withoutStudy(\.message) }).count == 1
            self.init(
                part: latest.source,
                text: (isOne ? latest.message : latest.withoutStudy(\.message)) + (isSame ? "" : "; and others"),
                since: incidents.map(\.since).min(), hint: isOne ? latest.hint : latest.withoutStudy(\.hint),
                studies: studies.isEmpty ? nil : studies.count, study: isOne ? studies.first : nil)
        }

        init(part: String, _ error: any OperatorError) {
            self.init(part: part, text: error.description, hint: error.hint)
        }
    }

    /// What is wrong now: what stops everything first, then what is open, the latest first.
    static func problems(
        _ open: [OpenIncident], daemon: Process, disk: Disk, _ state: ConfigurationState,
        _ configuration: DaemonConfiguration, fault: (any OperatorError)?
    ) -> [Problem] {
        var problems: [Problem] = []
        if let fault { problems.append(Problem(part: "work list", fault)) }
        if !daemon.isRunning { problems.append(.daemonIsDown) }
        problems += state.errors.map { Problem(part: "configuration", text: $0.error, hint: $0.hint) }
        let lasting = open.filter(\.isLasting)
        if let full = disk.problem(beside: lasting) { problems.append(full) }
        problems += grouped(lasting)
        let clock = PartsCheck(configuration: configuration).clock()
        if let hint = clock.hint { problems.append(Problem(part: "clock", text: clock.text, hint: hint)) }
        return problems
    }

    /// One problem for the same cause, however many studies meet it.
    private static func grouped(_ incidents: [OpenIncident]) -> [Problem] {
        var groups: [(key: [String], incidents: [OpenIncident])] = []
        for incident in incidents {
            let isOfStudy = incident.studyInstanceUID != nil
            let key = [incident.source, incident.withoutStudy(\.hint), isOfStudy ? "" : incident.message]
            if isOfStudy, let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].incidents.append(incident)
            } else {
                groups.append((key, [incident]))
            }
        }
        return groups.map { Problem($0.incidents) }
    }
}

extension Status.Disk {
    /// That too little is free, unless an open incident says so.
    func problem(beside lasting: [OpenIncident]) -> Status.Problem? {
        let isSaid = lasting.contains { $0.source == "disk" && $0.hint == DiskWatch.hintOfFullDisk }
        guard freeBytes < reserveBytes, !isSaid else { return nil }
        return Status.Problem(
            part: "disk", text: "less is free than storage.reserve_megabytes: C-STORE is refused",
            hint: "free space on the file system of the state directory")
    }
}

extension Status.Problem {
    static let daemonIsDown = Status.Problem(
        part: "daemon", text: "thoraxd is not running: modalities keep their images",
        hint: "systemctl start thoraxd; journalctl -u thoraxd -e says why it ended")
}

extension OpenIncident {
    /// A text in which the study is not named.
    fileprivate func withoutStudy(_ text: KeyPath<OpenIncident, String>) -> String {
        guard let studyInstanceUID else { return self[keyPath: text] }
        return self[keyPath: text].replacing(studyInstanceUID, with: "STUDY")
    }
}
