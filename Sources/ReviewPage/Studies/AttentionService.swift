import Hummingbird
import Review
import WebServing
import WorkList
import WorkListDatabase

/// Answers with the maps of where the model looked while it wrote each sentence of a draft. Blocks.
struct AttentionService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    func answer(_ asked: PageRequest) throws -> Response {
        guard let reader = asked.signedIn else { throw WebError.signedOut }
        guard let item = try parts.workList.workItem(ofStudy: asked.text("study")) else {
            throw WebError.notStored("the study")
        }
        let blind = DraftReader(login: reader.login, blind: parts.review.blind)
        guard try !parts.workList.withholdsDraft(of: item, from: blind) else {
            throw ReviewRefusal(.impressionMissing)
        }
        guard let attention = try parts.workList.attention(of: item) else {
            throw WebError.notStored("the attention of the draft")
        }
        return .json(attention)
    }
}
