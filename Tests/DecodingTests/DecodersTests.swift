import DICOMObject
import Foundation
import OperatorErrors
import Platform
import TestHarness
import Testing

@testable import Decoding

/// Decoder processes as their parent sees them.
struct DecodersTests {
    static let program = builtPrograms.appending(path: "thoraxd").path
    private static let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0008-1.dcm").path

    private func decoders(_ settings: DecoderSettings = DecoderSettings()) -> Decoders {
        Decoders(settings, program: Self.program)
    }

    @Test func `a decoder shows an image as this process would`() throws {
        let expected = try DICOMFile(path: Self.xray).displayedImage()
        let decoded = try decoders().decoding { try $0.picture(of: Self.xray) }
        #expect(decoded.picture == expected.picture)
        #expect(decoded.transformation == expected.transformation)
    }

    @Test func `a decoder reads several objects of one piece of work, and the next piece gets another process`() throws
    {
        let decoders = decoders()
        let first = try decoders.decoding { decoder in
            for _ in 0..<3 { _ = try decoder.picture(of: Self.xray) }
            return decoder.processID
        }
        #expect(kill(first, 0) != 0)
        #expect(try decoders.decoding { $0.processID } != first)
    }

    @Test(arguments: [0, 10]) func `a decoder has the priority that its settings say`(niceness: Int) throws {
        // Nice is the nineteenth field; the second is the program's name in parentheses (proc_pid_stat(5)).
        func nice(_ process: String) throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return try #require(fields.dropFirst(16).first.flatMap { Int($0) })
        }
        let own = try nice("self")
        let found = try decoders(DecoderSettings(niceness: niceness)).decoding { try nice("\($0.processID)") }
        #expect(found == min(own + niceness, 19))
    }

    @Test func `what is no object is an error of the object, and the decoder goes on`() throws {
        let file = packageRoot.appending(path: "README.md").path
        try decoders().decoding { decoder in
            #expect(throws: DICOMObjectError.self) { try decoder.picture(of: file) }
            #expect(throws: DICOMObjectError.self) { try decoder.report(of: file) }
            _ = try decoder.picture(of: Self.xray)
        }
    }

    @Test func `hostile objects never end more than their decoder`() throws {
        let folder = packageRoot.appending(path: "Tests/DecodingTests/Hostile").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 4)
        let decoders = decoders()
        for name in names {
            // Whether it is decoded, refused, or ends its decoder: the next object is decoded.
            _ = try? decoders.decoding { try $0.picture(of: "\(folder)/\(name)") }
            #expect(throws: Never.self) { try decoders.decoding { try $0.picture(of: Self.xray) } }
        }
    }

    @Test(arguments: [SIGSEGV, SIGKILL, SIGABRT])
    func `an object that ends the decoder is told from one that is unreadable`(signal: Int32) throws {
        let decoders = decoders()
        let error = #expect(throws: DecoderError.self) {
            try decoders.decoding { decoder in
                kill(decoder.processID, signal)
                _ = try decoder.picture(of: Self.xray)
            }
        }
        #expect(error?.description.contains("signal \(signal) ") == true && error?.isPermanent == false)
        _ = try decoders.decoding { try $0.picture(of: Self.xray) }
    }

    @Test func `an object that uses up the CPU time would do it again`() throws {
        let error = #expect(throws: DecoderError.self) {
            try decoders().decoding { decoder in
                kill(decoder.processID, SIGXCPU)
                _ = try decoder.picture(of: Self.xray)
            }
        }
        #expect(error == .outOfProcessorTime(seconds: 60) && error?.isPermanent == true)
    }

    @Test func `a decoder that hangs is ended after its time`() throws {
        var process: Int32 = 0
        let error = #expect(throws: DecoderError.self) {
            try decoders(DecoderSettings(wallSeconds: 1)).decoding { decoder in
                process = decoder.processID
                kill(process, SIGSTOP)
                _ = try decoder.picture(of: Self.xray)
            }
        }
        #expect(error == .tookTooLong(seconds: 1) && error?.isPermanent == false)
        #expect(kill(process, 0) != 0)
    }

    @Test func `a decoder that ends while it waits costs no piece of work`() throws {
        let decoders = decoders()
        decoders.prepare()
        let waiting = try #require(decoders.waiting)
        kill(waiting, SIGKILL)
        let used = try decoders.decoding { decoder in
            _ = try decoder.picture(of: Self.xray)
            return decoder.processID
        }
        #expect(used != waiting)
    }

    @Test func `a program that is no decoder is not blamed on the object`() throws {
        let decoders = Decoders(DecoderSettings(), program: "/bin/false")
        let error = #expect(throws: DecoderError.self) {
            try decoders.decoding { try $0.picture(of: Self.xray) }
        }
        #expect(error?.fault == .outOfResources)
    }

    @Test func `every field object is shown or refused as by this process`() throws {
        let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
            .map { "\(folder)/\($0)" }
        #expect(files.count == 35)
        let decoders = decoders()
        for file in files {
            let expected = Result { try DICOMFile(path: file).displayedImage() }
            let decoded = Result { try decoders.decoding { try $0.picture(of: file) } }
            switch (expected, decoded) {
            case (.success(let expected), .success(let decoded)):
                #expect(decoded.picture == expected.picture && decoded.transformation == expected.transformation)
            case (.failure(let expected), .failure(let decoded)):
                #expect(decoded as? DICOMObjectError == expected as? DICOMObjectError, "\(file)")
            default: Issue.record("\(file): \(expected) and \(decoded)")
            }
        }
    }

    @Test func `a decoder ends with the one that asks it`() throws {
        let child = try orphan()
        #expect(child.finish(waitingFor: longWait) == .exited(code: 0))
    }

    /// A decoder whose asker is gone.
    private func orphan() throws -> ChildProcess {
        let (own, other) = try MessageSocket.pair()
        defer { withExtendedLifetime(own) {} }
        return try ChildProcess(Self.program, DecoderSettings().arguments, environment: [], socket: other)
    }
}
