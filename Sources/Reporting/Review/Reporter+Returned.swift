import Logging
import Review
import WorkListDatabase

extension Reporter {
    /// Logs what became of a returned report, and makes an incident of what a person should know. A peer can send as
    /// many as it likes, so that the same incident is recorded once an hour.
    func report(_ resolution: ReturnedReportResolution, of returned: ReturnedReport, _ metadata: Logger.Metadata) {
        let study = returned.studyInstanceUID
        let sender = returned.sender
        switch resolution {
        case .signs: logger.info("returned report recorded as verdict", metadata: metadata)
        case .unrelated: logger.info("returned report names no draft of this node", metadata: metadata)
        case .postponed:
            logger.info("returned report waits: a reviewer has the study open", metadata: metadata)
        case .unreadable(let reason):
            incidents.reportHourly(
                "cannot use the signed report from \(sender) on study \(study): \(reason)",
                hint: "the study still waits for review; review it here, or sign it there again", study: study,
                metadata: metadata)
        case .waits(let reason):
            incidents.reportHourly(
                "the signed report from \(sender) on study \(study) waits for confirmation: \(reason)",
                hint: "look at it with thoraxctl review show, then thoraxctl review confirm or dismiss; a signer is "
                    + "known by the name and code of thoraxctl users list",
                study: study, cause: .returnedReport, metadata: metadata)
        case .setAside(.senderMayNotSign):
            incidents.reportHourly(
                "\(sender) sent a signed report of a draft, but may not sign: it is stored and decides nothing",
                hint: "review the study here; if radiologists sign there, add sign to the permissions of the peer, "
                    + "which needs addresses or tls, and have it send the report again",
                study: study, metadata: metadata)
        case .setAside(let why):
            incidents.reportHourly(
                "the signed report from \(sender) on study \(study) is kept and decides nothing: \(why)",
                hint: "compare both with thoraxctl review show; add what is missing with thoraxctl review addendum",
                study: study, metadata: metadata)
        }
    }
}

extension ReturnedReport {
    /// The sender for the operator: the peer's name, which is what the configuration has, and its AE title.
    fileprivate var sender: String {
        peer.map { "the peer \($0) (\(callingAETitle))" } ?? "\(callingAETitle), which is no peer,"
    }
}
