import Foundation
import Platform
import Testing
import WorkListDatabase

@testable import Renderings

struct PictureCacheTests {
    private let films: StoredFilms

    init() throws { films = try StoredFilms() }

    private func keep(_ count: Int, of film: StoredInstance, in cache: PictureCache) {
        cache.keep([UInt8](repeating: 7, count: count), as: .display, of: film, frame: 1)
    }

    private func film(_ number: Int) throws -> StoredInstance { try films.film(at: "instances/00/01/\(number).dcm") }

    /// Sets the time a film's pictures were last shown to this many seconds ago.
    private func age(_ film: StoredInstance, by seconds: Double) throws {
        let directory = films.files.derivedDirectory(of: film.path, revision: "r1")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: directory)
    }

    @Test func `the least recently shown pictures are removed first`() throws {
        let cache = films.cache(limit: 10_000)
        let all = try (1...4).map(film)
        for (number, film) in all.enumerated() {
            keep(2400, of: film, in: cache)
            try age(film, by: Double(100 - number))
        }
        #expect(all.allSatisfy { cache.has(.display, of: $0, frame: 1) })
        // The first is shown again, so that the second is the one shown longest ago.
        #expect(cache.bytes(.display, of: all[0], frame: 1)?.count == 2400)
        keep(2400, of: try film(5), in: cache)
        #expect(!cache.has(.display, of: all[1], frame: 1) && cache.has(.display, of: all[0], frame: 1))
        let bytes = films.kept.reduce(0) { $0 + (FileStatus("\(films.files.derived)/\($1)")?.byteCount ?? 0) }
        #expect(bytes <= 9000)
    }

    @Test func `the limit covers pictures of an earlier run`() throws {
        let all = try (1...4).map(film)
        for film in all { keep(2400, of: film, in: films.cache(limit: 10_000)) }
        let cache = films.cache(limit: 5000)
        #expect(films.kept.count == 4)
        cache.look()
        #expect(films.kept.count == 1)
    }

    @Test func `a form larger than a quarter of the limit is not kept`() throws {
        let cache = films.cache(limit: 10_000)
        keep(2501, of: try film(1), in: cache)
        #expect(films.kept.isEmpty)
    }

    @Test func `nothing is kept on a disk that is nearly full, and kept pictures are removed`() throws {
        let film = try film(1)
        keep(100, of: film, in: films.cache())
        #expect(films.kept.count == 1)
        let full = films.cache(reservedBytes: .max / 4)
        keep(100, of: try self.film(2), in: full)
        #expect(films.kept.isEmpty)
        #expect(full.bytes(.display, of: film, frame: 1) == nil)
    }

    @Test func `the pictures of an image that was removed in the meantime are removed too`() throws {
        let film = try film(1)
        try FileManager.default.removeItem(atPath: film.path)
        keep(100, of: film, in: films.cache())
        #expect(films.kept.isEmpty)
    }

    @Test func `a look removes files of an older revision, of a crash and of a removed image`() throws {
        let cache = films.cache()
        let (first, second) = (try film(1), try film(2))
        for film in [first, second] { keep(100, of: film, in: cache) }
        try FileManager.default.removeItem(atPath: second.path)
        let derived = URL(filePath: films.files.derived)
        let old = derived.appending(path: "r0/instances/00/01/1")
        try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
        try Data("old".utf8).write(to: old.appending(path: "1-display"))
        // A symbolic link that points out of the folder.
        try FileManager.default.createSymbolicLink(
            atPath: derived.appending(path: "r0/link").path, withDestinationPath: films.files.absolute("instances"))
        films.cache().look()
        #expect(films.kept == ["r1/instances/00/01/1/1-display"])
        #expect(FileManager.default.fileExists(atPath: first.path))
        #expect(!FileManager.default.fileExists(atPath: derived.appending(path: "r0").path))
    }

    @Test func `a half-written file is never shown, and is removed with the pictures beside it`() throws {
        let film = try film(1)
        let cache = films.cache()
        keep(100, of: film, in: cache)
        let directory = films.files.derivedDirectory(of: film.path, revision: "r1")
        try Data("half".utf8).write(to: URL(filePath: "\(directory)/abc.part"))
        #expect(cache.bytes(.preview, of: film, frame: 1) == nil)
        try films.files.removeDerived(of: "instances/00/01/1.dcm")
        #expect(films.kept.isEmpty && !FileManager.default.fileExists(atPath: directory))
    }

    @Test func `the default limit is 8 GiB, or a twentieth of the file system`() throws {
        let total = try Directory.totalBytes(at: films.files.stateDirectory)
        #expect(films.cache().limit == min(8 << 30, total / 20))
    }
}
