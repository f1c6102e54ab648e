package import Hummingbird
import Synchronization

/// Bounds the bytes of all answers of a front that are in memory until their clients have taken them: a client that reads slowly
/// holds its answer meanwhile. Whole objects, frames and bulk data are read from their files as they are sent, and do not count.
package final class AnswerMemory: Sendable {
    /// Limit on the bytes of all answers.
    private let limit: Int
    /// Bytes of one answer that are in memory before the first of them is sent, and after which the rest is made as it is sent.
    package let ofOneAnswer: Int
    /// Bytes up to which an answer is not counted, and so is sent with its head in one piece. The connections bound them: 256 have
    /// 32 MiB of such answers.
    fileprivate let uncounted: Int
    private let taken = Atomic(0)

    package init(limit: Int = 256 << 20, ofOneAnswer: Int = 4 << 20, uncounted: Int = 128 << 10) {
        (self.limit, self.ofOneAnswer, self.uncounted) = (limit, ofOneAnswer, uncounted)
    }

    /// Bytes that are counted now.
    package var byteCount: Int { taken.load(ordering: .relaxed) }

    /// Counts bytes until the share is gone.
    ///
    /// - Throws: `WebError.answersWaiting` if there is no room for them.
    package func share(of count: Int) throws(WebError) -> Share {
        let share = Share(count, of: self)
        guard taken.add(count, ordering: .relaxed).newValue <= limit else { throw .answersWaiting(bytes: limit) }
        return share
    }

    /// Stands for counted bytes.
    package final class Share: Sendable {
        private let count: Int
        private let memory: AnswerMemory

        fileprivate init(_ count: Int, of memory: AnswerMemory) { (self.count, self.memory) = (count, memory) }

        deinit { memory.taken.subtract(count, ordering: .relaxed) }
    }
}

extension Response {
    /// Counts bytes of the body, by default all of them, until it has been sent or given up.
    package mutating func count(_ bytes: Int? = nil, in memory: AnswerMemory) throws(WebError) {
        let count = bytes ?? body.contentLength ?? 0
        guard count > memory.uncounted else { return }
        let share = try memory.share(of: count)
        let whole = body
        body = ResponseBody(contentLength: whole.contentLength) { writer in
            try await whole.write(writer)
            withExtendedLifetime(share) {}
        }
    }
}
