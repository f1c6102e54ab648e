import DICOMCore
import Foundation
import Glibc
import Synchronization
import Testing
import WorkListDatabase

@testable import Renderings

/// Uncompressed copies that web clients ask for more than once.
struct KeptCopiesTests {
    /// Makes another copy each time.
    private final class Counted: ImageDecoding {
        let count = Atomic(0)

        func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
            let number = count.add(1, ordering: .relaxed).newValue
            var name = Array("/tmp/thoraxd-copy-XXXXXX".utf8CString)
            let descriptor = mkstemp(&name)
            unlink(name)
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100_000)
            guard write(descriptor, bytes, bytes.count) == bytes.count else { throw .failed(reason: "no file") }
            return UncompressedObject(descriptor: descriptor, byteCount: bytes.count)
        }

        func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool { true }
    }

    private let films: StoredFilms
    private let decoding = Counted()

    init() throws { films = try StoredFilms() }

    /// Which of the copies is given; each of its bytes says so.
    private func given(_ copies: KeptCopies, _ film: StoredInstance, frames: [Int]? = nil) throws -> UInt8? {
        let copy = try copies.uncompressed(film.path, frames: frames)
        let bytes = try Data(contentsOf: URL(filePath: copy.path))
        #expect(copy.byteCount == 100_000 && bytes.count == 100_000)
        return Set(bytes).count == 1 ? bytes.first : nil
    }

    @Test func `a copy that is asked for again is kept, and is the same from then on`() throws {
        let film = try films.film()
        let copies = KeptCopies(decoding, in: films.cache())
        #expect(try given(copies, film) == 1)
        #expect(films.kept.isEmpty)
        #expect(try (0..<3).map { _ in try given(copies, film) } == [2, 2, 2])
        #expect(films.kept.count == 1)
    }

    @Test func `one frame is kept by itself, and selections of several are not`() throws {
        let film = try films.film()
        let copies = KeptCopies(decoding, in: films.cache())
        for _ in 0..<2 { _ = try copies.uncompressed(film.path, frames: [3]) }
        for _ in 0..<2 { _ = try copies.uncompressed(film.path, frames: [4]) }
        #expect(try given(copies, film, frames: [3]) == 2)
        #expect(try given(copies, film, frames: [4]) == 4)
        for _ in 0..<3 { _ = try copies.uncompressed(film.path, frames: [1, 2]) }
        #expect(decoding.count.load(ordering: .relaxed) == 7 && films.kept.count == 2)
    }

    @Test func `an export that asks for each image once keeps nothing`() throws {
        let copies = KeptCopies(decoding, in: films.cache())
        for number in 0..<300 {
            _ = try copies.uncompressed("/nowhere/\(number).dcm", frames: nil)
        }
        // The first is forgotten, so that this counts as its first time.
        _ = try copies.uncompressed("/nowhere/0.dcm", frames: nil)
        #expect(films.kept.isEmpty)
    }

    @Test func `it is removed with the image, and one of an earlier run is never given`() throws {
        let film = try films.film()
        let first = KeptCopies(decoding, in: films.cache())
        for _ in 0..<2 { _ = try given(first, film) }
        let cache = films.cache()
        let second = KeptCopies(decoding, in: cache)
        #expect(try given(second, film) == 3)
        cache.look()
        #expect(films.kept.isEmpty)
        #expect(try given(second, film) == 4)
        #expect(films.kept.count == 1)
        try films.files.removeDerived(of: "instances/00/01/film.dcm")
        #expect(films.kept.isEmpty)
    }

    @Test func `what is too large to keep is given all the same`() throws {
        let film = try films.film()
        let copies = KeptCopies(decoding, in: films.cache(limit: 300_000))
        #expect(try (0..<3).map { _ in try given(copies, film) } == [1, 2, 3])
        #expect(films.kept.isEmpty)
    }
}
