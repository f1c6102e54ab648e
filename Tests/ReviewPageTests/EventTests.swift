import Administration
import Foundation
import FoundationNetworking
import Platform
import Review
import TestHarness
import Testing
import WebAccess
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

@Suite(.blocking, .timeLimit(.minutes(10)))
struct EventTests {
    private func change(_ events: AsyncStream<ChangeFeed.Event>) async -> String? {
        for await event in events {
            if case .changed(let token, _) = event { return token }
        }
        return nil
    }

    @Test func `who listens is told the present state, then each change`() async throws {
        let fixture = try Fixture()
        let feed = ChangeFeed(fixture.workList)
        let (id, events) = try feed.listen(as: "mary")
        let first = await change(events)
        #expect(first == (try fixture.workList.readingListChange().token))
        try fixture.draftStudy()
        var last = first
        while last != (try fixture.workList.readingListChange().token) { last = await change(events) }
        #expect(last != first)
        feed.leave(id)
        for await _ in events {}
        #expect(feed.listenerCount == 0)
    }

    @Test func `the first of too many listeners of one user is cut off, and a stop ends all`() async throws {
        let fixture = try Fixture()
        let feed = ChangeFeed(fixture.workList)
        let streams = try (0...ChangeFeed.listenersOfUser).map { _ in try feed.listen(as: "mary").events }
        let other = try feed.listen(as: "paul").events
        #expect(feed.listenerCount == ChangeFeed.listenersOfUser + 1)
        for await _ in streams[0] {}
        feed.stop()
        for stream in streams.dropFirst() + [other] { for await _ in stream {} }
        #expect(feed.listenerCount == 0)
        for await _ in try feed.listen(as: "mary").events {}
    }

    /// Listens as a browser does.
    private func listen(_ page: RunningPage, as client: PageClient, to received: Received) throws -> URLSession {
        var request = URLRequest(url: try #require(URL(string: page.base + EventService.path)))
        request.httpShouldHandleCookies = false
        request.setValue(client.cookie, forHTTPHeaderField: "Cookie")
        request.timeoutInterval = 3600
        let session = URLSession(configuration: .ephemeral, delegate: received, delegateQueue: nil)
        session.dataTask(with: request).resume()
        return session
    }

    @Test func `a browser gets events that name the change and no patient`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        try page.fixture.draftStudy()
        let received = Received()
        let session = try listen(page, as: mary, to: received)
        let token = try page.workList.readingListChange().token
        #expect(
            try await OwnedThread.run(name: "test") {
                eventually { received.text.contains("event: change\nid: \(token)\n") }
            })
        #expect(received.text.contains(#""waiting":1"#) && !received.text.contains("DOE"))
        session.invalidateAndCancel()
    }

    @Test(arguments: ["signs out", "expires", "is ended by an administrator"])
    func `a stream ends soon after its session ends`(how: String) async throws {
        let page = try await RunningPage(silence: .zero)
        let mary = try await page.signIn(.reviewer, "mary")
        let received = Received()
        let session = try listen(page, as: mary, to: received)
        try await OwnedThread.run(name: "test") { [workList = page.workList] in
            #expect(eventually { !received.text.isEmpty && !received.isComplete })
            switch how {
            case "expires": try workList.writeForTest("UPDATE session SET startedAt = 0, usedAt = 1")
            case "signs out": try workList.endSessions(of: "mary")
            default: try workList.endSession(try #require(try workList.sessions().first).id, by: "root")
            }
            #expect(eventually { received.isComplete })
        }
        session.invalidateAndCancel()
    }

    @Test func `HEAD of the stream listens to nothing`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        let head = try await page.send(
            EventService.path, method: "HEAD", headers: ["Cookie": try #require(mary.cookie)])
        #expect(head.status == 200 && head.headers["content-type"] == "text/event-stream" && head.body.isEmpty)
        #expect(page.parts.changes.listenerCount == 0)
    }
}

/// What a stream has sent so far.
private final class Received: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var bytes = Data()
    private var hasEnded = false

    /// Whether the server ended the stream.
    var isComplete: Bool { lock.withLock { hasEnded } }

    var text: String { lock.withLock { String(decoding: bytes, as: UTF8.self) } }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        lock.withLock { bytes.append(data) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        lock.withLock { hasEnded = error == nil }
    }
}
