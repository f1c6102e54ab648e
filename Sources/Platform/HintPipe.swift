import Glibc
import Synchronization

/// A pipe whose bytes say no more than "look now": to another process, or to a thread that waits on descriptors.
package final class HintPipe: Sendable {
    /// Both ends belong to this object; a child process gets a copy of one.
    package let readEnd: Int32
    package let writeEnd: Int32
    private let isClosed = Mutex(false)

    package init() throws(PlatformError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .file(operation: "open", path: "a pipe", errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A full pipe holds hints enough. The read end blocks, because a child process waits in `read`.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close()
        Glibc.close(readEnd)
    }

    /// Gives a hint, from any thread; does nothing once closed.
    package func give() {
        isClosed.withLock { isClosed in
            var byte: UInt8 = 0
            if !isClosed { _ = write(writeEnd, &byte, 1) }
        }
    }

    /// Ends the stream of hints, which its reader sees.
    package func close() {
        isClosed.withLock { isClosed in
            if !isClosed { Glibc.close(writeEnd) }
            isClosed = true
        }
    }

    /// Takes all pending hints.
    ///
    /// - Returns: whether a hint was pending.
    package func take() -> Bool {
        guard Self.wait(for: [readEnd], upTo: .zero) else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        return read(readEnd, &bytes, bytes.count) > 0
    }

    /// Waits for a hint, or until one of the descriptors can be read, at most for `duration`; takes the hints.
    package func wait(orFor descriptors: [Int32] = [], upTo duration: Duration) {
        if Self.wait(for: descriptors + [readEnd], upTo: duration) { _ = take() }
    }

    private static func wait(for descriptors: [Int32], upTo duration: Duration) -> Bool {
        var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // Rounded up: a wait must not end before its time and be tried over and over.
        let milliseconds = (max(duration, .zero) / .milliseconds(1)).rounded(.up)
        return poll(&waiting, nfds_t(waiting.count), Int32(min(milliseconds, 1e9))) > 0
    }
}
