import Auditing
import DICOMCore
import DICOMWebEncoding
import Hummingbird
import Renderings
import Review
import WebServing
import WorkListDatabase

/// WADO-RS (PS3.18 10.4): studies, series, instances, metadata, frames, bulk data and
/// rendered forms of what is stored.
struct RetrieveService: Sendable {
    let workList: WorkListStore
    let renderer: Renderer
    private let audit: AuditInbox
    /// Decodes compressed pixels for clients that ask for samples.
    let decoding: (any ImageDecoding)?
    private let blind: BlindReading
    let memory: AnswerMemory

    init(
        workList: WorkListStore, renderer: Renderer, decoding: (any ImageDecoding)?, audit: AuditInbox,
        blind: BlindReading, memory: AnswerMemory
    ) {
        self.memory = memory
        self.blind = blind
        self.renderer = renderer
        self.workList = workList
        self.decoding = decoding
        self.audit = audit
    }

    /// Looks up and reads what is asked for. Blocks; bodies are read later, as they are written.
    func answer(_ asked: Asked, _ resource: WebRoute.Resource) throws -> Response {
        let path = ResourcePath(asked.texts)
        var instances = try path.instances(in: workList)
        if let reader = asked.reader(under: blind) {
            let withheld = try workList.withheldDocuments(ofStudy: path.study, from: reader)
            instances.removeAll { withheld.contains($0.sopInstanceUID) }
            guard !instances.isEmpty else { throw ReviewError.impressionMissing }
        }
        let retrieval = path.retrieval(of: instances)
        // Whole objects go as by C-GET, with a begin and an end.
        let isTransfer = resource == .objects && !asked.request.isHead
        let response = try response(to: asked, resource, instances) { [audit] error in
            guard isTransfer else { return }
            audit.add(
                .retrievalEnded(by: asked.caller, retrieval, failure: error.map { "broken off: \($0)" }))
        }
        audit.add(isTransfer ? .retrievalBegan(by: asked.caller, retrieval) : .accessed(by: asked.caller, retrieval))
        return response
    }

    private func response(
        to asked: Asked, _ resource: WebRoute.Resource, _ instances: [StoredInstance], ended: @escaping Response.Ended
    ) throws -> Response {
        do {
            switch resource {
            case .objects: return try objects(instances, asked, ended: ended)
            case .metadata: return try metadata(instances, asked)
            case .frames: return try frames(of: instances[0], asked)
            case .bulkDatum: return try bulkDatum(of: instances[0], asked)
            case .bulkData: return try bulkData(of: instances, asked, onlyPixels: false)
            case .rendered: return try rendered(instances, asked)
            case .thumbnail: return try thumbnail(instances, asked)
            case .pixelData: return try bulkData(of: instances, asked, onlyPixels: true)
            }
        } catch let error as HeaderScanError {
            throw WebError.damaged(error.description)
        } catch FrameError.unreadable(let error) {
            throw WebError.damaged(error.description)
        } catch FrameError.notSeparable {
            throw WebError.damaged(FrameError.notSeparable.description)
        }
    }
}
