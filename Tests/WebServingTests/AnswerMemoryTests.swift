import Hummingbird
import Testing

@testable import WebServing

struct AnswerMemoryTests {
    @Test func `bytes count until their share is gone, and those beyond the limit are refused`() throws {
        let memory = AnswerMemory(limit: 100)
        var shares = [try memory.share(of: 60), try memory.share(of: 40)]
        #expect(throws: WebError.answersWaiting(bytes: 100)) { try memory.share(of: 1) }
        #expect(memory.byteCount == 100)
        shares.removeFirst()
        #expect(memory.byteCount == 40)
        shares.append(try memory.share(of: 60))
        shares = []
        #expect(memory.byteCount == 0)
    }

    @Test func `an answer counts until it has been sent or dropped`() throws {
        let memory = AnswerMemory(limit: 100, uncounted: 0)
        var response: Response? = Response.bytes([UInt8](repeating: 1, count: 70), "application/json")
        try response?.count(in: memory)
        #expect(memory.byteCount == 70 && response?.body.contentLength == 70)
        response = nil
        #expect(memory.byteCount == 0)
    }

    @Test func `a short answer stays in one piece with its head, and is not counted`() throws {
        let memory = AnswerMemory(limit: 100, uncounted: 50)
        for (count, isCounted) in [(50, false), (51, true)] {
            var response = Response.bytes([UInt8](repeating: 1, count: count), "application/json")
            try response.count(in: memory)
            #expect(memory.byteCount == (isCounted ? count : 0) && response.body.contentLength == count)
        }
    }
}
