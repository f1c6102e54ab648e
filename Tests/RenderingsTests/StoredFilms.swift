import CZlib
import DICOMCore
import Decoding
import Foundation
import Glibc
import Platform
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import Renderings

/// Films in a state directory, and decoders whose starts are counted.
final class StoredFilms {
    let fixture: Fixture
    private let programs: URL
    private var program: String { programs.appending(path: "decoder").path }

    var files: InstanceFiles { fixture.workList.files }

    /// - Parameter script: in `Programs`, the one that starts decoders.
    init(_ script: String = "counted.sh") throws {
        fixture = try Fixture()
        programs = FileManager.default.temporaryDirectory.appending(path: "programs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: program,
            withDestinationPath: packageRoot.appending(path: "Tests/RenderingsTests/Programs/\(script)").path)
        try Data("\(builtPrograms.appending(path: "thoraxd").path)\n".utf8)
            .write(to: URL(filePath: "\(program).program"))
    }

    deinit { try? FileManager.default.removeItem(at: programs) }

    /// Lets the decoders of `patient.sh` begin.
    func go() throws { try Data().write(to: URL(filePath: "\(program).go")) }

    /// Number of decoders started.
    var starts: Int {
        (try? String(contentsOfFile: "\(program).starts", encoding: .utf8))?.split(separator: "\n").count ?? 0
    }

    func cache(reservedBytes: Int = 0, limit: Int? = nil) -> PictureCache {
        PictureCache(files, reservedBytes: reservedBytes, limit: limit)
    }

    func renderer(_ cache: PictureCache? = nil) -> Renderer {
        Renderer(DecoderSettings(), program: program, cache: cache ?? self.cache())
    }

    /// A sample film as a stored object.
    func film(_ sample: String = "thoraxd-0004-1.dcm", at path: String = "instances/00/01/film.dcm") throws
        -> StoredInstance
    {
        let target = URL(filePath: files.absolute(path))
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: packageRoot.appending(path: "samples/xrays/\(sample)"), to: target)
        return instance(at: target.path)
    }

    func instance(at path: String) -> StoredInstance {
        StoredInstance(Fixture.header(), path: path, contents: Fixture.contents())
    }

    /// Paths of the files below `derived/`, relative to it.
    var kept: [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: files.derived)) ?? []
        return names.filter { name in
            var isDirectory: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(files.derived)/\(name)", isDirectory: &isDirectory)
            return !isDirectory.boolValue
        }.sorted()
    }

    /// Decompresses a gzip file.
    static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        try #require(inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        var input = bytes
        let capacity = 64 << 20
        return try input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var status = Z_OK
            let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(capacity)
                status = inflate(&stream, Z_FINISH)
                filled = capacity - Int(stream.avail_out)
            }
            try #require(status == Z_STREAM_END && stream.avail_in == 0)
            return output
        }
    }
}
