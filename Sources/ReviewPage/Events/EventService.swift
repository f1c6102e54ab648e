import Administration
import Foundation
import Hummingbird
import NIOCore
import Platform
import Review
import WebServing

/// Server-sent events (HTML 9.2): the work list has changed, with the numbers beside it and no patient.
struct EventService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    /// Listening does not count as use of the session.
    static let path = "/api/events"

    private struct Change: Encodable {
        let change: String
        let counts: ReadingListCounts
    }

    func answer(_ asked: PageRequest) throws -> Response {
        guard let reader = asked.signedIn else { throw WebError.signedOut }
        guard !asked.request.isHead else { return .head("text/event-stream") }
        // The state that the browser has seen already is not sent again.
        let known = asked.request.headers[.named("Last-Event-ID")]
        let feed = parts.changes
        let (id, events) = try feed.listen(as: reader.login)
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                defer { feed.leave(id) }
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                var isFirst = true
                var checkedAt = ContinuousClock.now
                for await event in events {
                    if ContinuousClock.now - checkedAt >= feed.silence {
                        guard try await isSignedIn(asked) else { break }
                        checkedAt = .now
                    }
                    let text = Self.text(event, unless: isFirst ? known : nil)
                    isFirst = false
                    try await writer.write(ByteBuffer(string: text))
                }
                try await writer.finish(nil)
            })
    }

    /// Whether the session of the request is still open. The feed sends something at least every `silence`, so a stream ends
    /// within half a minute of its session.
    private func isSignedIn(_ asked: PageRequest) async throws -> Bool {
        try await OwnedThread.run(name: "web") { [parts] in
            try parts.sessions.session(of: asked.request, isUse: false) != nil
        }
    }

    private static func text(_ event: ChangeFeed.Event, unless known: String?) -> String {
        guard case .changed(let token, let counts) = event, token != known else { return ":\n\n" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = (try? encoder.encode(Change(change: token, counts: counts))) ?? Data()
        return "event: change\nid: \(token)\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
    }
}
