package import Auditing
package import DICOMCore
package import Hummingbird
package import Intake
package import Logging
import Platform
package import Query
package import Renderings
package import Review
package import WebServing
package import WorkListDatabase

/// DICOMweb (PS3.18) on the web listener.
package struct DICOMWebFront: WebFront {
    /// The parts of the daemon that the front uses.
    package struct Parts: Sendable {
        let workList: WorkListStore
        let query: IndexQuery
        let audit: AuditInbox
        let sessions: SessionDesk
        /// The rule by which drafts are withheld from users of the page.
        let blind: BlindReading
        let renderer: Renderer
        let intake: InstanceIntake
        let decoding: (any ImageDecoding)?
        /// Free space below which nothing is stored.
        let reservedBytes: Int
        let memory: AnswerMemory

        package init(
            workList: WorkListStore, query: IndexQuery, renderer: Renderer, intake: InstanceIntake,
            decoding: (any ImageDecoding)? = nil, reservedBytes: Int, audit: AuditInbox, sessions: SessionDesk,
            blind: BlindReading = .none, memory: AnswerMemory = AnswerMemory()
        ) {
            self.memory = memory
            self.sessions = sessions
            self.blind = blind
            self.decoding = decoding
            self.workList = workList
            self.query = query
            self.renderer = renderer
            self.audit = audit
            self.intake = intake
            self.reservedBytes = reservedBytes
        }
    }

    package static let base = WebRoute.base
    package static let routes = WebRoute.all

    /// Requests that are worked on at a time, fewer than the listener takes: the review page is answered meanwhile.
    private let places = RequestPlaces(48)
    /// Bodies that arrive at a time, so that clients that send slowly do not keep others from reading.
    private let placesOfStores = RequestPlaces(24)

    private let gate: WebGate
    private let search: SearchService
    private let retrieve: RetrieveService
    private let store: StoreService
    private let draft: DraftService

    package init(_ parts: Parts, logger: Logger) {
        gate = WebGate(
            workList: parts.workList, sessions: parts.sessions, audit: parts.audit, logger: logger)
        search = SearchService(query: parts.query, audit: parts.audit, memory: parts.memory)
        retrieve = RetrieveService(
            workList: parts.workList, renderer: parts.renderer, decoding: parts.decoding, audit: parts.audit,
            blind: parts.blind, memory: parts.memory)
        store = StoreService(intake: parts.intake, reservedBytes: parts.reservedBytes, audit: parts.audit)
        draft = DraftService(workList: parts.workList, audit: parts.audit, blind: parts.blind)
    }

    package func answer(
        _ routed: RoutedRequest<WebRoute>, _ request: WebRequest, _ body: RequestBody
    ) async throws -> Response {
        let base = request.base + Self.base
        guard let scope = routed.route.scope else { return Capabilities.response(at: base) }
        try places.take()
        defer { places.leave() }

        /// Runs on a thread of its own, because the work list and files are read.
        @Sendable func admitted<Answer: Sendable>(
            _ answer: @escaping @Sendable (Asked) throws -> Answer
        ) async throws -> Answer {
            try await OwnedThread.run(name: "web") { [gate] in
                try answer(
                    Asked(request, routed.texts, by: try gate.admit(request, scope), base: base))
            }
        }
        switch routed.route.operation {
        case .capabilities: return Capabilities.response(at: base)
        case .search(let level): return try await admitted { [search] in try search.answer($0, level) }
        case .retrieve(let resource): return try await admitted { [retrieve] in try retrieve.answer($0, resource) }
        case .draft: return try await admitted { [draft] in try draft.answer($0) }
        case .store:
            let asked = try await admitted { $0 }
            try placesOfStores.take()
            defer { placesOfStores.leave() }
            return try await store.answer(asked, body)
        }
    }

    package func complete(_ headers: inout HTTPFields, asked: HTTPFields, _ settings: WebSettings) {
        CrossOrigin.allow(asked[.origin], in: &headers, settings)
    }
}
