internal import Glibc

/// Lets any thread end another thread's wait.
final class WakePipe: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(NetworkError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .address("a pipe", errno: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Ends the wait; may be called at any time, from any thread.
    func wake() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits for a connection on one of the sockets or for `wake`, up to the timeout.
    func wait(for sockets: [ListeningSocket], milliseconds: Int) {
        var waiting = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) } + [entry]
        poll(&waiting, nfds_t(waiting.count), Int32(clamping: milliseconds))
    }

    /// Waits for `wake`, up to the timeout.
    func wait(milliseconds: Int) {
        var waiting = entry
        guard poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    private var entry: pollfd { pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0) }
}
