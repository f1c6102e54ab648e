import Foundation
import TestHarness
import Testing

/// Runs every harness on the seeds of `make fuzz`, among them inputs that once showed a fault, and on changed seeds, which
/// are the same in each run. No input may end the process. `make fuzz` tries inputs for longer.
struct CorpusTests {
    private static let corpus = packageRoot.appending(path: "Fuzzing/Corpus")

    /// The seeds of a harness, in the order of their names.
    private func seeds(of name: String) throws -> [[UInt8]] {
        let own = Self.corpus.appending(path: name)
        // Harnesses that read data sets share the seeds of `header-scan`.
        let folder =
            FileManager.default.fileExists(atPath: own.path) ? own : Self.corpus.appending(path: "header-scan")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    }

    @Test(arguments: harnesses.keys.sorted())
    func `a harness takes its seeds`(name: String) throws {
        let seeds = try seeds(of: name)
        #expect(!seeds.isEmpty)
        let harness = try #require(harnesses[name])
        for seed in seeds { harness(seed) }
    }

    @Test(arguments: harnesses.keys.sorted())
    func `a harness takes changed seeds`(name: String) throws {
        let seeds = try seeds(of: name)
        let harness = try #require(harnesses[name])
        var changes = SeedChanges(state: 1)
        // An input that ends the process remains in this file.
        let current = FileManager.default.temporaryDirectory.appending(path: "fuzzed-\(name)")
        for _ in 0..<SeedChanges.count {
            let input = changes.changed(seeds)
            try Data(input).write(to: current)
            harness(input)
        }
        // Another run of the tests on this machine may have removed it.
        try? FileManager.default.removeItem(at: current)
    }
}

/// Changes seeds as a fuzzer does, by the generator SplitMix64.
private struct SeedChanges {
    static let count = 300
    private static let largest = 65536

    var state: UInt64

    private mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(max(1, bound)))
    }

    private mutating func element<Element>(of list: [Element]) -> Element { list[next(below: list.count)] }

    /// One seed with one to four changes.
    mutating func changed(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = element(of: seeds)
        for _ in 0...next(below: 4) { change(&bytes, seeds) }
        return Array(bytes.prefix(Self.largest))
    }

    private mutating func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
        let place = next(below: bytes.count)
        let end = min(bytes.count, place + 1 + next(below: 16))
        switch next(below: 6) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << next(below: 8)
        case 1 where place < bytes.count: bytes[place] = element(of: [0, 1, 0x7F, 0x80, 0xFE, 0xFF])
        // A length or an offset that is too large.
        case 2: for index in place..<end { bytes[index] = 0xFF }
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            let other = element(of: seeds)
            bytes = Array(bytes.prefix(place)) + other.suffix(next(below: other.count + 1))
        }
    }
}
