package import DICOMObject
import FoundationEssentials
import Glibc
import Imaging
import Platform

/// A decoder process, seen from the process that needs an object decoded. What it answers is a claim of whoever made the
/// object: every size is checked before it is used. Used by one thread at a time.
package final class DecoderProcess {
    private let child: ChildProcess
    let socket: MessageSocket
    private let settings: DecoderSettings
    private var confinement: Confinement?
    /// When the process is ended, whatever it does.
    private(set) var deadline = ContinuousClock.now + start

    /// The time that a process has to start, on a busy machine too. Twice this time is less than the silence after which the
    /// reporter counts as stuck (`ReporterPulse`).
    private static let start = Duration.seconds(14)

    /// Starts a process.
    ///
    /// - Parameter program: `thoraxd`, or a file that stands for it.
    init(_ settings: DecoderSettings, program: String) throws(DecoderError) {
        self.settings = settings
        do throws(PlatformError) {
            let (own, other) = try MessageSocket.pair()
            socket = own
            child = try ChildProcess(
                program, settings.arguments,
                environment: DecoderSettings.environment(from: ProcessInfo.processInfo.environment), socket: other)
        } catch {
            throw .notStarted(reason: error.description)
        }
    }

    /// The process, for the log.
    package var processID: Int32 { child.processID }
    var isRunning: Bool { child.isRunning }

    /// Waits until the process is ready.
    ///
    /// - Returns: what the kernel granted.
    func awaitReady() throws(DecoderError) -> Confinement {
        if let confinement { return confinement }
        do throws(DecoderError) {
            guard case .ready(let granted) = try nextAnswer(upTo: AnswerBounds.readyBytes) else {
                throw .implausible(reason: "an unknown first message")
            }
            confinement = granted
            return granted
        } catch {
            // It has seen no object, so that what it wrote names no patient.
            let wrote = child.lastComplaint().map { "; it wrote: \($0)" } ?? ""
            throw .notStarted(reason: error.description + wrote)
        }
    }

    /// Begins the time that a piece of work may take.
    func begin() { deadline = .now + .seconds(settings.wallSeconds) }

    /// The first frame of an object as it is displayed.
    ///
    /// - Throws: `DICOMObjectError` of the object, or `DecoderError`, after which the process is of no more use.
    package func picture(of path: String, threads: Int = 2) throws -> DisplayedImage {
        try ask(DecoderRequest(.picture, threads: threads), about: path)
        guard case .picture(let rows, let columns, let transformation) = try answer(upTo: AnswerBounds.pictureBytes)
        else { throw DecoderError.implausible(reason: "no picture") }
        try require(AnswerBounds.fault(rows: rows, columns: columns) ?? AnswerBounds.fault(transformation))
        var reception = MessageSocket.Reception.complete
        let pixels = [Float](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
            reception = socket.receive(into: UnsafeMutableRawBufferPointer(buffer), until: deadline)
            filled = reception == .complete ? rows * columns : 0
        }
        try check(reception)
        try require(AnswerBounds.fault(pixels) ?? excess)
        return DisplayedImage(
            picture: GrayscaleImage(rows: rows, columns: columns, pixels: pixels), transformation: transformation)
    }

    /// The parts of a Structured Report that matter for a signature; throws like `picture`.
    package func report(of path: String) throws -> ReceivedReport {
        try ask(DecoderRequest(.report), about: path)
        guard case .report(let report) = try answer(upTo: AnswerBounds.reportBytes) else {
            throw DecoderError.implausible(reason: "no report")
        }
        try require(AnswerBounds.fault(report) ?? excess)
        return report
    }

    /// Has the process try what it must be refused.
    package func trial() throws -> [ConfinementTrial.Attempt] {
        try ask(DecoderRequest(.trial), about: "/dev/null")
        guard case .trial(let attempts) = try answer(upTo: AnswerBounds.pictureBytes) else {
            throw DecoderError.implausible(reason: "no trial")
        }
        return attempts
    }

    func ask(_ request: DecoderRequest, about path: String) throws {
        try require(excess)
        // A pipe without a writer would be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw DICOMObjectError.unreadable(reason: "the file cannot be opened (errno \(errno))")
        }
        defer { close(descriptor) }
        guard let bytes = request.bytes, socket.send(bytes, with: descriptor) else { throw failure() }
    }

    func answer(upTo limit: Int) throws -> DecoderAnswer {
        let answer = try nextAnswer(upTo: limit)
        guard case .failed(let error) = answer else { return answer }
        try require(AnswerBounds.fault(error) ?? excess)
        throw error
    }

    private func nextAnswer(upTo limit: Int) throws(DecoderError) -> DecoderAnswer {
        var count: UInt32 = 0
        try check(withUnsafeMutableBytes(of: &count) { socket.receive(into: $0, until: deadline) })
        let size = Int(UInt32(littleEndian: count))
        guard size <= limit else { throw .implausible(reason: "a head of \(size) bytes") }
        var head = Data(count: size)
        try check(head.withUnsafeMutableBytes { socket.receive(into: $0, until: deadline) })
        guard let answer = try? JSONDecoder().decode(DecoderAnswer.self, from: head) else {
            throw .implausible(reason: "\(size) bytes that are no answer")
        }
        return answer
    }

    /// Bytes that are in memory at a time while samples or planes are received.
    private static let pieceSize = 1 << 20

    /// Receives bytes in pieces, each valid during its call.
    func receive(_ count: Int, piece: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, Self.pieceSize), alignment: 16)
        defer { buffer.deallocate() }
        for start in stride(from: 0, to: count, by: Self.pieceSize) {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(Self.pieceSize, count - start)])
            try check(socket.receive(into: part, until: deadline))
            try piece(UnsafeRawBufferPointer(part))
        }
    }

    /// What the process says unasked.
    var excess: String? { socket.isSilent ? nil : "more than was asked" }

    func require(_ fault: String?) throws(DecoderError) {
        if let fault { throw .implausible(reason: fault) }
    }

    func check(_ reception: MessageSocket.Reception) throws(DecoderError) {
        switch reception {
        case .complete: return
        case .late: throw .tookTooLong(seconds: settings.wallSeconds)
        case .ended: throw failure()
        }
    }

    /// Why the process ended.
    private func failure() -> DecoderError { DecoderError(child.finish(waitingFor: .seconds(5)), settings) }
}
