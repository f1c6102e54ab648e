import Auditing
import Hummingbird
import Review
import WebServing
import WorkList
import WorkListDatabase

/// The draft of a study as JSON, so that a viewer can show it beside the film. PS3.18 has no such resource: to it, drafts are
/// objects of the study.
struct DraftService: Sendable {
    private let workList: WorkListStore
    private let audit: AuditInbox
    private let blind: BlindReading

    init(workList: WorkListStore, audit: AuditInbox, blind: BlindReading) {
        self.workList = workList
        self.audit = audit
        self.blind = blind
    }

    /// Blocks.
    func answer(_ asked: Asked) throws -> Response {
        let uid = asked.texts["study"] ?? ""
        guard let item = try workList.workItem(ofStudy: uid) else { throw WebError.notStored("the study") }
        if let reader = asked.reader(under: blind), try workList.withholdsDraft(of: item, from: reader) {
            throw ReviewError.impressionMissing
        }
        let view = DraftView(try workList.reviewableStudy(item))
        audit.add(
            .accessed(by: asked.caller, .init(studyInstanceUID: uid, instances: [:], destination: nil)))
        return .json(view)
    }
}
