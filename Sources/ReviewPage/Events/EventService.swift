import Administration
import Foundation
import Hummingbird
import NIOCore
import Review
import WebServing

/// Server-sent events (HTML 9.2): the work list has changed, with the numbers beside it and no patient.
struct EventService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    /// A page that listens is not used by anybody for that.
    static let path = "/api/events"

    /// After this time the browser asks again, so that who was signed out meanwhile is noticed.
    private static let lifetime = Duration.seconds(600)

    private struct Change: Encodable {
        let change: String
        let counts: ReadingListCounts
    }

    func answer(_ asked: PageRequest) throws -> Response {
        guard let reader = asked.signedIn else { throw WebError.signedOut }
        // What the browser has seen; it is not told that again.
        let known = asked.request.headers[.named("Last-Event-ID")]
        let feed = parts.changes
        let (id, events) = try feed.listen(as: reader.login)
        let end = ContinuousClock.now + Self.lifetime
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream"],
            body: ResponseBody { writer in
                defer { feed.leave(id) }
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                var isFirst = true
                for await event in events {
                    let text = Self.text(event, unless: isFirst ? known : nil)
                    isFirst = false
                    try await writer.write(ByteBuffer(string: text))
                    if ContinuousClock.now >= end { break }
                }
                try await writer.finish(nil)
            })
    }

    private static func text(_ event: ChangeFeed.Event, unless known: String?) -> String {
        guard case .changed(let token, let counts) = event, token != known else { return ":\n\n" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = (try? encoder.encode(Change(change: token, counts: counts))) ?? Data()
        return "event: change\nid: \(token)\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
    }
}
