import Decoding
import Foundation
import TestHarness
import Testing
import WorkListDatabase

@testable import DICOMWeb

/// What an image, or a decoder that it has taken over, does to the node that renders it.
@Suite(.timeLimit(.minutes(10)))
struct RenderingLimitTests {
    private static let film = "thoraxd-0008-1.dcm"
    private static let hostile = packageRoot.appending(path: "Tests/DecodingTests/Hostile")

    @Test func `a poison object spoils its own answer only`() async throws {
        let node = try await RunningFront()
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.hostile.path)
        var answered = 0
        for name in names {
            let path = Self.hostile.appending(path: name).path
            _ = try await node.store([[UInt8](try Data(contentsOf: URL(filePath: path)))])
            guard let uri = try? SampleFilms.uri(ofFile: path) else { continue }
            let answer = try await node.get("\(uri)/rendered")
            // Decoded, refused with a reason, or not taken in the first place.
            #expect([200, 404, 500].contains(answer.status), "\(name): \(answer.text)")
            if answer.status == 500 {
                #expect(answer.text.contains("the stored image cannot be rendered") && answer.text.contains("hint"))
                #expect(try await node.get("\(uri)/thumbnail").status == 404)
            }
            answered += 1
        }
        #expect(answered > 0)
        #expect(try await node.store([SampleFilms.bytes(Self.film)]).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(Self.film))
        #expect(try await node.get("\(uri)/rendered?viewport=64,64").status == 200)
    }

    @Test func `an image that cannot be decoded is an error with a hint, and is left out of its study`() async throws {
        let node = try await RunningFront()
        #expect(try await node.store([WebObject.compressed(), WebObject.file(2)]).status == 200)
        let series = "/studies/1.2.1/series/1.2.1.1"
        let broken = try await node.get("\(series)/instances/1.2.1.1.1/rendered")
        #expect(broken.status == 500 && broken.headers["content-type"] == "application/json", "\(broken.text)")
        #expect(broken.text.contains("transfer-syntax=*"))
        let all = try await node.get("\(series)/rendered")
        #expect(all.status == 200 && all.headers["warning"]?.contains("1.2.1.1.1 cannot be rendered") == true)
    }

    @Test func `a decoder that hangs is ended, and other requests are answered`() async throws {
        let node = try await RunningFront(
            rendering: DecoderSettings(wallSeconds: 1), program: try Self.silentDecoder().path)
        #expect(try await node.store([SampleFilms.bytes(Self.film)]).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(Self.film))
        let late = try await node.get("\(uri)/rendered")
        #expect(late.status == 500 && late.text.contains("took longer than 1 s"), "\(late.text)")
        #expect(try await node.get("\(uri)/metadata").status == 200)
    }

    @Test func `HEAD decodes nothing`() async throws {
        let node = try await RunningFront(program: "/bin/false")
        #expect(try await node.store([SampleFilms.bytes(Self.film)]).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(Self.film))
        for (path, accept, type) in [
            ("rendered", "*/*", "image/jpeg"), ("rendered", "image/png", "image/png"),
            ("thumbnail", "*/*", "image/jpeg"),
            ("rendered", "multipart/related; type=\"image/jpeg\"", "multipart/related; type=\"image/jpeg\"; boundary="),
        ] {
            let head = try await node.send("\(uri)/\(path)", method: "HEAD", headers: ["Accept": accept])
            #expect(head.status == 200 && head.headers["content-type"]?.hasPrefix(type) == true, "\(head.headers)")
            #expect(head.headers["content-length"] == nil && head.body.isEmpty)
        }
        #expect(try await node.send("\(uri)/rendered?viewport=0,1", method: "HEAD").status == 400)
    }

    @Test func `a picture without parameters is kept, and shown when no decoder starts any more`() async throws {
        let node = try await RunningFront()
        #expect(try await node.store([SampleFilms.bytes(Self.film)]).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(Self.film))
        let first = try await node.get("\(uri)/rendered")
        #expect(first.status == 200)
        #expect(try await node.get("\(uri)/thumbnail").status == 200)
        let kept = try FileManager.default.subpathsOfDirectory(atPath: node.workList.files.derived)
        #expect(
            Set(kept.compactMap { $0.split(separator: "-").last }).isSuperset(of: ["rendered.jpg", "thumbnail.jpg"]))
        let again = try await node.get("\(uri)/rendered")
        #expect(again.body == first.body && again.headers["warning"] == first.headers["warning"])
    }

    @Test func `without a decoder the answer is 503`() async throws {
        let node = try await RunningFront(program: "/bin/false")
        #expect(try await node.store([SampleFilms.bytes(Self.film)]).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(Self.film))
        let answer = try await node.get("\(uri)/rendered")
        #expect(answer.status == 503 && answer.headers["retry-after"] != nil, "\(answer.text)")
    }

    /// A program that says it is ready, and then nothing.
    private static func silentDecoder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "silent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = folder.appending(path: "decoder")
        try FileManager.default.createSymbolicLink(
            at: program, withDestinationURL: packageRoot.appending(path: "Tests/DecodingTests/Liars/liar.sh"))
        let ready = Data(#"{"ready":{"_0":{}}}"#.utf8)
        let count = withUnsafeBytes(of: UInt32(ready.count).littleEndian) { Data($0) }
        try (count + ready).write(to: URL(filePath: "\(program.path).first"))
        try Data().write(to: URL(filePath: "\(program.path).answer"))
        try Data().write(to: URL(filePath: "\(program.path).stays"))
        return program
    }
}
