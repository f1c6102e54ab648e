import CGlibc
import Glibc

/// A child process that has nothing of this one but a socket as its standard input.
package final class ChildProcess {
    /// How a process ended.
    package enum End: Sendable, Equatable {
        case exited(code: Int32)
        case signalled(Int32)
    }

    package let processID: Int32
    /// What the process writes to standard error; it never waits for a reader.
    private let complaints: Int32
    private var end: End?

    /// Starts a program with no open descriptor but the socket, a discarded standard output, and standard error, of which
    /// the first 64 KiB are kept.
    ///
    /// - Parameter environment: all of it, `NAME=value`.
    package init(
        _ program: String, _ arguments: [String], environment: [String], socket: MessageSocket
    ) throws(PlatformError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .file(operation: "open", path: "a pipe", errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        defer { close(ends[1]) }
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let settings = environment.map { strdup($0) } + [nil]
        defer { for word in words + settings { free(word) } }
        var process: Int32 = 0
        let code = glibc_spawn_alone(program, words, settings, socket.descriptor, ends[1], &process)
        guard code == 0 else {
            close(ends[0])
            throw .file(operation: "run", path: program, errno: code)
        }
        (processID, complaints) = (process, ends[0])
    }

    deinit {
        _ = finish()
        close(complaints)
    }

    /// Whether the process still runs.
    package var isRunning: Bool { reaped(WNOHANG) == nil }

    /// Waits a moment for the process to end by itself, then ends it.
    package func finish(waitingFor patience: Duration = .zero) -> End {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let end = reaped(WNOHANG) { return end }
            usleep(1000)
        }
        if let end = reaped(WNOHANG) { return end }
        kill(processID, SIGKILL)
        return reaped(0) ?? .signalled(SIGKILL)
    }

    /// The last line that the process wrote to standard error: at most 200 characters of printable ASCII.
    package func lastComplaint() -> String? {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(complaints, &bytes, bytes.count)
        guard count > 0 else { return nil }
        let lines = bytes.prefix(count).split(separator: UInt8(ascii: "\n"))
        guard let last = lines.last else { return nil }
        return String(decoding: last.filter { (0x20..<0x7F).contains($0) }.prefix(200), as: UTF8.self)
    }

    private func reaped(_ options: Int32) -> End? {
        if let end { return end }
        var status: Int32 = 0
        var found: pid_t
        repeat { found = waitpid(processID, &status, options) } while found < 0 && errno == EINTR
        guard found != 0 else { return nil }
        let signal = status & 0x7F
        end = found < 0 ? .exited(code: -1) : signal == 0 ? .exited(code: (status >> 8) & 0xFF) : .signalled(signal)
        return end
    }
}
