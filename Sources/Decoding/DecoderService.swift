import DICOMCore
import DICOMObject
import FoundationEssentials
import Glibc
import Imaging
import Platform

/// The decoder process: it reads objects whose descriptors come over its standard input, and answers there. It has no
/// other open file, opens none, and ends with its standard input.
package struct DecoderService {
    let socket = MessageSocket(descriptor: STDIN_FILENO)

    /// Serves until standard input ends. The process must have no other thread.
    ///
    /// - Throws: if a limit cannot be set or DCMTK cannot be used.
    package static func run(_ settings: DecoderSettings) throws {
        closefrom(STDERR_FILENO + 1)
        signal(SIGPIPE, SIG_IGN)
        try ProcessLimits.forbidCoreDumps()
        try ProcessLimits.forbidWriting()
        try ProcessLimits.setAddressSpace(bytes: settings.memoryMegabytes << 20)
        try ProcessLimits.setProcessorTime(seconds: settings.processorSeconds)
        // If the system refuses, the decoder runs at normal priority.
        if settings.niceness > 0 { _ = nice(Int32(clamping: settings.niceness)) }
        UndeclaredText.ofProcess = UndeclaredText(defaultTerms: settings.defaultCharacterSet)
        // What is read from the machine is read before: no file can be opened afterwards.
        tzset()
        try DICOMFile.prepare()
        let confinement = Confinement.enter()
        let service = DecoderService()
        guard service.say(.ready(confinement)) else { return }
        while let (bytes, descriptor) = service.socket.receive(upTo: DecoderRequest.byteCount) {
            defer { if let descriptor { close(descriptor) } }
            guard let request = DecoderRequest(bytes), let descriptor, service.answer(request, about: descriptor) else {
                return
            }
        }
    }

    /// - Returns: false if the process that asked is gone.
    private func answer(_ request: DecoderRequest, about descriptor: Int32) -> Bool {
        do throws(DICOMObjectError) {
            switch request.work {
            case .trial: return say(.trial(ConfinementTrial.attempts()))
            case .report: return say(.report(try ReceivedReport(descriptor: descriptor)))
            case .frames(let ranges): return try sayFrames(ranges, of: descriptor, threads: request.threads)
            case .rendering(let rendering):
                return try say(rendering, of: DICOMFile(descriptor: descriptor), request.threads)
            case .display(let frame):
                return try sayDisplay(of: DICOMFile(descriptor: descriptor), frame, threads: request.threads)
            case .values(let frame):
                return try sayValues(of: DICOMFile(descriptor: descriptor), frame, threads: request.threads)
            case .picture:
                let displayed = try DICOMFile(descriptor: descriptor).displayedImage(threads: request.threads)
                let picture = displayed.picture
                let head = DecoderAnswer.picture(
                    rows: picture.rows, columns: picture.columns, transformation: displayed.transformation)
                return say(head) && picture.pixels.withUnsafeBytes(socket.send)
            }
        } catch {
            return say(.failed(error))
        }
    }

    private func say(_ rendering: Rendering, of file: DICOMFile, _ threads: Int) throws(DICOMObjectError) -> Bool {
        guard let image = try rendering.image(of: file, threads: threads) else { return say(.outside) }
        let picture = image.picture
        let head = DecoderAnswer.rendering(rows: picture.rows, columns: picture.columns, notices: image.notices)
        return say(head) && picture.pixels.withUnsafeBytes(socket.send)
    }

    func say(_ answer: DecoderAnswer) -> Bool {
        guard let head = try? JSONEncoder().encode(answer) else { return false }
        let count = UInt32(head.count).littleEndian
        return withUnsafeBytes(of: count, socket.send) && head.withUnsafeBytes(socket.send)
    }
}
